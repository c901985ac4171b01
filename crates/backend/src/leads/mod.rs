//! Leads: what sponsors get of attendees.
//!
//! The only way from an attendee's row to a sponsor is facts → [`consent::decide`] → [`consent::lead_view`] →
//! [`Lead`], in `gather`. Each function that hands out leads writes the audit log and the disclosures, and commits,
//! before it returns.
//!
//! However many leads a sponsor has, only a chunk of them is in memory at once: see `keyset`.

mod access;
mod changes;
mod deletions;
mod detail;
mod disclosure;
mod error;
pub mod export;
mod gather;
mod keyset;
mod lead_id;
mod list;

use protocol::{AttendeeId, DeviceId, LeadId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::Backend;
use crate::api_schema::DeviceStatus;
use crate::leads::access::{begin, check};
use crate::leads::gather::gather;
use crate::leads::lead_id::attendee_of;
use crate::timestamp::Timestamp;
use backend_db::Tenant;
use backend_model::{Action, Scope};

pub use crate::leads::access::{Access, Principal};
pub use crate::leads::changes::{Change, changes, number_changes};
pub use crate::leads::deletions::{
    Acknowledgement, Deletion, Deletions, acknowledge_deletion, acknowledge_deletions, deletions,
};
pub use crate::leads::detail::{AnswerValue, Lead, LeadNote, LeadScan, NoteAnswer};
pub use crate::leads::error::LeadError;
pub(crate) use crate::leads::lead_id::lead_id;
pub use crate::leads::list::{Filter, LEADS_PER_PAGE, LeadQuery, ListPage, StateFilter, list};

/// The default number of leads on a page of the API.
pub const DEFAULT_PAGE_SIZE: usize = 200;
/// The most leads on a page of the API: about 2 MiB of response.
pub const MAX_PAGE_SIZE: usize = 1000;

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

/// Reads the leads that have changed since a cursor, for any reason: a scan, a note, a withdrawal, a correction at
/// registration, a field that the event no longer allows.
///
/// # Errors
/// [`LeadError::CursorAhead`] if the cursor is from before the restore of an older backup.
pub async fn page(
    backend: &Backend,
    access: Access<'_>,
    since: u64,
    limit: usize,
) -> Result<Page, LeadError> {
    let Access { event, sponsor, .. } = access;
    let limit = limit.clamp(1, MAX_PAGE_SIZE);
    let (mut tx, mut loaded) = begin(backend, access, Scope::Leads).await?;
    let mut numbered = changes::since(&mut tx, event, sponsor, since, limit + 1).await?;
    // Leads of a full page that have changed meanwhile get new numbers, and so move behind the others.
    while numbered.len() > limit {
        let page: Vec<AttendeeId> = numbered.iter().map(|(_, attendee)| *attendee).collect();
        if changes::number_these(backend, &mut tx, &loaded, sponsor, &page).await? == 0 {
            break;
        }
        numbered = changes::since(&mut tx, event, sponsor, since, limit + 1).await?;
    }
    if numbered.len() <= limit {
        // This is the last page, so the changes of all leads are numbered first.
        tx.commit().await?;
        number_changes(backend, event, sponsor).await?;
        (tx, loaded) = begin(backend, access, Scope::Leads).await?;
        numbered = changes::since(&mut tx, event, sponsor, since, limit + 1).await?;
        if numbered.is_empty() && changes::last(&mut tx, event, sponsor).await? < since {
            return Err(LeadError::CursorAhead);
        }
    }
    let more = numbered.len() > limit;
    numbered.truncate(limit);
    let next = numbered.last().map_or(since, |(change, _)| *change);
    let attendees: Vec<AttendeeId> = numbered.into_iter().map(|(_, attendee)| attendee).collect();
    let leads = gather(&mut tx, &loaded, sponsor, &attendees).await?;
    disclosure::record(backend, &mut tx, access, &leads, Action::ListLeads, true).await?;
    tx.commit().await?;
    Ok(Page {
        leads,
        next: next.to_string(),
        more,
    })
}

/// Reads one lead.
///
/// # Errors
/// [`LeadError::Unknown`] if the sponsor has no such lead.
pub async fn one(backend: &Backend, access: Access<'_>, lead: &LeadId) -> Result<Lead, LeadError> {
    let (mut tx, event) = begin(backend, access, Scope::Leads).await?;
    let sponsor = access.sponsor;
    let attendee = attendee_of(&mut tx, &event, sponsor, lead).await?;
    let leads = gather(&mut tx, &event, sponsor, &[attendee]).await?;
    disclosure::record(backend, &mut tx, access, &leads, Action::ReadLead, false).await?;
    tx.commit().await?;
    leads.into_iter().next().ok_or(LeadError::Unknown)
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
pub async fn devices(
    backend: &Backend,
    access: Access<'_>,
) -> Result<Vec<SponsorDevice>, LeadError> {
    let now = backend.now();
    let tenant = Tenant::Sponsor(access.event, access.sponsor);
    let mut tx = backend.db().read_as(tenant).await?;
    check(&mut tx, access, Scope::Devices).await?;
    let devices = crate::devices::list(&mut tx, access.event, Some(*access.sponsor)).await?;
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
