//! What waits to be sent, and the task that sends it.

use std::sync::Arc;
use std::time::Duration;

use protocol::{EventSlug, MailId, UnixMillis};
use tokio::sync::Notify;

use crate::Backend;
use crate::clock::DAY;
use crate::keys::random::random;
use crate::mail::transport::SendError;
use crate::mail::{MailKind, Message, Transport};
use backend_db::{DbError, Tenant, Tx};

const SEALED: &str = "mail.sealed_message";
/// Mails that are taken at once.
const BATCH: i64 = 20;
/// How long the task sleeps where nobody wakes it: another replica may have written a mail, or a mail's
/// next attempt may be due.
const SLEEP: Duration = Duration::from_secs(15);
/// How long a mail that one replica has taken is left alone by the others, in milliseconds.
const LEASE: i64 = 2 * 60 * 1000;
/// The first pause after a failure, in milliseconds; it doubles up to an hour.
const PAUSE: i64 = 30 * 1000;
const LONGEST_PAUSE: i64 = 60 * 60 * 1000;
/// How long it stays written down that a mail was sent, in milliseconds.
const REMEMBERED: i64 = 30 * DAY;

/// Writes a mail down, to be sent once the transaction has committed. Wake the outbox then.
///
/// # Errors
/// [`DbError`].
pub async fn enqueue(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    kind: MailKind,
    message: &Message,
) -> Result<MailId, DbError> {
    let mail = MailId::from_random(random());
    let text = serde_json::to_vec(message).expect("three texts make JSON");
    let sealed = backend.sealer().seal(SEALED, &[mail.as_bytes()], &text);
    let now = backend.now();
    tx.execute(
        "INSERT INTO mail (event, mail, kind, sealed_message, created, next_attempt, attempts, sent)
         VALUES ($1, $2, $3, $4, $5, $6, 0, NULL)",
        &[
            event.into(),
            (&mail).into(),
            kind.name().into(),
            (&sealed).into(),
            now.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(mail)
}

/// Sends what waits. Clones are one.
#[derive(Debug, Clone)]
pub struct Outbox {
    wake: Arc<Notify>,
    is_configured: bool,
}

impl Outbox {
    /// Sends through `transport` from now on; without one, what is written waits. Must be called within
    /// a tokio runtime.
    #[must_use]
    pub fn start(backend: Backend, transport: Option<Transport>) -> Self {
        let wake = Arc::new(Notify::new());
        let outbox = Self {
            wake: wake.clone(),
            is_configured: transport.is_some(),
        };
        if let Some(transport) = transport {
            tokio::spawn(async move {
                loop {
                    match send_due(&backend, &transport).await {
                        Ok(0) => {}
                        Ok(_) => continue,
                        Err(error) => tracing::warn!(%error, "mails wait for the database"),
                    }
                    // Woken or not, what is due is looked for.
                    let _ = tokio::time::timeout(SLEEP, wake.notified()).await;
                }
            });
        }
        outbox
    }

    /// Whether mail can be sent at all.
    #[must_use]
    pub const fn is_configured(&self) -> bool {
        self.is_configured
    }

    /// Tells that something was written.
    pub fn wake(&self) {
        self.wake.notify_one();
    }
}

struct Due {
    event: EventSlug,
    mail: MailId,
    kind: String,
    sealed: Vec<u8>,
    created: UnixMillis,
    attempts: i64,
}

/// Sends what is due, and gives how many mails that were.
pub(crate) async fn send_due(backend: &Backend, transport: &Transport) -> Result<usize, DbError> {
    let due = take_due(backend).await?;
    for mail in &due {
        let result = match opened(backend, mail) {
            Some(message) => transport.send(&message).await,
            None => Err(SendError::Never),
        };
        settle(backend, mail, result).await?;
    }
    Ok(due.len())
}

/// Takes what is due, so that no other replica sends it too.
async fn take_due(backend: &Backend) -> Result<Vec<Due>, DbError> {
    let now = backend.now();
    if !is_anything_due(backend, now).await? {
        return Ok(vec![]);
    }
    // Of replicas that are here at once, each takes what the others have not; in one order, so that none
    // waits for one that waits for it.
    let mut tx = backend.db().write_beside_others().await?;
    tx.execute(
        "DELETE FROM mail WHERE next_attempt IS NULL AND created < $1",
        &[now.plus_millis(-REMEMBERED).into()],
    )
    .await?;
    let rows = tx
        .query(
            "SELECT event, mail, kind, sealed_message, created, attempts, next_attempt FROM mail
             WHERE next_attempt <= $1 AND sealed_message IS NOT NULL
             ORDER BY next_attempt, event, mail LIMIT $2",
            &[now.into(), BATCH.into()],
        )
        .await?;
    let mut due = Vec::new();
    for row in rows {
        let mail = Due {
            event: row.get(0)?,
            mail: row.get(1)?,
            kind: row.get(2)?,
            sealed: row.get(3)?,
            created: row.get(4)?,
            attempts: row.get(5)?,
        };
        let was: UnixMillis = row.get(6)?;
        let taken = tx
            .execute(
                "UPDATE mail SET next_attempt = $1, attempts = attempts + 1
                 WHERE event = $2 AND mail = $3 AND next_attempt = $4",
                &[
                    now.plus_millis(LEASE).into(),
                    (&mail.event).into(),
                    (&mail.mail).into(),
                    was.into(),
                ],
            )
            .await?;
        // Another replica was faster.
        if taken == 1 {
            due.push(mail);
        }
    }
    tx.commit().await?;
    Ok(due)
}

/// Whether there is anything to send or to forget. Most of the time there is not, and whoever writes
/// keeps all others from it: so it is looked for by reading.
async fn is_anything_due(backend: &Backend, now: UnixMillis) -> Result<bool, DbError> {
    let mut tx = backend.db().read().await?;
    let row = tx
        .query_one(
            "SELECT 1 FROM mail WHERE next_attempt <= $1 AND sealed_message IS NOT NULL
                OR next_attempt IS NULL AND created < $2 LIMIT 1",
            &[now.into(), now.plus_millis(-REMEMBERED).into()],
        )
        .await?;
    Ok(row.is_some())
}

fn opened(backend: &Backend, mail: &Due) -> Option<Message> {
    let text = backend
        .sealer()
        .unseal(SEALED, &[mail.mail.as_bytes()], &mail.sealed)
        .inspect_err(|error| tracing::error!(%error, "a mail does not open"))
        .ok()?;
    serde_json::from_slice(&text).ok()
}

async fn settle(
    backend: &Backend,
    mail: &Due,
    result: Result<(), SendError>,
) -> Result<(), DbError> {
    let now = backend.now();
    let pause = PAUSE
        .saturating_mul(1 << mail.attempts.clamp(0, 10))
        .min(LONGEST_PAUSE);
    let life = MailKind::of_name(&mail.kind).map_or(DAY, MailKind::life);
    let next = now.plus_millis(pause);
    let again = match result {
        Ok(()) => None,
        Err(SendError::Later) if next < mail.created.plus_millis(life) => Some(next),
        Err(error) => {
            // Who it was for is not said.
            let attempts = mail.attempts + 1;
            tracing::warn!(%error, kind = mail.kind, attempts, "a mail was given up");
            None
        }
    };
    let mut tx = backend.db().write_beside_others().await?;
    tx.narrow(Tenant::Event(&mail.event)).await?;
    if let Some(next) = again {
        tx.execute(
            "UPDATE mail SET next_attempt = $1 WHERE event = $2 AND mail = $3",
            &[next.into(), (&mail.event).into(), (&mail.mail).into()],
        )
        .await?;
    } else {
        let sent = result.ok().map(|()| now);
        tx.execute(
            "UPDATE mail SET sent = $1, next_attempt = NULL, sealed_message = NULL
             WHERE event = $2 AND mail = $3",
            &[sent.into(), (&mail.event).into(), (&mail.mail).into()],
        )
        .await?;
    }
    tx.commit().await
}
