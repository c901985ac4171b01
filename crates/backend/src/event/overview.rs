//! An event at a glance: how much there is of what, and what waits for somebody.

use protocol::{EventSlug, UnixMillis};

use crate::clock::DAY;
use backend_db::{DbError, Row, Tx};

/// The event's figures. They count, and name nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overview {
    /// Attendees that are not erased.
    pub attendees: usize,
    /// Those of them without a badge that is good.
    pub without_badge: usize,
    /// Accepted scans.
    pub scans: usize,
    /// Attendees who were scanned.
    pub scanned: usize,
    /// Sponsors.
    pub sponsors: usize,
    /// Sponsors that have nobody in their team.
    pub without_team: usize,
    /// Devices that are not revoked.
    pub devices: usize,
    /// Records that devices said were waiting on them.
    pub waiting: usize,
    /// Devices with a flag that are not revoked.
    pub flagged: usize,
    /// Reports that are not decided.
    pub open_reports: usize,
    /// All reports.
    pub reports: usize,
    /// Records in quarantine.
    pub quarantined: usize,
    /// When the event ends.
    pub ends: UnixMillis,
    /// Until when its data is kept.
    pub keep_until: UnixMillis,
}

/// Counts, all in one snapshot.
///
/// # Errors
/// [`DbError`]; [`DbError::Statement`] where there is no such event.
pub async fn load(tx: &mut Tx, event: &EventSlug) -> Result<Overview, DbError> {
    let mut one = async |sql: &str| -> Result<Row, DbError> {
        tx.query_one(sql, &[event.into()])
            .await?
            .ok_or_else(|| DbError::Statement("there is no such event".into()))
    };
    let settings = one("SELECT ends, retention_days FROM event WHERE event = $1").await?;
    let attendees = one(
        "SELECT count(*), coalesce(sum(CASE WHEN EXISTS (SELECT 1 FROM badge b
                WHERE b.event = a.event AND b.attendee = a.attendee AND b.revoked IS NULL)
            THEN 0 ELSE 1 END), 0) FROM attendee a WHERE a.event = $1 AND a.erased IS NULL",
    )
    .await?;
    let scans = one("SELECT count(*), count(DISTINCT attendee) FROM scan WHERE event = $1").await?;
    let sponsors = one(
        "SELECT count(*), coalesce(sum(CASE WHEN EXISTS (SELECT 1 FROM member m
                WHERE m.event = s.event AND m.sponsor = s.sponsor AND m.removed IS NULL)
            THEN 0 ELSE 1 END), 0) FROM sponsor s WHERE s.event = $1",
    )
    .await?;
    let devices = one("SELECT count(*), CAST(coalesce(sum(pending), 0) AS BIGINT),
            coalesce(sum(CASE WHEN chain_flagged IS NOT NULL OR skew_flagged IS NOT NULL
                OR guess_flagged IS NOT NULL THEN 1 ELSE 0 END), 0)
         FROM device WHERE event = $1 AND revoked IS NULL")
    .await?;
    let reports = one(
        "SELECT count(*), coalesce(sum(CASE WHEN decided IS NULL THEN 1 ELSE 0 END), 0)
         FROM report WHERE event = $1",
    )
    .await?;
    let quarantined =
        one("SELECT count(*) FROM record WHERE event = $1 AND state = 'quarantined'").await?;
    let ends: UnixMillis = settings.get(0)?;
    let days: i64 = settings.get(1)?;
    Ok(Overview {
        attendees: count(&attendees, 0)?,
        without_badge: count(&attendees, 1)?,
        scans: count(&scans, 0)?,
        scanned: count(&scans, 1)?,
        sponsors: count(&sponsors, 0)?,
        without_team: count(&sponsors, 1)?,
        devices: count(&devices, 0)?,
        waiting: count(&devices, 1)?,
        flagged: count(&devices, 2)?,
        reports: count(&reports, 0)?,
        open_reports: count(&reports, 1)?,
        quarantined: count(&quarantined, 0)?,
        ends,
        keep_until: ends.plus_millis(days.saturating_mul(DAY)),
    })
}

fn count(row: &Row, column: usize) -> Result<usize, DbError> {
    let number: u64 = row.get(column)?;
    usize::try_from(number).map_err(|_| DbError::column(column))
}
