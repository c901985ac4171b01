//! Events: what an organiser sets, and the keys that belong to one.

pub mod database_transfer;
pub mod overview;
pub mod questions;
pub mod retention;

use std::fmt;

use badge::EventBadgeKey;
use protocol::{
    ConsentMode, EventSlug, FieldSet, Notice, NoticeVersion, Question, QuestionKind, SecretBytes,
    UnixMillis, limits,
};

use crate::Backend;
use crate::clock::DAY;
use crate::keys::random::random;
use crate::keys::seal::SealError;
use backend_db::{DbError, Row, Tx};

/// Why an event is not made, changed or loaded.
#[derive(Debug, thiserror::Error)]
pub enum EventError {
    /// There is none of this name.
    #[error("there is no event {0}")]
    Unknown(EventSlug),
    /// There is one of this name already.
    #[error("there is an event {0} already")]
    Exists(EventSlug),
    /// None was named, and there is not exactly one.
    #[error("name the event: there are {0}")]
    NotTheOnly(usize),
    /// A setting breaks a bound.
    #[error("{what}: {rule}")]
    Setting {
        /// Which one.
        what: &'static str,
        /// What holds for it.
        rule: &'static str,
    },
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A key does not open.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// What the database holds of it can't be read.
    #[error("the event's {0} in the database can't be read")]
    Damaged(&'static str),
}

/// An event with its keys.
pub struct Event {
    /// Its short name.
    pub slug: EventSlug,
    /// Its full name.
    pub name: String,
    /// How consent is given.
    pub consent_mode: ConsentMode,
    /// The fields that sponsors may have.
    pub allowed_fields: FieldSet,
    /// Whether `ACCESSCODE:…:VALIDATOR` codes are taken.
    pub foreign_codes: bool,
    /// The notice in force.
    pub notice: Notice,
    /// The qualifier questions.
    pub questions: Vec<Question>,
    /// When it ends; enrolments end with it.
    pub ends: UnixMillis,
    /// Days after the end for which devices keep their records.
    pub retention_days: u32,
    /// The IANA name of the zone that the event is in.
    pub zone: String,
    /// Seals the event's badges.
    pub badge_key: EventBadgeKey,
    /// Makes lead ids.
    pub lead_key: SecretBytes<32>,
    /// The number of the last change that devices are told of.
    pub last_change: u64,
    /// The change that brought the notice.
    pub notice_change: u64,
    /// The change that brought the questions.
    pub questions_change: u64,
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Event({})", self.slug)
    }
}

/// What a new event is given.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// Its short name.
    pub slug: EventSlug,
    /// Its full name.
    pub name: String,
    /// How consent is given.
    pub consent_mode: ConsentMode,
    /// The fields that sponsors may have.
    pub allowed_fields: FieldSet,
    /// Whether `ACCESSCODE:…:VALIDATOR` codes are taken.
    pub foreign_codes: bool,
    /// The notice's text.
    pub notice: String,
    /// The qualifier questions.
    pub questions: Vec<Question>,
    /// When it ends.
    pub ends: UnixMillis,
    /// Days after the end for which devices keep their records.
    pub retention_days: u32,
}

/// What is to be set; nothing where it stays.
#[derive(Debug, Clone, Default)]
pub struct EventChange {
    /// The full name.
    pub name: Option<String>,
    /// How consent is given. Devices learn of it when they enrol.
    pub consent_mode: Option<ConsentMode>,
    /// The fields that sponsors may have. What is read obeys at once.
    pub allowed_fields: Option<FieldSet>,
    /// Whether foreign codes are taken.
    pub foreign_codes: Option<bool>,
    /// The notice's text; another text is another version.
    pub notice: Option<String>,
    /// The qualifier questions.
    pub questions: Option<Vec<Question>>,
    /// When it ends; for devices that enrol from now on.
    pub ends: Option<UnixMillis>,
    /// Days after the end for which devices keep their records.
    pub retention_days: Option<u32>,
    /// The IANA name of the zone that the event is in.
    pub zone: Option<String>,
}

