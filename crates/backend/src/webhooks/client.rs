//! Posts a delivery.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};

use crate::webhooks::ssrf_guard::{Guarded, Reach, Refused};
use crate::webhooks::{Secret, UrlError, WebhookUrl, signature};

/// How long a connection, TLS included, may take.
const CONNECT: Duration = Duration::from_secs(5);
/// How long the whole may take. Who has much to do answers first and does it after.
const OVERALL: Duration = Duration::from_secs(10);

/// Why a delivery did not arrive. It names no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PostError {
    /// The address leads to where nothing may be sent.
    #[error("the address is not on the open internet")]
    Refused,
    /// Nobody answered in time.
    #[error("no answer in time")]
    TimedOut,
    /// No connection, or no valid certificate.
    #[error("no connection")]
    NoConnection,
    /// An answer that is not 2xx. One that leads elsewhere is not followed.
    #[error("the answer was {0}")]
    Status(StatusCode),
    /// The secret does not open: the master key is another.
    #[error("the webhook's secret does not open")]
    Secret,
}

impl PostError {
    /// What the log says: an HTTP status, or a stable word.
    #[must_use]
    pub fn outcome(self) -> String {
        match self {
            Self::Refused => "refused_address".into(),
            Self::TimedOut => "timed_out".into(),
            Self::NoConnection => "no_connection".into(),
            Self::Status(status) => status.as_u16().to_string(),
            Self::Secret => "secret".into(),
        }
    }
}

/// The way out for deliveries.
#[derive(Debug, Clone)]
pub struct Post {
    client: Client,
    reach: Reach,
}

impl Post {
    /// A way out to what may be reached.
    ///
    /// # Errors
    /// What the system's certificates make impossible.
    pub fn new(reach: Reach) -> Result<Self, reqwest::Error> {
        // Whoever installed a provider first may keep it; all of them check certificates.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .user_agent(concat!("lanyard-server/", env!("CARGO_PKG_VERSION")))
            .dns_resolver(Arc::new(Guarded(reach)))
            // A proxy would resolve names by itself.
            .no_proxy()
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(CONNECT)
            .timeout(OVERALL)
            .pool_max_idle_per_host(0)
            .build()?;
        Ok(Self { client, reach })
    }

    /// What may be reached.
    #[must_use]
    pub const fn reach(&self) -> Reach {
        self.reach
    }

    /// Posts a body, and gives the answer's status where that is 2xx. Nothing else of the answer is read.
    ///
    /// # Errors
    /// [`PostError`].
    pub(crate) async fn send(
        &self,
        url: &str,
        id: &str,
        secret: &Secret,
        seconds: i64,
        body: &str,
    ) -> Result<StatusCode, PostError> {
        // It was looked at when it was stored, perhaps under another setting.
        let url = WebhookUrl::parse(url, self.reach).map_err(|error| match error {
            UrlError::NotPublic | UrlError::NotEncrypted | UrlError::Shape => PostError::Refused,
        })?;
        let answer = self
            .client
            .post(url.url())
            .header(CONTENT_TYPE, "application/json")
            .header("Lanyard-Delivery", id)
            .header("Lanyard-Signature", signature(secret, seconds, body))
            .body(body.to_owned())
            .send()
            .await
            .map_err(|error| reason_of(&error))?;
        if answer.status().is_success() {
            Ok(answer.status())
        } else {
            Err(PostError::Status(answer.status()))
        }
    }
}

fn reason_of(error: &reqwest::Error) -> PostError {
    if is_refused(error) {
        PostError::Refused
    } else if error.is_timeout() {
        PostError::TimedOut
    } else {
        PostError::NoConnection
    }
}

fn is_refused(error: &reqwest::Error) -> bool {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = source {
        if error.downcast_ref::<Refused>().is_some() {
            return true;
        }
        source = error.source();
    }
    false
}
