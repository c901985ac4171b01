//! The application's state, which every handler can extract.

use axum::extract::FromRef;
use backend::Backend;
use backend::ingest::Ingest;
use backend::keys::token::TokenHash;
use backend::mail::{Outbox, Transport};
use backend::privacy::digest;
use backend::webhooks::{WebhookClient, WebhookSender};
use protocol::DeviceId;

use crate::imports_in_progress::ImportsInProgress;
use crate::metrics::Metrics;
use crate::monitor_token::MonitorToken;
use crate::permits::Permits;
use crate::rate_limit::RateLimit;
use crate::readiness::Readiness;

/// The application's state. Clones share it.
#[derive(Debug, Clone)]
pub struct App {
    pub(crate) backend: Backend,
    /// The queue through which devices' records are ingested.
    pub ingest: Ingest,
    pub(crate) device_rate: RateLimit<DeviceId>,
    /// The rate limit of each bearer token and each session.
    pub token_rate: RateLimit<TokenHash>,
    /// The rate limit of unauthenticated requests about mails: for sign-in links by the address that receives
    /// the mail, for unsubscribing by the recipient of the digests.
    pub(crate) address_rate: RateLimit<TokenHash>,
    pub(crate) webhooks: WebhookSender,
    pub(crate) export_permits: Permits,
    pub(crate) bundle_permits: Permits,
    pub(crate) outbox: Outbox,
    pub(crate) metrics: Metrics,
    pub(crate) monitor_token: MonitorToken,
    pub(crate) readiness: Readiness,
    pub(crate) imports: ImportsInProgress,
}

impl App {
    /// Builds the state around a backend that sends no mail, and starts its ingest. Must be called within a
    /// tokio runtime.
    #[must_use]
    pub fn new(backend: Backend) -> Self {
        Self::with_mail(backend, None)
    }

    /// Builds the state around a backend that sends its mails through `transport`, as [`App::new`] does.
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
            export_permits: Permits::of_exports(),
            bundle_permits: Permits::of_bundles(),
            imports: ImportsInProgress::default(),
            backend,
        }
    }

    /// Delivers webhooks by `post`.
    #[must_use]
    pub fn telling(self, post: WebhookClient) -> Self {
        Self {
            webhooks: WebhookSender::start(self.backend.clone(), post),
            ..self
        }
    }

    /// Requires this token from monitoring clients.
    #[must_use]
    pub fn watched_with(self, token: Option<&str>) -> Self {
        Self {
            monitor_token: MonitorToken::new(token),
            ..self
        }
    }
}

impl FromRef<App> for Backend {
    fn from_ref(app: &App) -> Self {
        app.backend.clone()
    }
}
