//! Enrolment over HTTP.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::Problem;
use crate::body::{COSE, Cose};
use backend::Backend;
use backend::devices::enrolment::{EnrolError, enrol};

/// `POST /v1/enrol`: a signed request in, a signed enrolment out.
pub(crate) async fn create(
    State(backend): State<Backend>,
    Cose(request): Cose,
) -> Result<Response, Problem> {
    let enrolment = enrol(&backend, &request).await?;
    Ok(([(header::CONTENT_TYPE, COSE)], enrolment).into_response())
}

impl From<EnrolError> for Problem {
    fn from(error: EnrolError) -> Self {
        match error {
            EnrolError::Request(error) => Self::new(
                StatusCode::BAD_REQUEST,
                error.code(),
                "The enrolment request can't be taken",
            ),
            EnrolError::UnknownCode => Self::new(
                StatusCode::NOT_FOUND,
                "unknown_code",
                "There is no such enrolment code",
            ),
            EnrolError::CodeUsed => Self::new(
                StatusCode::CONFLICT,
                "code_used",
                "This enrolment code has already been used",
            ),
            EnrolError::CodeExpired => Self::new(
                StatusCode::GONE,
                "code_expired",
                "This enrolment code has expired",
            ),
            EnrolError::EventOver => Self::new(StatusCode::GONE, "event_over", "The event is over"),
            EnrolError::Unsignable(error) => {
                tracing::error!(%error, "cannot sign an enrolment");
                Self::INTERNAL
            }
            EnrolError::LoadEvent(error) => error.into(),
            EnrolError::Db(error) => error.into(),
            EnrolError::Unseal(error) => error.into(),
        }
    }
}
