//! Bundles over HTTP: posted by a program, or uploaded with a browser.

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Json, RequestExt};
use protocol::bundle::MEDIA_TYPE;

use crate::body::{Body, is_of_type};
use crate::pages::{Visit, bundle_refused, bundle_taken};
use crate::{App, Problem};
use backend::devices::bundles::{BundleCounts, IngestBundleError, ingest_bundle};

/// The name of the file's part in the form.
const PART: &str = "bundle";

/// `POST /v1/bundle`: the file itself, or a form that contains it. A form is answered with a page.
pub(crate) async fn create(State(app): State<App>, visit: Visit, request: Request) -> Response {
    let is_form = is_of_type(&request, "multipart/form-data");
    if !is_form && !is_of_type(&request, MEDIA_TYPE) {
        return Problem::UNSUPPORTED_MEDIA_TYPE.into_response();
    }
    // Before the body is read.
    let Ok(_permit) = app.bundle_permits.take() else {
        return if is_form {
            bundle_refused(&visit.page, &Problem::BUSY)
        } else {
            Problem::BUSY.into_response()
        };
    };
    if is_form {
        return match from_form(&app, request).await {
            Ok(counts) => bundle_taken(&visit.page, &counts),
            Err(problem) => bundle_refused(&visit.page, &problem),
        };
    }
    match request.extract::<Body, _>().await {
        Ok(Body(bytes)) => take(&app, &bytes).await.map(Json).into_response(),
        Err(problem) => problem.into_response(),
    }
}

async fn from_form(app: &App, request: Request) -> Result<BundleCounts, Problem> {
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| Problem::BAD_REQUEST)?;
    let unreadable = |error: axum::extract::multipart::MultipartError| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Problem::TOO_LARGE
        } else {
            Problem::BAD_REQUEST
        }
    };
    while let Some(part) = form.next_field().await.map_err(unreadable)? {
        if part.name() == Some(PART) {
            let bytes = part.bytes().await.map_err(unreadable)?;
            return take(app, &bytes).await;
        }
    }
    Err(Problem::BAD_REQUEST.detail("The form contains no file."))
}

async fn take(app: &App, bytes: &Bytes) -> Result<BundleCounts, Problem> {
    Ok(ingest_bundle(&app.backend, &app.ingest, bytes).await?)
}

impl From<IngestBundleError> for Problem {
    fn from(error: IngestBundleError) -> Self {
        match error {
            IngestBundleError::Open(error) => {
                let (status, title) = match error {
                    protocol::BundleError::TooLarge => {
                        (StatusCode::PAYLOAD_TOO_LARGE, "The bundle is too large")
                    }
                    protocol::BundleError::UnknownDevice(_) => (
                        StatusCode::FORBIDDEN,
                        "The bundle's device is not enrolled here",
                    ),
                    protocol::BundleError::NotABundle => {
                        (StatusCode::BAD_REQUEST, "The file is not a bundle")
                    }
                    _ => (
                        StatusCode::BAD_REQUEST,
                        "The bundle can't be opened: it is damaged, or its device is enrolled at another backend",
                    ),
                };
                Self::new(status, error.code(), title)
            }
            IngestBundleError::ForeignRequest => Self::new(
                StatusCode::BAD_REQUEST,
                "bundle_bad_contents",
                "The bundle contains a request of another device",
            ),
            IngestBundleError::Ingest(error) => error.into(),
            IngestBundleError::UnsealKey(error) => error.into(),
            IngestBundleError::LoadKey(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::router;
    use axum::body::Body as HttpBody;
    use axum::http::header;
    use backend::clock::Clock;
    use test_world::TestDatabase;
    use tower::ServiceExt as _;

    #[tokio::test]
    async fn while_bundles_are_in_work_another_is_sent_away_and_does_not_wait() {
        let database = TestDatabase::new().await;
        let app = App::new(database.backend(Clock::System).await);
        let post = async |media_type: &str| {
            let request = Request::post("/v1/bundle")
                .header(header::CONTENT_TYPE, media_type)
                .body(HttpBody::from("no bundle"))
                .unwrap();
            router(app.clone()).oneshot(request).await.unwrap()
        };
        let permits = [(); 2].map(|()| app.bundle_permits.take().unwrap());
        for media_type in [MEDIA_TYPE, "multipart/form-data; boundary=x"] {
            let answer = post(media_type).await;
            assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
            assert!(answer.headers().contains_key(header::RETRY_AFTER));
        }
        let answer = post("text/plain").await;
        assert_eq!(answer.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
        drop(permits);
        let answer = post(MEDIA_TYPE).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    }
}
