//! The task that writes deliveries where leads have changed, and sends what is due.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use protocol::{EventSlug, SponsorId, UnixMillis, WebhookId};
use tokio::sync::Notify;

use crate::Backend;
use crate::clock::DAY;
use crate::leads::{self, LeadError};
use crate::webhooks::payload::{self, Notice, NoticeLead};
use crate::webhooks::{Post, PostError, Reach, SEALED, Secret, delivery_id};
use backend_db::{DbError, Tenant, Tx};

/// How long the task sleeps where nobody wakes it.
const SLEEP: Duration = Duration::from_secs(15);
/// Deliveries that are taken at once, and sent beside each other.
const BATCH: i64 = 16;
/// How long a delivery that one replica has taken is left alone by the others, in milliseconds. Longer
/// than sending takes.
const LEASE: i64 = 60 * 1000;
/// The first pause after a failure, in milliseconds; it doubles up to the longest.
const PAUSE: i64 = 30 * 1000;
const LONGEST_PAUSE: i64 = 2 * 60 * 60 * 1000;
/// How often a delivery is tried: for about two days. Then its webhook is paused; switched on again, it
/// is told of all that did not arrive.
const ATTEMPTS: i64 = 30;
/// How long deliveries stay in the log, in milliseconds.
const REMEMBERED: i64 = 30 * DAY;
/// Leads of one delivery.
const LEADS: usize = 200;
/// How often every lead of a sponsor is looked at, even where nothing seems to have changed.
const LOOK: i64 = 10 * 60 * 1000;

/// Tells webhooks what has changed. Clones are one.
#[derive(Debug, Clone, Default)]
pub struct Webhooks {
    wake: Arc<Notify>,
    reach: Reach,
    is_running: bool,
}

impl Webhooks {
    /// Sends by `post` from now on. Must be called within a tokio runtime.
    #[must_use]
    pub fn start(backend: Backend, post: Post) -> Self {
        let wake = Arc::new(Notify::new());
        let webhooks = Self {
            wake: wake.clone(),
            reach: post.reach(),
            is_running: true,
        };
        tokio::spawn(async move {
            let mut seen = Seen::default();
            loop {
                match round(&backend, &post, &mut seen).await {
                    Ok(0) => {}
                    Ok(_) => continue,
                    Err(error) => tracing::warn!(%error, "webhooks wait"),
                }
                // Woken or not, what is due is looked for.
                let _ = tokio::time::timeout(SLEEP, wake.notified()).await;
            }
        });
        webhooks
    }

    /// Whether anything is sent at all.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        self.is_running
    }

    /// What may be reached.
    #[must_use]
    pub const fn reach(&self) -> Reach {
        self.reach
    }

    /// Tells that something was written.
    pub fn wake(&self) {
        self.wake.notify_one();
    }
}

/// What was last seen of each sponsor with a webhook, so that its leads are gone through only where
/// something has happened.
#[derive(Debug, Default)]
pub struct Seen(HashMap<(EventSlug, SponsorId), (Pulse, UnixMillis)>);

/// Counts that move with whatever a device or an attendee does.
type Pulse = [i64; 6];

/// Writes what is to be told, and sends what is due. Gives how many deliveries were tried.
///
/// # Errors
/// What the database makes impossible.
pub async fn round(backend: &Backend, post: &Post, seen: &mut Seen) -> Result<usize, LeadError> {
    for (event, sponsor) in sponsors(backend).await? {
        write(backend, &event, &sponsor, seen).await?;
    }
    Ok(send_due(backend, post).await?)
}

/// Those with a webhook that is on.
async fn sponsors(backend: &Backend) -> Result<Vec<(EventSlug, SponsorId)>, DbError> {
    let mut tx = backend.db().read().await?;
    tx.query(
        "SELECT DISTINCT event, sponsor FROM webhook WHERE paused IS NULL",
        &[],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get(0)?, row.get(1)?)))
    .collect()
}

async fn write(
    backend: &Backend,
    event: &EventSlug,
    sponsor: &SponsorId,
    seen: &mut Seen,
) -> Result<(), LeadError> {
    let now = backend.now();
    let mut tx = backend
        .db()
        .read_as(Tenant::Sponsor(event, sponsor))
        .await?;
    let pulse = pulse(&mut tx, event, sponsor).await?;
    drop(tx);
    let key = (event.clone(), *sponsor);
    let is_quiet = seen
        .0
        .get(&key)
        .is_some_and(|(before, at)| *before == pulse && at.plus_millis(LOOK) > now);
    if !is_quiet {
        leads::number_changes(backend, event, sponsor).await?;
        seen.0.insert(key, (pulse, now));
    }
    for (webhook, cursor) in cursors(backend, event, sponsor).await? {
        tell(backend, event, sponsor, &webhook, cursor).await?;
    }
    Ok(())
}

