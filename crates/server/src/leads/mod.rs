//! What a sponsor gets of attendees.
//!
//! There is one way from an attendee's row to a sponsor: facts → [`consent::decide`] →
//! [`consent::lead_view`] → [`Lead`]. A lead can be made only here, and each function that hands leads
//! out writes the audit log and the disclosures, and commits, before it returns.

mod changes;
mod csv;
mod disclosure;
mod lead;

use std::collections::BTreeMap;

use consent::{Decision, LeadView, Withheld};
use protocol::{AttendeeId, DeviceId, EventSlug, FieldSet, LeadId, SecretBytes, SponsorId};
use ring::hmac;
use serde::Serialize;

use crate::acts::{self, History, Of};
use crate::attendees;
use crate::audit;
use crate::backend::Backend;
use crate::db::{DbError, Tx};
use crate::event::{Event, EventError};
use crate::timestamp::Timestamp;
use crate::token::TokenHash;

pub use self::csv::inert;
pub use lead::{Lead, LeadNote, LeadScan};

/// Leads of one page where the caller says nothing else.
pub const PAGE: usize = 200;
/// Most leads of one page: about 2 MiB of answer.
pub const MAX_PAGE: usize = 1000;

/// Why leads are not handed out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LeadError {
    /// The token was revoked after the request had begun.
    #[error("the token is revoked")]
    Revoked,
    /// The sponsor has no such lead.
    #[error("there is no such lead")]
    Unknown,
    /// The lead is shared, so there is nothing to delete.
    #[error("this lead is not withheld")]
    NotWithheld,
    /// The cursor is of a backend that knew more: it was restored from an older backup.
    #[error("the cursor is ahead of the backend")]
    CursorAhead,
    /// The event.
    #[error(transparent)]
    Event(#[from] EventError),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Who asks: a sponsor, with a token.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// The event of the token.
    pub event: &'a EventSlug,
    /// The sponsor of the token.
    pub sponsor: &'a SponsorId,
    /// The token's hash.
    pub token: &'a TokenHash,
}

/// Begins the transaction that hands something out. The token is looked at once more in it: since the
/// request was let in it may have been revoked, and from that commit on nothing leaves by it.
async fn begin(backend: &Backend, asking: Asking<'_>) -> Result<(Tx, Event), LeadError> {
    let mut tx = backend.db().write().await?;
    check(&mut tx, asking).await?;
    let event = Event::load(backend, &mut tx, asking.event).await?;
    Ok((tx, event))
}

async fn check(tx: &mut Tx, asking: Asking<'_>) -> Result<(), LeadError> {
    tx.query_one(
        "SELECT 1 FROM sponsor_token
         WHERE event = $1 AND sponsor = $2 AND token_hash = $3 AND revoked IS NULL",
        &[
            asking.event.into(),
            asking.sponsor.into(),
            asking.token.as_bytes().into(),
        ],
    )
    .await?
    .map(drop)
    .ok_or(LeadError::Revoked)
}

/// Some of a sponsor's leads.
#[derive(Debug, Serialize)]
pub struct Page {
    /// The leads, the one that changed longest ago first.
    pub leads: Vec<Lead>,
    /// Where the next page begins. Keep it: asked for later, it gives what has changed since.
    pub next: String,
    /// Whether there are more right now.
    pub more: bool,
}

/// What a sponsor has said about a deletion.
#[derive(Debug, Serialize)]
pub struct Acknowledgement {
    /// The lead.
    pub lead: LeadId,
    /// When the sponsor first said that its copies are deleted.
    pub acknowledged_at: Timestamp,
}

/// The leads that have changed after a cursor, for whatever reason: a scan, a note, a withdrawal, a
/// correction at registration, a field that the event no longer allows.
///
/// # Errors
/// [`LeadError::CursorAhead`], and what the database makes impossible.
pub async fn page(
    backend: &Backend,
    asking: Asking<'_>,
    after: u64,
    limit: usize,
) -> Result<Page, LeadError> {
    let (mut tx, event) = begin(backend, asking).await?;
    let sponsor = asking.sponsor;
    let leads = gather(&mut tx, &event, sponsor, None).await?;
    let mut numbered = changes::number(&mut tx, &event, sponsor, leads, backend.now()).await?;
    if numbered.last().map_or(0, |(change, _)| *change) < after {
        return Err(LeadError::CursorAhead);
    }
    numbered.retain(|(change, _)| *change > after);
    let limit = limit.clamp(1, MAX_PAGE);
    let more = numbered.len() > limit;
    numbered.truncate(limit);
    let next = numbered.last().map_or(after, |(change, _)| *change);
    let leads = numbered.into_iter().map(|(_, lead)| lead).collect();
    let leads = hand_out(backend, tx, &event, sponsor, leads, "list leads", true).await?;
    Ok(Page {
        leads,
        next: next.to_string(),
        more,
    })
}

