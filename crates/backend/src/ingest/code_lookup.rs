//! Looks up the owners of scanned codes, and stores for which attendees a scan id was used.

use std::collections::BTreeSet;

use protocol::{
    AttendeeId, Body, EventSlug, ForeignCode, NoticeVersion, Record, Scan, ScannedCode, UnixMillis,
};
use subtle::ConstantTimeEq;

use crate::ingest::verify::Enrolled;
use backend_db::{DbError, Row, Tx, Value};

/// The result of looking up a scan's code and notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CodeOwner {
    /// The attendee with this code.
    pub(crate) attendee: Option<AttendeeId>,
    /// When its badge was revoked.
    pub(crate) revoked: Option<UnixMillis>,
    /// Whether the event accepts codes of this kind.
    pub(crate) is_allowed_kind: bool,
    /// Whether the code looks like a guess: a typed code of no badge, or a validator that does not fit its access
    /// code. An unknown access code is no guess, because its registration may not be imported yet.
    pub(crate) missed: bool,
    /// Whether the event has a notice of the scan's version.
    pub(crate) is_known_notice: bool,
}

impl CodeOwner {
    const UNKNOWN: Self = Self {
        attendee: None,
        revoked: None,
        is_allowed_kind: true,
        missed: false,
        is_known_notice: false,
    };
}

/// Looks up the owner of the code of each record. A record that is no scan has no owner.
pub(crate) async fn find_owners(
    tx: &mut Tx,
    event: &EventSlug,
    records: &[Option<&Record>],
) -> Result<Vec<CodeOwner>, DbError> {
    let mut found = vec![CodeOwner::UNKNOWN; records.len()];
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

/// Scans with the indexes of their records.
type Scans<'a> = [(usize, &'a Scan)];

/// Runs a query for the event and each of several values, and returns the first row of each.
async fn look_up<K>(
    tx: &mut Tx,
    event: &EventSlug,
    sql: &str,
    values: impl Iterator<Item = (K, Value<'_>)>,
) -> Result<Vec<(K, Option<Row>)>, DbError> {
    let (keys, params): (Vec<K>, Vec<_>) = values
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
    found: &mut [CodeOwner],
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
            found[*at].attendee = Some(row.get("attendee")?);
            found[*at].revoked = row.get("revoked")?;
        }
    }
    Ok(())
}

async fn find_foreign(
    tx: &mut Tx,
    event: &EventSlug,
    scans: &Scans<'_>,
    found: &mut [CodeOwner],
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
    let is_allowed = tx
        .query_one(
            "SELECT foreign_codes FROM event WHERE event = $1",
            &[event.into()],
        )
        .await?
        .map(|row| row.get::<bool>("foreign_codes"))
        .transpose()?
        == Some(true);
    let codes = foreign
        .iter()
        .map(|(at, code)| ((*at, *code), code.access_code().into()));
    let sql = "SELECT attendee, validator FROM attendee WHERE event = $1 AND access_code = $2";
    for ((at, code), row) in look_up(tx, event, sql, codes).await? {
        found[at].is_allowed_kind = is_allowed;
        let Some(row) = row else {
            continue;
        };
        let validator: Option<String> = row.get("validator")?;
        let fits = validator.is_some_and(|validator| {
            bool::from(validator.as_bytes().ct_eq(code.validator().as_bytes()))
        });
        if fits {
            found[at].attendee = Some(row.get("attendee")?);
        } else {
            found[at].missed = is_allowed;
        }
    }
    Ok(())
}

async fn find_notices(
    tx: &mut Tx,
    event: &EventSlug,
    scans: &Scans<'_>,
    found: &mut [CodeOwner],
) -> Result<(), DbError> {
    let versions: BTreeSet<NoticeVersion> = scans.iter().map(|(_, scan)| scan.notice).collect();
    let values = versions
        .into_iter()
        .map(|version| (version, version.0.into()));
    let sql = "SELECT version FROM notice WHERE event = $1 AND version = $2";
    let known: BTreeSet<NoticeVersion> = look_up(tx, event, sql, values)
        .await?
        .into_iter()
        .filter(|(_, row)| row.is_some())
        .map(|(version, _)| version)
        .collect();
    for (at, scan) in scans {
        found[*at].is_known_notice = known.contains(&scan.notice);
    }
    Ok(())
}

/// Stores that a sponsor has used a scan id for an attendee, whatever the verdict on the scan: a narrowing names
/// that id. An id that was used for two attendees is stored for both.
pub(crate) async fn store_scan_id_use(
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
