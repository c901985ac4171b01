//! The task that writes deliveries about changed leads and sends the deliveries that are due.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use protocol::{EventSlug, SponsorId, UnixMillis, WebhookId};
use reqwest::StatusCode;
use tokio::sync::Notify;

use crate::Backend;
use crate::leads::{self, LeadError};
use crate::leased_queue::{LeasedQueue, wait_for_work};
use crate::webhooks::client::{DeliveryError, WebhookClient};
use crate::webhooks::payload::{self, Payload, PayloadLead};
use crate::webhooks::signature::Secret;
use crate::webhooks::ssrf_guard::AllowedTargets;
use crate::webhooks::{SEALED, delivery_id};
use backend_db::{DbError, Row, Tenant, Tx};

const QUEUE: LeasedQueue = LeasedQueue {
    table: "delivery",
    key: &["event", "sponsor", "webhook", "number"],
    columns: "q.body, q.attempts, w.url, w.sealed_secret",
    join: "JOIN webhook w ON w.event = q.event AND w.sponsor = q.sponsor AND w.webhook = q.webhook",
    condition: "w.paused IS NULL",
    batch: 16,
    lease: Duration::from_mins(1),
    first_pause: Duration::from_secs(30),
    longest_pause: Duration::from_hours(2),
    retention: Duration::from_hours(30 * 24),
};
/// After so many attempts, which take about two days, the webhook is paused. Resumed, it receives everything
/// that was not delivered.
const MAX_ATTEMPTS: u32 = 30;
/// The most leads of one delivery.
const LEADS_PER_DELIVERY: usize = 200;
/// How often all leads of a sponsor are compared, even if the activity counts have not changed.
const FULL_COMPARISON: Duration = Duration::from_mins(10);

/// A handle of the task that sends deliveries; its clones share the task. The default one has no task.
#[derive(Debug, Clone, Default)]
pub struct WebhookSender {
    wake: Arc<Notify>,
    targets: AllowedTargets,
    is_running: bool,
}

impl WebhookSender {
    /// Starts the task, which sends through the client. Must be called within a tokio runtime.
    #[must_use]
    pub fn start(backend: Backend, client: WebhookClient) -> Self {
        let wake = Arc::new(Notify::new());
        let webhooks = Self {
            wake: wake.clone(),
            targets: client.targets(),
            is_running: true,
        };
        tokio::spawn(async move {
            let mut state = SenderState::default();
            loop {
                let round = run_round(&backend, &client, &mut state).await;
                wait_for_work(&QUEUE, &wake, round).await;
            }
        });
        webhooks
    }

    /// Whether the task runs.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        self.is_running
    }

    /// The addresses to which deliveries may go.
    #[must_use]
    pub const fn targets(&self) -> AllowedTargets {
        self.targets
    }

    /// Has the task look at the queue at once.
    pub fn wake(&self) {
        self.wake.notify_one();
    }
}

/// The activity counts of each sponsor with a webhook at the last comparison of its leads, and its time. The
/// leads are compared again only after the counts have changed.
#[derive(Debug, Default)]
pub struct SenderState(HashMap<(EventSlug, SponsorId), (ActivityCounts, UnixMillis)>);

/// Counts that change with every action of a device or an attendee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ActivityCounts {
    last_act: i64,
    scans: i64,
    notes: i64,
    narrowings: i64,
    voids: i64,
    last_import: i64,
}

/// Writes deliveries about the leads that have changed, sends those that are due, and returns how many it tried.
pub async fn run_round(
    backend: &Backend,
    client: &WebhookClient,
    state: &mut SenderState,
) -> Result<usize, LeadError> {
    for (event, sponsor) in sponsors(backend).await? {
        write_deliveries(backend, &event, &sponsor, state).await?;
    }
    Ok(send_due(backend, client).await?)
}

/// The sponsors with a webhook that is not paused.
async fn sponsors(backend: &Backend) -> Result<Vec<(EventSlug, SponsorId)>, DbError> {
    let mut tx = backend.db().read().await?;
    tx.query(
        "SELECT DISTINCT event, sponsor FROM webhook WHERE paused IS NULL",
        &[],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get("event")?, row.get("sponsor")?)))
    .collect()
}

async fn write_deliveries(
    backend: &Backend,
    event: &EventSlug,
    sponsor: &SponsorId,
    state: &mut SenderState,
) -> Result<(), LeadError> {
    let now = backend.now();
    let mut tx = backend
        .db()
        .read_as(Tenant::Sponsor(event, sponsor))
        .await?;
    let counts = activity_counts(&mut tx, event, sponsor).await?;
    drop(tx);
    let key = (event.clone(), *sponsor);
    let is_unchanged = state
        .0
        .get(&key)
        .is_some_and(|(before, at)| *before == counts && at.plus(FULL_COMPARISON) > now);
    if !is_unchanged {
        leads::number_changes(backend, event, sponsor).await?;
        state.0.insert(key, (counts, now));
    }
    for (webhook, cursor) in cursors(backend, event, sponsor).await? {
        enqueue_changes(backend, event, sponsor, &webhook, cursor).await?;
    }
    Ok(())
}

