//! Enrolment over HTTP.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Problem;
use super::body::{COSE, Cose};
use super::page::page;
use crate::backend::Backend;
use crate::enrol::{EnrolError, enrol};

/// `POST /v1/enrol`: a signed request in, a signed enrolment out.
pub(super) async fn create(
    State(backend): State<Backend>,
    Cose(request): Cose,
) -> Result<Response, Problem> {
    let enrolment = enrol(&backend, &request).await?;
    Ok(([(header::CONTENT_TYPE, COSE)], enrolment).into_response())
}

/// `GET /enrol`: what to do with a code that was opened in a browser. The code itself stands behind
/// the `#` and stays in the browser.
pub(super) async fn explain() -> Response {
    page(
        StatusCode::OK,
        "This is an enrolment code",
        "<p>It turns one computer at a booth into a lead scanner for one sponsor. It works once, and \
         not for long.</p>\n\
         <ol>\n\
         <li>Open Lanyard on the computer that will scan badges.</li>\n\
         <li>Choose “Enrol this device”.</li>\n\
         <li>Hold this code in front of its camera, or type the address of this page and the code \
         that is printed under it.</li>\n\
         </ol>\n\
         <p>Does Lanyard say that the code was used or has expired? Ask whoever gave it to you for a \
         new one. Nobody needs a code to be scanned: attendees only show their badge.</p>",
    )
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
                "No such enrolment code was given out",
            ),
            EnrolError::CodeUsed => Self::new(
                StatusCode::CONFLICT,
                "code_used",
                "This enrolment code was used already",
            ),
            EnrolError::CodeExpired => Self::new(
                StatusCode::GONE,
                "code_expired",
                "This enrolment code has expired",
            ),
            EnrolError::EventOver => Self::new(StatusCode::GONE, "event_over", "The event is over"),
            EnrolError::Unsignable(error) => {
                tracing::error!(%error, "an enrolment could not be signed");
                Self::INTERNAL
            }
            EnrolError::Event(error) => error.into(),
            EnrolError::Db(error) => error.into(),
            EnrolError::Seal(error) => error.into(),
        }
    }
}
