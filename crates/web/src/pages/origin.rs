//! Refuses forms of other origins (cross-site request forgery).

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::Problem;
use backend::Backend;
use backend::privacy::unsubscribe;

/// Refuses what changes something and comes from another origin (RFC 6454). Browsers say in `Origin`
/// where a form stood; programs that carry a token or a signature have none and need none.
pub(crate) async fn same_origin(
    State(backend): State<Backend>,
    request: Request,
    next: Next,
) -> Response {
    let changes = !matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if changes && !is_ours(&backend, request.headers(), request.uri().path()) {
        return Problem::CROSS_ORIGIN.into_response();
    }
    next.run(request).await
}

fn is_ours(backend: &Backend, headers: &HeaderMap, path: &str) -> bool {
    // A mail program says of itself what it likes. The link that it has is all its power.
    if path.starts_with(unsubscribe::PATH) {
        return true;
    }
    match headers.get(header::ORIGIN) {
        Some(origin) => origin.as_bytes() == backend.origin().as_bytes(),
        // A program's request.
        None => path.starts_with("/api/") || path.starts_with("/v1/"),
    }
}
