//! Exports.

use protocol::{EventSlug, SponsorId, UnixMillis};

use crate::db::{DbError, Tx};

/// When the sponsor last took an export.
pub(super) async fn last(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
) -> Result<Option<UnixMillis>, DbError> {
    tx.query_one(
        "SELECT made FROM export WHERE event = $1 AND sponsor = $2 ORDER BY number DESC LIMIT 1",
        &[event.into(), sponsor.into()],
    )
    .await?
    .map(|row| row.get(0))
    .transpose()
}
