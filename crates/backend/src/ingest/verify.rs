//! What can be said of a request and its records by looking at them alone: signatures, shapes, and
//! whom they speak for. It needs no database, and runs outside of any transaction.

use protocol::{
    ConsentMode, DeviceId, EventSlug, KeyId, ProtocolError, Reason, Record, RecordHash, SponsorId,
    SyncRequest, UnixMillis, Unverified, UnverifiedRecord, Verified, VerifyingKey,
};

use crate::event::consent_mode;
use backend_db::{DbError, Row, Tx};

/// What an enrolment fixed about a device, once and for all.
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
    /// The device of this id, of whatever event.
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
        let mode: String = row.get(5)?;
        Ok(Self {
            event: row.get(0)?,
            device: row.get(1)?,
            sponsor: row.get(2)?,
            public_key: row.get(3)?,
            enrolment_hash: row.get(4)?,
            consent_mode: consent_mode(&mode).ok_or(DbError::column(5))?,
            expires: row.get(6)?,
        })
    }
}

/// A record with what its bytes alone tell.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    /// The seq that the signed request, or the database, gives it.
    pub(crate) seq: u64,
    pub(crate) hash: RecordHash,
    pub(crate) bytes: Vec<u8>,
    /// The record, or why the bytes are none of this enrolment.
    pub(crate) content: Result<Record, Reason>,
}

/// A request whose signature holds, meant for this backend, with each record judged.
#[derive(Debug)]
pub(crate) struct JudgedRequest {
    pub(crate) enrolled: Enrolled,
    pub(crate) request: Verified<SyncRequest>,
    pub(crate) records: Vec<Judged>,
}

/// Why a request as a whole is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    Request(ProtocolError),
    WrongAudience,
}

/// Judges a request and all its records. This is where the time goes: one signature each.
pub(crate) fn judge_request(
    enrolled: Enrolled,
    request: Unverified<SyncRequest>,
    backend: KeyId,
) -> Result<JudgedRequest, Refusal> {
    let request = request
        .verify(&enrolled.public_key)
        .map_err(Refusal::Request)?;
    if request.audience != backend {
        return Err(Refusal::WrongAudience);
    }
    let records = request
        .numbered()
        .map(|(seq, bytes)| judge(&enrolled, seq, bytes))
        .collect();
    Ok(JudgedRequest {
        enrolled,
        request,
        records,
    })
}

/// Judges one record.
pub(crate) fn judge(enrolled: &Enrolled, seq: u64, bytes: &[u8]) -> Judged {
    Judged {
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