async fn pulse(tx: &mut Tx, event: &EventSlug, sponsor: &SponsorId) -> Result<Pulse, DbError> {
    let row = tx
        .query_one(
            "SELECT
                (SELECT last_act FROM event WHERE event = $1),
                (SELECT count(*) FROM scan WHERE event = $1 AND sponsor = $2),
                (SELECT count(*) FROM note WHERE event = $1 AND sponsor = $2),
                (SELECT count(*) FROM narrowing WHERE event = $1 AND sponsor = $2),
                (SELECT count(*) FROM void WHERE event = $1 AND sponsor = $2),
                (SELECT coalesce(max(imported), 0) FROM attendee WHERE event = $1)",
            &[event.into(), sponsor.into()],
        )
        .await?;
    let row = row.ok_or_else(|| DbError::Statement("a count gave no row".into()))?;
    let mut pulse = Pulse::default();
    for (column, count) in pulse.iter_mut().enumerate() {
        *count = row.get(column)?;
    }
    Ok(pulse)
}

/// The sponsor's webhooks that are on and behind, with how far each was told.
async fn cursors(
    backend: &Backend,
    event: &EventSlug,
    sponsor: &SponsorId,
) -> Result<Vec<(WebhookId, u64)>, DbError> {
    let mut tx = backend
        .db()
        .read_as(Tenant::Sponsor(event, sponsor))
        .await?;
    tx.query(
        "SELECT webhook, cursor FROM webhook
         WHERE event = $1 AND sponsor = $2 AND paused IS NULL AND cursor <
            (SELECT coalesce(max(change), 0) FROM lead_change c
             WHERE c.event = $1 AND c.sponsor = $2)",
        &[event.into(), sponsor.into()],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get(0)?, row.get(1)?)))
    .collect()
}

/// Writes deliveries of all that has changed after the cursor. Whichever replica moves the cursor on
/// writes the delivery.
async fn tell(
    backend: &Backend,
    event: &EventSlug,
    sponsor: &SponsorId,
    webhook: &WebhookId,
    mut cursor: u64,
) -> Result<(), LeadError> {
    loop {
        let mut tx = backend
            .db()
            .write_as(Tenant::Sponsor(event, sponsor))
            .await?;
        let changes = leads::changes(backend, &mut tx, event, sponsor, cursor, LEADS).await?;
        let Some(last) = changes.last().map(|change| change.number) else {
            return Ok(());
        };
        let moved = tx
            .execute(
                "UPDATE webhook SET cursor = $1
                 WHERE event = $2 AND sponsor = $3 AND webhook = $4 AND cursor = $5
                    AND paused IS NULL",
                &[
                    last.into(),
                    event.into(),
                    sponsor.into(),
                    webhook.into(),
                    cursor.into(),
                ],
            )
            .await?;
        if moved == 0 {
            return Ok(());
        }
        let leads = changes
            .into_iter()
            .map(|change| NoticeLead {
                lead: change.lead,
                change: if change.is_withheld {
                    "deleted"
                } else {
                    "changed"
                },
            })
            .collect();
        let notice = Notice::leads(leads);
        payload::enqueue(backend, &mut tx, event, sponsor, webhook, &notice).await?;
        tx.commit().await?;
        cursor = last;
    }
}

struct Due {
    event: EventSlug,
    sponsor: SponsorId,
    webhook: WebhookId,
    number: u64,
    body: String,
    attempts: i64,
    url: String,
    sealed: Vec<u8>,
}

async fn send_due(backend: &Backend, post: &Post) -> Result<usize, DbError> {
    let due = take_due(backend).await?;
    let count = due.len();
    let mut sending = tokio::task::JoinSet::new();
    for delivery in due {
        let (backend, post) = (backend.clone(), post.clone());
        sending.spawn(async move {
            let result = send(&backend, &post, &delivery).await;
            settle(&backend, &delivery, result).await
        });
    }
    while let Some(settled) = sending.join_next().await {
        match settled {
            Ok(settled) => settled?,
            Err(error) => tracing::error!(%error, "a delivery broke off"),
        }
    }
    Ok(count)
}

/// Whether there is anything to send or to forget. Most of the time there is not, and whoever writes
/// keeps all others from it: so it is looked for by reading.
async fn is_anything_due(backend: &Backend, now: UnixMillis) -> Result<bool, DbError> {
    let mut tx = backend.db().read().await?;
    let row = tx
        .query_one(
            "SELECT 1 FROM delivery WHERE next_attempt <= $1
                OR next_attempt IS NULL AND created < $2 LIMIT 1",
            &[now.into(), now.plus_millis(-REMEMBERED).into()],
        )
        .await?;
    Ok(row.is_some())
}

