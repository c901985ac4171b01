//! The middleware around every route: a log line without personal data, limits of duration and concurrency,
//! panics that fail one request only, and security headers.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use protocol::DeviceId;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tracing::Instrument;

use crate::metrics::Metrics;
use crate::{Problem, pages};
use backend::Backend;
use backend::keys::random::random;

/// Requests that are handled at the same time. Each may hold a body of 1 MiB, so this bounds memory too.
const CONCURRENCY: usize = 256;
/// How long a request waits for a permit before it is refused as busy.
const MAX_WAIT: Duration = Duration::from_secs(10);
/// How long a request may take, including its body: 1 MiB at 70 kbit/s.
const TIMEOUT: Duration = Duration::from_secs(130);

/// The header with the request's id, in requests of a proxy and in responses.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// An extension of the response, by which a handler names the requesting device for the log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LoggedDevice(pub(crate) DeviceId);

/// Headers of every response, unless the handler has set another value.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Other sites receive no referrer. With `no-referrer`, browsers would send `Origin: null` with our own forms too
    // (Fetch §3.2), and those would be refused.
    (header::REFERRER_POLICY, "same-origin"),
    (header::CACHE_CONTROL, "no-store"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
];

pub(crate) fn around(backend: Backend, metrics: Metrics, router: Router) -> Router {
    let permits = Arc::new(Semaphore::new(CONCURRENCY));
    router
        .layer(CatchPanicLayer::custom(|_| {
            // The panic's text may quote personal data. The panic hook logs only its location.
            Problem::INTERNAL.into_response()
        }))
        .layer(middleware::from_fn_with_state(permits, limited))
        .layer(middleware::from_fn_with_state(
            backend.clone(),
            pages::same_origin,
        ))
        .layer(middleware::from_fn_with_state(backend, pages::as_page))
        .layer(middleware::from_fn(with_headers))
        .layer(middleware::from_fn_with_state(metrics, logged))
}

async fn limited(State(permits): State<Arc<Semaphore>>, request: Request, next: Next) -> Response {
    let Ok(Ok(_permit)) = tokio::time::timeout(MAX_WAIT, permits.acquire()).await else {
        return Problem::BUSY.into_response();
    };
    tokio::time::timeout(TIMEOUT, next.run(request))
        .await
        .unwrap_or_else(|_| Problem::TIMED_OUT.into_response())
}

async fn with_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Returns the id of a request, which its log lines and its response contain: the proxy's, or a random one. It is
/// always 32 hexadecimal digits, so that clients can't write into the log.
fn request_id(request: &Request) -> String {
    let given = request
        .headers()
        .get(REQUEST_ID)
        .and_then(|value| value.to_str().ok())
        .map(|text| text.replace('-', ""));
    match given {
        Some(id) if id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            id.to_ascii_lowercase()
        }
        _ => HEXLOWER.encode(&random::<16>()),
    }
}

/// Returns the method if routes have it, or `other`, because clients may invent any number of methods.
fn method_of(request: &Request) -> &'static str {
    match request.method().as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        _ => "other",
    }
}

/// Logs a request with its route's template. The path and the query are not logged, because they may contain ids
/// and personal data.
async fn logged(State(metrics): State<Metrics>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = method_of(&request);
    let id = request_id(&request);
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let span = tracing::info_span!("request", id);
    let work = async {
        let mut response = next.run(request).await;
        let took = began.elapsed();
        let device = response.extensions().get::<LoggedDevice>();
        let status = response.status().as_u16();
        tracing::info!(
            method,
            route,
            status,
            milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            device = device.map(|device| tracing::field::display(device.0)),
            "answered"
        );
        metrics.count_answer(method, &route, status, took);
        if let Ok(id) = HeaderValue::try_from(&id) {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        response
    };
    work.instrument(span).await
}
