//! The append-only log of every read and export of personal data.

pub mod reader;

use protocol::{AttendeeId, EventSlug, FieldSet, MemberId, SponsorId, StaffId, UnixMillis};

use backend_db::{DbError, Tx};
use backend_model::Action;

/// The person or program that performed an action.
#[derive(Debug, Clone, Copy)]
pub enum Actor<'a> {
    /// The command line of the backend.
    Organiser,
    /// A sponsor's API token.
    Sponsor(&'a SponsorId),
    /// A member of a sponsor's team, on its pages.
    Member(&'a MemberId),
    Attendee(&'a AttendeeId),
    /// A member of the organiser's staff.
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

/// An entry of the log.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    pub actor: Actor<'a>,
    pub action: Action,
    /// The sponsor that the action concerns.
    pub sponsor: Option<&'a SponsorId>,
    /// The number of attendees whose data the action concerns.
    pub leads: usize,
    /// The fields that were read, over all leads.
    pub fields: FieldSet,
    /// Further details without personal data.
    pub detail: &'a str,
}

/// Writes an entry. It is durable after the commit, so commit before the answer is sent.
pub async fn write(
    tx: &mut Tx,
    event: &EventSlug,
    now: UnixMillis,
    entry: &Entry<'_>,
) -> Result<(), DbError> {
    let leads = i64::try_from(entry.leads).unwrap_or(i64::MAX);
    // The event counts the entries, because the transaction that writes one may not be allowed to read the
    // others.
    let number: i64 = tx
        .query_one(
            "UPDATE event SET last_audit = last_audit + 1 WHERE event = $1 RETURNING last_audit",
            &[event.into()],
        )
        .await?
        .ok_or_else(|| DbError::Statement("there is no such event".into()))?
        .get("last_audit")?;
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
