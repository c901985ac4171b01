//! What a sponsor has been given and must delete, because it was taken away since.

use std::collections::BTreeSet;

use consent::Withheld;
use protocol::{AttendeeId, EventSlug, FieldSet, LeadId, SponsorId, UnixMillis};
use serde::Serialize;
use utoipa::ToSchema;

use crate::Backend;
use crate::audit;
use crate::event::Event;
use crate::leads::keyset::STEP;
use crate::leads::{Asking, Lead, LeadError, begin, check, gather};
use crate::timestamp::Timestamp;
use backend_db::{DbError, Tenant, Tx, Value};
use backend_model::Action;
use backend_model::Scope;

/// A lead that was given and then taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deletion {
    /// The lead.
    pub lead: LeadId,
    /// Why.
    pub reason: Withheld,
    /// Since when.
    pub since: Option<Timestamp>,
    /// When it was last exported with data in it.
    pub exported_at: Option<Timestamp>,
    /// When the sponsor said that its copies are deleted.
    pub acknowledged_at: Option<Timestamp>,
}

/// The deletions of a sponsor.
#[derive(Debug, Default)]
pub struct Deletions {
    /// To be done, the first ones.
    pub pending: Vec<Deletion>,
    /// How many are to be done altogether.
    pub pending_count: usize,
    /// How many of these had been taken along in an export since this moment.
    pub since_last_export: usize,
    /// Done, the last ones.
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

/// What was noted when something was given to the sponsor.
#[derive(Debug, Clone, Copy)]
struct Given {
    attendee: AttendeeId,
    exported: Option<UnixMillis>,
    acknowledged: Option<UnixMillis>,
}

/// Those of whom something was given, where anything has happened that may take it away: the rule
/// decides whether it does. `$4` is how many at most, after the attendee `$3`.
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
) -> Result<Vec<Given>, DbError> {
    let limit = i64::try_from(STEP).unwrap_or(i64::MAX);
    let params: [Value<'_>; 4] = [event.into(), sponsor.into(), after.into(), limit.into()];
    tx.query(CANDIDATES, &params)
        .await?
        .iter()
        .map(|row| {
            Ok(Given {
                attendee: row.get(0)?,
                exported: row.get(1)?,
                acknowledged: row.get(2)?,
            })
        })
        .collect()
}

/// Those of the candidates whose leads are withheld, with what was given.
async fn withheld(
    tx: &mut Tx,
    event: &Event,
    sponsor: &SponsorId,
    candidates: &[Given],
) -> Result<Vec<(Given, Lead)>, DbError> {
    let attendees: Vec<AttendeeId> = candidates.iter().map(|given| given.attendee).collect();
    let leads = gather(tx, event, sponsor, &attendees).await?;
    let given_of = |lead: &Lead| {
        candidates
            .iter()
            .find(|given| given.attendee == *lead.attendee())
            .copied()
    };
    Ok(leads
        .into_iter()
        .filter(Lead::is_withheld)
        .filter_map(|lead| Some((given_of(&lead)?, lead)))
        .collect())
}

fn deletion_of(given: Given, lead: &Lead) -> Option<Deletion> {
    Some(Deletion {
        lead: lead.view().lead(),
        reason: lead.view().withheld()?,
        since: lead.since(),
        exported_at: given.exported.map(Timestamp),
        acknowledged_at: given.acknowledged.map(Timestamp),
    })
}

/// What is to be deleted, the first `most`, and what was.
///
/// # Errors
/// [`LeadError::Revoked`], and what the database makes impossible.
pub async fn deletions(
    backend: &Backend,
    asking: Asking<'_>,
    most: usize,
) -> Result<Deletions, LeadError> {
    let Asking { event, sponsor, .. } = asking;
    let tenant = Tenant::Sponsor(event, sponsor);
    let mut tx = backend.db().read_as(tenant).await?;
    check(&mut tx, asking, Scope::Deletions).await?;
    let event_now = Event::load(backend, &mut tx, event).await?;
    let last_export = crate::leads::export::last(&mut tx, event, sponsor).await?;
    let mut deletions = Deletions::default();
    let mut after = Vec::new();
    loop {
        let step = candidates(&mut tx, event, sponsor, &after).await?;
        let Some(last) = step.last() else { break };
        after = last.attendee.as_bytes().to_vec();
        for (given, lead) in withheld(&mut tx, &event_now, sponsor, &step).await? {
            let Some(deletion) = deletion_of(given, &lead) else {
                continue;
            };
            if given.acknowledged.is_some() {
                deletions.done.push(deletion);
                continue;
            }
            deletions.pending_count += 1;
            if given.exported.is_some() && given.exported >= last_export {
                deletions.since_last_export += 1;
            }
            if deletions.pending.len() < most {
                deletions.pending.push(deletion);
            }
        }
        // Of those that are done, the last ones alone are of interest.
        deletions
            .done
            .sort_by_key(|done| std::cmp::Reverse(done.acknowledged_at));
        deletions.done.truncate(most);
    }
    Ok(deletions)
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
    let Asking { event, sponsor, .. } = asking;
    let now = backend.now();
    let (mut tx, event_now) = begin(backend, asking, Scope::Deletions).await?;
    let attendee = crate::leads::attendee_of(&mut tx, &event_now, sponsor, lead).await?;
    let leads = gather(&mut tx, &event_now, sponsor, &[attendee]).await?;
    if !leads.iter().all(Lead::is_withheld) {
        return Err(LeadError::NotWithheld);
    }
    let at = crate::leads::disclosure::acknowledge(&mut tx, event, sponsor, &attendee, now).await?;
    write_down(&mut tx, asking, now, 1, &lead.to_string()).await?;
    tx.commit().await?;
    Ok(Acknowledgement {
        lead: *lead,
        acknowledged_at: Timestamp(at),
    })
}

/// Notes that the sponsor has deleted its copies of these, and gives how many that were. One that is
/// not withheld, or not any more, or was acknowledged before, is passed over.
///
/// # Errors
/// [`LeadError::Revoked`], and what the database makes impossible.
pub async fn acknowledge_deletions(
    backend: &Backend,
    asking: Asking<'_>,
    leads: &BTreeSet<LeadId>,
) -> Result<usize, LeadError> {
    let Asking { event, sponsor, .. } = asking;
    let now = backend.now();
    let mut count = 0;
    let mut after = Vec::new();
    loop {
        let (mut tx, event_now) = begin(backend, asking, Scope::Deletions).await?;
        let step = candidates(&mut tx, event, sponsor, &after).await?;
        let Some(last) = step.last() else {
            return Ok(count);
        };
        after = last.attendee.as_bytes().to_vec();
        let mut noted = 0;
        for (given, lead) in withheld(&mut tx, &event_now, sponsor, &step).await? {
            if given.acknowledged.is_none() && leads.contains(&lead.view().lead()) {
                crate::leads::disclosure::acknowledge(
                    &mut tx,
                    event,
                    sponsor,
                    &given.attendee,
                    now,
                )
                .await?;
                noted += 1;
            }
        }
        if noted > 0 {
            write_down(&mut tx, asking, now, noted, "").await?;
            tx.commit().await?;
            count += noted;
        }
    }
}

async fn write_down(
    tx: &mut Tx,
    asking: Asking<'_>,
    now: UnixMillis,
    leads: usize,
    detail: &str,
) -> Result<(), DbError> {
    let entry = audit::Entry {
        actor: asking.actor(),
        action: Action::AcknowledgeDeletion,
        sponsor: Some(asking.sponsor),
        leads,
        fields: FieldSet::NONE,
        detail,
    };
    audit::write(tx, asking.event, now, &entry).await
}
