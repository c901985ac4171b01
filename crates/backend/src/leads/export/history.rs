//! The history of a sponsor's exports.

use protocol::{EventSlug, SponsorId, UnixMillis};

use backend_db::{DbError, Tx};

/// The time of the sponsor's last export.
pub(crate) async fn last_export(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
) -> Result<Option<UnixMillis>, DbError> {
    tx.query_one(
        "SELECT made FROM export WHERE event = $1 AND sponsor = $2 ORDER BY number DESC LIMIT 1",
        &[event.into(), sponsor.into()],
    )
    .await?
    .map(|row| row.get("made"))
    .transpose()
}

/// An export that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastExport {
    /// The name of its [`Format`](crate::leads::export::Format).
    pub format: String,
    pub made: UnixMillis,
    /// The member's name; `None` if a program made the export.
    pub member: Option<String>,
    /// The number of shared leads in it.
    pub leads: u64,
    /// The number of deletions since the previous export in it.
    pub deletions: u64,
}

/// The last exports of a sponsor, newest first.
pub async fn past_exports(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
) -> Result<Vec<PastExport>, DbError> {
    tx.query(
        "SELECT x.format, x.made, m.name AS member, x.leads, x.deletions FROM export x
         LEFT JOIN member m
            ON m.event = x.event AND m.sponsor = x.sponsor AND m.member = x.member
         WHERE x.event = $1 AND x.sponsor = $2 ORDER BY x.number DESC LIMIT 50",
        &[event.into(), sponsor.into()],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(PastExport {
            format: row.get("format")?,
            made: row.get("made")?,
            member: row.get("member")?,
            leads: row.get("leads")?,
            deletions: row.get("deletions")?,
        })
    })
    .collect()
}
