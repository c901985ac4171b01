//! Metrics for monitoring clients.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, FromRequestParts, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderName, header};

use crate::auth::bearer;
use crate::metrics::MEDIA_TYPE;
use crate::{App, Problem};

/// The headers that a proxy adds. Behind one, every request seems to come from loopback.
const FORWARDED: [HeaderName; 5] = [
    header::FORWARDED,
    header::VIA,
    HeaderName::from_static("x-forwarded-for"),
    HeaderName::from_static("x-forwarded-proto"),
    HeaderName::from_static("x-real-ip"),
];

/// A monitoring client: presents the monitor token, or connects from loopback if none is configured.
pub(crate) struct Monitor;

impl FromRequestParts<App> for Monitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let is_allowed = app.monitor_token.accepts(bearer(parts));
        if is_allowed.unwrap_or_else(|| is_from_loopback(parts)) {
            Ok(Self)
        } else {
            Err(Problem::UNAUTHENTICATED)
        }
    }
}

fn is_from_loopback(parts: &Parts) -> bool {
    let is_local = parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .is_some_and(|ConnectInfo(peer)| peer.ip().to_canonical().is_loopback());
    let is_forwarded = FORWARDED
        .iter()
        .any(|name| parts.headers.contains_key(name));
    is_local && !is_forwarded
}

/// `GET /metrics`.
pub(crate) async fn metrics(
    _: Monitor,
    State(app): State<App>,
) -> Result<([(HeaderName, &'static str); 1], String), Problem> {
    let text = app.metrics.text(&app.backend).await?;
    Ok(([(CONTENT_TYPE, MEDIA_TYPE)], text))
}
