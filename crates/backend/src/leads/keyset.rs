//! Goes through a sponsor's leads a few at a time, however many there are.

use protocol::{AttendeeId, EventSlug, SponsorId, UnixMillis};
use serde::{Deserialize, Serialize};

use backend_db::{DbError, Tx, Value};

/// Leads that are looked at together. About 2 MiB of them, where each has some notes.
pub(crate) const STEP: usize = 500;

/// Which lead comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// By their first scan, the oldest first. New leads come at the end, so that a walk that takes a
    /// while meets each lead once.
    FirstScanned,
    /// By their last scan, the newest first.
    LastScanned,
}

/// How far a walk has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Place {
    /// Behind this scan.
    Scanned(UnixMillis, AttendeeId),
    /// Behind this one of those whose scans are accepted no more.
    Unscanned(AttendeeId),
}

/// The next attendees after a place, with each one's own place, at most `limit`. There are none where
/// the walk is done.
///
/// They are everyone of whom the sponsor has a lead: scanned, or handed out once. The second matters
/// where a scan is accepted no more, such as one of a cloned device: who was told of a lead is told of
/// its end. Those come last.
pub(crate) async fn next(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    order: Order,
    after: Option<Place>,
    limit: usize,
) -> Result<Vec<(AttendeeId, Place)>, DbError> {
    let most = i64::try_from(limit).unwrap_or(i64::MAX);
    let unscanned = match after {
        None | Some(Place::Scanned(..)) => {
            let found = scanned(tx, event, sponsor, order, after, most).await?;
            if !found.is_empty() {
                return Ok(found);
            }
            None
        }
        Some(Place::Unscanned(attendee)) => Some(attendee),
    };
    let mut params: Vec<Value<'_>> = vec![event.into(), sponsor.into()];
    let (behind, last) = match &unscanned {
        Some(attendee) => {
            params.push(attendee.into());
            ("AND d.attendee > $3", "$4")
        }
        None => ("", "$3"),
    };
    params.push(most.into());
    let sql = format!(
        "SELECT d.attendee FROM disclosure d WHERE d.event = $1 AND d.sponsor = $2 {behind}
            AND NOT EXISTS (SELECT 1 FROM scan s
                WHERE s.event = d.event AND s.sponsor = d.sponsor AND s.attendee = d.attendee)
         ORDER BY d.attendee LIMIT {last}"
    );
    tx.query(&sql, &params)
        .await?
        .iter()
        .map(|row| {
            let attendee = row.get(0)?;
            Ok((attendee, Place::Unscanned(attendee)))
        })
        .collect()
}

async fn scanned(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    order: Order,
    after: Option<Place>,
    most: i64,
) -> Result<Vec<(AttendeeId, Place)>, DbError> {
    let (before, behind, direction) = match order {
        Order::FirstScanned => ("<", ">", "ASC"),
        Order::LastScanned => (">", "<", "DESC"),
    };
    let mut params: Vec<Value<'_>> = vec![event.into(), sponsor.into()];
    let (behind, last) = match &after {
        Some(Place::Scanned(at, attendee)) => {
            params.push((*at).into());
            params.push(attendee.into());
            (
                format!("AND (s.received, s.attendee) {behind} ($3, $4)"),
                "$5",
            )
        }
        _ => (String::new(), "$3"),
    };
    params.push(most.into());
    // Each attendee stands at the first, or the last, of their scans; the index gives them in order.
    let sql = format!(
        "SELECT DISTINCT s.received, s.attendee FROM scan s
         WHERE s.event = $1 AND s.sponsor = $2 {behind}
            AND NOT EXISTS (SELECT 1 FROM scan o
                WHERE o.event = s.event AND o.sponsor = s.sponsor AND o.attendee = s.attendee
                    AND o.received {before} s.received)
         ORDER BY s.received {direction}, s.attendee {direction} LIMIT {last}"
    );
    tx.query(&sql, &params)
        .await?
        .iter()
        .map(|row| {
            let (at, attendee) = (row.get(0)?, row.get(1)?);
            Ok((attendee, Place::Scanned(at, attendee)))
        })
        .collect()
}

/// How many leads there are, deleted ones among them.
pub(crate) async fn count(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
) -> Result<u64, DbError> {
    tx.query_one(
        "SELECT count(*) FROM (SELECT attendee FROM scan WHERE event = $1 AND sponsor = $2
            UNION SELECT attendee FROM disclosure WHERE event = $1 AND sponsor = $2) known",
        &[event.into(), sponsor.into()],
    )
    .await?
    .map_or(Ok(0), |row| row.get(0))
}
