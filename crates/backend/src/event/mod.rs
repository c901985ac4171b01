//! Events: their settings, and the keys that belong to one event.

pub mod database_transfer;
pub mod notices;
pub mod overview;
pub mod questions;
pub mod retention;
mod setting;

use std::fmt;

use badge::EventBadgeKey;
use protocol::{
    ConsentMode, EventSlug, FieldSet, Notice, NoticeVersion, Question, SecretBytes, UnixMillis,
};

use crate::Backend;
use crate::clock::DAY;
use crate::event::setting::{
    check_name, check_notice, check_questions, check_retention, check_zone,
};
use crate::keys::random::random;
use crate::keys::seal::SealError;
use backend_db::{DbError, Row, Tx};

pub use crate::event::setting::{MAX_RETENTION_DAYS, SettingError};

/// The reason why an event is not made, changed or loaded.
#[derive(Debug, thiserror::Error)]
pub enum EventError {
    #[error("there is no event {0}")]
    Unknown(EventSlug),
    #[error("there is an event {0} already")]
    Exists(EventSlug),
    /// No event was named, and the database does not have exactly one.
    #[error("name the event: there are {0}")]
    NotTheOnly(usize),
    #[error(transparent)]
    Setting(#[from] SettingError),
    #[error("cannot read or write the event")]
    Db(#[from] DbError),
    #[error("cannot open the event's keys")]
    Seal(#[from] SealError),
    /// The database holds a value of this setting that cannot be read.
    #[error("the event's {0} in the database cannot be read")]
    Damaged(&'static str),
}

/// An event with its keys.
pub struct Event {
    /// The short name.
    pub slug: EventSlug,
    /// The full name.
    pub name: String,
    pub consent_mode: ConsentMode,
    /// The fields that sponsors may receive.
    pub allowed_fields: FieldSet,
    /// Whether `ACCESSCODE:…:VALIDATOR` codes are accepted.
    pub foreign_codes: bool,
    /// The notice in force.
    pub notice: Notice,
    /// The qualifier questions.
    pub questions: Vec<Question>,
    /// The end of the event and of its enrolments.
    pub ends: UnixMillis,
    /// The days after the end for which devices keep their records.
    pub retention_days: u32,
    /// The IANA name of the event's time zone.
    pub zone: String,
    /// The key that seals the event's badges.
    pub badge_key: EventBadgeKey,
    /// The key that makes lead ids.
    pub lead_key: SecretBytes<32>,
    /// The number of the last change that devices must learn of.
    pub last_change: u64,
    /// The number of the change that brought the notice.
    pub notice_change: u64,
    /// The number of the change that brought the questions.
    pub questions_change: u64,
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Event({})", self.slug)
    }
}

/// The settings of a new event.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// The short name.
    pub slug: EventSlug,
    /// The full name.
    pub name: String,
    pub consent_mode: ConsentMode,
    /// The fields that sponsors may receive.
    pub allowed_fields: FieldSet,
    /// Whether `ACCESSCODE:…:VALIDATOR` codes are accepted.
    pub foreign_codes: bool,
    /// The text of the notice.
    pub notice: String,
    /// The qualifier questions.
    pub questions: Vec<Question>,
    pub ends: UnixMillis,
    /// The days after the end for which devices keep their records.
    pub retention_days: u32,
}

/// A change of settings. A setting that is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct EventChange {
    /// The full name.
    pub name: Option<String>,
    /// Devices learn of the consent mode when they enrol.
    pub consent_mode: Option<ConsentMode>,
    /// The fields that sponsors may receive. The change applies to every later read.
    pub allowed_fields: Option<FieldSet>,
    /// Whether foreign codes are accepted.
    pub foreign_codes: Option<bool>,
    /// The text of the notice. Another text makes another version.
    pub notice: Option<String>,
    pub questions: Option<Vec<Question>>,
    /// The end of the event, for devices that enrol from now on.
    pub ends: Option<UnixMillis>,
    /// The days after the end for which devices keep their records.
    pub retention_days: Option<u32>,
    /// The IANA name of the event's time zone.
    pub zone: Option<String>,
}

const SELECT: &str = "SELECT e.event, e.name, e.consent_mode, e.allowed_fields, e.foreign_codes,
        e.notice, n.text AS notice_text, e.questions, e.ends, e.retention_days, e.sealed_badge_key,
        e.sealed_lead_key, e.last_change, e.notice_change, e.questions_change, e.zone
     FROM event e JOIN notice n ON n.event = e.event AND n.version = e.notice
     WHERE e.event = $1";

impl Event {
    /// Loads an event.
    ///
    /// # Errors
    /// [`EventError::Unknown`] if there is none.
    pub async fn load(
        backend: &Backend,
        tx: &mut Tx,
        slug: &EventSlug,
    ) -> Result<Self, EventError> {
        match tx.query_one(SELECT, &[slug.into()]).await? {
            Some(row) => Self::of_row(backend, &row),
            None => Err(EventError::Unknown(slug.clone())),
        }
    }

