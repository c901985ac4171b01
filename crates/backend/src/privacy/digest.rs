//! The digest mail, which names sponsors that have scanned an attendee for the first time: at once, and then
//! once a day at most.
//!
//! Any number of replicas look for digests that are due. A replica claims a digest by the row with the time of
//! the last one, in the transaction that queues the mail, so that no other replica writes it too.

use std::collections::BTreeSet;
use std::time::Duration;

use consent::self_view;
use protocol::{AttendeeId, EventSlug, UnixMillis};
use serde::Serialize;
use utoipa::ToSchema;

use crate::Backend;
use crate::clock::DAY;
use crate::mail::{self, MailKind, Message, Outbox};
use crate::privacy::attendees;
use crate::privacy::unsubscribe;
use crate::registration::email::normalize_email;
use crate::timestamp::Timestamp;
use backend_db::{DbError, Tenant, Tx};
use backend_text::{Language, in_one_line};

/// The youngest scan that a digest names in milliseconds, so that the transaction of an earlier scan cannot
/// commit after the digest is written.
const SETTLED: i64 = 10 * 1000;
/// The oldest scan that a digest names in milliseconds. A later mail would be of no use.
const TOLD_OF: i64 = 3 * DAY;
/// The pause between two searches.
const SLEEP: Duration = Duration::from_secs(20);
/// The most sponsors that one mail names.
const NAMED: usize = 40;

/// An attendee's mail settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct MailSettings {
    /// Whether the attendee receives a mail when sponsors scan them for the first time.
    pub digest: bool,
    /// The language in which they last used the pages, as a BCP 47 tag.
    #[schema(required)]
    pub language: Option<&'static str>,
    /// When the last such mail was written.
    #[schema(value_type = Timestamp, required)]
    pub last_digest_at: Option<Timestamp>,
}

/// Loads an attendee's mail settings. By default, digests are sent.
pub async fn settings(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
) -> Result<MailSettings, DbError> {
    let row = tx
        .query_one(
            "SELECT digest, language, last_digest FROM attendee_mail
             WHERE event = $1 AND attendee = $2",
            &[event.into(), attendee.into()],
        )
        .await?;
    let Some(row) = row else {
        return Ok(MailSettings {
            digest: true,
            language: None,
            last_digest_at: None,
        });
    };
    let language: Option<String> = row.get("language")?;
    Ok(MailSettings {
        digest: row.get("digest")?,
        language: language
            .as_deref()
            .and_then(Language::of_tag)
            .map(|language| language.words().tag),
        last_digest_at: row.get::<Option<_>>("last_digest")?.map(Timestamp),
    })
}

/// Sets whether an attendee receives digests.
pub async fn set(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
    digest: bool,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO attendee_mail (event, attendee, digest, language, last_digest)
         SELECT event, attendee, $1, NULL, NULL FROM attendee
         WHERE event = $2 AND attendee = $3 AND erased IS NULL
         ON CONFLICT (event, attendee) DO UPDATE SET digest = excluded.digest",
        &[digest.into(), event.into(), attendee.into()],
    )
    .await
    .map(drop)
}

/// Notes the language in which an attendee uses the pages. The next mail is written in it.
pub async fn note_language(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
    language: Language,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO attendee_mail (event, attendee, digest, language, last_digest)
         SELECT event, attendee, 1, $1, NULL FROM attendee
         WHERE event = $2 AND attendee = $3 AND erased IS NULL
         ON CONFLICT (event, attendee) DO UPDATE SET language = excluded.language",
        &[language.words().tag.into(), event.into(), attendee.into()],
    )
    .await
    .map(drop)
}

/// Starts the task that writes digests while the server runs. It must be called within a tokio runtime, and does
/// nothing if no mail can be sent.
pub fn start(backend: Backend, outbox: Outbox) {
    if !outbox.is_configured() {
        return;
    }
    tokio::spawn(async move {
        let mut watch = Watch::default();
        loop {
            match watch.write_due(&backend).await {
                Ok(0) => {}
                Ok(_) => outbox.wake(),
                Err(error) => tracing::warn!(%error, "digests wait for the database"),
            }
            tokio::time::sleep(SLEEP).await;
        }
    });
}

/// The search for digests that are due. Each search covers the time since the one before.
#[derive(Debug, Default)]
pub struct Watch {
    /// The time up to which received scans were covered.
    looked_at: Option<UnixMillis>,
}

impl Watch {
    /// Queues the digests that are due, and returns their number.
    ///
    /// # Errors
    /// [`DbError`]; the next search then covers the same time again.
    pub async fn write_due(&mut self, backend: &Backend) -> Result<usize, DbError> {
        let now = backend.now();
        let until = now.plus_millis(-SETTLED);
        let oldest = now.plus_millis(-TOLD_OF);
        let since = self.looked_at.map_or(oldest, |at| at.max(oldest));
        let due = candidates(backend, since, until).await?;
        let mut written = 0;
        for (event, attendee) in &due {
            // The write lock of the event keeps erasures and changes of settings out between the search and the
            // mail.
            let tenant = Tenant::Attendee(event, attendee);
            let mut tx = backend.db().write_as(tenant).await?;
            if write(backend, &mut tx, event, attendee, until).await? {
                written += 1;
            }
            tx.commit().await?;
        }
        self.looked_at = Some(until);
        Ok(written)
    }
}

