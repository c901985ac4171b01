//! Sessions: the browser of a person who is signed in to one event.

use protocol::{AttendeeId, EventSlug, MemberId, SecretBytes, SponsorId, StaffId, UnixMillis};

use crate::clock::{DAY, MINUTE};
use crate::keys::random::random;
use crate::keys::token::{TokenHash, hash_secret};
use backend_db::{DbError, Row, Tenant, Tx, Value};

/// A person who can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    Attendee(AttendeeId),
    /// A member of a sponsor's team.
    Member(SponsorId, MemberId),
    /// A member of the organiser's staff.
    Staff(StaffId),
}

/// The longest life of a session in milliseconds.
const LIFE: i64 = 7 * DAY;
/// The shortest time between two notes that a session is in use, in milliseconds.
const NOTED: i64 = 5 * MINUTE;

impl Subject {
    /// Returns the name of the kind in the database.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Attendee(_) => "attendee",
            Self::Member(..) => "member",
            Self::Staff(_) => "staff",
        }
    }

    #[must_use]
    pub const fn id(&self) -> &[u8; 16] {
        match self {
            Self::Attendee(id) => id.as_bytes(),
            Self::Member(_, id) => id.as_bytes(),
            Self::Staff(id) => id.as_bytes(),
        }
    }

    /// Returns the sponsor of a member.
    #[must_use]
    pub const fn sponsor(&self) -> Option<&SponsorId> {
        match self {
            Self::Member(sponsor, _) => Some(sponsor),
            Self::Attendee(_) | Self::Staff(_) => None,
        }
    }

    /// Returns the tenant of this person's transactions.
    #[must_use]
    pub const fn tenant<'a>(&'a self, event: &'a EventSlug) -> Tenant<'a> {
        match self {
            Self::Attendee(attendee) => Tenant::Attendee(event, attendee),
            Self::Member(sponsor, _) => Tenant::Sponsor(event, sponsor),
            Self::Staff(_) => Tenant::Event(event),
        }
    }

    /// Returns the milliseconds without a request after which a session ends. Staff see all data, and their
    /// computers are in a busy hall.
    const fn idle(&self) -> i64 {
        match self {
            Self::Staff(_) => 2 * 60 * MINUTE,
            Self::Attendee(_) | Self::Member(..) => 12 * 60 * MINUTE,
        }
    }

    pub(crate) fn of_row(row: &Row) -> Result<Self, DbError> {
        match row.get::<String>("kind")?.as_str() {
            "attendee" => Ok(Self::Attendee(row.get("subject")?)),
            "member" => Ok(Self::Member(row.get("sponsor")?, row.get("subject")?)),
            "staff" => Ok(Self::Staff(row.get("subject")?)),
            _ => Err(DbError::column("kind")),
        }
    }
}

/// The secret of a session, which the browser's cookie holds.
pub type SessionSecret = SecretBytes<32>;

/// Begins a session and ends the browser's earlier one, so that a secret that was known before the sign-in is
/// useless after it.
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

/// A valid session.
#[derive(Debug, Clone)]
pub struct Session {
    pub event: EventSlug,
    pub subject: Subject,
    /// The hash of the secret, which is the session's key in the database.
    pub hash: TokenHash,
    /// Whether it is time to note that the session is in use.
    pub is_due: bool,
}

impl Session {
    /// Returns the tenant of the session's transactions.
    #[must_use]
    pub const fn tenant(&self) -> Tenant<'_> {
        self.subject.tenant(&self.event)
    }
}

/// Finds the valid session of a cookie's secret. The caller must check that the person still has an account or a
/// registration.
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
    let subject = Subject::of_row(&row)?;
    let last_used: UnixMillis = row.get("last_used")?;
    if last_used.plus_millis(subject.idle()) <= now {
        return Ok(None);
    }
    Ok(Some(Session {
        event: row.get("event")?,
        subject,
        hash,
        is_due: last_used.plus_millis(NOTED) <= now,
    }))
}

/// Notes that a session is in use.
pub async fn note_use(tx: &mut Tx, session: &Session, now: UnixMillis) -> Result<(), DbError> {
    tx.execute(
        "UPDATE session SET last_used = $1 WHERE session_hash = $2 AND last_used < $1",
        &[now.into(), session.hash.as_bytes().into()],
    )
    .await?;
    Ok(())
}

/// Ends the session of a cookie's secret.
pub async fn end(tx: &mut Tx, secret: &SessionSecret) -> Result<(), DbError> {
    let hash = hash_secret(secret.expose());
    tx.execute(
        "DELETE FROM session WHERE session_hash = $1",
        &[hash.as_bytes().into()],
    )
    .await?;
    Ok(())
}

/// Ends all sessions and open sign-in links of a person.
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