    /// Loads the named event, or the only event if none is named.
    ///
    /// # Errors
    /// As [`load`](Self::load), and [`EventError::NotTheOnly`].
    pub async fn named_or_only(
        backend: &Backend,
        tx: &mut Tx,
        slug: Option<&EventSlug>,
    ) -> Result<Self, EventError> {
        if let Some(slug) = slug {
            return Self::load(backend, tx, slug).await;
        }
        let all = list(tx).await?;
        match all.as_slice() {
            [only] => Self::load(backend, tx, only).await,
            others => Err(EventError::NotTheOnly(others.len())),
        }
    }

    fn of_row(backend: &Backend, row: &Row) -> Result<Self, EventError> {
        let slug: EventSlug = row.get("event")?;
        let mode: String = row.get("consent_mode")?;
        let questions: String = row.get("questions")?;
        let sealed_badge_key: Vec<u8> = row.get("sealed_badge_key")?;
        let sealed_lead_key: Vec<u8> = row.get("sealed_lead_key")?;
        let key_row: &[&[u8]] = &[slug.as_str().as_bytes()];
        let sealer = backend.sealer();
        Ok(Self {
            name: row.get("name")?,
            consent_mode: consent_mode(&mode).ok_or(EventError::Damaged("consent mode"))?,
            allowed_fields: row.get("allowed_fields")?,
            foreign_codes: row.get("foreign_codes")?,
            notice: Notice {
                version: NoticeVersion(row.get("notice")?),
                text: row.get("notice_text")?,
            },
            questions: serde_json::from_str(&questions)
                .map_err(|_| EventError::Damaged("questions"))?,
            ends: row.get("ends")?,
            retention_days: row.get("retention_days")?,
            badge_key: EventBadgeKey::new(sealer.unseal_key(
                BADGE_KEY,
                key_row,
                &sealed_badge_key,
            )?),
            lead_key: sealer.unseal_key(LEAD_KEY, key_row, &sealed_lead_key)?,
            last_change: row.get("last_change")?,
            notice_change: row.get("notice_change")?,
            questions_change: row.get("questions_change")?,
            zone: row.get("zone")?,
            slug,
        })
    }

    /// Returns the time until which devices keep their records.
    #[must_use]
    pub fn keep_until(&self) -> UnixMillis {
        self.ends
            .plus_millis(i64::from(self.retention_days).saturating_mul(DAY))
    }
}

const BADGE_KEY: &str = "event.sealed_badge_key";
const LEAD_KEY: &str = "event.sealed_lead_key";

/// Returns the name of a consent mode in the database and on the command line.
#[must_use]
pub const fn consent_mode_name(mode: ConsentMode) -> &'static str {
    match mode {
        ConsentMode::Handover => "handover",
        ConsentMode::Confirm => "confirm",
    }
}

pub fn consent_mode(name: &str) -> Option<ConsentMode> {
    [ConsentMode::Handover, ConsentMode::Confirm]
        .into_iter()
        .find(|mode| consent_mode_name(*mode) == name)
}

/// Lists the short names of the events in order.
pub async fn list(tx: &mut Tx) -> Result<Vec<EventSlug>, DbError> {
    tx.query("SELECT event FROM event ORDER BY event", &[])
        .await?
        .iter()
        .map(|row| row.get("event"))
        .collect()
}

