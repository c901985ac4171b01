//! Deletions: leads that were disclosed to a sponsor and are withheld now, so that the sponsor must delete its
//! copies.

use std::collections::BTreeSet;

use consent::Withheld;
use protocol::{AttendeeId, EventSlug, FieldSet, LeadId, SponsorId, UnixMillis};
use serde::Serialize;
use utoipa::ToSchema;

use crate::Backend;
use crate::audit;
use crate::event::Event;
use crate::leads::access::{Access, begin, check};
use crate::leads::detail::Lead;
use crate::leads::disclosure;
use crate::leads::error::LeadError;
use crate::leads::export::last_export;
use crate::leads::gather::gather;
use crate::leads::keyset::CHUNK;
use crate::leads::lead_id::attendee_of;
use crate::timestamp::Timestamp;
use backend_db::{DbError, Tenant, Tx, Value};
use backend_model::Action;
use backend_model::Scope;

/// A lead that was disclosed and is withheld now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deletion {
    /// The id of the lead.
    pub lead: LeadId,
    /// Why the lead is withheld.
    pub reason: Withheld,
    /// When the lead was withheld.
    pub since: Option<Timestamp>,
    /// When it was last exported with data in it.
    pub exported_at: Option<Timestamp>,
    /// When the sponsor confirmed that its copies are deleted.
    pub acknowledged_at: Option<Timestamp>,
}

/// A sponsor's deletions.
#[derive(Debug, Default)]
pub struct Deletions {
    /// The first deletions that the sponsor has not confirmed.
    pub pending: Vec<Deletion>,
    /// The number of all deletions that the sponsor has not confirmed.
    pub pending_count: usize,
    /// How many of these are about leads that the last export contained.
    pub since_last_export: usize,
    /// The last deletions that the sponsor has confirmed.
    pub done: Vec<Deletion>,
}

/// A sponsor's statement that its copies of a withheld lead are deleted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeletionAcknowledgement)]
pub struct Acknowledgement {
    /// The lead's id.
    #[schema(value_type = String)]
    pub lead: LeadId,
    /// When the sponsor first stated that its copies are deleted.
    pub acknowledged_at: Timestamp,
}

/// The disclosure of an attendee's lead.
#[derive(Debug, Clone, Copy)]
struct Disclosure {
    attendee: AttendeeId,
    exported: Option<UnixMillis>,
    acknowledged: Option<UnixMillis>,
}

/// Selects the disclosures after the attendee `$3`, at most `$4`, whose leads may be withheld now. The consent rule
/// decides whether they are.
const CANDIDATES: &str = "SELECT d.attendee, d.exported, d.deletion_acknowledged FROM disclosure d
     WHERE d.event = $1 AND d.sponsor = $2 AND d.attendee > $3 AND (
        EXISTS (SELECT 1 FROM act a WHERE a.event = d.event AND a.attendee = d.attendee
            AND (a.sponsor IS NULL OR a.sponsor = d.sponsor)
            AND a.kind NOT IN ('share_with_all', 'share_with_sponsor'))
        OR EXISTS (SELECT 1 FROM scan s JOIN void v
            ON v.event = s.event AND v.sponsor = s.sponsor AND v.scan = s.scan
            WHERE s.event = d.event AND s.sponsor = d.sponsor AND s.attendee = d.attendee)
        OR NOT EXISTS (SELECT 1 FROM scan s
            WHERE s.event = d.event AND s.sponsor = d.sponsor AND s.attendee = d.attendee)
     ) ORDER BY d.attendee LIMIT $4";

