//! Whose a scanned code is, and remembering whom a scan id was used for.

use std::collections::BTreeSet;

use protocol::{
    AttendeeId, Body, EventSlug, ForeignCode, NoticeVersion, Record, Scan, ScannedCode, UnixMillis,
};
use subtle::ConstantTimeEq;

use crate::ingest::verify::Enrolled;
use backend_db::{DbError, Row, Tx, Value};

/// What is known of a scan's code, and of the notice that was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    /// Whose it is.
    pub(crate) attendee: Option<AttendeeId>,
    /// Since when its badge is revoked.
    pub(crate) revoked: Option<UnixMillis>,
    /// Whether the event takes codes of this kind.
    pub(crate) taken: bool,
    /// Whether it looks like a guess: a typed code of no badge, or a validator that does not fit its
    /// access code. An access code that nobody has is of somebody who registered since.
    pub(crate) missed: bool,
    /// Whether the event has a notice of that version.
    pub(crate) notice: bool,
}

impl Found {
    const NOTHING: Self = Self {
        attendee: None,
        revoked: None,
        taken: true,
        missed: false,
        notice: false,
    };
}

/// Finds whose code each record has scanned; nothing for one that has scanned none.
pub(crate) async fn find_each(
    tx: &mut Tx,
    event: &EventSlug,
    records: &[Option<&Record>],
) -> Result<Vec<Found>, DbError> {
    let mut found = vec![Found::NOTHING; records.len()];
    let mut scans = Vec::new();
    for (at, record) in records.iter().enumerate() {
        if let Some(Body::Scan(scan)) = record.map(|record| &record.body) {
            scans.push((at, scan));
        }
    }
    find_badges(tx, event, &scans, &mut found).await?;
    find_foreign(tx, event, &scans, &mut found).await?;
    find_notices(tx, event, &scans, &mut found).await?;
    Ok(found)
}

/// Scans, and which of the records each is.
type Scans<'a> = [(usize, &'a Scan)];

/// Runs a query about the event and each of several values, and gives each one's row, if there is one.
async fn look_up<K>(
    tx: &mut Tx,
    event: &EventSlug,
    sql: &str,
    asked: impl Iterator<Item = (K, Value<'_>)>,
) -> Result<Vec<(K, Option<Row>)>, DbError> {
    let (keys, params): (Vec<K>, Vec<_>) = asked
        .map(|(key, value)| (key, vec![event.into(), value]))
        .unzip();
    let rows = tx.query_each(sql, &params).await?;
    let firsts = rows.into_iter().map(|rows| rows.into_iter().next());
    Ok(keys.into_iter().zip(firsts).collect())
}

async fn find_badges(
    tx: &mut Tx,
    event: &EventSlug,
    scans: &Scans<'_>,
    found: &mut [Found],
) -> Result<(), DbError> {
    let badges = scans.iter().filter_map(|(at, scan)| match &scan.code {
        ScannedCode::Badge(badge) => Some((*at, badge.into())),
        ScannedCode::Human(_) | ScannedCode::Foreign(_) => None,
    });
    let humans = scans.iter().filter_map(|(at, scan)| match &scan.code {
        ScannedCode::Human(code) => Some((*at, code.as_str().into())),
        ScannedCode::Badge(_) | ScannedCode::Foreign(_) => None,
    });
    let by_id = "SELECT attendee, revoked FROM badge WHERE event = $1 AND badge = $2";
    let by_code = "SELECT attendee, revoked FROM badge WHERE event = $1 AND human_code = $2";
    let badges = look_up(tx, event, by_id, badges).await?;
    let humans = look_up(tx, event, by_code, humans).await?;
    for (at, row) in &humans {
        found[*at].missed = row.is_none();
    }
    for (at, row) in badges.iter().chain(&humans) {
        if let Some(row) = row {
            found[*at].attendee = Some(row.get(0)?);
            found[*at].revoked = row.get(1)?;
        }
    }
    Ok(())
}

async fn find_foreign(
    tx: &mut Tx,
    event: &EventSlug,
    scans: &Scans<'_>,
    found: &mut [Found],
) -> Result<(), DbError> {
    let foreign: Vec<(usize, &ForeignCode)> = scans
        .iter()
        .filter_map(|(at, scan)| match &scan.code {
            ScannedCode::Foreign(code) => Some((*at, code)),
            ScannedCode::Badge(_) | ScannedCode::Human(_) => None,
        })
        .collect();
    if foreign.is_empty() {
        return Ok(());
    }
    let taken = tx
        .query_one(
            "SELECT foreign_codes FROM event WHERE event = $1",
            &[event.into()],
        )
        .await?
        .map(|row| row.get::<bool>(0))
        .transpose()?
        == Some(true);
    let codes = foreign
        .iter()
        .map(|(at, code)| ((*at, *code), code.access_code().into()));
    let sql = "SELECT attendee, validator FROM attendee WHERE event = $1 AND access_code = $2";
    for ((at, code), row) in look_up(tx, event, sql, codes).await? {
        found[at].taken = taken;
        let Some(row) = row else {
            continue;
        };
        let validator: Option<String> = row.get(1)?;
        let fits = validator.is_some_and(|validator| {
            bool::from(validator.as_bytes().ct_eq(code.validator().as_bytes()))
        });
        if fits {
            found[at].attendee = Some(row.get(0)?);
        } else {
            found[at].missed = taken;
        }
    }
    Ok(())
}

async fn find_notices(
    tx: &mut Tx,
    event: &EventSlug,
    scans: &Scans<'_>,
    found: &mut [Found],
) -> Result<(), DbError> {
    let versions: BTreeSet<NoticeVersion> = scans.iter().map(|(_, scan)| scan.notice).collect();
    let asked = versions
        .into_iter()
        .map(|version| (version, version.0.into()));
    let sql = "SELECT 1 FROM notice WHERE event = $1 AND version = $2";
    let known: BTreeSet<NoticeVersion> = look_up(tx, event, sql, asked)
        .await?
        .into_iter()
        .filter(|(_, row)| row.is_some())
        .map(|(version, _)| version)
        .collect();
    for (at, scan) in scans {
        found[*at].notice = known.contains(&scan.notice);
    }
    Ok(())
}

/// Remembers that a sponsor has used a scan id for an attendee, whatever the scan is worth: what the
/// attendee takes away is said of that id. One id used for two attendees is remembered for both.
pub(crate) async fn remember(
    tx: &mut Tx,
    enrolled: &Enrolled,
    scan: &Scan,
    attendee: AttendeeId,
) -> Result<(), DbError> {
    tx.execute_later(
        "INSERT INTO scanned (event, sponsor, scan, attendee) VALUES ($1, $2, $3, $4)
         ON CONFLICT (event, sponsor, scan, attendee) DO NOTHING",
        &[
            (&enrolled.event).into(),
            (&enrolled.sponsor).into(),
            (&scan.scan).into(),
            (&attendee).into(),
        ],
    )
    .await
}
