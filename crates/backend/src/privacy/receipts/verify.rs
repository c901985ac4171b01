//! Verifies a receipt with the backend's public key alone.

use std::collections::BTreeMap;

use data_encoding::BASE64URL_NOPAD;
use protocol::{
    Body, ConsentReceipt, DeviceId, DocumentHash, FieldSet, ProtocolError, Record, RecordHash,
    Unverified, VerifiedRecord, VerifyingKey,
};
use serde::Deserialize;
use serde_json::Value;

use crate::privacy::receipts::canonical::{NotCanonical, canonical};
use crate::privacy::receipts::document::{ConsentEvent, DeviceEvidence, Document};
use crate::privacy::receipts::make::event_of;
use crate::timestamp::Timestamp;

/// The longest file that is read in bytes: 1,500 records and the longest notices.
pub const MAX_BYTES: usize = 64 << 20;

/// A fault of a receipt.
#[derive(Debug, thiserror::Error)]
pub enum ReceiptFault {
    #[error("the file is longer than any receipt")]
    TooLong,
    /// The file is not JSON, or has no document or no signature.
    #[error("the file is not a consent receipt")]
    NoReceipt,
    /// The signature is not the backend's or is damaged.
    #[error("the backend's signature: {0}")]
    Signature(ProtocolError),
    #[error(transparent)]
    NotCanonical(#[from] NotCanonical),
    /// The document was changed after it was signed.
    #[error("the document was changed: it is not the one that the backend signed")]
    Changed,
    /// The signed document has no known shape.
    #[error("the document does not have the shape of a receipt")]
    Shape,
    /// The receipt does not name the device of a record.
    #[error("record {0}: the receipt does not name its device")]
    UnknownDevice(RecordHash),
    /// A record's signature is invalid.
    #[error("record {0}: {1}")]
    Record(RecordHash, ProtocolError),
    /// A record's bytes do not have the record's hash.
    #[error("record {0}: its bytes have another hash")]
    OtherBytes(RecordHash),
    /// A record is about another event or sponsor.
    #[error("record {0}: it is about another event or sponsor")]
    Elsewhere(RecordHash),
    /// Two consecutive records of one device are not of one chain.
    #[error("record {0}: it does not continue the record before it")]
    Chain(RecordHash),
    /// An event of the receipt differs from the device's record.
    #[error("record {0}: the receipt states another event than the device signed")]
    SaysOtherwise(RecordHash),
    /// A notice is missing.
    #[error("notice {0}, which was in force at a scan, is missing")]
    Notice(u32),
    /// The receipt states more fields than were agreed to.
    #[error("the receipt states that the sponsor sees {0}, which no scan allowed")]
    NotAgreed(FieldSet),
}

/// A receipt that passed the verification.
pub struct VerifiedReceipt {
    pub document: Document,
    /// The message that the backend signed.
    pub signed: ConsentReceipt,
    /// The number of records with valid signatures.
    pub records: usize,
    /// The number of devices that signed them.
    pub devices: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    consent_receipt: Value,
    signature: String,
}

/// Verifies that the backend signed the document, that each record is signed by its device, whose key the
/// backend enrolled, that consecutive records are one chain, and that each event of the receipt is the one that
/// the device signed.
///
/// # Errors
/// The first [`ReceiptFault`] that is found.
pub fn verify(file: &[u8], key: &VerifyingKey) -> Result<VerifiedReceipt, ReceiptFault> {
    if file.len() > MAX_BYTES {
        return Err(ReceiptFault::TooLong);
    }
    let file: File = serde_json::from_slice(file).map_err(|_| ReceiptFault::NoReceipt)?;
    let signature = BASE64URL_NOPAD
        .decode(file.signature.as_bytes())
        .map_err(|_| ReceiptFault::NoReceipt)?;
    let signed = Unverified::<ConsentReceipt>::parse(&signature)
        .and_then(|signed| signed.verify(key))
        .map_err(ReceiptFault::Signature)?
        .into_message();
    if DocumentHash::of(&canonical(&file.consent_receipt)?) != signed.document {
        return Err(ReceiptFault::Changed);
    }
    let document: Document =
        serde_json::from_value(file.consent_receipt).map_err(|_| ReceiptFault::Shape)?;
    let metadata = &document.receipt_metadata;
    let fits = document.schema_version == Document::SCHEMA
        && metadata.receipt_id == signed.receipt
        && metadata.issued_by == signed.backend
        && metadata.issued_at == Timestamp(signed.issued).to_string();
    if !fits {
        return Err(ReceiptFault::Shape);
    }
    let records = records(&document)?;
    check_chain(&document, &records)?;
    check_events(&document, &records)?;
    check_standing(&document, &records)?;
    Ok(VerifiedReceipt {
        signed,
        records: records.len(),
        devices: document.evidence.devices.len(),
        document,
    })
}

fn records(document: &Document) -> Result<BTreeMap<RecordHash, VerifiedRecord>, ReceiptFault> {
    let devices: BTreeMap<DeviceId, &DeviceEvidence> = document
        .evidence
        .devices
        .iter()
        .map(|device| (device.device, device))
        .collect();
    let about = &document.consent_record;
    let mut records = BTreeMap::new();
    for evidence in &document.evidence.records {
        let hash = evidence.hash;
        let bytes = BASE64URL_NOPAD
            .decode(evidence.cose.as_bytes())
            .map_err(|_| ReceiptFault::Shape)?;
        if RecordHash::of(&bytes) != hash {
            return Err(ReceiptFault::OtherBytes(hash));
        }
        let unverified = Unverified::<Record>::parse(&bytes)
            .map_err(|error| ReceiptFault::Record(hash, error))?;
        let claimed = DeviceId::from_bytes(*unverified.claimed_key().as_bytes());
        let device = devices
            .get(&claimed)
            .ok_or(ReceiptFault::UnknownDevice(hash))?;
        let record = unverified
            .verify(&device.public_key)
            .map_err(|error| ReceiptFault::Record(hash, error))?;
        if record.event != about.event || record.sponsor != about.sponsor {
            return Err(ReceiptFault::Elsewhere(hash));
        }
        records.insert(hash, record);
    }
    Ok(records)
}

fn check_chain(
    document: &Document,
    records: &BTreeMap<RecordHash, VerifiedRecord>,
) -> Result<(), ReceiptFault> {
    for (hash, record) in records {
        // Narrowings count from a cloned device's branch too.
        if matches!(record.body, Body::Narrow(_)) {
            continue;
        }
        let before = if record.seq == 1 {
            document
                .evidence
                .devices
                .iter()
                .find(|device| device.device == record.device)
                .map(|device| device.enrolment)
        } else {
            // A forked device has two records with the same number. Either may be the previous one.
            let mut earlier = records
                .iter()
                .filter(|(_, other)| other.device == record.device && other.seq + 1 == record.seq)
                .map(|(hash, _)| *hash)
                .peekable();
            match earlier.peek() {
                None => None,
                Some(_) => Some(
                    earlier
                        .find(|hash| *hash == record.prev)
                        .ok_or(ReceiptFault::Chain(*hash))?,
                ),
            }
        };
        if before.is_some_and(|before| before != record.prev) {
            return Err(ReceiptFault::Chain(*hash));
        }
    }
    Ok(())
}

fn check_events(
    document: &Document,
    records: &BTreeMap<RecordHash, VerifiedRecord>,
) -> Result<(), ReceiptFault> {
    let about = &document.consent_record;
    let mut stated = 0;
    for event in &about.events {
        let Some(hash) = event.record else {
            // Only a device's record can give consent.
            if event.event_state == "given" {
                return Err(ReceiptFault::Shape);
            }
            continue;
        };
        let record = records
            .get(&hash)
            .ok_or(ReceiptFault::SaysOtherwise(hash))?;
        let says = event_of(record, hash);
        if !says.is_some_and(|says| is_same(&says, event)) {
            return Err(ReceiptFault::SaysOtherwise(hash));
        }
        stated += 1;
        if let Some(version) = event.notice_version {
            let notices = &about.pii_processing.privacy_notice;
            if !notices.iter().any(|notice| notice.version == version) {
                return Err(ReceiptFault::Notice(version));
            }
        }
    }
    // Each record has exactly one event.
    if stated == records.len() {
        Ok(())
    } else {
        Err(ReceiptFault::Shape)
    }
}

fn is_same(one: &ConsentEvent, other: &ConsentEvent) -> bool {
    let ConsentEvent {
        event_time,
        event_type,
        event_state,
        entity_id,
        fields,
        notice_version,
        record,
    } = one;
    *event_time == other.event_time
        && *event_type == other.event_type
        && *event_state == other.event_state
        && *entity_id == other.entity_id
        && *fields == other.fields
        && *notice_version == other.notice_version
        && *record == other.record
}

fn check_standing(
    document: &Document,
    records: &BTreeMap<RecordHash, VerifiedRecord>,
) -> Result<(), ReceiptFault> {
    let given = records
        .values()
        .filter_map(|record| match &record.body {
            Body::Scan(scan) => Some(scan.fields),
            _ => None,
        })
        .fold(FieldSet::NONE, FieldSet::union);
    let taken = records
        .values()
        .filter_map(|record| match &record.body {
            Body::Narrow(narrow) => Some(narrow.removed),
            _ => None,
        })
        .fold(FieldSet::NONE, FieldSet::union);
    let more = document
        .consent_record
        .standing
        .fields
        .difference(given.difference(taken));
    if more.is_empty() {
        Ok(())
    } else {
        Err(ReceiptFault::NotAgreed(more))
    }
}
