//! Verifies a request and its records by their bytes and the enrolment alone: signatures, shapes and identities.
//! The checks need no database and run outside of any transaction.

use protocol::{
    ConsentMode, DeviceId, EventSlug, KeyId, ProtocolError, Reason, Record, RecordHash, SponsorId,
    SyncRequest, UnixMillis, Unverified, UnverifiedRecord, Verified, VerifyingKey,
};

use crate::event::consent_mode;
use crate::ingest::error::IngestError;
use backend_db::{DbError, Row, Tx};

/// The properties of a device that its enrolment has fixed.
#[derive(Debug, Clone)]
pub(crate) struct Enrolled {
    pub(crate) event: EventSlug,
    pub(crate) device: DeviceId,
    pub(crate) sponsor: SponsorId,
    pub(crate) public_key: VerifyingKey,
    pub(crate) enrolment_hash: RecordHash,
    pub(crate) consent_mode: ConsentMode,
    pub(crate) expires: UnixMillis,
}

impl Enrolled {
    /// Loads the device with this id, in any event.
    pub(crate) async fn load(tx: &mut Tx, device: DeviceId) -> Result<Option<Self>, DbError> {
        tx.query_one(
            "SELECT event, device, sponsor, public_key, enrolment_hash, consent_mode, expires
             FROM device WHERE device = $1",
            &[(&device).into()],
        )
        .await?
        .map(|row| Self::of_row(&row))
        .transpose()
    }

    fn of_row(row: &Row) -> Result<Self, DbError> {
        let mode: String = row.get("consent_mode")?;
        Ok(Self {
            event: row.get("event")?,
            device: row.get("device")?,
            sponsor: row.get("sponsor")?,
            public_key: row.get("public_key")?,
            enrolment_hash: row.get("enrolment_hash")?,
            consent_mode: consent_mode(&mode).ok_or_else(|| DbError::column("consent_mode"))?,
            expires: row.get("expires")?,
        })
    }
}

/// A record of a request with the result of its verification.
#[derive(Debug, Clone)]
pub(crate) struct CheckedRecord {
    /// The seq that the signed request, or the database, gives it.
    pub(crate) seq: u64,
    pub(crate) hash: RecordHash,
    pub(crate) bytes: Vec<u8>,
    /// The verified record, or the reason why the bytes are no record of this enrolment.
    pub(crate) content: Result<Record, Reason>,
}

/// A request with a valid signature and this backend as its audience. Each of its records is checked.
#[derive(Debug)]
pub struct VerifiedRequest {
    pub(crate) enrolled: Enrolled,
    pub(crate) request: Verified<SyncRequest>,
    pub(crate) records: Vec<CheckedRecord>,
}

impl VerifiedRequest {
    /// The device that signed the request.
    #[must_use]
    pub const fn device(&self) -> DeviceId {
        self.enrolled.device
    }
}

/// Verifies a request and all its records. Most of ingest's CPU time is spent here, on one signature per record.
pub(crate) fn verify_request(
    enrolled: Enrolled,
    request: Unverified<SyncRequest>,
    backend: KeyId,
) -> Result<VerifiedRequest, IngestError> {
    let request = request
        .verify(&enrolled.public_key)
        .map_err(IngestError::Request)?;
    if request.audience != backend {
        return Err(IngestError::WrongAudience);
    }
    let records = request
        .numbered()
        .map(|(seq, bytes)| check_record(&enrolled, seq, bytes))
        .collect();
    Ok(VerifiedRequest {
        enrolled,
        request,
        records,
    })
}

/// Verifies one record.
pub(crate) fn check_record(enrolled: &Enrolled, seq: u64, bytes: &[u8]) -> CheckedRecord {
    CheckedRecord {
        seq,
        hash: RecordHash::of(bytes),
        bytes: bytes.to_vec(),
        content: content(enrolled, seq, bytes),
    }
}

fn content(enrolled: &Enrolled, seq: u64, bytes: &[u8]) -> Result<Record, Reason> {
    let record = UnverifiedRecord::parse(bytes).map_err(|_| Reason::Unreadable)?;
    if record.claimed_key() != KeyId::from(enrolled.device) {
        return Err(Reason::NotThisEnrolment);
    }
    let record = record
        .verify(&enrolled.public_key)
        .map_err(|error| match error {
            ProtocolError::BadSignature => Reason::BadSignature,
            ProtocolError::WrongSigner => Reason::NotThisEnrolment,
            _ => Reason::Unreadable,
        })?
        .into_message();
    if record.event != enrolled.event
        || record.sponsor != enrolled.sponsor
        || record.device != enrolled.device
    {
        return Err(Reason::NotThisEnrolment);
    }
    if record.seq != seq {
        return Err(Reason::SeqMismatch);
    }
    Ok(record)
}
