//! What a sponsor gets of attendees.
//!
//! There is one way from an attendee's row to a sponsor: facts → [`consent::decide`] →
//! [`consent::lead_view`] → [`Lead`]. A lead can be made only here, and each function that hands leads
//! out writes the audit log and the disclosures, and commits, before it returns.
//!
//! However many leads a sponsor has, no more than some hundreds are held at once: see `walk`.

mod access;
mod changes;
mod deletions;
mod detail;
mod disclosure;
pub mod export;
mod keyset;
mod list;

use std::collections::BTreeMap;

use consent::{Decision, LeadView, Withheld};
use protocol::{AttendeeId, DeviceId, FieldSet, LeadId, SecretBytes, SponsorId};
use ring::hmac;
use serde::Serialize;
use utoipa::ToSchema;

use crate::Backend;
use crate::api_schema::DeviceStatus;
use crate::audit;
use crate::event::{Event, EventError};
use crate::leads::access::{begin, check};
use crate::leads::keyset::{Order, STEP};
use crate::privacy::attendees;
use crate::privacy::consent_history::{self, History, Of};
use crate::timestamp::Timestamp;
use backend_db::{DbError, Tenant, Tx};
use backend_model::Action;
use backend_model::Scope;

pub use crate::leads::access::{Asking, By};
pub use crate::leads::changes::{Change, changes, number_changes};
pub use crate::leads::deletions::{
    Acknowledgement, Deletion, Deletions, acknowledge_deletion, acknowledge_deletions, deletions,
};
pub use crate::leads::detail::{AnswerValue, Lead, LeadNote, LeadScan, NoteAnswer};
pub use crate::leads::list::{Filter, Found, Kind, LIST, View, list};

/// Leads of one page where the caller says nothing else.
pub const PAGE: usize = 200;
/// Most leads of one page: about 2 MiB of answer.
pub const MAX_PAGE: usize = 1000;

