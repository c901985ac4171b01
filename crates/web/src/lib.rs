//! What stands between the network and the rest: routes, authentication, problem documents.
//!
//! Handlers parse, call and answer; what they call knows nothing of HTTP.

pub mod auth;
pub mod body;
pub mod openapi;
pub mod pages;
pub mod problem;
pub mod routes;

pub mod api;
pub mod metrics;
mod middleware;
mod rate_limit;

use axum::Router;
use axum::extract::FromRef;
use protocol::DeviceId;

use crate::metrics::Metrics;
use backend::Backend;
use backend::ingest::Ingest;
use backend::keys::token::TokenHash;
use backend::mail::{Outbox, Transport};
use backend::privacy::digest;
use backend::webhooks::{WebhookClient, WebhookSender};

pub use crate::api::bundle::BundleTurns;
pub use crate::api::health::Readiness;
pub use crate::api::leads::ExportTurns;
pub use crate::api::monitor::MonitorToken;
pub use crate::pages::organiser::ImportsUnderWay;
pub use crate::problem::Problem;
pub use crate::rate_limit::RateLimit;

/// What every handler can get at.
#[derive(Debug, Clone)]
pub struct App {
    /// The backend.
    pub backend: Backend,
    /// The way in for what devices send.
    pub ingest: Ingest,
    /// How often a device may ask.
    pub device_rate: RateLimit<DeviceId>,
    /// How often the holder of a token may ask.
    pub token_rate: RateLimit<TokenHash>,
    /// How often something about somebody's mails may be asked for without being signed in: a link, by the
    /// address that it is sent to; an end of the digests, by who gets them.
    pub address_rate: RateLimit<TokenHash>,
    /// The way out for what webhooks are told.
    pub webhooks: WebhookSender,
    /// How many exports are under way.
    pub export_turns: ExportTurns,
    /// How many bundles are in work.
    pub bundle_turns: BundleTurns,
    /// The way out for mails.
    pub outbox: Outbox,
    /// What is counted and measured.
    pub metrics: Metrics,
    /// Who may see that.
    pub monitor_token: MonitorToken,
    /// Whether the database can be read and written.
    pub readiness: Readiness,
    /// The imports that are under way.
    pub imports: ImportsUnderWay,
}

impl App {
    /// The application around a backend that sends no mail; starts its ingest. Must be called within a
    /// tokio runtime.
    #[must_use]
    pub fn new(backend: Backend) -> Self {
        Self::with_mail(backend, None)
    }

    /// The application around a backend, which sends its mails through `transport`.
    #[must_use]
    pub fn with_mail(backend: Backend, transport: Option<Transport>) -> Self {
        let ingest = Ingest::start(backend.clone());
        let outbox = Outbox::start(backend.clone(), transport);
        digest::start(backend.clone(), outbox.clone());
        Self {
            outbox,
            metrics: Metrics::new(ingest.counts()),
            monitor_token: MonitorToken::default(),
            readiness: Readiness::default(),
            ingest,
            device_rate: RateLimit::of_devices(),
            token_rate: RateLimit::of_tokens(),
            address_rate: RateLimit::of_addresses(),
            webhooks: WebhookSender::default(),
            export_turns: ExportTurns::default(),
            bundle_turns: BundleTurns::default(),
            imports: ImportsUnderWay::default(),
            backend,
        }
    }

    /// The same, which tells webhooks by `post` what has changed.
    #[must_use]
    pub fn telling(self, post: WebhookClient) -> Self {
        Self {
            webhooks: WebhookSender::start(self.backend.clone(), post),
            ..self
        }
    }

    /// The same, whose metrics are for whoever shows this token.
    #[must_use]
    pub fn watched_with(self, token: Option<&str>) -> Self {
        Self {
            monitor_token: MonitorToken::new(token),
            ..self
        }
    }
}

impl FromRef<App> for MonitorToken {
    fn from_ref(app: &App) -> Self {
        app.monitor_token.clone()
    }
}

impl FromRef<App> for Backend {
    fn from_ref(app: &App) -> Self {
        app.backend.clone()
    }
}

impl FromRef<App> for RateLimit<TokenHash> {
    fn from_ref(app: &App) -> Self {
        app.token_rate.clone()
    }
}

/// The router, made out of the list of [`routes`](routes::routes) and of nothing else.
pub fn router(app: App) -> Router {
    let mut router = Router::new();
    for route in routes::routes() {
        router = router.route(route.path, route.into_handler());
    }
    let (backend, metrics) = (app.backend.clone(), app.metrics.clone());
    middleware::around(
        backend,
        metrics,
        router
            .fallback(|| async { Problem::NOT_FOUND })
            .method_not_allowed_fallback(|| async { Problem::METHOD_NOT_ALLOWED })
            .with_state(app),
    )
}
