//! The routes for pictures: those of the program's camera to the browser, those of the browser's camera
//! to the program.

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::app::App;
use crate::calls::{refused, whole};
use crate::refusal::Refusal;

/// The most bytes of luminance in a picture: 1920 × 1920.
pub(crate) const LONGEST: usize = 1920 * 1920;

#[derive(Deserialize)]
pub(crate) struct After {
    after: u64,
}

#[derive(Deserialize)]
pub(crate) struct Size {
    width: u32,
    height: u32,
}

/// `POST /view_frame?after=N`: answers with the next picture, or with nothing if none came in time.
pub(crate) async fn view(
    State(app): State<App>,
    after: Result<Query<After>, QueryRejection>,
) -> Result<Response, Response> {
    let Query(After { after }) = after.map_err(|_| Refusal::BAD_REQUEST.into_response())?;
    let picture = tokio::task::spawn_blocking(move || app.window.view_frame(after))
        .await
        .map_err(|_| Refusal::BROKEN.into_response())?
        .map_err(refused)?;
    Ok((
        [(header::CONTENT_TYPE, "application/octet-stream")],
        picture,
    )
        .into_response())
}

/// `POST /push_frame?width=W&height=H`: takes a picture, row by row from the top.
pub(crate) async fn push(
    State(app): State<App>,
    size: Result<Query<Size>, QueryRejection>,
    body: Result<Bytes, BytesRejection>,
) -> Result<StatusCode, Response> {
    let Query(Size { width, height }) = size.map_err(|_| Refusal::BAD_REQUEST.into_response())?;
    let luminance = whole(body).map_err(IntoResponse::into_response)?;
    tokio::task::spawn_blocking(move || app.window.push_frame(width, height, luminance.into()))
        .await
        .map_err(|_| Refusal::BROKEN.into_response())?
        .map_err(refused)?;
    Ok(StatusCode::NO_CONTENT)
}
