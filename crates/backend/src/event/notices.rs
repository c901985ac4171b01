//! The versions of an event's privacy notice.

use protocol::{EventSlug, UnixMillis};

use backend_db::{DbError, Tx};

/// A version of the notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedNotice {
    pub version: u32,
    pub text: String,
    /// The time from which it was in force.
    pub since: UnixMillis,
    /// The number of accepted scans that were made under it.
    pub scans: u64,
}

/// Lists all versions of an event's notice. The first one is in force.
pub async fn list(tx: &mut Tx, event: &EventSlug) -> Result<Vec<PublishedNotice>, DbError> {
    tx.query(
        "SELECT n.version, n.text, n.created,
            (SELECT count(*) FROM scan s WHERE s.event = n.event AND s.notice = n.version) AS scans
         FROM notice n WHERE n.event = $1 ORDER BY n.version DESC",
        &[event.into()],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(PublishedNotice {
            version: row.get("version")?,
            text: row.get("text")?,
            since: row.get("created")?,
            scans: row.get("scans")?,
        })
    })
    .collect()
}

/// Returns the text of a version of the notice and the time from which it was in force.
pub async fn load(
    tx: &mut Tx,
    event: &EventSlug,
    version: u32,
) -> Result<Option<(String, UnixMillis)>, DbError> {
    tx.query_one(
        "SELECT text, created FROM notice WHERE event = $1 AND version = $2",
        &[event.into(), version.into()],
    )
    .await?
    .map(|row| Ok((row.get("text")?, row.get("created")?)))
    .transpose()
}
