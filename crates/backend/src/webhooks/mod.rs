//! Webhooks report changed leads to sponsors' programs. A delivery names the leads and contains no personal
//! data: the program reads the leads through the API, which applies the consent rule.

mod client;
mod payload;
mod sender;
mod signature;
mod ssrf_guard;

use protocol::{EventSlug, SponsorId, UnixMillis, WebhookId, encode_base32};

use crate::Backend;
use crate::keys::random::random;
use backend_db::{DbError, Row, Tx};

pub use crate::webhooks::client::{DeliveryError, WebhookClient};
pub use crate::webhooks::payload::{Payload, PayloadLead};
pub use crate::webhooks::sender::{SenderState, WebhookSender, run_round};
pub use crate::webhooks::signature::{Secret, signature};
pub use crate::webhooks::ssrf_guard::{AllowedTargets, UrlError, WebhookUrl};

/// The most webhooks of one sponsor.
pub const MAX_WEBHOOKS: usize = 10;
const SEALED: &str = "webhook.sealed_secret";

/// Why an operation on a webhook failed.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// The sponsor has the most webhooks already.
    #[error("a sponsor has {MAX_WEBHOOKS} webhooks at most")]
    TooMany,
    /// The sponsor has no such webhook.
    #[error("there is no such webhook")]
    Unknown,
    #[error("cannot read or write webhooks")]
    Db(#[from] DbError),
}

/// A webhook as its sponsor sees it.
#[derive(Clone, PartialEq, Eq)]
pub struct Webhook {
    pub id: WebhookId,
    pub url: String,
    pub created: UnixMillis,
    /// When it was paused; `None` while it is active.
    pub paused: Option<UnixMillis>,
    /// How many deliveries are not delivered yet.
    pub waiting: u64,
    /// When a delivery was last accepted.
    pub last_delivered: Option<UnixMillis>,
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The URL may contain a secret of the receiver.
        write!(f, "Webhook({})", self.id)
    }
}

const SELECT: &str = "SELECT w.webhook, w.url, w.created, w.paused,
        (SELECT count(*) FROM delivery d WHERE d.event = w.event AND d.sponsor = w.sponsor
            AND d.webhook = w.webhook AND d.next_attempt IS NOT NULL) AS waiting,
        (SELECT max(d.delivered) FROM delivery d WHERE d.event = w.event
            AND d.sponsor = w.sponsor AND d.webhook = w.webhook) AS last_delivered
     FROM webhook w WHERE w.event = $1 AND w.sponsor = $2";

fn webhook_of(row: &Row) -> Result<Webhook, DbError> {
    Ok(Webhook {
        id: row.get("webhook")?,
        url: row.get("url")?,
        created: row.get("created")?,
        paused: row.get("paused")?,
        waiting: row.get("waiting")?,
        last_delivered: row.get("last_delivered")?,
    })
}

/// A sponsor's webhooks, the oldest first.
pub async fn list(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
) -> Result<Vec<Webhook>, DbError> {
    let sql = format!("{SELECT} ORDER BY w.created, w.webhook");
    tx.query(&sql, &[event.into(), sponsor.into()])
        .await?
        .iter()
        .map(webhook_of)
        .collect()
}

/// One of a sponsor's webhooks.
///
/// # Errors
/// [`WebhookError::Unknown`].
pub async fn load(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    webhook: &WebhookId,
) -> Result<Webhook, WebhookError> {
    let sql = format!("{SELECT} AND w.webhook = $3");
    let row = tx
        .query_one(&sql, &[event.into(), sponsor.into(), webhook.into()])
        .await?
        .ok_or(WebhookError::Unknown)?;
    Ok(webhook_of(&row)?)
}

/// Adds a webhook that reports changes from now on, and returns its id and secret. The secret cannot be shown
/// again later.
///
/// # Errors
/// [`WebhookError::TooMany`].
pub async fn add(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    url: &WebhookUrl,
) -> Result<(WebhookId, Secret), WebhookError> {
    if list(tx, event, sponsor).await?.len() >= MAX_WEBHOOKS {
        return Err(WebhookError::TooMany);
    }
    let id = WebhookId::from_random(random());
    let secret = Secret::new();
    let sealed = backend
        .sealer()
        .seal(SEALED, &[id.as_bytes()], secret.expose().as_bytes());
    tx.execute(
        "INSERT INTO webhook (event, sponsor, webhook, url, sealed_secret, created, paused, cursor)
         SELECT $1, $2, $3, $4, $5, $6, NULL, coalesce(max(c.change), 0)
         FROM lead_change c WHERE c.event = $1 AND c.sponsor = $2",
        &[
            event.into(),
            sponsor.into(),
            (&id).into(),
            url.as_str().into(),
            (&sealed).into(),
            backend.now().into(),
        ],
    )
    .await?;
    Ok((id, secret))
}