/// Makes an event with new keys.
///
/// # Errors
/// [`EventError::Exists`] or [`EventError::Setting`]; then nothing was made.
pub async fn create(backend: &Backend, tx: &mut Tx, new: &NewEvent) -> Result<(), EventError> {
    check_name(&new.name)?;
    check_notice(&new.notice)?;
    check_questions(&new.questions)?;
    check_retention(new.retention_days)?;
    let exists = tx
        .query_one(
            "SELECT 1 FROM event WHERE event = $1",
            &[(&new.slug).into()],
        )
        .await?;
    if exists.is_some() {
        return Err(EventError::Exists(new.slug.clone()));
    }
    let now = backend.now();
    let key_row: &[&[u8]] = &[new.slug.as_str().as_bytes()];
    let new_key = |column| {
        let key = SecretBytes::<32>::new(random());
        backend.sealer().seal(column, key_row, key.expose())
    };
    tx.execute(
        "INSERT INTO event (event, name, consent_mode, allowed_fields, foreign_codes, notice,
            questions, ends, retention_days, sealed_badge_key, sealed_lead_key, last_act,
            last_change, notice_change, questions_change, created)
         VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9, $10, 0, 0, 0, 0, $11)",
        &[
            (&new.slug).into(),
            (&new.name).into(),
            consent_mode_name(new.consent_mode).into(),
            new.allowed_fields.into(),
            new.foreign_codes.into(),
            (&questions_text(&new.questions)).into(),
            new.ends.into(),
            new.retention_days.into(),
            (&new_key(BADGE_KEY)).into(),
            (&new_key(LEAD_KEY)).into(),
            now.into(),
        ],
    )
    .await?;
    tx.execute(
        "INSERT INTO notice (event, version, text, created) VALUES ($1, 1, $2, $3)",
        &[(&new.slug).into(), (&new.notice).into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Changes an event's settings. Another notice text makes another version. Devices learn of a new notice and of
/// new questions at their next sync.
///
/// # Errors
/// [`EventError`]; drop the transaction then.
pub async fn change(
    backend: &Backend,
    tx: &mut Tx,
    slug: &EventSlug,
    change: &EventChange,
) -> Result<(), EventError> {
    let before = Event::load(backend, tx, slug).await?;
    if let Some(text) = &change.notice
        && *text != before.notice.text
    {
        check_notice(text)?;
        let version = before.notice.version.0.saturating_add(1);
        tx.execute(
            "INSERT INTO notice (event, version, text, created) VALUES ($1, $2, $3, $4)",
            &[
                slug.into(),
                version.into(),
                text.into(),
                backend.now().into(),
            ],
        )
        .await?;
        let number = next_change(tx, slug, backend.now()).await?;
        tx.execute(
            "UPDATE event SET notice = $1, notice_change = $2 WHERE event = $3",
            &[version.into(), number.into(), slug.into()],
        )
        .await?;
    }
    if let Some(questions) = &change.questions
        && *questions != before.questions
    {
        check_questions(questions)?;
        let number = next_change(tx, slug, backend.now()).await?;
        tx.execute(
            "UPDATE event SET questions = $1, questions_change = $2 WHERE event = $3",
            &[
                (&questions_text(questions)).into(),
                number.into(),
                slug.into(),
            ],
        )
        .await?;
    }
    let name = change.name.as_ref().unwrap_or(&before.name);
    check_name(name)?;
    let retention_days = change.retention_days.unwrap_or(before.retention_days);
    check_retention(retention_days)?;
    let zone = change.zone.as_ref().unwrap_or(&before.zone);
    check_zone(zone)?;
    tx.execute(
        "UPDATE event SET name = $1, consent_mode = $2, allowed_fields = $3, foreign_codes = $4,
            ends = $5, retention_days = $6, zone = $7 WHERE event = $8",
        &[
            name.into(),
            consent_mode_name(change.consent_mode.unwrap_or(before.consent_mode)).into(),
            change
                .allowed_fields
                .unwrap_or(before.allowed_fields)
                .into(),
            change.foreign_codes.unwrap_or(before.foreign_codes).into(),
            change.ends.unwrap_or(before.ends).into(),
            retention_days.into(),
            zone.into(),
            slug.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Draws the number of a change that devices must learn of. Each revoked badge has a number of its own, because
/// a device may receive the first ten thousand and ask for the rest from there. The number is the time in
/// milliseconds, or the last number plus one if that is greater, so that no number is given twice even if a
/// backup with fewer changes was restored.
///
/// # Errors
/// [`DbError::Statement`] if there is no such event.
pub async fn next_change(tx: &mut Tx, event: &EventSlug, now: UnixMillis) -> Result<u64, DbError> {
    tx.query_one(
        "UPDATE event SET last_change = CASE WHEN last_change < $1 THEN $1 ELSE last_change + 1 END
         WHERE event = $2 RETURNING last_change",
        &[now.into(), event.into()],
    )
    .await?
    .ok_or_else(|| DbError::Statement("there is no such event".into()))?
    .get("last_change")
}

fn questions_text(questions: &[Question]) -> String {
    serde_json::to_string(questions).expect("questions are numbers, texts and lists of them")
}
