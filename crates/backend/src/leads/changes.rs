//! Numbers the changes of a sponsor's leads, so that a program can ask for what is new.
//!
//! A lead changes by a scan, a note, an act of the attendee, a correction at registration, a setting of
//! the event. Rather than catch each cause where it happens, and miss the next one, what every lead now
//! says is compared with what it said last time.

use std::collections::HashMap;

use protocol::{AttendeeId, EventSlug, LeadId, SponsorId};
use ring::hmac;

use crate::Backend;
use crate::event::Event;
use crate::leads::keyset::{self, Order, STEP};
use crate::leads::{Lead, LeadError, gather};
use crate::sql::placeholders;
use backend_db::{DbError, Tenant, Tx, Value};

/// The sponsor's changes since this one, in order, at most `limit`, each with whose lead it is.
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
    .map(|row| Ok((row.get(0)?, row.get(1)?)))
    .collect()
}

/// The number of the sponsor's last change; 0 where there is none.
pub(crate) async fn last(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
) -> Result<u64, DbError> {
    tx.query_one(
        "SELECT coalesce(max(change), 0) FROM lead_change WHERE event = $1 AND sponsor = $2",
        &[event.into(), sponsor.into()],
    )
    .await?
    .map_or(Ok(0), |row| row.get(0))
}

/// Gives new numbers to the sponsor's leads that are others than at the last look, by their first scan.
/// It goes through all of them in short transactions: devices that sync wait for none of them long.
///
/// # Errors
/// [`LeadError`].
pub async fn number_changes(
    backend: &Backend,
    event: &EventSlug,
    sponsor: &SponsorId,
) -> Result<(), LeadError> {
    let mut place = None;
    loop {
        let tenant = Tenant::Sponsor(event, sponsor);
        let mut tx = backend.db().write_as(tenant).await?;
        let step = keyset::next(&mut tx, event, sponsor, Order::FirstScanned, place, STEP).await?;
        let Some((_, last)) = step.last() else {
            return Ok(());
        };
        place = Some(*last);
        let event = Event::load(backend, &mut tx, event).await?;
        let attendees: Vec<AttendeeId> = step.iter().map(|(attendee, _)| *attendee).collect();
        number_these(backend, &mut tx, &event, sponsor, &attendees).await?;
        tx.commit().await?;
    }
}

/// That a lead has changed, for whoever is told of that alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The change's number.
    pub number: u64,
    /// The lead.
    pub lead: LeadId,
    /// Whether it is withheld now.
    pub is_withheld: bool,
}

/// The sponsor's changes since this one that have a number, at most `limit`. They say nothing of anybody,
/// and are no disclosure.
///
/// # Errors
/// [`LeadError`].
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

/// Gives new numbers to those of these leads that are others than at the last look, and says how many
/// that were. A number is the time in milliseconds, or the next one after the last.
pub(crate) async fn number_these(
    backend: &Backend,
    tx: &mut Tx,
    event: &Event,
    sponsor: &SponsorId,
    attendees: &[AttendeeId],
) -> Result<usize, DbError> {
    let known = digests(tx, &event.slug, sponsor, attendees).await?;
    let mut last = last(tx, &event.slug, sponsor).await?;
    // No number is given twice, even where a backup that knows of fewer was restored since: the clock
    // has gone on. A repeated one would hide the change from whoever holds a cursor beyond it.
    let floor = u64::try_from(backend.now().0).unwrap_or(0);
    let key = hmac::Key::new(hmac::HMAC_SHA256, event.lead_key.expose());
    let mut changed = 0;
    for lead in gather(tx, event, sponsor, attendees).await? {
        let digest = digest(&key, &lead);
        if known.get(lead.attendee()) != Some(&digest) {
            last = (last + 1).max(floor);
            remember(tx, &event.slug, sponsor, &lead, &digest, last).await?;
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
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .collect()
}

/// Keyed, so that the database alone does not allow guesses at what a lead says.
fn digest(key: &hmac::Key, lead: &Lead) -> Vec<u8> {
    let text = serde_json::to_vec(lead).expect("texts, numbers and lists of them make JSON");
    let mut context = hmac::Context::with_key(key);
    context.update(b"lanyard lead digest v1");
    context.update(&text);
    context.sign().as_ref().to_vec()
}

async fn remember(
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
