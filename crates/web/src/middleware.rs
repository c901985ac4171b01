//! What every request passes: a log line without personal data, bounds on time and number, a panic
//! that stays one request's, and headers that take power from a page.

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

/// Requests in work at the same time. Each may hold a body of 1 MiB, so this bounds memory too.
const AT_ONCE: usize = 256;
/// How long a request waits for its turn before it is told to come back.
const WAIT: Duration = Duration::from_secs(10);
/// How long a request may take, its body's way included: 1 MiB at 70 kbit/s.
const LONGEST: Duration = Duration::from_secs(130);

/// Where a request's name stands, in requests of a proxy and in answers.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Put into a response by a handler that knows which device asked, for the log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LoggedDevice(pub(crate) DeviceId);

/// Headers of every answer, unless the handler has set another value.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Nobody else is told where somebody came from. With `no-referrer`, browsers would say of our own
    // forms too that they come from nowhere (`Origin: null`, Fetch §3.2), and those would be refused.
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
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    router
        .layer(CatchPanicLayer::custom(|_| {
            // The panic's own text may quote anything; the panic hook writes where it was.
            Problem::INTERNAL.into_response()
        }))
        .layer(middleware::from_fn_with_state(turns, in_turn))
        .layer(middleware::from_fn_with_state(
            backend.clone(),
            pages::same_origin,
        ))
        .layer(middleware::from_fn_with_state(backend, pages::as_page))
        .layer(middleware::from_fn(with_headers))
        .layer(middleware::from_fn_with_state(metrics, logged))
}

async fn in_turn(State(turns): State<Arc<Semaphore>>, request: Request, next: Next) -> Response {
    let Ok(Ok(_turn)) = tokio::time::timeout(WAIT, turns.acquire()).await else {
        return Problem::BUSY.into_response();
    };
    tokio::time::timeout(LONGEST, next.run(request))
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

/// A name for one request, which log lines and the answer have in common: what a proxy gave it, or a
/// random one. It has no other shape than 32 hexadecimal digits, so that nobody writes into the log.
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

/// A method that routes have, or `other`: there is no end of made-up ones.
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

/// The route's template, never the path or the query, which may hold ids and worse.
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
