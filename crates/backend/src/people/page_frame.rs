//! What the frame of a page shows about the person who is signed in, and their event.

use backend_db::{DbError, Tx};
use protocol::{AttendeeId, EventSlug, SponsorId};

/// Returns whether the attendee is registered and not erased.
///
/// # Errors
/// [`DbError`].
pub async fn is_registered(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
) -> Result<bool, DbError> {
    let row = tx
        .query_one(
            "SELECT 1 FROM attendee WHERE event = $1 AND attendee = $2 AND erased IS NULL",
            &[event.into(), attendee.into()],
        )
        .await?;
    Ok(row.is_some())
}

/// Returns the sponsor's name, if the event has the sponsor.
///
/// # Errors
/// [`DbError`].
pub async fn sponsor_name(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
) -> Result<Option<String>, DbError> {
    tx.query_one(
        "SELECT name FROM sponsor WHERE event = $1 AND sponsor = $2",
        &[event.into(), sponsor.into()],
    )
    .await?
    .map(|row| row.get("name"))
    .transpose()
}

/// Returns the event's name and its IANA time zone.
///
/// # Errors
/// [`DbError`], also if there is no such event.
pub async fn event_name_and_zone(
    tx: &mut Tx,
    event: &EventSlug,
) -> Result<(String, String), DbError> {
    let row = tx
        .query_one(
            "SELECT name, zone FROM event WHERE event = $1",
            &[event.into()],
        )
        .await?
        .ok_or_else(|| DbError::Statement("there is no such event".into()))?;
    Ok((row.get("name")?, row.get("zone")?))
}