const SELECT: &str = "SELECT e.event, e.name, e.consent_mode, e.allowed_fields, e.foreign_codes,
        e.notice, n.text, e.questions, e.ends, e.retention_days, e.sealed_badge_key,
        e.sealed_lead_key, e.last_change, e.notice_change, e.questions_change, e.zone
     FROM event e JOIN notice n ON n.event = e.event AND n.version = e.notice
     WHERE e.event = $1";

impl Event {
    /// Longest retention, in days.
    pub const MAX_RETENTION_DAYS: u32 = 3650;

    /// Loads an event.
    ///
    /// # Errors
    /// [`EventError::Unknown`] where there is none, and what else the database makes impossible.
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

    /// Loads the named event, or the only one where none is named.
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
        let slug: EventSlug = row.get(0)?;
        let mode: String = row.get(2)?;
        let questions: String = row.get(7)?;
        let sealed_badge_key: Vec<u8> = row.get(10)?;
        let sealed_lead_key: Vec<u8> = row.get(11)?;
        let key_row: &[&[u8]] = &[slug.as_str().as_bytes()];
        let sealer = backend.sealer();
        Ok(Self {
            name: row.get(1)?,
            consent_mode: consent_mode(&mode).ok_or(EventError::Damaged("consent mode"))?,
            allowed_fields: row.get(3)?,
            foreign_codes: row.get(4)?,
            notice: Notice {
                version: NoticeVersion(row.get(5)?),
                text: row.get(6)?,
            },
            questions: serde_json::from_str(&questions)
                .map_err(|_| EventError::Damaged("questions"))?,
            ends: row.get(8)?,
            retention_days: row.get(9)?,
            badge_key: EventBadgeKey::new(sealer.unseal_key(
                BADGE_KEY,
                key_row,
                &sealed_badge_key,
            )?),
            lead_key: sealer.unseal_key(LEAD_KEY, key_row, &sealed_lead_key)?,
            last_change: row.get(12)?,
            notice_change: row.get(13)?,
            questions_change: row.get(14)?,
            zone: row.get(15)?,
            slug,
        })
    }

    /// Until when devices keep their records.
    #[must_use]
    pub fn keep_until(&self) -> UnixMillis {
        self.ends
            .plus_millis(i64::from(self.retention_days).saturating_mul(DAY))
    }
}

const BADGE_KEY: &str = "event.sealed_badge_key";
const LEAD_KEY: &str = "event.sealed_lead_key";

/// The name a consent mode has in the database and on the command line.
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

/// The events' short names, in order.
///
/// # Errors
/// [`DbError`].
pub async fn list(tx: &mut Tx) -> Result<Vec<EventSlug>, DbError> {
    tx.query("SELECT event FROM event ORDER BY event", &[])
        .await?
        .iter()
        .map(|row| row.get(0))
        .collect()
}

/// A version of the notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeInForce {
    /// Its number.
    pub version: u32,
    /// What it says.
    pub text: String,
    /// From when on it was in force.
    pub since: UnixMillis,
    /// How many accepted scans were made under it.
    pub scans: u64,
}

/// All versions of an event's notice, the newest first: the one in force.
///
/// # Errors
/// [`DbError`].
pub async fn notices(tx: &mut Tx, event: &EventSlug) -> Result<Vec<NoticeInForce>, DbError> {
    tx.query(
        "SELECT n.version, n.text, n.created,
            (SELECT count(*) FROM scan s WHERE s.event = n.event AND s.notice = n.version)
         FROM notice n WHERE n.event = $1 ORDER BY n.version DESC",
        &[event.into()],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(NoticeInForce {
            version: row.get(0)?,
            text: row.get(1)?,
            since: row.get(2)?,
            scans: row.get(3)?,
        })
    })
    .collect()
}

/// Makes an event, with new keys.
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

