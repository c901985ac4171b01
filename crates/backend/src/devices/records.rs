//! Signed records as people look at them: evidence for a report, or something in quarantine.

use protocol::{
    DeviceId, EventSlug, ProtocolError, Reason, Record, RecordHash, UnixMillis, Unverified,
    VerifyingKey,
};

use crate::paging::PageRange;
use backend_db::{DbError, Row, Tx, Value};

/// A record as the backend holds it.
#[derive(Debug)]
pub struct HeldRecord {
    /// Of which device.
    pub device: DeviceId,
    /// What that is called.
    pub device_label: String,
    /// Of which sponsor that is.
    pub sponsor_name: String,
    /// Its number in the device's chain.
    pub seq: u64,
    /// SHA-256 of its bytes.
    pub hash: RecordHash,
    /// When it came.
    pub received: UnixMillis,
    /// How far the device's clock was ahead then, in milliseconds.
    pub skew: i64,
    /// Whether the device's chain goes through it.
    pub on_chain: bool,
    /// Whether the device was revoked when it came.
    pub after_revocation: bool,
    /// Why it is in quarantine; none where it was accepted.
    pub reason: Option<Reason>,
    /// What its bytes say, verified anew.
    pub reading: Reading,
}

/// What the bytes of a record say.
#[derive(Debug)]
pub enum Reading {
    /// The device's signature holds.
    Signed(Box<Record>),
    /// The signature is not the device's, so that nothing inside is looked at.
    BadSignature,
    /// They are no record.
    Unreadable,
}

impl Reading {
    fn of(bytes: &[u8], key: &VerifyingKey) -> Self {
        match Unverified::<Record>::parse(bytes).and_then(|record| record.verify(key)) {
            Ok(record) => Self::Signed(Box::new(record.into_message())),
            Err(ProtocolError::BadSignature) => Self::BadSignature,
            Err(_) => Self::Unreadable,
        }
    }

    /// The record, where its signature holds.
    #[must_use]
    pub fn record(&self) -> Option<&Record> {
        match self {
            Self::Signed(record) => Some(record),
            Self::BadSignature | Self::Unreadable => None,
        }
    }
}

const SELECT: &str =
    "SELECT r.device, d.label, s.name, r.seq, r.hash, r.received, r.skew, r.on_chain,
        r.after_revocation, r.reason, r.bytes, d.public_key
     FROM record r
     JOIN device d ON d.event = r.event AND d.device = r.device
     JOIN sponsor s ON s.event = d.event AND s.sponsor = d.sponsor";

fn of_row(row: &Row) -> Result<HeldRecord, DbError> {
    let reason: Option<String> = row.get(9)?;
    let bytes: Vec<u8> = row.get(10)?;
    let key: VerifyingKey = row.get(11)?;
    Ok(HeldRecord {
        device: row.get(0)?,
        device_label: row.get(1)?,
        sponsor_name: row.get(2)?,
        seq: row.get(3)?,
        hash: row.get(4)?,
        received: row.get(5)?,
        skew: row.get(6)?,
        on_chain: row.get(7)?,
        after_revocation: row.get(8)?,
        reason: reason
            .map(|code| code.parse().map_err(|_| DbError::column(9)))
            .transpose()?,
        reading: Reading::of(&bytes, &key),
    })
}

/// The records that a condition on `r` picks, in an order and a number that it says.
async fn load(tx: &mut Tx, rest: &str, params: &[Value<'_>]) -> Result<Vec<HeldRecord>, DbError> {
    let sql = format!("{SELECT} {rest}");
    tx.query(&sql, params).await?.iter().map(of_row).collect()
}

/// Records of a device from one number to another, both included, in order.
///
/// # Errors
/// [`DbError`].
pub async fn around(
    tx: &mut Tx,
    event: &EventSlug,
    device: &DeviceId,
    first: u64,
    last: u64,
) -> Result<Vec<HeldRecord>, DbError> {
    load(
        tx,
        "WHERE r.event = $1 AND r.device = $2 AND r.seq BETWEEN $3 AND $4
         ORDER BY r.seq, r.arrival",
        &[event.into(), device.into(), first.into(), last.into()],
    )
    .await
}

/// Every record in which a sponsor's devices state a scan of an attendee, accepted or not.
///
/// # Errors
/// [`DbError`].
pub async fn scans_between(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &protocol::SponsorId,
    attendee: &protocol::AttendeeId,
) -> Result<Vec<HeldRecord>, DbError> {
    load(
        tx,
        "JOIN scanned p ON p.event = r.event AND p.scan = r.scan AND p.sponsor = d.sponsor
         WHERE r.event = $1 AND p.sponsor = $2 AND p.attendee = $3 AND r.kind = 'scan'
         ORDER BY r.received, r.device, r.seq",
        &[event.into(), sponsor.into(), attendee.into()],
    )
    .await
}

/// A part of the records in quarantine for a reason, the newest first.
///
/// # Errors
/// [`DbError`].
pub async fn in_quarantine(
    tx: &mut Tx,
    event: &EventSlug,
    reason: Reason,
    part: PageRange,
) -> Result<Vec<HeldRecord>, DbError> {
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

/// How many records are in quarantine, by reason, the commonest first.
///
/// # Errors
/// [`DbError`].
pub async fn quarantine(tx: &mut Tx, event: &EventSlug) -> Result<Vec<(Reason, usize)>, DbError> {
    tx.query(
        "SELECT reason, count(*) FROM record WHERE event = $1 AND state = 'quarantined'
         GROUP BY reason ORDER BY count(*) DESC, reason",
        &[event.into()],
    )
    .await?
    .iter()
    .map(|row| {
        let code: String = row.get(0)?;
        let count: u64 = row.get(1)?;
        Ok((
            code.parse().map_err(|_| DbError::column(0))?,
            usize::try_from(count).unwrap_or(usize::MAX),
        ))
    })
    .collect()
}