/// One lead.
///
/// # Errors
/// [`LeadError::Unknown`], and what the database makes impossible.
pub async fn one(backend: &Backend, asking: Asking<'_>, lead: &LeadId) -> Result<Lead, LeadError> {
    let (mut tx, event) = begin(backend, asking).await?;
    let sponsor = asking.sponsor;
    let attendee = attendee_of(&mut tx, &event, sponsor, lead).await?;
    let leads = gather(&mut tx, &event, sponsor, Some(&attendee)).await?;
    let leads = hand_out(backend, tx, &event, sponsor, leads, "read lead", false).await?;
    leads.into_iter().next().ok_or(LeadError::Unknown)
}

/// All leads as CSV (RFC 4180, UTF-8 with a byte order mark, which spreadsheets need), in the order of
/// their first scan. Withheld ones are in it too, as tombstones.
///
/// # Errors
/// [`LeadError`].
pub async fn csv(backend: &Backend, asking: Asking<'_>) -> Result<Vec<u8>, LeadError> {
    let (mut tx, event) = begin(backend, asking).await?;
    let sponsor = asking.sponsor;
    let leads = gather(&mut tx, &event, sponsor, None).await?;
    let leads = hand_out(backend, tx, &event, sponsor, leads, "export csv", true).await?;
    Ok(csv::write(&leads))
}

/// Notes that the sponsor has deleted its copies of a withheld lead. Saying it again changes nothing.
///
/// # Errors
/// [`LeadError::Unknown`] or [`LeadError::NotWithheld`].
pub async fn acknowledge_deletion(
    backend: &Backend,
    asking: Asking<'_>,
    lead: &LeadId,
) -> Result<Acknowledgement, LeadError> {
    let now = backend.now();
    let (mut tx, event) = begin(backend, asking).await?;
    let sponsor = asking.sponsor;
    let attendee = attendee_of(&mut tx, &event, sponsor, lead).await?;
    let histories = acts::histories(&mut tx, &event.slug, Of::Pair(sponsor, &attendee)).await?;
    let history = histories.into_values().next().unwrap_or_default();
    if !matches!(decide(&event, &history), Decision::Withheld(_)) {
        return Err(LeadError::NotWithheld);
    }
    let at = disclosure::acknowledge(&mut tx, &event.slug, sponsor, &attendee, now).await?;
    let entry = audit::Entry {
        actor: audit::Actor::Sponsor(sponsor),
        action: "acknowledge deletion",
        sponsor: Some(sponsor),
        leads: 1,
        fields: FieldSet::NONE,
        detail: &lead.to_string(),
    };
    audit::write(&mut tx, &event.slug, now, &entry).await?;
    tx.commit().await?;
    Ok(Acknowledgement {
        lead: *lead,
        acknowledged_at: Timestamp(at),
    })
}

/// Makes lead ids: HMAC-SHA256 (RFC 2104) with the event's lead key over sponsor and attendee, cut to a
/// UUID. The same pair always has the same one, and two sponsors can't tell that theirs are of the
/// same attendee.
struct LeadIds(hmac::Key);

impl LeadIds {
    fn of(key: &SecretBytes<32>) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, key.expose()))
    }

    fn id(&self, sponsor: &SponsorId, attendee: &AttendeeId) -> LeadId {
        let mut context = hmac::Context::with_key(&self.0);
        context.update(b"lanyard lead id v1");
        context.update(sponsor.as_bytes());
        context.update(attendee.as_bytes());
        let tag = context.sign();
        let (first, _) = tag
            .as_ref()
            .split_first_chunk::<16>()
            .expect("SHA-256 gives 32 bytes");
        LeadId::from_random(*first)
    }
}

/// The id by which a sponsor knows an attendee, whether it has a lead of them or not.
pub(crate) fn lead_id(event: &Event, sponsor: &SponsorId, attendee: &AttendeeId) -> LeadId {
    LeadIds::of(&event.lead_key).id(sponsor, attendee)
}

/// Everyone of whom the sponsor has a lead: scanned, or handed out once. The second matters where a
/// scan is accepted no more, such as one of a cloned device: who was told of a lead is told of its end.
const KNOWN: &str = "SELECT attendee FROM scan WHERE event = $1 AND sponsor = $2
     UNION SELECT attendee FROM disclosure WHERE event = $1 AND sponsor = $2";

/// Whose lead an id is. Ids are not stored, so that the database alone links none to a person.
async fn attendee_of(
    tx: &mut Tx,
    event: &Event,
    sponsor: &SponsorId,
    lead: &LeadId,
) -> Result<AttendeeId, LeadError> {
    let ids = LeadIds::of(&event.lead_key);
    let known = tx
        .query(KNOWN, &[(&event.slug).into(), sponsor.into()])
        .await?;
    for row in known {
        let attendee = row.get(0)?;
        if ids.id(sponsor, &attendee) == *lead {
            return Ok(attendee);
        }
    }
    Err(LeadError::Unknown)
}