/// Pauses or resumes a webhook. A resumed webhook reports all changes of the time in which it was paused.
///
/// # Errors
/// [`WebhookError::Unknown`].
pub async fn set_paused(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    webhook: &WebhookId,
    paused: bool,
) -> Result<(), WebhookError> {
    let now = backend.now();
    let touched = tx
        .execute(
            "UPDATE webhook SET paused = $1 WHERE event = $2 AND sponsor = $3 AND webhook = $4",
            &[
                paused.then_some(now).into(),
                event.into(),
                sponsor.into(),
                webhook.into(),
            ],
        )
        .await?;
    if touched == 0 {
        return Err(WebhookError::Unknown);
    }
    if !paused {
        tx.execute(
            "UPDATE delivery SET next_attempt = $1, attempts = 0
             WHERE event = $2 AND sponsor = $3 AND webhook = $4 AND delivered IS NULL",
            &[now.into(), event.into(), sponsor.into(), webhook.into()],
        )
        .await?;
    }
    Ok(())
}

/// Removes a webhook and its log.
///
/// # Errors
/// [`WebhookError::Unknown`].
pub async fn remove(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    webhook: &WebhookId,
) -> Result<(), WebhookError> {
    let key = [event.into(), sponsor.into(), webhook.into()];
    tx.execute(
        "DELETE FROM delivery WHERE event = $1 AND sponsor = $2 AND webhook = $3",
        &key,
    )
    .await?;
    let touched = tx
        .execute(
            "DELETE FROM webhook WHERE event = $1 AND sponsor = $2 AND webhook = $3",
            &key,
        )
        .await?;
    if touched == 0 {
        return Err(WebhookError::Unknown);
    }
    Ok(())
}

/// An entry of the delivery log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The number within the webhook's deliveries.
    pub number: u64,
    pub body: String,
    pub created: UnixMillis,
    pub attempts: u64,
    /// When it is tried next; `None` once it is delivered or given up.
    pub next_attempt: Option<UnixMillis>,
    pub delivered: Option<UnixMillis>,
    /// The HTTP status of the last answer, or a stable code for why there was none.
    pub outcome: Option<String>,
}

/// The last deliveries of a webhook, the newest first.
pub async fn log(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    webhook: &WebhookId,
) -> Result<Vec<Delivery>, DbError> {
    tx.query(
        "SELECT number, body, created, attempts, next_attempt, delivered, outcome FROM delivery
         WHERE event = $1 AND sponsor = $2 AND webhook = $3 ORDER BY number DESC LIMIT 100",
        &[event.into(), sponsor.into(), webhook.into()],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Delivery {
            number: row.get("number")?,
            body: row.get("body")?,
            created: row.get("created")?,
            attempts: row.get("attempts")?,
            next_attempt: row.get("next_attempt")?,
            delivered: row.get("delivered")?,
            outcome: row.get("outcome")?,
        })
    })
    .collect()
}

/// Writes a delivery that only tests the receiver. Wake the sender after the commit.
///
/// # Errors
/// [`WebhookError::Unknown`].
pub async fn ping(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    webhook: &WebhookId,
) -> Result<(), WebhookError> {
    load(tx, event, sponsor, webhook).await?;
    payload::enqueue(backend, tx, event, sponsor, webhook, &Payload::ping()).await?;
    Ok(())
}

/// Queues a delivery again, with all its attempts. Wake the sender after the commit.
///
/// # Errors
/// [`WebhookError::Unknown`].
pub async fn redeliver(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    webhook: &WebhookId,
    number: u64,
) -> Result<(), WebhookError> {
    let now = backend.now();
    let touched = tx
        .execute(
            "UPDATE delivery SET next_attempt = $1, attempts = 0, delivered = NULL, outcome = NULL
             WHERE event = $2 AND sponsor = $3 AND webhook = $4 AND number = $5",
            &[
                now.into(),
                event.into(),
                sponsor.into(),
                webhook.into(),
                number.into(),
            ],
        )
        .await?;
    if touched == 0 {
        return Err(WebhookError::Unknown);
    }
    Ok(())
}

/// The id of a delivery, by which a receiver recognises repetitions.
fn delivery_id(webhook: &WebhookId, number: u64) -> String {
    format!("{}-{number}", encode_base32(webhook.as_bytes()))
}
