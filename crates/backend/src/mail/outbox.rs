//! The queue of mails in the database, and the task that sends them.

use std::sync::Arc;
use std::time::Duration;

use protocol::{EventSlug, MailId, UnixMillis};
use tokio::sync::Notify;

use crate::Backend;
use crate::keys::random::random;
use crate::leased_queue::{LeasedQueue, wait_for_work};
use crate::mail::message::{MailKind, Message};
use crate::mail::transport::{SendError, Transport};
use backend_db::{DbError, Row, Tenant, Tx};

const SEALED: &str = "mail.sealed_message";
const QUEUE: LeasedQueue = LeasedQueue {
    table: "mail",
    key: &["event", "mail"],
    columns: "q.kind, q.sealed_message, q.created, q.attempts",
    join: "",
    condition: "q.sealed_message IS NOT NULL",
    batch: 20,
    lease: Duration::from_mins(2),
    first_pause: Duration::from_secs(30),
    longest_pause: Duration::from_hours(1),
    retention: Duration::from_hours(30 * 24),
};

/// Writes a mail into the queue. It is sent after the transaction has committed; wake the outbox then.
pub async fn enqueue(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    kind: MailKind,
    message: &Message,
) -> Result<MailId, DbError> {
    let mail = MailId::from_random(random());
    let text = serde_json::to_vec(message).expect("texts make JSON");
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

/// A handle of the task that sends queued mails; its clones share the task.
#[derive(Debug, Clone)]
pub struct Outbox {
    wake: Arc<Notify>,
    is_configured: bool,
}

impl Outbox {
    /// Starts the task. Without a transport no task runs, and mails stay in the queue. Must be called within a
    /// tokio runtime.
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
                    let round = send_due(&backend, &transport).await;
                    wait_for_work(&QUEUE, &wake, round).await;
                }
            });
        }
        outbox
    }

    /// Whether a transport for mails is configured.
    #[must_use]
    pub const fn is_configured(&self) -> bool {
        self.is_configured
    }

    /// Has the task look at the queue at once.
    pub fn wake(&self) {
        self.wake.notify_one();
    }
}

struct QueuedMail {
    event: EventSlug,
    mail: MailId,
    kind: String,
    sealed: Vec<u8>,
    created: UnixMillis,
    attempts: u32,
}

impl QueuedMail {
    fn of_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            event: row.get("event")?,
            mail: row.get("mail")?,
            kind: row.get("kind")?,
            sealed: row.get("sealed_message")?,
            created: row.get("created")?,
            attempts: row.get("attempts")?,
        })
    }
}

/// Sends the mails that are due, and returns how many it tried.
async fn send_due(backend: &Backend, transport: &Transport) -> Result<usize, DbError> {
    let due = QUEUE.take_due(backend, QueuedMail::of_row).await?;
    for mail in &due {
        let result = match unseal(backend, mail) {
            Some(message) => transport.send(&message).await,
            None => Err(SendError::Permanent),
        };
        settle(backend, mail, result).await?;
    }
    Ok(due.len())
}

fn unseal(backend: &Backend, mail: &QueuedMail) -> Option<Message> {
    let text = backend
        .sealer()
        .unseal(SEALED, &[mail.mail.as_bytes()], &mail.sealed)
        .inspect_err(|error| tracing::error!(%error, "a mail could not be unsealed"))
        .ok()?;
    serde_json::from_slice(&text).ok()
}

async fn settle(
    backend: &Backend,
    mail: &QueuedMail,
    result: Result<(), SendError>,
) -> Result<(), DbError> {
    let now = backend.now();
    let next = now.plus(QUEUE.back_off(mail.attempts));
    let lifetime =
        MailKind::from_name(&mail.kind).map_or(Duration::from_hours(24), MailKind::lifetime);
    let (sent, again) = match result {
        Ok(()) => (Some(now), None),
        Err(SendError::Temporary) if next < mail.created.plus(lifetime) => (None, Some(next)),
        Err(error) => {
            // The log does not name the recipient.
            let attempts = mail.attempts + 1;
            tracing::warn!(%error, kind = mail.kind, attempts, "a mail was given up");
            (None, None)
        }
    };
    let message = again.map(|_| mail.sealed.as_slice());
    let tx = QUEUE
        .settle(
            backend,
            Tenant::Event(&mail.event),
            &[(&mail.event).into(), (&mail.mail).into()],
            &[
                ("sent", sent.into()),
                ("next_attempt", again.into()),
                ("sealed_message", message.into()),
            ],
        )
        .await?;
    tx.commit().await
}
