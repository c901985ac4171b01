//! What a sponsor has been given of an attendee, for the attendee to see.

use protocol::{AttendeeId, EventSlug, SponsorId, UnixMillis};

use crate::leads::Lead;
use backend_db::{DbError, Tx};

/// Notes that a lead leaves. What was deleted and is given again has to be deleted again.
pub(crate) async fn note(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    lead: &Lead,
    exported: bool,
    now: UnixMillis,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO disclosure (event, sponsor, attendee, fields, first_seen, last_seen, exported,
            deletion_acknowledged)
         VALUES ($1, $2, $3, $4, $5, $5, $6, NULL)
         ON CONFLICT (event, sponsor, attendee) DO UPDATE SET
            fields = disclosure.fields | excluded.fields,
            last_seen = excluded.last_seen,
            exported = coalesce(excluded.exported, disclosure.exported),
            deletion_acknowledged = NULL",
        &[
            event.into(),
            sponsor.into(),
            lead.attendee().into(),
            lead.given().into(),
            now.into(),
            exported.then_some(now).into(),
        ],
    )
    .await?;
    Ok(())
}

/// Notes that the sponsor has deleted its copies, and gives when it first said so. Where it never was
/// given anything there is nothing to note.
pub(crate) async fn acknowledge(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    attendee: &AttendeeId,
    now: UnixMillis,
) -> Result<UnixMillis, DbError> {
    let row = tx
        .query_one(
            "UPDATE disclosure SET deletion_acknowledged = coalesce(deletion_acknowledged, $1)
             WHERE event = $2 AND sponsor = $3 AND attendee = $4
             RETURNING deletion_acknowledged",
            &[now.into(), event.into(), sponsor.into(), attendee.into()],
        )
        .await?;
    row.map_or(Ok(now), |row| row.get(0))
}
