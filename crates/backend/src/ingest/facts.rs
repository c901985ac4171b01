//! The facts that accepted records add to the tables: scans, notes, narrowings and voids.

use protocol::{
    AttendeeId, Body, ConsentGiven, DeviceId, Kind, Narrow, Note, ReadMethod, Record, Scan, ScanId,
    UnixMillis, Void,
};

use crate::ingest::verify::Enrolled;
use backend_db::{DbError, Row, Tx};

/// The subject of an accepted record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    /// The attendee whose badge a scan has read.
    Attendee(AttendeeId),
    /// The scan that a note, a narrowing or a void names.
    NamedScan,
}

/// The name of a reading method in the database.
const fn method_name(method: ReadMethod) -> &'static str {
    match method {
        ReadMethod::Camera => "camera",
        ReadMethod::HardwareScanner => "hardware_scanner",
        ReadMethod::Manual => "manual",
    }
}

/// The name of a form of consent in the database.
const fn given_name(given: ConsentGiven) -> &'static str {
    match given {
        ConsentGiven::Handover => "handover",
        ConsentGiven::Confirmed => "confirmed",
    }
}

/// The device and seq of a scan fact's record.
pub(crate) type ScanRecord = (DeviceId, u64);

/// Looks up the scan fact of each of these ids.
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
            let record = |row: &Row| Ok((row.get("device")?, row.get("seq")?));
            rows.first().map(record).transpose()
        })
        .collect()
}

/// Adds the facts of an accepted record.
pub(crate) async fn add(
    tx: &mut Tx,
    enrolled: &Enrolled,
    record: &Record,
    subject: Subject,
    received: UnixMillis,
) -> Result<(), DbError> {
    match (&record.body, subject) {
        (Body::Scan(scan), Subject::Attendee(attendee)) => {
            add_scan(tx, enrolled, record, scan, attendee, received).await
        }
        (Body::Scan(_), Subject::NamedScan) => {
            unreachable!("the subject of an accepted scan is an attendee")
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
    let json = "texts and numbers can be serialised as JSON";
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

/// Adds a narrowing. If two branches of a cloned device narrow the same scan at the same seq, both count.
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

/// Removes the facts of a record that is no longer accepted. The record itself stays, and so do narrowings.
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