/// Takes what is due, so that no other replica sends it too.
async fn take_due(backend: &Backend) -> Result<Vec<Due>, DbError> {
    let now = backend.now();
    if !is_anything_due(backend, now).await? {
        return Ok(vec![]);
    }
    // In one order, so that no replica waits for one that waits for it.
    let mut tx = backend.db().write_beside_others().await?;
    tx.execute(
        "DELETE FROM delivery WHERE next_attempt IS NULL AND created < $1",
        &[now.plus_millis(-REMEMBERED).into()],
    )
    .await?;
    let rows = tx
        .query(
            "SELECT d.event, d.sponsor, d.webhook, d.number, d.body, d.attempts, w.url, w.sealed_secret,
                d.next_attempt
             FROM delivery d JOIN webhook w
                ON w.event = d.event AND w.sponsor = d.sponsor AND w.webhook = d.webhook
             WHERE d.next_attempt <= $1 AND w.paused IS NULL
             ORDER BY d.next_attempt, d.event, d.webhook, d.number LIMIT $2",
            &[now.into(), BATCH.into()],
        )
        .await?;
    let mut due = Vec::new();
    for row in rows {
        let one = Due {
            event: row.get(0)?,
            sponsor: row.get(1)?,
            webhook: row.get(2)?,
            number: row.get(3)?,
            body: row.get(4)?,
            attempts: row.get(5)?,
            url: row.get(6)?,
            sealed: row.get(7)?,
        };
        let was: UnixMillis = row.get(8)?;
        let taken = tx
            .execute(
                "UPDATE delivery SET next_attempt = $1, attempts = attempts + 1
                 WHERE event = $2 AND sponsor = $3 AND webhook = $4 AND number = $5
                    AND next_attempt = $6",
                &[
                    now.plus_millis(LEASE).into(),
                    (&one.event).into(),
                    (&one.sponsor).into(),
                    (&one.webhook).into(),
                    one.number.into(),
                    was.into(),
                ],
            )
            .await?;
        // Another replica was faster.
        if taken == 1 {
            due.push(one);
        }
    }
    tx.commit().await?;
    Ok(due)
}

async fn send(backend: &Backend, post: &Post, due: &Due) -> Result<reqwest::StatusCode, PostError> {
    let secret = backend
        .sealer()
        .unseal(SEALED, &[due.webhook.as_bytes()], &due.sealed)
        .inspect_err(|error| tracing::error!(%error, "a webhook's secret does not open"))
        .ok()
        .and_then(|text| String::from_utf8(text.to_vec()).ok())
        .map(Secret::of_text)
        .ok_or(PostError::Secret)?;
    let id = delivery_id(&due.webhook, due.number);
    let seconds = backend.now().0.div_euclid(1000);
    post.send(&due.url, &id, &secret, seconds, &due.body).await
}

async fn settle(
    backend: &Backend,
    due: &Due,
    result: Result<reqwest::StatusCode, PostError>,
) -> Result<(), DbError> {
    let now = backend.now();
    let pause = PAUSE
        .saturating_mul(1 << due.attempts.clamp(0, 10))
        .min(LONGEST_PAUSE);
    let next = now.plus_millis(pause);
    let is_given_up = result.is_err() && due.attempts + 1 >= ATTEMPTS;
    let (delivered, again) = match result {
        Ok(_) => (Some(now), None),
        Err(_) => (None, (!is_given_up).then_some(next)),
    };
    let outcome = match result {
        Ok(status) => status.as_u16().to_string(),
        Err(error) => error.outcome(),
    };
    let mut tx = backend.db().write_beside_others().await?;
    tx.narrow(Tenant::Sponsor(&due.event, &due.sponsor)).await?;
    tx.execute(
        "UPDATE delivery SET delivered = $1, next_attempt = $2, outcome = $3
         WHERE event = $4 AND sponsor = $5 AND webhook = $6 AND number = $7",
        &[
            delivered.into(),
            again.into(),
            (&outcome).into(),
            (&due.event).into(),
            (&due.sponsor).into(),
            (&due.webhook).into(),
            due.number.into(),
        ],
    )
    .await?;
    if is_given_up {
        tracing::warn!(webhook = %due.webhook, outcome, "a webhook was paused");
        tx.execute(
            "UPDATE webhook SET paused = coalesce(paused, $1)
             WHERE event = $2 AND sponsor = $3 AND webhook = $4",
            &[
                now.into(),
                (&due.event).into(),
                (&due.sponsor).into(),
                (&due.webhook).into(),
            ],
        )
        .await?;
    }
    tx.commit().await
}
