//! Counts of what an event has, and of what waits for a decision.

use protocol::{EventSlug, UnixMillis};

use crate::clock::DAY;
use backend_db::{DbError, Row, Tx};

/// The counts of an event. They name no person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overview {
    /// Attendees who are not erased.
    pub attendees: usize,
    /// Attendees among them who have no valid badge.
    pub without_badge: usize,
    pub scans: usize,
    /// Attendees who were scanned.
    pub scanned: usize,
    pub sponsors: usize,
    /// Sponsors without a team member.
    pub without_team: usize,
    /// Devices that are not revoked.
    pub devices: usize,
    /// Records that devices have reported as pending.
    pub waiting: usize,
    /// Devices with a flag that are not revoked.
    pub flagged: usize,
    /// Undecided reports.
    pub open_reports: usize,
    /// All reports.
    pub reports: usize,
    pub quarantined: usize,
    pub ends: UnixMillis,
    /// The time until which the event's data is kept.
    pub keep_until: UnixMillis,
}

/// Counts everything in one snapshot.
///
/// # Errors
/// [`DbError::Statement`] if there is no such event.
pub async fn load(tx: &mut Tx, event: &EventSlug) -> Result<Overview, DbError> {
    let mut one = async |sql: &str| -> Result<Row, DbError> {
        tx.query_one(sql, &[event.into()])
            .await?
            .ok_or_else(|| DbError::Statement("there is no such event".into()))
    };
    let settings = one("SELECT ends, retention_days FROM event WHERE event = $1").await?;
    let attendees = one(
        "SELECT count(*) AS attendees, coalesce(sum(CASE WHEN EXISTS (SELECT 1 FROM badge b
                WHERE b.event = a.event AND b.attendee = a.attendee AND b.revoked IS NULL)
            THEN 0 ELSE 1 END), 0) AS without_badge FROM attendee a WHERE a.event = $1 AND a.erased IS NULL",
    )
    .await?;
    let scans = one(
        "SELECT count(*) AS scans, count(DISTINCT attendee) AS scanned FROM scan WHERE event = $1",
    )
    .await?;
    let sponsors = one(
        "SELECT count(*) AS sponsors, coalesce(sum(CASE WHEN EXISTS (SELECT 1 FROM member m
                WHERE m.event = s.event AND m.sponsor = s.sponsor AND m.removed IS NULL)
            THEN 0 ELSE 1 END), 0) AS without_team FROM sponsor s WHERE s.event = $1",
    )
    .await?;
    let devices = one(
        "SELECT count(*) AS devices, CAST(coalesce(sum(pending), 0) AS BIGINT) AS waiting,
            coalesce(sum(CASE WHEN chain_flagged IS NOT NULL OR skew_flagged IS NOT NULL
                OR guess_flagged IS NOT NULL THEN 1 ELSE 0 END), 0) AS flagged
         FROM device WHERE event = $1 AND revoked IS NULL",
    )
    .await?;
    let reports = one("SELECT count(*) AS reports,
            coalesce(sum(CASE WHEN decided IS NULL THEN 1 ELSE 0 END), 0) AS open_reports
         FROM report WHERE event = $1")
    .await?;
    let quarantined = one(
        "SELECT count(*) AS quarantined FROM record WHERE event = $1 AND state = 'quarantined'",
    )
    .await?;
    let ends: UnixMillis = settings.get("ends")?;
    let days: i64 = settings.get("retention_days")?;
    Ok(Overview {
        attendees: attendees.get("attendees")?,
        without_badge: attendees.get("without_badge")?,
        scans: scans.get("scans")?,
        scanned: scans.get("scanned")?,
        sponsors: sponsors.get("sponsors")?,
        without_team: sponsors.get("without_team")?,
        devices: devices.get("devices")?,
        waiting: devices.get("waiting")?,
        flagged: devices.get("flagged")?,
        reports: reports.get("reports")?,
        open_reports: reports.get("open_reports")?,
        quarantined: quarantined.get("quarantined")?,
        ends,
        keep_until: ends.plus_millis(days.saturating_mul(DAY)),
    })
}
