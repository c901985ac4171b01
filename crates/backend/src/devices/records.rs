//! Stored signed records for people: as evidence for a report, or in quarantine.

use protocol::{
    DeviceId, EventSlug, ProtocolError, Reason, Record, RecordHash, UnixMillis, Unverified,
    VerifyingKey,
};

use crate::paging::PageRange;
use backend_db::{DbError, Row, Tx, Value};

/// A stored record with its device and its verified content.
#[derive(Debug)]
pub struct StoredRecord {
    pub device: DeviceId,
    pub device_label: String,
    pub sponsor_name: String,
    pub seq: u64,
    /// The SHA-256 of its bytes.
    pub hash: RecordHash,
    pub received: UnixMillis,
    /// How far the device's clock was ahead at the arrival, in milliseconds.
    pub skew: i64,
    /// Whether the record is on the device's chain.
    pub on_chain: bool,
    /// Whether the device was revoked before the record arrived.
    pub after_revocation: bool,
    /// The reason of the quarantine; `None` if the record is accepted.
    pub reason: Option<Reason>,
    /// The content of its bytes, verified again.
    pub content: StoredContent,
}

/// The content of a stored record's bytes.
#[derive(Debug)]
pub enum StoredContent {
    /// The device's signature is valid.
    Signed(Box<Record>),
    /// The signature is not the device's, so the content is not decoded.
    BadSignature,
    /// The bytes are not a record.
    Unreadable,
}

impl StoredContent {
    fn of(bytes: &[u8], key: &VerifyingKey) -> Self {
        match Unverified::<Record>::parse(bytes).and_then(|record| record.verify(key)) {
            Ok(record) => Self::Signed(Box::new(record.into_message())),
            Err(ProtocolError::BadSignature) => Self::BadSignature,
            Err(_) => Self::Unreadable,
        }
    }

    /// The record, if its signature is valid.
    #[must_use]
    pub fn record(&self) -> Option<&Record> {
        match self {
            Self::Signed(record) => Some(record),
            Self::BadSignature | Self::Unreadable => None,
        }
    }
}

const SELECT: &str =
    "SELECT r.device, d.label, s.name AS sponsor_name, r.seq, r.hash, r.received, r.skew, r.on_chain,
        r.after_revocation, r.reason, r.bytes, d.public_key
     FROM record r
     JOIN device d ON d.event = r.event AND d.device = r.device
     JOIN sponsor s ON s.event = d.event AND s.sponsor = d.sponsor";

fn of_row(row: &Row) -> Result<StoredRecord, DbError> {
    let reason: Option<String> = row.get("reason")?;
    let bytes: Vec<u8> = row.get("bytes")?;
    let key: VerifyingKey = row.get("public_key")?;
    Ok(StoredRecord {
        device: row.get("device")?,
        device_label: row.get("label")?,
        sponsor_name: row.get("sponsor_name")?,
        seq: row.get("seq")?,
        hash: row.get("hash")?,
        received: row.get("received")?,
        skew: row.get("skew")?,
        on_chain: row.get("on_chain")?,
        after_revocation: row.get("after_revocation")?,
        reason: reason
            .map(|code| code.parse().map_err(|_| DbError::column("reason")))
            .transpose()?,
        content: StoredContent::of(&bytes, &key),
    })
}

/// Selects records; `rest` continues the statement after the joins.
async fn load(tx: &mut Tx, rest: &str, params: &[Value<'_>]) -> Result<Vec<StoredRecord>, DbError> {
    let sql = format!("{SELECT} {rest}");
    tx.query(&sql, params).await?.iter().map(of_row).collect()
}

/// The records of a device from one seq to another, both included.
pub async fn in_range(
    tx: &mut Tx,
    event: &EventSlug,
    device: &DeviceId,
    first: u64,
    last: u64,
) -> Result<Vec<StoredRecord>, DbError> {
    load(
        tx,
        "WHERE r.event = $1 AND r.device = $2 AND r.seq BETWEEN $3 AND $4
         ORDER BY r.seq, r.arrival",
        &[event.into(), device.into(), first.into(), last.into()],
    )
    .await
}

/// All scan records of a sponsor's devices about an attendee, accepted or not.
pub async fn scans_between(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &protocol::SponsorId,
    attendee: &protocol::AttendeeId,
) -> Result<Vec<StoredRecord>, DbError> {
    load(
        tx,
        "JOIN scanned p ON p.event = r.event AND p.scan = r.scan AND p.sponsor = d.sponsor
         WHERE r.event = $1 AND p.sponsor = $2 AND p.attendee = $3 AND r.kind = 'scan'
         ORDER BY r.received, r.device, r.seq",
        &[event.into(), sponsor.into(), attendee.into()],
    )
    .await
}

/// A part of the records in quarantine for a reason, newest first.
pub async fn in_quarantine(
    tx: &mut Tx,
    event: &EventSlug,
    reason: Reason,
    part: PageRange,
) -> Result<Vec<StoredRecord>, DbError> {
    load(
        tx,
        "WHERE r.event = $1 AND r.state = 'quarantined' AND r.reason = $2
         ORDER BY r.received DESC, r.device, r.seq DESC, r.arrival LIMIT $3 OFFSET $4",
        &[
            event.into(),
            reason.code().into(),
            part.limit.into(),
            part.offset.into(),
        ],
    )
    .await
}

/// The number of records in quarantine for each reason, the most frequent first.
pub async fn count_quarantined(
    tx: &mut Tx,
    event: &EventSlug,
) -> Result<Vec<(Reason, usize)>, DbError> {
    tx.query(
        "SELECT reason, count(*) AS records FROM record WHERE event = $1 AND state = 'quarantined'
         GROUP BY reason ORDER BY records DESC, reason",
        &[event.into()],
    )
    .await?
    .iter()
    .map(|row| {
        let code: String = row.get("reason")?;
        let count: u64 = row.get("records")?;
        Ok((
            code.parse().map_err(|_| DbError::column("reason"))?,
            usize::try_from(count).unwrap_or(usize::MAX),
        ))
    })
    .collect()
}
