//! Who is signed in: a browser's session stands for one person in one event.

use protocol::{AttendeeId, EventSlug, MemberId, SecretBytes, SponsorId, StaffId, UnixMillis};

use crate::clock::{DAY, MINUTE};
use crate::keys::random::random;
use crate::keys::token::{TokenHash, hash_secret};
use backend_db::{DbError, Row, Tenant, Tx, Value};

/// Somebody who can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// An attendee.
    Attendee(AttendeeId),
    /// Somebody of a sponsor's team.
    Member(SponsorId, MemberId),
    /// Somebody of the organiser's.
    Staff(StaffId),
}

/// How long a session lives at most.
const LIFE: i64 = 7 * DAY;
/// A session that is in use is noted as such no oftener than this.
const NOTED: i64 = 5 * MINUTE;

impl Subject {
    /// The name of its kind in the database.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Attendee(_) => "attendee",
            Self::Member(..) => "member",
            Self::Staff(_) => "staff",
        }
    }

    /// The subject's id.
    #[must_use]
    pub const fn id(&self) -> &[u8; 16] {
        match self {
            Self::Attendee(id) => id.as_bytes(),
            Self::Member(_, id) => id.as_bytes(),
            Self::Staff(id) => id.as_bytes(),
        }
    }

    /// The sponsor of a member.
    #[must_use]
    pub const fn sponsor(&self) -> Option<&SponsorId> {
        match self {
            Self::Member(sponsor, _) => Some(sponsor),
            Self::Attendee(_) | Self::Staff(_) => None,
        }
    }

    /// Whose rows a transaction for this person may touch.
    #[must_use]
    pub const fn tenant<'a>(&'a self, event: &'a EventSlug) -> Tenant<'a> {
        match self {
            Self::Attendee(attendee) => Tenant::Attendee(event, attendee),
            Self::Member(sponsor, _) => Tenant::Sponsor(event, sponsor),
            Self::Staff(_) => Tenant::Event(event),
        }
    }

    /// Milliseconds without a request after which a session has ended. Staff see everybody's data, and
    /// their computers stand in a busy hall.
    const fn idle(&self) -> i64 {
        match self {
            Self::Staff(_) => 2 * 60 * MINUTE,
            Self::Attendee(_) | Self::Member(..) => 12 * 60 * MINUTE,
        }
    }

    /// Out of the columns `kind`, `subject` and `sponsor`, from `column` on.
    pub(crate) fn of_row(row: &Row, column: usize) -> Result<Self, DbError> {
        let kind: String = row.get(column)?;
        match kind.as_str() {
            "attendee" => Ok(Self::Attendee(row.get(column + 1)?)),
            "member" => Ok(Self::Member(row.get(column + 2)?, row.get(column + 1)?)),
            "staff" => Ok(Self::Staff(row.get(column + 1)?)),
            _ => Err(DbError::column(column)),
        }
    }
}

/// A session's secret, for the browser's cookie.
pub type SessionSecret = SecretBytes<32>;

/// Begins a session, and ends the one that the browser had: a secret that was known before somebody
/// signed in is worth nothing after.
///
/// # Errors
/// [`DbError`].
pub async fn begin(
    tx: &mut Tx,
    event: &EventSlug,
    subject: &Subject,
    before: Option<&SessionSecret>,
    now: UnixMillis,
) -> Result<SessionSecret, DbError> {
    if let Some(before) = before {
        end(tx, before).await?;
    }
    tx.execute("DELETE FROM session WHERE expires <= $1", &[now.into()])
        .await?;
    let secret = SecretBytes::new(random());
    tx.execute(
        "INSERT INTO session (event, session_hash, kind, subject, sponsor, created, last_used,
            expires)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            event.into(),
            hash_secret(secret.expose()).as_bytes().into(),
            subject.kind().into(),
            subject.id().into(),
            subject.sponsor().into(),
            now.into(),
            now.into(),
            now.plus_millis(LIFE).into(),
        ],
    )
    .await?;
    Ok(secret)
}

/// A session that holds.
#[derive(Debug, Clone)]
pub struct Session {
    /// Of which event.
    pub event: EventSlug,
    /// Whose.
    pub subject: Subject,
    /// What the database knows it by.
    pub hash: TokenHash,
    /// Whether it is time to note that it is in use.
    pub is_due: bool,
}

impl Session {
    /// Whose rows a transaction for the session may touch.
    #[must_use]
    pub const fn tenant(&self) -> Tenant<'_> {
        self.subject.tenant(&self.event)
    }
}

/// The session of a cookie's secret, where it holds. Whether the person is still one of the attendees,
/// the team or the staff has to be asked beside it.
///
/// # Errors
/// [`DbError`].
pub async fn find(
    tx: &mut Tx,
    secret: &SessionSecret,
    now: UnixMillis,
) -> Result<Option<Session>, DbError> {
    let hash = hash_secret(secret.expose());
    let row = tx
        .query_one(
            "SELECT event, kind, subject, sponsor, last_used FROM session
             WHERE session_hash = $1 AND expires > $2",
            &[hash.as_bytes().into(), now.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let subject = Subject::of_row(&row, 1)?;
    let last_used: UnixMillis = row.get(4)?;
    if last_used.plus_millis(subject.idle()) <= now {
        return Ok(None);
    }
    Ok(Some(Session {
        event: row.get(0)?,
        subject,
        hash,
        is_due: last_used.plus_millis(NOTED) <= now,
    }))
}

/// Notes that a session is in use.
///
/// # Errors
/// [`DbError`].
pub async fn note_use(tx: &mut Tx, session: &Session, now: UnixMillis) -> Result<(), DbError> {
    tx.execute(
        "UPDATE session SET last_used = $1 WHERE session_hash = $2 AND last_used < $1",
        &[now.into(), session.hash.as_bytes().into()],
    )
    .await?;
    Ok(())
}

/// Ends the session of a cookie's secret.
///
/// # Errors
/// [`DbError`].
pub async fn end(tx: &mut Tx, secret: &SessionSecret) -> Result<(), DbError> {
    let hash = hash_secret(secret.expose());
    tx.execute(
        "DELETE FROM session WHERE session_hash = $1",
        &[hash.as_bytes().into()],
    )
    .await?;
    Ok(())
}

/// Ends all sessions and open links of somebody.
///
/// # Errors
/// [`DbError`].
pub async fn end_all(tx: &mut Tx, event: &EventSlug, subject: &[u8; 16]) -> Result<(), DbError> {
    let key: [Value<'_>; 2] = [event.into(), subject.into()];
    for sql in [
        "DELETE FROM session WHERE event = $1 AND subject = $2",
        "DELETE FROM sign_in WHERE event = $1 AND subject = $2",
    ] {
        tx.execute(sql, &key).await?;
    }
    Ok(())
}
