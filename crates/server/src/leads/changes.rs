//! Numbers the changes of a sponsor's leads, so that a program can ask for what is new.
//!
//! A lead changes by a scan, a note, an act of the attendee, a correction at registration, a setting of
//! the event. Rather than catch each cause where it happens, and miss the next one, each reading
//! compares what every lead now says with what it said last time.

use std::collections::HashMap;

use protocol::{AttendeeId, SponsorId, UnixMillis};
use ring::hmac;

use super::Lead;
use crate::db::{DbError, Tx};
use crate::event::Event;

/// Gives the leads with the number of their last change, in that order. Leads that are another than at
/// the last reading get new numbers: the time in milliseconds, or the next number after the last.
pub(super) async fn number(
    tx: &mut Tx,
    event: &Event,
    sponsor: &SponsorId,
    leads: Vec<Lead>,
    now: UnixMillis,
) -> Result<Vec<(u64, Lead)>, DbError> {
    let mut known: HashMap<AttendeeId, (Vec<u8>, u64)> = HashMap::new();
    let mut last = 0;
    // No number is given twice, even where a backup that knows of fewer was restored since: the clock
    // has gone on. A repeated one would hide the change from whoever holds a cursor beyond it.
    let floor = u64::try_from(now.0).unwrap_or(0);
    let rows = tx
        .query(
            "SELECT attendee, digest, change FROM lead_change WHERE event = $1 AND sponsor = $2",
            &[(&event.slug).into(), sponsor.into()],
        )
        .await?;
    for row in rows {
        let change: u64 = row.get(2)?;
        last = change.max(last);
        known.insert(row.get(0)?, (row.get(1)?, change));
    }
    let key = hmac::Key::new(hmac::HMAC_SHA256, event.lead_key.expose());
    let mut numbered = Vec::with_capacity(leads.len());
    for lead in leads {
        let digest = digest(&key, &lead);
        match known.get(lead.attendee()) {
            Some((before, change)) if *before == digest => numbered.push((*change, lead)),
            _ => {
                last = (last + 1).max(floor);
                remember(tx, event, sponsor, &lead, &digest, last).await?;
                numbered.push((last, lead));
            }
        }
    }
    numbered.sort_by_key(|(change, _)| *change);
    Ok(numbered)
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
    event: &Event,
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
            (&event.slug).into(),
            sponsor.into(),
            lead.attendee().into(),
            digest.into(),
            change.into(),
        ],
    )
    .await?;
    Ok(())
}
