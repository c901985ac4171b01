//! Tells sponsors' programs that leads have changed. A delivery says which leads, and nothing of anybody:
//! whoever gets it asks the API for the rest, where the rule is asked.

mod client;
mod payload;
mod sender;
mod signature;
mod ssrf_guard;

use protocol::{EventSlug, SponsorId, UnixMillis, WebhookId, encode_base32};

use crate::Backend;
use crate::keys::random::random;
use crate::keys::seal::SealError;
use backend_db::{DbError, Row, Tx};

pub use crate::webhooks::client::{Post, PostError};
pub use crate::webhooks::payload::{Notice, NoticeLead};
pub use crate::webhooks::sender::{Seen, Webhooks, round};
pub use crate::webhooks::signature::{Secret, signature};
pub use crate::webhooks::ssrf_guard::{Reach, UrlError, WebhookUrl};

/// Webhooks of one sponsor.
pub const MOST: usize = 10;
const SEALED: &str = "webhook.sealed_secret";

/// Why something about a webhook is not done.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// The address can't be one.
    #[error(transparent)]
    Url(#[from] UrlError),
    /// There are too many already.
    #[error("a sponsor has {MOST} webhooks at most")]
    TooMany,
    /// There is none like that.
    #[error("there is no such webhook")]
    Unknown,
    /// A secret does not open.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A webhook.
#[derive(Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// Where it is told.
    pub url: String,
    /// When it was added.
    pub created: UnixMillis,
    /// Since when it is switched off.
    pub paused: Option<UnixMillis>,
    /// How many deliveries wait.
    pub waiting: u64,
    /// When one last arrived.
    pub last_delivered: Option<UnixMillis>,
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The address may hold a secret of the receiver's.
        write!(f, "Webhook({})", self.id)
    }
}

const SELECT: &str = "SELECT w.webhook, w.url, w.created, w.paused,
        (SELECT count(*) FROM delivery d WHERE d.event = w.event AND d.sponsor = w.sponsor
            AND d.webhook = w.webhook AND d.next_attempt IS NOT NULL),
        (SELECT max(d.delivered) FROM delivery d WHERE d.event = w.event
            AND d.sponsor = w.sponsor AND d.webhook = w.webhook)
     FROM webhook w WHERE w.event = $1 AND w.sponsor = $2";

fn webhook_of(row: &Row) -> Result<Webhook, DbError> {
    Ok(Webhook {
        id: row.get(0)?,
        url: row.get(1)?,
        created: row.get(2)?,
        paused: row.get(3)?,
        waiting: row.get(4)?,
        last_delivered: row.get(5)?,
    })
}

/// A sponsor's webhooks, the oldest first.
///
/// # Errors
/// [`DbError`].
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

/// Adds a webhook, which is told of what changes from now on. Its secret is to be shown now or never.
///
/// # Errors
/// [`WebhookError::Url`] or [`WebhookError::TooMany`].
pub async fn add(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    url: &WebhookUrl,
) -> Result<(WebhookId, Secret), WebhookError> {
    if list(tx, event, sponsor).await?.len() >= MOST {
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

/// Switches a webhook off and on. Meanwhile nothing is lost: once it is on again it is told of all that
/// has changed.
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

/// A delivery, for its log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its number, counted for each webhook by itself.
    pub number: u64,
    /// What is told.
    pub body: String,
    /// When it was written.
    pub created: UnixMillis,
    /// How often it was tried.
    pub attempts: u64,
    /// When it is tried next; none once it arrived or was given up.
    pub next_attempt: Option<UnixMillis>,
    /// When it arrived.
    pub delivered: Option<UnixMillis>,
    /// The last answer's HTTP status, or a stable word for why there was none.
    pub outcome: Option<String>,
}

/// The last deliveries of a webhook, the newest first.
///
/// # Errors
/// [`DbError`].
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
            number: row.get(0)?,
            body: row.get(1)?,
            created: row.get(2)?,
            attempts: row.get(3)?,
            next_attempt: row.get(4)?,
            delivered: row.get(5)?,
            outcome: row.get(6)?,
        })
    })
    .collect()
}

/// Writes a delivery that only asks whether somebody is there. Wake the sender after the commit.
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
    payload::enqueue(backend, tx, event, sponsor, webhook, &Notice::ping()).await?;
    Ok(())
}

/// Has a delivery sent once more, from the beginning. Wake the sender after the commit.
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

/// How a delivery is told from all others: it stays the same when it is sent again.
fn delivery_id(webhook: &WebhookId, number: u64) -> String {
    format!("{}-{number}", encode_base32(webhook.as_bytes()))
}