async fn activity_counts(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
) -> Result<ActivityCounts, DbError> {
    let row = tx
        .query_one(
            "SELECT
                (SELECT last_act FROM event WHERE event = $1) AS last_act,
                (SELECT count(*) FROM scan WHERE event = $1 AND sponsor = $2) AS scans,
                (SELECT count(*) FROM note WHERE event = $1 AND sponsor = $2) AS notes,
                (SELECT count(*) FROM narrowing WHERE event = $1 AND sponsor = $2) AS narrowings,
                (SELECT count(*) FROM void WHERE event = $1 AND sponsor = $2) AS voids,
                (SELECT coalesce(max(imported), 0) FROM attendee WHERE event = $1) AS last_import",
            &[event.into(), sponsor.into()],
        )
        .await?;
    let row = row.ok_or_else(|| DbError::Statement("a SELECT of counts returned no row".into()))?;
    Ok(ActivityCounts {
        last_act: row.get("last_act")?,
        scans: row.get("scans")?,
        notes: row.get("notes")?,
        narrowings: row.get("narrowings")?,
        voids: row.get("voids")?,
        last_import: row.get("last_import")?,
    })
}

/// The sponsor's webhooks that are not paused and have changes to report, each with its cursor.
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
    .map(|row| Ok((row.get("webhook")?, row.get("cursor")?)))
    .collect()
}

/// Writes deliveries about all changes after the cursor. Of several replicas only the one that moves the cursor
/// writes the delivery.
async fn enqueue_changes(
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
        let changes =
            leads::changes(backend, &mut tx, event, sponsor, cursor, LEADS_PER_DELIVERY).await?;
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
            .map(|change| PayloadLead {
                lead: change.lead,
                change: if change.is_withheld {
                    "deleted"
                } else {
                    "changed"
                },
            })
            .collect();
        let payload = Payload::leads(leads);
        payload::enqueue(backend, &mut tx, event, sponsor, webhook, &payload).await?;
        tx.commit().await?;
        cursor = last;
    }
}

struct QueuedDelivery {
    event: EventSlug,
    sponsor: SponsorId,
    webhook: WebhookId,
    number: u64,
    body: String,
    attempts: u32,
    url: String,
    sealed: Vec<u8>,
}

impl QueuedDelivery {
    fn of_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            event: row.get("event")?,
            sponsor: row.get("sponsor")?,
            webhook: row.get("webhook")?,
            number: row.get("number")?,
            body: row.get("body")?,
            attempts: row.get("attempts")?,
            url: row.get("url")?,
            sealed: row.get("sealed_secret")?,
        })
    }
}

/// Sends the deliveries that are due, concurrently, and returns how many it tried.
async fn send_due(backend: &Backend, client: &WebhookClient) -> Result<usize, DbError> {
    let due = QUEUE.take_due(backend, QueuedDelivery::of_row).await?;
    let count = due.len();
    let mut sending = tokio::task::JoinSet::new();
    for delivery in due {
        let (backend, client) = (backend.clone(), client.clone());
        sending.spawn(async move {
            let result = send(&backend, &client, &delivery).await;
            settle(&backend, &delivery, result).await
        });
    }
    while let Some(settled) = sending.join_next().await {
        match settled {
            Ok(settled) => settled?,
            Err(error) => tracing::error!(%error, "sending a delivery panicked"),
        }
    }
    Ok(count)
}

async fn send(
    backend: &Backend,
    client: &WebhookClient,
    delivery: &QueuedDelivery,
) -> Result<StatusCode, DeliveryError> {
    let secret = backend
        .sealer()
        .unseal(SEALED, &[delivery.webhook.as_bytes()], &delivery.sealed)
        .inspect_err(|error| tracing::error!(%error, "a webhook's secret could not be unsealed"))
        .ok()
        .and_then(|text| String::from_utf8(text.to_vec()).ok())
        .map(Secret::from_text)
        .ok_or(DeliveryError::Secret)?;
    let id = delivery_id(&delivery.webhook, delivery.number);
    let seconds = backend.now().0.div_euclid(1000);
    client
        .send(&delivery.url, &id, &secret, seconds, &delivery.body)
        .await
}

async fn settle(
    backend: &Backend,
    delivery: &QueuedDelivery,
    result: Result<StatusCode, DeliveryError>,
) -> Result<(), DbError> {
    let QueuedDelivery {
        event,
        sponsor,
        webhook,
        number,
        attempts,
        ..
    } = delivery;
    let now = backend.now();
    let is_given_up = result.is_err() && attempts + 1 >= MAX_ATTEMPTS;
    let next = now.plus(QUEUE.back_off(*attempts));
    let (delivered, again, outcome) = match result {
        Ok(status) => (Some(now), None, status.as_u16().to_string()),
        Err(error) => (None, (!is_given_up).then_some(next), error.outcome()),
    };
    let mut tx = QUEUE
        .settle(
            backend,
            Tenant::Sponsor(event, sponsor),
            &[
                event.into(),
                sponsor.into(),
                webhook.into(),
                (*number).into(),
            ],
            &[
                ("delivered", delivered.into()),
                ("next_attempt", again.into()),
                ("outcome", (&outcome).into()),
            ],
        )
        .await?;
    if is_given_up {
        tracing::warn!(%webhook, outcome, "a webhook was paused");
        tx.execute(
            "UPDATE webhook SET paused = coalesce(paused, $1)
             WHERE event = $2 AND sponsor = $3 AND webhook = $4",
            &[now.into(), event.into(), sponsor.into(), webhook.into()],
        )
        .await?;
    }
    tx.commit().await
}
