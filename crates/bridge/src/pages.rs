//! The built pages.

use std::path::Path;

use axum::Router;
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use tower_http::services::ServeDir;

use crate::refusal::Refusal;

/// Whether there are pages in a folder.
#[must_use]
pub fn has_pages(ui: &Path) -> bool {
    ui.join("index.html").is_file()
}

/// The files of a folder. They have no secrets, and are given only with the token all the same.
pub(crate) fn pages(ui: &Path) -> Router {
    Router::new()
        .fallback_service(ServeDir::new(ui))
        .layer(middleware::from_fn(in_our_words))
}

/// A file that is not there is refused as everything is.
async fn in_our_words(request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Refusal::NOT_FOUND.into_response();
    }
    let response = next.run(request).await;
    if response.status() == StatusCode::NOT_FOUND {
        return Refusal::NOT_FOUND.into_response();
    }
    response
}

/// The address without the stroke at its end leads to the one with it: the pages would look for their
/// files beside themselves otherwise.
pub(crate) async fn with_stroke(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if request.method() == Method::GET && path.len() > 1 && path.rfind('/') == Some(0) {
        return Redirect::permanent(&format!("{path}/")).into_response();
    }
    next.run(request).await
}