/// Changes an event's settings. Another notice text makes another version; devices are told of a new
/// notice and of new questions at their next sync.
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

/// Numbers a change that devices must learn of. Each revoked badge takes a number of its own, because
/// a device may be told of the first ten thousand and ask for the rest from there. It is the time in
/// milliseconds, or the next number after the last, so that none is given twice even where a backup
/// that knows of fewer was restored since.
///
/// # Errors
/// [`DbError`]; [`DbError::Statement`] where there is no such event.
pub async fn next_change(tx: &mut Tx, event: &EventSlug, now: UnixMillis) -> Result<u64, DbError> {
    tx.query_one(
        "UPDATE event SET last_change = CASE WHEN last_change < $1 THEN $1 ELSE last_change + 1 END
         WHERE event = $2 RETURNING last_change",
        &[now.into(), event.into()],
    )
    .await?
    .ok_or_else(|| DbError::Statement("there is no such event".into()))?
    .get(0)
}

fn questions_text(questions: &[Question]) -> String {
    serde_json::to_string(questions).expect("questions are numbers, texts and lists of them")
}

fn setting(holds: bool, what: &'static str, rule: &'static str) -> Result<(), EventError> {
    if holds {
        Ok(())
    } else {
        Err(EventError::Setting { what, rule })
    }
}

fn check_retention(days: u32) -> Result<(), EventError> {
    setting(
        days <= Event::MAX_RETENTION_DAYS,
        "retention",
        "at most 3650 days",
    )
}

fn check_zone(name: &str) -> Result<(), EventError> {
    setting(
        jiff::tz::TimeZone::get(name).is_ok(),
        "zone",
        "must be an IANA name such as America/Los_Angeles",
    )
}

fn fits(text: &str, most: usize) -> bool {
    text.len() <= most && !text.contains('\0')
}

/// A name that an enrolment can carry.
fn is_name(name: &str) -> bool {
    !name.trim().is_empty() && fits(name, limits::NAME_BYTES)
}

fn check_name(name: &str) -> Result<(), EventError> {
    setting(is_name(name), "name", "must have 1 to 120 bytes")
}

fn check_notice(text: &str) -> Result<(), EventError> {
    setting(
        fits(text, limits::NOTICE_BYTES),
        "notice",
        "at most 65536 bytes",
    )
}

/// The bounds that an enrolment puts on questions, so that none is made that no device would take.
fn check_questions(questions: &[Question]) -> Result<(), EventError> {
    setting(
        questions.len() <= limits::QUESTIONS,
        "questions",
        "at most 32",
    )?;
    for (index, question) in questions.iter().enumerate() {
        setting(
            !questions[..index]
                .iter()
                .any(|other| other.id == question.id),
            "questions",
            "each needs an id of its own",
        )?;
        setting(
            fits(&question.text, limits::ANSWER_BYTES),
            "question",
            "at most 500 bytes",
        )?;
        match &question.kind {
            QuestionKind::Choice(choices) => setting(
                (1..=limits::CHOICES).contains(&choices.len())
                    && choices.iter().all(|text| fits(text, limits::ANSWER_BYTES)),
                "choices",
                "must be 1 to 32, of at most 500 bytes",
            )?,
            QuestionKind::Scale(most) => {
                setting((2..=10).contains(most), "scale", "must end at 2 to 10")?;
            }
            QuestionKind::Text | QuestionKind::YesNo => {}
        }
    }
    Ok(())
}
/// The text of a version of the event's privacy notice, and since when it is in force.
///
/// # Errors
/// [`DbError`].
pub async fn notice(
    tx: &mut Tx,
    event: &EventSlug,
    version: u32,
) -> Result<Option<(String, UnixMillis)>, DbError> {
    tx.query_one(
        "SELECT text, created FROM notice WHERE event = $1 AND version = $2",
        &[event.into(), version.into()],
    )
    .await?
    .map(|row| Ok((row.get(0)?, row.get(1)?)))
    .transpose()
}
