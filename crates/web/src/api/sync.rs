//! Sync over HTTP.

use std::time::Instant;

use axum::Extension;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::body::{COSE, Cose};
use crate::middleware::LoggedDevice;
use crate::{App, Problem};
use backend::ingest::{IngestError, Origin, VerifiedRequest};

/// `POST /v1/sync`: a signed batch in, a signed reply out.
pub(crate) async fn create(State(app): State<App>, Cose(batch): Cose) -> Response {
    let request = match app.ingest.check(&batch).await {
        Ok(request) => request,
        Err(error) => return Problem::from(error).into_response(),
    };
    let device = request.device();
    let answer = answer(&app, request).await;
    (Extension(LoggedDevice(device)), answer).into_response()
}

async fn answer(app: &App, request: VerifiedRequest) -> Result<Response, Problem> {
    app.device_rate.take(request.device(), Instant::now())?;
    let reply = app.ingest.store(request, Origin::Network).await?;
    let signed = app.ingest.sign(&reply)?;
    Ok(([(header::CONTENT_TYPE, COSE)], signed).into_response())
}

impl From<IngestError> for Problem {
    fn from(error: IngestError) -> Self {
        match error {
            IngestError::Request(error) => Self::new(
                StatusCode::BAD_REQUEST,
                error.code(),
                "The sync request can't be taken",
            ),
            IngestError::UnknownDevice => Self::new(
                StatusCode::FORBIDDEN,
                "unknown_device",
                "This device is not enrolled here",
            ),
            IngestError::WrongAudience => Self::new(
                StatusCode::FORBIDDEN,
                "wrong_audience",
                "The request is for another backend",
            ),
            IngestError::NotStored { cannot_write: true } => Self::CANNOT_WRITE,
            IngestError::NotStored {
                cannot_write: false,
            } => Self::INTERNAL,
            IngestError::LoadDevice(error) => error.into(),
            IngestError::Stopping => Self::BUSY,
            IngestError::Unsignable(error) => {
                tracing::error!(%error, "cannot sign a sync reply");
                Self::INTERNAL
            }
        }
    }
}
