//! The route that serves the built pages.

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

/// Serves the files of a folder. They hold no secrets, but need the token all the same.
pub(crate) fn pages(ui: &Path) -> Router {
    Router::new()
        .fallback_service(ServeDir::new(ui))
        .layer(middleware::from_fn(not_found_as_refusal))
}

/// Middleware that answers for a missing file with the same refusal as everywhere else.
async fn not_found_as_refusal(request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Refusal::NOT_FOUND.into_response();
    }
    let response = next.run(request).await;
    if response.status() == StatusCode::NOT_FOUND {
        return Refusal::NOT_FOUND.into_response();
    }
    response
}

/// Redirects the address without a slash at its end to the one with it. The pages' relative links would
/// be wrong otherwise.
pub(crate) async fn with_trailing_slash(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if request.method() == Method::GET && path.len() > 1 && path.rfind('/') == Some(0) {
        return Redirect::permanent(&format!("{path}/")).into_response();
    }
    next.run(request).await
}