/// The sponsor's leads, or the one of one attendee, by their first scan.
async fn gather(
    tx: &mut Tx,
    event: &Event,
    sponsor: &SponsorId,
    attendee: Option<&AttendeeId>,
) -> Result<Vec<Lead>, LeadError> {
    let of = match attendee {
        Some(attendee) => Of::Pair(sponsor, attendee),
        None => Of::Sponsor(sponsor),
    };
    let mut histories = acts::histories(tx, &event.slug, of).await?;
    for known in tx
        .query(KNOWN, &[(&event.slug).into(), sponsor.into()])
        .await?
    {
        let known = known.get(0)?;
        if attendee.is_none_or(|attendee| *attendee == known) {
            histories.entry((*sponsor, known)).or_default();
        }
    }
    let people = match attendee {
        Some(attendee) => attendees::load(tx, &event.slug, attendee)
            .await?
            .map(|person| (*attendee, person))
            .into_iter()
            .collect(),
        None => attendees::load_scanned_by(tx, &event.slug, sponsor).await?,
    };
    let ids = LeadIds::of(&event.lead_key);
    let mut records = lead::records(tx, event, sponsor, attendee).await?;
    let mut leads: Vec<Lead> = histories
        .into_iter()
        .filter_map(|((_, attendee), history)| {
            let decision = decide(event, &history);
            let id = ids.id(sponsor, &attendee);
            let view = consent::lead_view(id, decision, people.get(&attendee))?;
            let since = since(&view, &history);
            let records = records.remove(&attendee).unwrap_or_default();
            Some(Lead::new(attendee, view, since, records))
        })
        .collect();
    leads.sort_by_key(Lead::order);
    Ok(leads)
}

/// The rule, and one thing it can't know: that the sponsor was told of a lead whose last scan is
/// accepted no more.
fn decide(event: &Event, history: &History) -> Decision {
    match history.decide(event.allowed_fields) {
        Decision::Never => Decision::Withheld(Withheld::Voided),
        decision => decision,
    }
}

fn since(view: &LeadView, history: &History) -> Option<Timestamp> {
    view.withheld()?;
    history.withheld_since().map(Timestamp)
}

/// Writes down that these leads are about to leave, and commits. Only then are they given back.
async fn hand_out(
    backend: &Backend,
    mut tx: Tx,
    event: &Event,
    sponsor: &SponsorId,
    leads: Vec<Lead>,
    action: &'static str,
    exported: bool,
) -> Result<Vec<Lead>, LeadError> {
    let now = backend.now();
    let mut fields = FieldSet::NONE;
    for lead in leads.iter().filter(|lead| !lead.is_withheld()) {
        fields = fields.union(lead.given());
        disclosure::note(&mut tx, &event.slug, sponsor, lead, exported, now).await?;
    }
    let entry = audit::Entry {
        actor: audit::Actor::Sponsor(sponsor),
        action,
        sponsor: Some(sponsor),
        leads: leads.len(),
        fields,
        detail: "",
    };
    audit::write(&mut tx, &event.slug, now, &entry).await?;
    tx.commit().await?;
    Ok(leads)
}

/// A sponsor's device, as the sponsor sees it.
#[derive(Debug, Serialize)]
pub struct SponsorDevice {
    /// Its id.
    pub device: DeviceId,
    /// What it is called.
    pub label: String,
    /// `active`, `expired` or `revoked`.
    pub status: &'static str,
    /// When it enrolled.
    pub enrolled_at: Timestamp,
    /// When it last synced.
    pub last_sync_at: Option<Timestamp>,
    /// How many records it then said were waiting.
    pub pending: u64,
    /// How many of its records are in quarantine.
    pub quarantined: u64,
}

/// The sponsor's devices.
///
/// # Errors
/// [`LeadError::Revoked`], and what the database makes impossible.
pub async fn devices(
    backend: &Backend,
    asking: Asking<'_>,
) -> Result<Vec<SponsorDevice>, LeadError> {
    let now = backend.now();
    let mut tx = backend.db().read().await?;
    check(&mut tx, asking).await?;
    let devices = crate::devices::list(&mut tx, asking.event, Some(*asking.sponsor)).await?;
    Ok(devices
        .into_iter()
        .map(|device| SponsorDevice {
            status: if device.revoked.is_some() {
                "revoked"
            } else if device.expires <= now {
                "expired"
            } else {
                "active"
            },
            device: device.id,
            label: device.label,
            enrolled_at: Timestamp(device.enrolled),
            last_sync_at: device.last_sync.map(Timestamp),
            pending: device.pending,
            quarantined: device.quarantined,
        })
        .collect())
}

/// Scans and notes by attendee.
type RecordsOf = BTreeMap<AttendeeId, lead::Records>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lead_ids_are_stable_and_unrelated_between_sponsors() {
        let ids = LeadIds::of(&SecretBytes::new([1; 32]));
        let other_event = LeadIds::of(&SecretBytes::new([2; 32]));
        let (ana, ben) = (
            SponsorId::from_random([1; 16]),
            SponsorId::from_random([2; 16]),
        );
        let ada = AttendeeId::from_random([3; 16]);
        assert_eq!(ids.id(&ana, &ada), ids.id(&ana, &ada));
        assert_ne!(ids.id(&ana, &ada), ids.id(&ben, &ada));
        assert_ne!(ids.id(&ana, &ada), other_event.id(&ana, &ada));
        assert_ne!(ids.id(&ana, &ada).as_bytes(), ada.as_bytes());
    }
}
