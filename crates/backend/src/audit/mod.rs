//! The append-only log of every read and export of personal data.

pub mod reader;

use protocol::{AttendeeId, EventSlug, FieldSet, MemberId, SponsorId, StaffId, UnixMillis};

use backend_db::{DbError, Tx};
use backend_model::Action;

/// Who did something.
#[derive(Debug, Clone, Copy)]
pub enum Actor<'a> {
    /// Whoever runs the backend's command line.
    Organiser,
    /// A sponsor, through its token.
    Sponsor(&'a SponsorId),
    /// Somebody of a sponsor's team, signed in to its pages.
    Member(&'a MemberId),
    /// An attendee.
    Attendee(&'a AttendeeId),
    /// Somebody of the organiser's.
    Staff(&'a StaffId),
}

impl Actor<'_> {
    const fn kind(self) -> &'static str {
        match self {
            Self::Organiser => "organiser",
            Self::Sponsor(_) => "sponsor",
            Self::Member(_) => "member",
            Self::Attendee(_) => "attendee",
            Self::Staff(_) => "staff",
        }
    }

    fn name(self) -> String {
        match self {
            Self::Organiser => "command line".into(),
            Self::Sponsor(sponsor) => sponsor.to_string(),
            Self::Member(member) => member.to_string(),
            Self::Attendee(attendee) => attendee.to_string(),
            Self::Staff(staff) => staff.to_string(),
        }
    }
}

/// One line of the log.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Who.
    pub actor: Actor<'a>,
    /// What.
    pub action: Action,
    /// About which sponsor, if one.
    pub sponsor: Option<&'a SponsorId>,
    /// How many attendees' data it concerns.
    pub leads: usize,
    /// Which fields were read, all leads taken together.
    pub fields: FieldSet,
    /// More, without personal data.
    pub detail: &'a str,
}

/// Writes a line. It is there when the transaction commits, so commit before anything is answered.
///
/// # Errors
/// [`DbError`].
pub async fn write(
    tx: &mut Tx,
    event: &EventSlug,
    now: UnixMillis,
    entry: &Entry<'_>,
) -> Result<(), DbError> {
    let leads = i64::try_from(entry.leads).unwrap_or(i64::MAX);
    // Counted at the event: who writes a line may not be one who may read the others.
    let number: i64 = tx
        .query_one(
            "UPDATE event SET last_audit = last_audit + 1 WHERE event = $1 RETURNING last_audit",
            &[event.into()],
        )
        .await?
        .ok_or_else(|| DbError::Statement("there is no such event".into()))?
        .get(0)?;
    tx.execute(
        "INSERT INTO audit (event, number, at, actor_kind, actor, action, sponsor, leads, fields,
            detail)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            event.into(),
            number.into(),
            now.into(),
            entry.actor.kind().into(),
            (&entry.actor.name()).into(),
            entry.action.name().into(),
            entry.sponsor.into(),
            leads.into(),
            entry.fields.into(),
            entry.detail.into(),
        ],
    )
    .await?;
    Ok(())
}
