//! The facts that accepted records leave for reading: scans, notes, narrowings, voids.

use protocol::{
    AttendeeId, Body, ConsentGiven, DeviceId, Kind, Narrow, Note, ReadMethod, Record, Scan, ScanId,
    UnixMillis, Void,
};

use crate::ingest::verify::Enrolled;
use backend_db::{DbError, Row, Tx};

/// Whom a record is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holder {
    /// A scan of this attendee's badge.
    Attendee(AttendeeId),
    /// No scan: it is about whatever scan it names.
    None,
}

/// The names that ways of reading have in the database.
const fn method_name(method: ReadMethod) -> &'static str {
    match method {
        ReadMethod::Camera => "camera",
        ReadMethod::HardwareScanner => "hardware_scanner",
        ReadMethod::Manual => "manual",
    }
}

/// The names that ways of consenting have in the database.
const fn given_name(given: ConsentGiven) -> &'static str {
    match given {
        ConsentGiven::Handover => "handover",
        ConsentGiven::Confirmed => "confirmed",
    }
}

/// The device and seq of a scan fact's record.
pub(crate) type ScanRecord = (DeviceId, u64);

/// The scan fact of each of these ids, if there is one.
pub(crate) async fn scans_of_ids(
    tx: &mut Tx,
    enrolled: &Enrolled,
    scans: &[ScanId],
) -> Result<Vec<Option<ScanRecord>>, DbError> {
    let asked: Vec<_> = scans
        .iter()
        .map(|scan| {
            vec![
                (&enrolled.event).into(),
                (&enrolled.sponsor).into(),
                scan.into(),
            ]
        })
        .collect();
    let sql = "SELECT device, seq FROM scan WHERE event = $1 AND sponsor = $2 AND scan = $3";
    let rows = tx.query_each(sql, &asked).await?;
    rows.iter()
        .map(|rows| {
            let record = |row: &Row| Ok((row.get(0)?, row.get(1)?));
            rows.first().map(record).transpose()
        })
        .collect()
}

/// Writes what an accepted record states.
pub(crate) async fn add(
    tx: &mut Tx,
    enrolled: &Enrolled,
    record: &Record,
    holder: Holder,
    received: UnixMillis,
) -> Result<(), DbError> {
    match (&record.body, holder) {
        (Body::Scan(scan), Holder::Attendee(attendee)) => {
            add_scan(tx, enrolled, record, scan, attendee, received).await
        }
        (Body::Scan(_), Holder::None) => {
            unreachable!("a scan is accepted only with the attendee whose code it is")
        }
        (Body::Note(note), _) => add_note(tx, enrolled, record, note).await,
        (Body::Narrow(narrow), _) => add_narrowing(tx, enrolled, record, narrow).await,
        (Body::Void(void), _) => add_void(tx, enrolled, record, void).await,
    }
}

async fn add_scan(
    tx: &mut Tx,
    enrolled: &Enrolled,
    record: &Record,
    scan: &Scan,
    attendee: AttendeeId,
    received: UnixMillis,
) -> Result<(), DbError> {
    tx.execute_later(
        "INSERT INTO scan (event, sponsor, scan, device, seq, attendee, method, given, notice,
            fields, operator, wall, received)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        &[
            (&enrolled.event).into(),
            (&enrolled.sponsor).into(),
            (&scan.scan).into(),
            (&enrolled.device).into(),
            record.seq.into(),
            (&attendee).into(),
            method_name(scan.method).into(),
            given_name(scan.given).into(),
            scan.notice.0.into(),
            scan.fields.into(),
            (&scan.operator).into(),
            record.wall.into(),
            received.into(),
        ],
    )
    .await
}

async fn add_note(
    tx: &mut Tx,
    enrolled: &Enrolled,
    record: &Record,
    note: &Note,
) -> Result<(), DbError> {
    let json = "texts and numbers make JSON";
    tx.execute_later(
        "INSERT INTO note (event, sponsor, scan, device, seq, text, rating, tags, answers, operator,
            wall)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            (&enrolled.event).into(),
            (&enrolled.sponsor).into(),
            (&note.scan).into(),
            (&enrolled.device).into(),
            record.seq.into(),
            (&note.text).into(),
            note.rating.map(u32::from).into(),
            (&serde_json::to_string(&note.tags).expect(json)).into(),
            (&serde_json::to_string(&note.answers).expect(json)).into(),
            (&note.operator).into(),
            record.wall.into(),
        ],
    )
    .await
}

/// Two branches of a cloned device may narrow the same scan at the same seq: both count.
async fn add_narrowing(
    tx: &mut Tx,
    enrolled: &Enrolled,
    record: &Record,
    narrow: &Narrow,
) -> Result<(), DbError> {
    tx.execute_later(
        "INSERT INTO narrowing (event, sponsor, scan, device, seq, removed, operator, wall)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (event, sponsor, scan, device, seq) DO UPDATE SET
            removed = narrowing.removed | excluded.removed",
        &[
            (&enrolled.event).into(),
            (&enrolled.sponsor).into(),
            (&narrow.scan).into(),
            (&enrolled.device).into(),
            record.seq.into(),
            narrow.removed.into(),
            (&narrow.operator).into(),
            record.wall.into(),
        ],
    )
    .await
}

async fn add_void(
    tx: &mut Tx,
    enrolled: &Enrolled,
    record: &Record,
    void: &Void,
) -> Result<(), DbError> {
    tx.execute_later(
        "INSERT INTO void (event, sponsor, scan, device, seq, reason, operator, wall)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            (&enrolled.event).into(),
            (&enrolled.sponsor).into(),
            (&void.scan).into(),
            (&enrolled.device).into(),
            record.seq.into(),
            (&void.reason).into(),
            (&void.operator).into(),
            record.wall.into(),
        ],
    )
    .await
}

/// Takes back what a record states, because it is accepted no more. The record itself stays, and so
/// does what an attendee took away.
pub(crate) async fn remove(
    tx: &mut Tx,
    enrolled: &Enrolled,
    kind: Kind,
    scan: ScanId,
    seq: u64,
) -> Result<(), DbError> {
    let sql = match kind {
        Kind::Scan => {
            "DELETE FROM scan
             WHERE event = $1 AND sponsor = $2 AND scan = $3 AND device = $4 AND seq = $5"
        }
        Kind::Note => {
            "DELETE FROM note
             WHERE event = $1 AND sponsor = $2 AND scan = $3 AND device = $4 AND seq = $5"
        }
        Kind::Narrow => return Ok(()),
        Kind::Void => {
            "DELETE FROM void
             WHERE event = $1 AND sponsor = $2 AND scan = $3 AND device = $4 AND seq = $5"
        }
    };
    tx.execute_later(
        sql,
        &[
            (&enrolled.event).into(),
            (&enrolled.sponsor).into(),
            (&scan).into(),
            (&enrolled.device).into(),
            seq.into(),
        ],
    )
    .await
}
