//! Counts of a sponsor's scans by hour, device and operator. They name no attendee.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use protocol::{EventSlug, SponsorId};

use backend_db::{DbError, Row, Tx, Value};

/// The database counts scans by quarters of an hour, in milliseconds, because time zones differ by that much.
const QUARTER: i64 = 15 * 60 * 1000;
/// A scan that claims to be older than this when it arrives comes from a device with a wrong clock.
const MAX_AGE: Duration = Duration::from_hours(31 * 24);
/// A scan that claims to be this much later than its arrival comes from a device with a wrong clock.
const MAX_AHEAD: Duration = Duration::from_hours(24);

/// Numbers of scans, with first scans of an attendee by the sponsor apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ScanCounts {
    /// The first scans of attendees.
    pub new: u64,
    /// Further scans of the same attendees.
    pub repeated: u64,
}

impl ScanCounts {
    #[must_use]
    pub const fn all(self) -> u64 {
        self.new + self.repeated
    }

    const fn add(&mut self, other: Self) {
        self.new += other.new;
        self.repeated += other.repeated;
    }
}

/// The counts of a day by its hour. Hours without scans are absent.
pub type Hours = BTreeMap<i8, ScanCounts>;

/// The statistics of a sponsor's scans.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ScanStatistics {
    pub total: ScanCounts,
    /// The counts by day and hour in the event's time zone.
    pub days: BTreeMap<Date, Hours>,
    /// The number of scans with a time so wrong that they belong to no hour.
    pub undated: u64,
    /// The counts by device label, the most scans first.
    pub devices: Vec<(String, ScanCounts)>,
    /// The counts by operator, the most scans first. The name is empty if no operator was set.
    pub operators: Vec<(String, ScanCounts)>,
}

/// An SQL expression: 1 if the scan `s` is the first of its attendee by the sponsor, otherwise 0.
const IS_FIRST: &str = "CASE WHEN EXISTS (SELECT 1 FROM scan o
        WHERE o.event = s.event AND o.sponsor = s.sponsor AND o.attendee = s.attendee
            AND (o.wall, o.scan) < (s.wall, s.scan)) THEN 0 ELSE 1 END";

/// Counts a sponsor's scans.
pub async fn load(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    zone: &TimeZone,
) -> Result<ScanStatistics, DbError> {
    let mut statistics = ScanStatistics::default();
    let key: [Value<'_>; 2] = [event.into(), sponsor.into()];
    let (age, ahead) = (MAX_AGE.as_millis(), MAX_AHEAD.as_millis());
    let by_quarter = format!(
        "SELECT x.quarter, count(*) AS scans, CAST(sum(x.first) AS BIGINT) AS new FROM (
            SELECT s.wall / {QUARTER} AS quarter, {IS_FIRST} AS first FROM scan s
            WHERE s.event = $1 AND s.sponsor = $2
                AND s.wall BETWEEN s.received - {age} AND s.received + {ahead}) x
         GROUP BY x.quarter"
    );
    for row in tx.query(&by_quarter, &key).await? {
        let quarter: i64 = row.get("quarter")?;
        let scans = counts(&row)?;
        let Ok(at) = jiff::Timestamp::from_millisecond(quarter * QUARTER) else {
            continue;
        };
        let at = at.to_zoned_datetime(zone.clone());
        let hours = statistics.days.entry(at.date()).or_default();
        hours.entry(at.hour()).or_default().add(scans);
        statistics.total.add(scans);
    }
    let undated = format!(
        "SELECT count(*) AS scans, CAST(coalesce(sum({IS_FIRST}), 0) AS BIGINT) AS new FROM scan s
         WHERE s.event = $1 AND s.sponsor = $2
            AND NOT s.wall BETWEEN s.received - {age} AND s.received + {ahead}"
    );
    if let Some(row) = tx.query_one(&undated, &key).await? {
        let scans = counts(&row)?;
        statistics.undated = scans.all();
        statistics.total.add(scans);
    }
    statistics.devices = count_by(tx, "d.label", &key).await?;
    statistics.operators = count_by(tx, "s.operator", &key).await?;
    Ok(statistics)
}

/// Counts the scans by a column.
async fn count_by(
    tx: &mut Tx,
    column: &'static str,
    key: &[Value<'_>],
) -> Result<Vec<(String, ScanCounts)>, DbError> {
    let sql = format!(
        "SELECT x.name, count(*) AS scans, CAST(sum(x.first) AS BIGINT) AS new FROM (
            SELECT {column} AS name, {IS_FIRST} AS first FROM scan s
            JOIN device d ON d.event = s.event AND d.device = s.device
            WHERE s.event = $1 AND s.sponsor = $2) x
         GROUP BY x.name ORDER BY scans DESC, x.name LIMIT 100"
    );
    tx.query(&sql, key)
        .await?
        .iter()
        .map(|row| Ok((row.get("name")?, counts(row)?)))
        .collect()
}

fn counts(row: &Row) -> Result<ScanCounts, DbError> {
    let all: u64 = row.get("scans")?;
    let new: u64 = row.get("new")?;
    Ok(ScanCounts {
        new,
        repeated: all.saturating_sub(new),
    })
}
