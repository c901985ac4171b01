//! For whoever watches the backend.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, FromRef, FromRequestParts, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderName, header};
use subtle::ConstantTimeEq;

use crate::metrics::MEDIA_TYPE;
use crate::{App, Problem};
use backend::keys::token::{TokenHash, hash_secret};

/// What a proxy adds. Behind one, every request seems to come from this computer.
const FORWARDED: [HeaderName; 5] = [
    header::FORWARDED,
    header::VIA,
    HeaderName::from_static("x-forwarded-for"),
    HeaderName::from_static("x-forwarded-proto"),
    HeaderName::from_static("x-real-ip"),
];

/// What whoever watches must show, by its hash. Where it is none, they must sit at this computer.
#[derive(Debug, Clone, Default)]
pub struct MonitorToken(Option<TokenHash>);

impl MonitorToken {
    pub(crate) fn new(token: Option<&str>) -> Self {
        Self(token.map(|token| hash_secret(token.as_bytes())))
    }
}

/// Somebody who may watch.
pub(crate) struct Monitor;

impl<S> FromRequestParts<S> for Monitor
where
    MonitorToken: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let is_let_in = match MonitorToken::from_ref(state).0 {
            Some(expected) => shown(parts).is_some_and(|shown| {
                hash_secret(shown.as_bytes())
                    .as_bytes()
                    .ct_eq(expected.as_bytes())
                    .into()
            }),
            None => sits_here(parts),
        };
        if is_let_in {
            Ok(Self)
        } else {
            Err(Problem::UNAUTHENTICATED)
        }
    }
}

fn shown(parts: &Parts) -> Option<&str> {
    let header = parts.headers.get(AUTHORIZATION)?.to_str().ok()?;
    header.strip_prefix("Bearer ").map(str::trim)
}

fn sits_here(parts: &Parts) -> bool {
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