/// Why leads are not handed out.
#[derive(Debug, thiserror::Error)]
pub enum LeadError {
    /// The token was revoked, or the member removed, after the request had begun.
    #[error("whoever asks may not any more")]
    Revoked,
    /// The token is not for this.
    #[error("the token is not for this")]
    OutOfScope,
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

/// A page of leads, and the cursor of the next one.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LeadPage)]
pub struct Page {
    /// The leads, in the order of their last change, oldest first.
    pub leads: Vec<Lead>,
    /// The cursor of the next page. Keep it: a later request with it returns what has changed since.
    pub next: String,
    /// Whether more leads are available now.
    pub more: bool,
}

/// The leads that have changed since a cursor, for whatever reason: a scan, a note, a withdrawal, a
/// correction at registration, a field that the event no longer allows.
///
/// # Errors
/// [`LeadError::CursorAhead`], and what the database makes impossible.
pub async fn page(
    backend: &Backend,
    asking: Asking<'_>,
    since: u64,
    limit: usize,
) -> Result<Page, LeadError> {
    let Asking { event, sponsor, .. } = asking;
    let limit = limit.clamp(1, MAX_PAGE);
    let (mut tx, mut event_now) = begin(backend, asking, Scope::Leads).await?;
    let mut numbered = changes::since(&mut tx, event, sponsor, since, limit + 1).await?;
    // A full page is looked at by itself: those of it that have changed meanwhile go behind the others.
    while numbered.len() > limit {
        let page: Vec<AttendeeId> = numbered.iter().map(|(_, attendee)| *attendee).collect();
        if changes::number_these(backend, &mut tx, &event_now, sponsor, &page).await? == 0 {
            break;
        }
        numbered = changes::since(&mut tx, event, sponsor, since, limit + 1).await?;
    }
    if numbered.len() <= limit {
        // The caller is about to be told that this is all: then every lead is looked at.
        tx.commit().await?;
        number_changes(backend, event, sponsor).await?;
        (tx, event_now) = begin(backend, asking, Scope::Leads).await?;
        numbered = changes::since(&mut tx, event, sponsor, since, limit + 1).await?;
        if numbered.is_empty() && changes::last(&mut tx, event, sponsor).await? < since {
            return Err(LeadError::CursorAhead);
        }
    }
    let more = numbered.len() > limit;
    numbered.truncate(limit);
    let next = numbered.last().map_or(since, |(change, _)| *change);
    let attendees: Vec<AttendeeId> = numbered.into_iter().map(|(_, attendee)| attendee).collect();
    let leads = gather(&mut tx, &event_now, sponsor, &attendees).await?;
    write_down(backend, &mut tx, asking, &leads, Action::ListLeads, true).await?;
    tx.commit().await?;
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
    let (mut tx, event) = begin(backend, asking, Scope::Leads).await?;
    let sponsor = asking.sponsor;
    let attendee = attendee_of(&mut tx, &event, sponsor, lead).await?;
    let leads = gather(&mut tx, &event, sponsor, &[attendee]).await?;
    write_down(backend, &mut tx, asking, &leads, Action::ReadLead, false).await?;
    tx.commit().await?;
    leads.into_iter().next().ok_or(LeadError::Unknown)
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

/// Whose lead an id is. Ids are not stored, so that the database alone links none to a person.
async fn attendee_of(
    tx: &mut Tx,
    event: &Event,
    sponsor: &SponsorId,
    lead: &LeadId,
) -> Result<AttendeeId, LeadError> {
    let ids = LeadIds::of(&event.lead_key);
    let mut place = None;
    loop {
        let known = keyset::next(
            tx,
            &event.slug,
            sponsor,
            Order::LastScanned,
            place,
            4 * STEP,
        )
        .await?;
        let found = known
            .iter()
            .find(|(attendee, _)| ids.id(sponsor, attendee) == *lead);
        if let Some((attendee, _)) = found {
            return Ok(*attendee);
        }
        place = Some(known.last().ok_or(LeadError::Unknown)?.1);
    }
}

/// The sponsor's leads of these attendees, in their order, but where there is none.
async fn gather(
    tx: &mut Tx,
    event: &Event,
    sponsor: &SponsorId,
    attendees: &[AttendeeId],
) -> Result<Vec<Lead>, DbError> {
    let of = Of::These(sponsor, attendees);
    let mut histories = consent_history::histories(tx, &event.slug, of).await?;
    let people = attendees::load_these(tx, &event.slug, attendees).await?;
    let mut records = detail::records(tx, event, sponsor, attendees).await?;
    let ids = LeadIds::of(&event.lead_key);
    let leads = attendees.iter().filter_map(|attendee| {
        let history = histories.remove(&(*sponsor, *attendee)).unwrap_or_default();
        let decision = decide(event, &history);
        let id = ids.id(sponsor, attendee);
        let view = consent::lead_view(id, decision, people.get(attendee))?;
        let since = since(&view, &history);
        let records = records.remove(attendee).unwrap_or_default();
        Some(Lead::new(*attendee, view, since, records))
    });
    Ok(leads.collect())
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

/// Writes down that these leads are about to leave. The caller commits, and only then gives them away.
async fn write_down(
    backend: &Backend,
    tx: &mut Tx,
    asking: Asking<'_>,
    leads: &[Lead],
    action: Action,
    exported: bool,
) -> Result<(), DbError> {
    let Asking { event, sponsor, .. } = asking;
    let now = backend.now();
    let mut fields = FieldSet::NONE;
    for lead in leads.iter().filter(|lead| !lead.is_withheld()) {
        fields = fields.union(lead.given());
        disclosure::note(tx, event, sponsor, lead, exported, now).await?;
    }
    let entry = audit::Entry {
        actor: asking.actor(),
        action,
        sponsor: Some(sponsor),
        leads: leads.len(),
        fields,
        detail: "",
    };
    audit::write(tx, event, now, &entry).await
}

/// One of the sponsor's booth devices.
#[derive(Debug, Serialize, ToSchema)]
pub struct SponsorDevice {
    /// The device's id.
    #[schema(value_type = String)]
    pub device: DeviceId,
    /// The device's label.
    pub label: String,
    /// Whether the device may send scans.
    #[schema(value_type = DeviceStatus)]
    pub status: &'static str,
    /// When the device was enrolled.
    pub enrolled_at: Timestamp,
    /// When the device last synced.
    #[schema(value_type = Timestamp, required)]
    pub last_sync_at: Option<Timestamp>,
    /// The number of records that waited on the device when it last synced.
    pub pending: u64,
    /// The number of the device's records in quarantine.
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
    let tenant = Tenant::Sponsor(asking.event, asking.sponsor);
    let mut tx = backend.db().read_as(tenant).await?;
    check(&mut tx, asking, Scope::Devices).await?;
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
type RecordsOf = BTreeMap<AttendeeId, detail::Records>;

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
