//! What a sponsor's booth has done: counts of scans, of nobody in particular.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use protocol::{EventSlug, SponsorId};

use crate::clock::DAY;
use backend_db::{DbError, Tx, Value};

/// Scans are counted by quarters of an hour, because there are zones that are that far from the others;
/// in milliseconds.
const QUARTER: i64 = 15 * 60 * 1000;
/// A scan whose device claims an earlier time than so long before it came in has a clock that is wrong.
const OLDEST: i64 = 31 * DAY;

/// Scans of the first kind are of attendees whom the sponsor had not scanned before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scans {
    /// First scans of an attendee.
    pub new: u64,
    /// Further scans of one.
    pub repeated: u64,
}

impl Scans {
    /// Both together.
    #[must_use]
    pub const fn all(self) -> u64 {
        self.new + self.repeated
    }

    const fn add(&mut self, other: Self) {
        self.new += other.new;
        self.repeated += other.repeated;
    }
}

/// Hours of a day in which something was scanned.
pub type Hours = BTreeMap<i8, Scans>;

/// What the booth has done.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Activity {
    /// All scans.
    pub total: Scans,
    /// By day and hour, in the event's zone.
    pub days: BTreeMap<Date, Hours>,
    /// Scans of devices whose clocks were so wrong that they belong to no hour.
    pub undated: u64,
    /// By device, the busiest first.
    pub devices: Vec<(String, Scans)>,
    /// By operator, the busiest first; an empty name where nobody gave one.
    pub operators: Vec<(String, Scans)>,
}

/// Whether the scan `s` is the first of its attendee: 1 or 0.
const IS_FIRST: &str = "CASE WHEN EXISTS (SELECT 1 FROM scan o
        WHERE o.event = s.event AND o.sponsor = s.sponsor AND o.attendee = s.attendee
            AND (o.wall, o.scan) < (s.wall, s.scan)) THEN 0 ELSE 1 END";

/// Counts a sponsor's scans.
///
/// # Errors
/// [`DbError`].
pub async fn of(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    zone: &TimeZone,
) -> Result<Activity, DbError> {
    let mut activity = Activity::default();
    let key: [Value<'_>; 2] = [event.into(), sponsor.into()];
    let by_quarter = format!(
        "SELECT x.quarter, count(*), CAST(sum(x.first) AS BIGINT) FROM (
            SELECT s.wall / {QUARTER} AS quarter, {IS_FIRST} AS first FROM scan s
            WHERE s.event = $1 AND s.sponsor = $2
                AND s.wall BETWEEN s.received - {OLDEST} AND s.received + {DAY}) x
         GROUP BY x.quarter"
    );
    for row in tx.query(&by_quarter, &key).await? {
        let quarter: i64 = row.get(0)?;
        let scans = scans_of(row.get(1)?, row.get(2)?);
        let Ok(at) = jiff::Timestamp::from_millisecond(quarter * QUARTER) else {
            continue;
        };
        let at = at.to_zoned_datetime(zone.clone());
        let hours = activity.days.entry(at.date()).or_default();
        hours.entry(at.hour()).or_default().add(scans);
        activity.total.add(scans);
    }
    let undated = format!(
        "SELECT count(*), CAST(coalesce(sum({IS_FIRST}), 0) AS BIGINT) FROM scan s
         WHERE s.event = $1 AND s.sponsor = $2
            AND NOT s.wall BETWEEN s.received - {OLDEST} AND s.received + {DAY}"
    );
    if let Some(row) = tx.query_one(&undated, &key).await? {
        let scans = scans_of(row.get(0)?, row.get(1)?);
        activity.undated = scans.all();
        activity.total.add(scans);
    }
    activity.devices = by(tx, "d.label", &key).await?;
    activity.operators = by(tx, "s.operator", &key).await?;
    Ok(activity)
}

/// By one of our own columns.
async fn by(
    tx: &mut Tx,
    column: &'static str,
    key: &[Value<'_>],
) -> Result<Vec<(String, Scans)>, DbError> {
    let sql = format!(
        "SELECT x.name, count(*), CAST(sum(x.first) AS BIGINT) FROM (
            SELECT {column} AS name, {IS_FIRST} AS first FROM scan s
            JOIN device d ON d.event = s.event AND d.device = s.device
            WHERE s.event = $1 AND s.sponsor = $2) x
         GROUP BY x.name ORDER BY count(*) DESC, x.name LIMIT 100"
    );
    tx.query(&sql, key)
        .await?
        .iter()
        .map(|row| Ok((row.get(0)?, scans_of(row.get(1)?, row.get(2)?))))
        .collect()
}

const fn scans_of(all: u64, new: u64) -> Scans {
    Scans {
        new,
        repeated: all.saturating_sub(new),
    }
}