/// Finds attendees who were scanned in this time, and those whose last digest became a day old in it.
async fn candidates(
    backend: &Backend,
    since: UnixMillis,
    until: UnixMillis,
) -> Result<Vec<(EventSlug, AttendeeId)>, DbError> {
    let mut tx = backend.db().read().await?;
    let mut found = BTreeSet::new();
    for (sql, since, until) in [
        (
            "SELECT DISTINCT event, attendee FROM scan WHERE received > $1 AND received <= $2",
            since,
            until,
        ),
        (
            "SELECT event, attendee FROM attendee_mail
             WHERE last_digest > $1 AND last_digest <= $2 AND digest = 1",
            since.plus_millis(-DAY),
            until.plus_millis(-DAY),
        ),
    ] {
        for row in tx.query(sql, &[since.into(), until.into()]).await? {
            found.insert((row.get("event")?, row.get("attendee")?));
        }
    }
    Ok(found.into_iter().collect())
}

/// Queues an attendee's digest if it is due and names a sponsor. Returns whether it did.
async fn write(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
    until: UnixMillis,
) -> Result<bool, DbError> {
    let settings = settings(tx, event, attendee).await?;
    let last = settings.last_digest_at.map(|at| at.0);
    let is_early = last.is_some_and(|last| last.plus_millis(DAY) > until);
    if !settings.digest || is_early {
        return Ok(false);
    }
    let oldest = until.plus_millis(-TOLD_OF);
    let since = last.map_or(oldest, |last| last.max(oldest));
    let names = new_sponsors(tx, event, attendee, since, until).await?;
    if names.is_empty() {
        return Ok(false);
    }
    let Some(person) = attendees::load(tx, event, attendee).await? else {
        return Ok(false);
    };
    // The claim comes before the mail, so that another replica finds the row changed.
    let claimed = tx
        .execute(
            "INSERT INTO attendee_mail (event, attendee, digest, language, last_digest)
             VALUES ($1, $2, 1, NULL, $3)
             ON CONFLICT (event, attendee) DO UPDATE SET last_digest = excluded.last_digest
             WHERE attendee_mail.digest = 1
                AND (attendee_mail.last_digest IS NULL OR attendee_mail.last_digest <= $4)",
            &[
                event.into(),
                attendee.into(),
                until.into(),
                until.plus_millis(-DAY).into(),
            ],
        )
        .await?;
    let Some(to) = normalize_email(&self_view(&person).email) else {
        return Ok(false);
    };
    if claimed == 0 {
        return Ok(false);
    }
    let language = settings
        .language
        .and_then(Language::of_tag)
        .unwrap_or(Language::English);
    let event_name: String = tx
        .query_one("SELECT name FROM event WHERE event = $1", &[event.into()])
        .await?
        .map_or(Ok(String::new()), |row| row.get("name"))?;
    let stop = unsubscribe::link(backend, event, attendee);
    let event_name = in_one_line(&event_name);
    let message = message(backend, language, to, &event_name, &names, stop);
    mail::enqueue(backend, tx, event, MailKind::Digest, &message).await?;
    Ok(true)
}

/// Returns the names of sponsors whose first scan of the attendee, without voided ones, was received in this
/// time.
async fn new_sponsors(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
    since: UnixMillis,
    until: UnixMillis,
) -> Result<Vec<String>, DbError> {
    tx.query(
        "SELECT p.name FROM scan s
         JOIN sponsor p ON p.event = s.event AND p.sponsor = s.sponsor
         WHERE s.event = $1 AND s.attendee = $2 AND NOT EXISTS
            (SELECT 1 FROM void v
             WHERE v.event = s.event AND v.sponsor = s.sponsor AND v.scan = s.scan)
         GROUP BY p.sponsor, p.name
         HAVING min(s.received) > $3 AND min(s.received) <= $4
         ORDER BY p.name",
        &[event.into(), attendee.into(), since.into(), until.into()],
    )
    .await?
    .iter()
    .map(|row| row.get("name"))
    .collect()
}

fn message(
    backend: &Backend,
    language: Language,
    to: String,
    event: &str,
    sponsors: &[String],
    stop: String,
) -> Message {
    let words = &language.words().attendee.digest;
    let url = backend.public_url();
    let mut text = format!("{}\n\n", (words.lead)(sponsors.len(), event));
    for name in sponsors.iter().take(NAMED) {
        text.push_str(&format!("- {}\n", in_one_line(name)));
    }
    if sponsors.len() > NAMED {
        text.push_str(&format!("{}\n", (words.more)(sponsors.len() - NAMED)));
    }
    text.push_str(&format!(
        "\n{}\n{url}/me\n\n{}\n{stop}\n",
        words.see, words.off
    ));
    Message {
        to,
        subject: (words.subject)(event),
        text,
        unsubscribe: Some(stop),
    }
}
