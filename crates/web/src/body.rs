//! Extractors of request bodies that refuse with problem documents.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use serde::de::DeserializeOwned;

use crate::Problem;

/// Returns whether the request declares this media type for its body.
pub(crate) fn is_of_type(request: &Request, media_type: &str) -> bool {
    request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|value| value.trim().eq_ignore_ascii_case(media_type))
}

/// A body within the route's limit.
pub(crate) struct Body(pub(crate) Bytes);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        Bytes::from_request(request, state)
            .await
            .map(Self)
            .map_err(|rejection| match rejection.into_response().status() {
                StatusCode::PAYLOAD_TOO_LARGE => Problem::TOO_LARGE,
                _ => Problem::BAD_REQUEST,
            })
    }
}

/// A COSE message (RFC 9052 §11.1), by its content type.
pub(crate) struct Cose(pub(crate) Bytes);

/// The media type of COSE messages.
pub(crate) const COSE: &str = "application/cose";

impl<S: Send + Sync> FromRequest<S> for Cose {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_of_type(&request, COSE) {
            return Err(Problem::UNSUPPORTED_MEDIA_TYPE);
        }
        let Body(bytes) = Body::from_request(request, state).await?;
        Ok(Self(bytes))
    }
}

/// A JSON body.
pub(crate) struct JsonBody<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_of_type(&request, "application/json") {
            return Err(Problem::UNSUPPORTED_MEDIA_TYPE);
        }
        let Body(bytes) = Body::from_request(request, state).await?;
        serde_json::from_slice(&bytes)
            .map(Self)
            .map_err(|_| Problem::BAD_REQUEST.detail("The JSON does not have the expected shape."))
    }
}
