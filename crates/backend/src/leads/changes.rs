//! Numbers the changes of a sponsor's leads, so that a program can read only what is new.
//!
//! A lead is changed by a scan, a note, an action of the attendee, a correction at registration, or a setting of
//! the event. Instead of detecting each cause where it happens, the digest of each lead is compared with the
//! stored one.

use std::collections::HashMap;

use protocol::{AttendeeId, EventSlug, LeadId, SponsorId};
use ring::hmac;

use crate::Backend;
use crate::event::Event;
use crate::leads::detail::Lead;
use crate::leads::error::LeadError;
use crate::leads::gather::gather;
use crate::leads::keyset::{self, CHUNK, Order};
use crate::sql::placeholders;
use backend_db::{DbError, Tenant, Tx, Value};

/// The sponsor's changes after `since`, in order, at most `limit`, each with the attendee of its lead.
pub(crate) async fn since(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    since: u64,
    limit: usize,
) -> Result<Vec<(u64, AttendeeId)>, DbError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    tx.query(
        "SELECT change, attendee FROM lead_change
         WHERE event = $1 AND sponsor = $2 AND change > $3 ORDER BY change LIMIT $4",
        &[event.into(), sponsor.into(), since.into(), limit.into()],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get("change")?, row.get("attendee")?)))
    .collect()
}

/// The number of the sponsor's last change, or 0.
pub(crate) async fn last(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
) -> Result<u64, DbError> {
    tx.query_one(
        "SELECT coalesce(max(change), 0) AS last FROM lead_change WHERE event = $1 AND sponsor = $2",
        &[event.into(), sponsor.into()],
    )
    .await?
    .map_or(Ok(0), |row| row.get("last"))
}

/// Numbers the changes of all of the sponsor's leads since the last comparison, in the order of first scans. It
/// uses short transactions, so that syncing devices do not wait long.
pub async fn number_changes(
    backend: &Backend,
    event: &EventSlug,
    sponsor: &SponsorId,
) -> Result<(), LeadError> {
    let mut after = None;
    loop {
        let tenant = Tenant::Sponsor(event, sponsor);
        let mut tx = backend.db().write_as(tenant).await?;
        let chunk =
            keyset::next(&mut tx, event, sponsor, Order::FirstScanned, after, CHUNK).await?;
        let Some((_, last)) = chunk.last() else {
            return Ok(());
        };
        after = Some(*last);
        let event = Event::load(backend, &mut tx, event).await?;
        let attendees: Vec<AttendeeId> = chunk.iter().map(|(attendee, _)| *attendee).collect();
        number_these(backend, &mut tx, &event, sponsor, &attendees).await?;
        tx.commit().await?;
    }
}

/// A change of a lead, without the lead's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    pub number: u64,
    pub lead: LeadId,
    pub is_withheld: bool,
}

/// The sponsor's numbered changes after the cursor, at most `limit`. They contain no personal data, so reading
/// them is no disclosure.
pub async fn changes(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    cursor: u64,
    limit: usize,
) -> Result<Vec<Change>, LeadError> {
    let numbered = since(tx, event, sponsor, cursor, limit).await?;
    let attendees: Vec<AttendeeId> = numbered.iter().map(|(_, attendee)| *attendee).collect();
    let event = Event::load(backend, tx, event).await?;
    let leads = gather(tx, &event, sponsor, &attendees).await?;
    Ok(numbered
        .into_iter()
        .filter_map(|(number, attendee)| {
            let lead = leads.iter().find(|lead| *lead.attendee() == attendee)?;
            Some(Change {
                number,
                lead: lead.view().lead(),
                is_withheld: lead.is_withheld(),
            })
        })
        .collect())
}

/// Numbers the changes of these leads since the last comparison, and returns how many have changed. A number is
/// the time in milliseconds, or one more than the last number if that is greater.
pub(crate) async fn number_these(
    backend: &Backend,
    tx: &mut Tx,
    event: &Event,
    sponsor: &SponsorId,
    attendees: &[AttendeeId],
) -> Result<usize, DbError> {
    let known = digests(tx, &event.slug, sponsor, attendees).await?;
    let mut last = last(tx, &event.slug, sponsor).await?;
    // The time keeps numbers unique even after the restore of an older backup. A repeated number would hide the
    // change from a program whose cursor is beyond it.
    let floor = u64::try_from(backend.now().0).unwrap_or(0);
    let key = hmac::Key::new(hmac::HMAC_SHA256, event.lead_key.expose());
    let mut changed = 0;
    for lead in gather(tx, event, sponsor, attendees).await? {
        let digest = digest(&key, &lead);
        if known.get(lead.attendee()) != Some(&digest) {
            last = (last + 1).max(floor);
            store_digest(tx, &event.slug, sponsor, &lead, &digest, last).await?;
            changed += 1;
        }
    }
    Ok(changed)
}

async fn digests(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    attendees: &[AttendeeId],
) -> Result<HashMap<AttendeeId, Vec<u8>>, DbError> {
    let mut params: Vec<Value<'_>> = vec![event.into(), sponsor.into()];
    params.extend(attendees.iter().map(Value::from));
    let sql = format!(
        "SELECT attendee, digest FROM lead_change
         WHERE event = $1 AND sponsor = $2 AND attendee IN ({})",
        placeholders(3, attendees.len())
    );
    tx.query(&sql, &params)
        .await?
        .iter()
        .map(|row| Ok((row.get("attendee")?, row.get("digest")?)))
        .collect()
}

/// The digest of a lead. It is keyed, so that guesses at the content of a lead cannot be checked with the database
/// alone.
fn digest(key: &hmac::Key, lead: &Lead) -> Vec<u8> {
    let text = serde_json::to_vec(lead).expect("texts, numbers and lists of them make JSON");
    let mut context = hmac::Context::with_key(key);
    context.update(b"lanyard lead digest v1");
    context.update(&text);
    context.sign().as_ref().to_vec()
}

async fn store_digest(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    lead: &Lead,
    digest: &Vec<u8>,
    change: u64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO lead_change (event, sponsor, attendee, digest, change)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (event, sponsor, attendee) DO UPDATE SET
            digest = excluded.digest, change = excluded.change",
        &[
            event.into(),
            sponsor.into(),
            lead.attendee().into(),
            digest.into(),
            change.into(),
        ],
    )
    .await?;
    Ok(())
}
