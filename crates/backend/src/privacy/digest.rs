//! The mail that tells attendees of sponsors that have scanned them for the first time: at once, and
//! then once a day at most.
//!
//! Any number of replicas look for what is due. Whoever claims an attendee's digest first, by the row
//! that says when the last one was written, writes the mail in the same transaction; nobody else does.

use std::collections::BTreeSet;
use std::time::Duration;

use consent::self_view;
use protocol::{AttendeeId, EventSlug, UnixMillis};
use serde::Serialize;
use utoipa::ToSchema;

use crate::Backend;
use crate::clock::DAY;
use crate::mail::{self, MailKind, Message, Outbox};
use crate::people::staff::address_of;
use crate::privacy::attendees;
use crate::privacy::unsubscribe;
use crate::timestamp::Timestamp;
use backend_db::{DbError, Tenant, Tx};
use backend_text::{Language, in_one_line};

/// How old a scan is before it is told of, in milliseconds: a transaction that is still under way when
/// a digest is written must not slip in before it.
const SETTLED: i64 = 10 * 1000;
/// Older scans are not told of any more, in milliseconds: the mail would help nobody.
const TOLD_OF: i64 = 3 * DAY;
/// How long the task sleeps.
const SLEEP: Duration = Duration::from_secs(20);
/// Sponsors that one mail names.
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

/// An attendee's settings; who has set nothing is written to.
///
/// # Errors
/// [`DbError`].
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
    let language: Option<String> = row.get(1)?;
    Ok(MailSettings {
        digest: row.get(0)?,
        language: language
            .as_deref()
            .and_then(Language::of_tag)
            .map(|language| language.words().tag),
        last_digest_at: row.get::<Option<_>>(2)?.map(Timestamp),
    })
}

/// Sets whether to write to an attendee.
///
/// # Errors
/// [`DbError`].
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

/// Notes in which language an attendee uses the pages: the next mail is in it.
///
/// # Errors
/// [`DbError`].
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

/// Starts the task that writes digests for as long as the server runs. Must be called within a tokio
/// runtime. Where no mail can be sent, none is written.
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

/// Looks for digests that are due, each time only at what has become due since.
#[derive(Debug, Default)]
pub struct Watch {
    /// Scans received up to here were looked at.
    looked_at: Option<UnixMillis>,
}

impl Watch {
    /// Writes the digests that are due, and gives how many mails that were.
    ///
    /// # Errors
    /// [`DbError`]; what was not looked at is looked at the next time.
    pub async fn write_due(&mut self, backend: &Backend) -> Result<usize, DbError> {
        let now = backend.now();
        let until = now.plus_millis(-SETTLED);
        let oldest = now.plus_millis(-TOLD_OF);
        let since = self.looked_at.map_or(oldest, |at| at.max(oldest));
        let due = candidates(backend, since, until).await?;
        let mut written = 0;
        for (event, attendee) in &due {
            // One at a time with whoever else writes in the event: nobody is erased, or ends their digests,
            // between the look and the mail.
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

/// Everybody who was scanned in this time, and everybody whose last digest has become a day old in it.
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
            found.insert((row.get(0)?, row.get(1)?));
        }
    }
    Ok(found.into_iter().collect())
}

/// Writes an attendee's digest, if there is something new and it is time.
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
    let told = last.map_or(oldest, |last| last.max(oldest));
    let names = new_sponsors(tx, event, attendee, told, until).await?;
    if names.is_empty() {
        return Ok(false);
    }
    let Some(person) = attendees::load(tx, event, attendee).await? else {
        return Ok(false);
    };
    // Claimed before anything is written: another replica that is here too finds the row changed.
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
    let Some(to) = address_of(&self_view(&person).email) else {
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
        .map_or(Ok(String::new()), |row| row.get(0))?;
    let stop = unsubscribe::link(backend, event, attendee);
    let event_name = in_one_line(&event_name);
    let message = message(backend, language, to, &event_name, &names, stop);
    mail::enqueue(backend, tx, event, MailKind::Digest, &message).await?;
    Ok(true)
}

/// The sponsors whose first scan of the attendee, of those that were not taken back, came in this time.
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
    .map(|row| row.get(0))
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
