//! The HTTP client that posts deliveries.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};

use crate::webhooks::signature::{Secret, signature};
use crate::webhooks::ssrf_guard::{
    AllowedTargets, ForbiddenAddress, GuardedResolver, UrlError, WebhookUrl,
};

/// The time-out for connecting, TLS included.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// The time-out for the whole request. A receiver with slow work answers first and works afterwards.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// Why a delivery failed. It does not contain the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryError {
    /// The address is not an allowed target.
    #[error("the address is not on the open internet")]
    ForbiddenAddress,
    /// The receiver did not answer in time.
    #[error("no answer in time")]
    TimedOut,
    /// The connection failed, or the certificate is not valid.
    #[error("no connection")]
    NoConnection,
    /// The status of the answer is not 2xx. Redirects are not followed.
    #[error("the answer was {0}")]
    Status(StatusCode),
    /// The secret cannot be unsealed with this master key.
    #[error("the webhook's secret cannot be unsealed")]
    Secret,
}

impl DeliveryError {
    /// The text for the delivery log: an HTTP status, or a stable code.
    #[must_use]
    pub fn outcome(self) -> String {
        match self {
            Self::ForbiddenAddress => "refused_address".into(),
            Self::TimedOut => "timed_out".into(),
            Self::NoConnection => "no_connection".into(),
            Self::Status(status) => status.as_u16().to_string(),
            Self::Secret => "secret".into(),
        }
    }
}

/// An HTTP client that connects only to allowed targets.
#[derive(Debug, Clone)]
pub struct WebhookClient {
    client: Client,
    targets: AllowedTargets,
}

impl WebhookClient {
    /// Creates a client.
    ///
    /// # Errors
    /// [`reqwest::Error`] if the system's certificates cannot be loaded.
    pub fn new(targets: AllowedTargets) -> Result<Self, reqwest::Error> {
        // A provider that is installed already stays; all of them check certificates.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .user_agent(concat!("lanyard-server/", env!("CARGO_PKG_VERSION")))
            .dns_resolver(Arc::new(GuardedResolver(targets)))
            // A proxy would resolve names itself and so bypass the guard.
            .no_proxy()
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(REQUEST_TIMEOUT)
            .pool_max_idle_per_host(0)
            .build()?;
        Ok(Self { client, targets })
    }

    /// The addresses to which the client may connect.
    #[must_use]
    pub const fn targets(&self) -> AllowedTargets {
        self.targets
    }

    /// Posts a body and returns the status of the answer if it is 2xx. The body of the answer is not read.
    pub(crate) async fn send(
        &self,
        url: &str,
        id: &str,
        secret: &Secret,
        seconds: i64,
        body: &str,
    ) -> Result<StatusCode, DeliveryError> {
        // The address was checked when it was stored, perhaps under another setting.
        let url = WebhookUrl::parse(url, self.targets).map_err(|error| match error {
            UrlError::NotPublic | UrlError::NotEncrypted | UrlError::Shape => {
                DeliveryError::ForbiddenAddress
            }
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
            Err(DeliveryError::Status(answer.status()))
        }
    }
}

fn reason_of(error: &reqwest::Error) -> DeliveryError {
    if is_forbidden_address(error) {
        DeliveryError::ForbiddenAddress
    } else if error.is_timeout() {
        DeliveryError::TimedOut
    } else {
        DeliveryError::NoConnection
    }
}

fn is_forbidden_address(error: &reqwest::Error) -> bool {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = source {
        if error.downcast_ref::<ForbiddenAddress>().is_some() {
            return true;
        }
        source = error.source();
    }
    false
}