async fn candidates(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    after: &[u8],
) -> Result<Vec<Disclosure>, DbError> {
    let limit = i64::try_from(CHUNK).unwrap_or(i64::MAX);
    let params: [Value<'_>; 4] = [event.into(), sponsor.into(), after.into(), limit.into()];
    tx.query(CANDIDATES, &params)
        .await?
        .iter()
        .map(|row| {
            Ok(Disclosure {
                attendee: row.get("attendee")?,
                exported: row.get("exported")?,
                acknowledged: row.get("deletion_acknowledged")?,
            })
        })
        .collect()
}

/// The candidates whose leads are withheld, each with its lead.
async fn withheld(
    tx: &mut Tx,
    event: &Event,
    sponsor: &SponsorId,
    candidates: &[Disclosure],
) -> Result<Vec<(Disclosure, Lead)>, DbError> {
    let attendees: Vec<AttendeeId> = candidates
        .iter()
        .map(|candidate| candidate.attendee)
        .collect();
    let leads = gather(tx, event, sponsor, &attendees).await?;
    let disclosure_of = |lead: &Lead| {
        candidates
            .iter()
            .find(|candidate| candidate.attendee == *lead.attendee())
            .copied()
    };
    Ok(leads
        .into_iter()
        .filter(Lead::is_withheld)
        .filter_map(|lead| Some((disclosure_of(&lead)?, lead)))
        .collect())
}

fn deletion_of(disclosure: Disclosure, lead: &Lead) -> Option<Deletion> {
    Some(Deletion {
        lead: lead.view().lead(),
        reason: lead.view().withheld()?,
        since: lead.since(),
        exported_at: disclosure.exported.map(Timestamp),
        acknowledged_at: disclosure.acknowledged.map(Timestamp),
    })
}

/// The sponsor's deletions: at most `limit` of those to be confirmed and of those that are confirmed.
pub async fn deletions(
    backend: &Backend,
    access: Access<'_>,
    limit: usize,
) -> Result<Deletions, LeadError> {
    let Access { event, sponsor, .. } = access;
    let tenant = Tenant::Sponsor(event, sponsor);
    let mut tx = backend.db().read_as(tenant).await?;
    check(&mut tx, access, Scope::Deletions).await?;
    let loaded = Event::load(backend, &mut tx, event).await?;
    let last_export = last_export(&mut tx, event, sponsor).await?;
    let mut deletions = Deletions::default();
    let mut after = Vec::new();
    loop {
        let chunk = candidates(&mut tx, event, sponsor, &after).await?;
        let Some(last) = chunk.last() else { break };
        after = last.attendee.as_bytes().to_vec();
        for (disclosure, lead) in withheld(&mut tx, &loaded, sponsor, &chunk).await? {
            let Some(deletion) = deletion_of(disclosure, &lead) else {
                continue;
            };
            if disclosure.acknowledged.is_some() {
                deletions.done.push(deletion);
                continue;
            }
            deletions.pending_count += 1;
            if disclosure.exported.is_some() && disclosure.exported >= last_export {
                deletions.since_last_export += 1;
            }
            if deletions.pending.len() < limit {
                deletions.pending.push(deletion);
            }
        }
        // Only the last confirmed deletions are returned.
        deletions
            .done
            .sort_by_key(|done| std::cmp::Reverse(done.acknowledged_at));
        deletions.done.truncate(limit);
    }
    Ok(deletions)
}

/// Records that the sponsor has deleted its copies of a withheld lead. A repetition changes nothing.
///
/// # Errors
/// [`LeadError::Unknown`] or [`LeadError::NotWithheld`].
pub async fn acknowledge_deletion(
    backend: &Backend,
    access: Access<'_>,
    lead: &LeadId,
) -> Result<Acknowledgement, LeadError> {
    let Access { event, sponsor, .. } = access;
    let now = backend.now();
    let (mut tx, loaded) = begin(backend, access, Scope::Deletions).await?;
    let attendee = attendee_of(&mut tx, &loaded, sponsor, lead).await?;
    let leads = gather(&mut tx, &loaded, sponsor, &[attendee]).await?;
    if !leads.iter().all(Lead::is_withheld) {
        return Err(LeadError::NotWithheld);
    }
    let at = disclosure::acknowledge(&mut tx, event, sponsor, &attendee, now).await?;
    write_audit(&mut tx, access, now, 1, &lead.to_string()).await?;
    tx.commit().await?;
    Ok(Acknowledgement {
        lead: *lead,
        acknowledged_at: Timestamp(at),
    })
}

/// Records that the sponsor has deleted its copies of these leads, and returns their number. A lead that is not
/// withheld, or was confirmed before, is skipped.
pub async fn acknowledge_deletions(
    backend: &Backend,
    access: Access<'_>,
    leads: &BTreeSet<LeadId>,
) -> Result<usize, LeadError> {
    let Access { event, sponsor, .. } = access;
    let now = backend.now();
    let mut count = 0;
    let mut after = Vec::new();
    loop {
        let (mut tx, loaded) = begin(backend, access, Scope::Deletions).await?;
        let chunk = candidates(&mut tx, event, sponsor, &after).await?;
        let Some(last) = chunk.last() else {
            return Ok(count);
        };
        after = last.attendee.as_bytes().to_vec();
        let mut recorded = 0;
        for (disclosure, lead) in withheld(&mut tx, &loaded, sponsor, &chunk).await? {
            if disclosure.acknowledged.is_none() && leads.contains(&lead.view().lead()) {
                disclosure::acknowledge(&mut tx, event, sponsor, &disclosure.attendee, now).await?;
                recorded += 1;
            }
        }
        if recorded > 0 {
            write_audit(&mut tx, access, now, recorded, "").await?;
            tx.commit().await?;
            count += recorded;
        }
    }
}

async fn write_audit(
    tx: &mut Tx,
    access: Access<'_>,
    now: UnixMillis,
    leads: usize,
    detail: &str,
) -> Result<(), DbError> {
    let entry = audit::Entry {
        actor: access.actor(),
        action: Action::AcknowledgeDeletion,
        sponsor: Some(access.sponsor),
        leads,
        fields: FieldSet::NONE,
        detail,
    };
    audit::write(tx, access.event, now, &entry).await
}
