//! The few pages that a person opens: plain HTML, no script, no request to anywhere.

use std::sync::LazyLock;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use data_encoding::BASE64;
use ring::digest::{SHA256, digest};

/// Small enough to stand in each page; its hash, and no other, is allowed by the page's policy.
const STYLE: &str = include_str!("page.css");

static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let hash = BASE64.encode(digest(&SHA256, STYLE.as_bytes()).as_ref());
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    )
    .try_into()
    .expect("a policy is printable ASCII")
});

/// A page with a heading. Both are HTML of this program, never of a stranger.
pub(super) fn page(status: StatusCode, heading: &'static str, content: &str) -> Response {
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{heading} · Lanyard</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<main>\n<h1>{heading}</h1>\n{content}\n</main>\n</body>\n</html>\n"
    );
    let policy = [(header::CONTENT_SECURITY_POLICY, POLICY.clone())];
    (status, policy, Html(html)).into_response()
}
