//! Keyset pagination over a sponsor's leads: reads them in chunks, however many there are.

use protocol::{AttendeeId, EventSlug, SponsorId, UnixMillis};
use serde::{Deserialize, Serialize};

use backend_db::{DbError, Tx, Value};

/// The leads of one chunk: about 2 MiB if each has some notes.
pub(crate) const CHUNK: usize = 500;

/// The order of the leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// By the first scan, oldest first. New leads come at the end, so that a long pagination yields each lead once.
    FirstScanned,
    /// By the last scan, newest first.
    LastScanned,
}

/// The position of a lead in an order; the next chunk begins after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Position {
    /// A lead with an accepted scan.
    Scanned(UnixMillis, AttendeeId),
    /// A lead without an accepted scan. Such leads come last.
    Unscanned(AttendeeId),
}

/// The attendees of the leads after a position, at most `limit`, each with its own position. The result is empty
/// after the last lead.
///
/// A sponsor has a lead of each attendee that it has scanned, or whose lead was disclosed to it. The latter
/// matters if a scan is no longer accepted, such as one of a cloned device: the sponsor learns that the lead has
/// ended.
pub(crate) async fn next(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    order: Order,
    after: Option<Position>,
    limit: usize,
) -> Result<Vec<(AttendeeId, Position)>, DbError> {
    let most = i64::try_from(limit).unwrap_or(i64::MAX);
    let unscanned = match after {
        None | Some(Position::Scanned(..)) => {
            let found = scanned(tx, event, sponsor, order, after, most).await?;
            if !found.is_empty() {
                return Ok(found);
            }
            None
        }
        Some(Position::Unscanned(attendee)) => Some(attendee),
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
            let attendee = row.get("attendee")?;
            Ok((attendee, Position::Unscanned(attendee)))
        })
        .collect()
}

async fn scanned(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    order: Order,
    after: Option<Position>,
    most: i64,
) -> Result<Vec<(AttendeeId, Position)>, DbError> {
    let (before, behind, direction) = match order {
        Order::FirstScanned => ("<", ">", "ASC"),
        Order::LastScanned => (">", "<", "DESC"),
    };
    let mut params: Vec<Value<'_>> = vec![event.into(), sponsor.into()];
    let (behind, last) = match &after {
        Some(Position::Scanned(at, attendee)) => {
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
    // The position of an attendee is the first, or the last, of their scans. An index has this order.
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
            let (at, attendee) = (row.get("received")?, row.get("attendee")?);
            Ok((attendee, Position::Scanned(at, attendee)))
        })
        .collect()
}

/// The number of leads, withheld ones included.
pub(crate) async fn count(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
) -> Result<u64, DbError> {
    tx.query_one(
        "SELECT count(*) AS leads FROM (SELECT attendee FROM scan WHERE event = $1 AND sponsor = $2
            UNION SELECT attendee FROM disclosure WHERE event = $1 AND sponsor = $2) known",
        &[event.into(), sponsor.into()],
    )
    .await?
    .map_or(Ok(0), |row| row.get("leads"))
}
