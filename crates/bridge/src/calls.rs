//! The route that runs a command of the table.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use window::Problem;

use crate::app::App;
use crate::refusal::Refusal;

/// The longest request, in bytes: a note with everything filled in, several times over.
pub(crate) const LONGEST: usize = 64 << 10;

/// `POST /call/{name}`: takes the request as JSON and answers with JSON. A command that the device does
/// not carry out is answered with a 4xx and the device's problem.
pub(crate) async fn call(
    State(app): State<App>,
    Path((_token, name)): Path<(String, String)>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Response> {
    let body = whole(body).map_err(IntoResponse::into_response)?;
    if !is_json(&headers) {
        return Err(Refusal::NOT_JSON.into_response());
    }
    let request =
        serde_json::from_slice(&body).map_err(|_| Refusal::BAD_REQUEST.into_response())?;
    // Some commands wait for a disk or a backend.
    let answer = tokio::task::spawn_blocking(move || app.window.dispatch(&name, request))
        .await
        .map_err(|_| Refusal::BROKEN.into_response())?;
    match answer {
        Ok(answer) => Ok(Json(answer).into_response()),
        Err(problem) => Err(refused(problem)),
    }
}

/// The body, if it was received completely and is not too long.
pub(crate) fn whole(body: Result<Bytes, BytesRejection>) -> Result<Bytes, Refusal> {
    body.map_err(|rejection| match rejection.into_response().status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::TOO_LARGE,
        _ => Refusal::BAD_REQUEST,
    })
}

/// The answer to a command that the device did not carry out: the device's own problem.
pub(crate) fn refused(problem: Problem) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Json(problem)).into_response()
}

fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|value| value.trim().eq_ignore_ascii_case("application/json"))
}
