//! Checking a receipt with nothing but the backend's public key.

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

/// Longest file that is looked at, in bytes: 1,500 records, and the longest notices.
pub const MAX_BYTES: usize = 64 << 20;

/// What is wrong with a receipt.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Longer than any receipt.
    #[error("the file is longer than any receipt")]
    TooLong,
    /// Not JSON, or without a document and a signature.
    #[error("the file is no consent receipt")]
    NoReceipt,
    /// The signature is not the backend's, or is damaged.
    #[error("the backend's signature: {0}")]
    Signature(ProtocolError),
    /// The document has no canonical form.
    #[error(transparent)]
    NotCanonical(#[from] NotCanonical),
    /// The document was changed after it was signed.
    #[error("the document was changed: it is not the one that the backend has signed")]
    Changed,
    /// What is signed is no document of a known shape.
    #[error("the document does not have the shape of a receipt")]
    Shape,
    /// A record is of a device that the receipt does not name.
    #[error("record {0}: the receipt does not name its device")]
    UnknownDevice(RecordHash),
    /// A record's signature does not hold.
    #[error("record {0}: {1}")]
    Record(RecordHash, ProtocolError),
    /// A record's bytes are not those that its hash names.
    #[error("record {0}: its bytes are others")]
    OtherBytes(RecordHash),
    /// A record is of another event, sponsor or device.
    #[error("record {0}: it is about another event or sponsor")]
    Elsewhere(RecordHash),
    /// Two records of one device that follow each other are not of one chain.
    #[error("record {0}: it does not follow what came before it")]
    Chain(RecordHash),
    /// The receipt says something that the device's record does not.
    #[error("record {0}: the receipt says something else than the device has signed")]
    SaysOtherwise(RecordHash),
    /// A notice is missing.
    #[error("notice {0}, which was in force at a scan, is missing")]
    Notice(u32),
    /// The sponsor sees more than was agreed to.
    #[error("the receipt says that the sponsor sees {0}, which no scan gave it")]
    NotAgreed(FieldSet),
}

/// A receipt that is what it says.
pub struct Genuine {
    /// What it says.
    pub document: Document,
    /// What the backend has signed.
    pub signed: ConsentReceipt,
    /// The records whose signatures hold.
    pub records: usize,
    /// The devices that made them.
    pub devices: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    consent_receipt: Value,
    signature: String,
}

/// Checks a receipt: that the backend has signed this document; that each record is signed by its device,
/// whose key the backend enrolled; that records which follow each other are one chain; and that the
/// receipt says of each what the device has signed.
///
/// # Errors
/// The first [`Fault`] found.
pub fn verify(file: &[u8], key: &VerifyingKey) -> Result<Genuine, Fault> {
    if file.len() > MAX_BYTES {
        return Err(Fault::TooLong);
    }
    let file: File = serde_json::from_slice(file).map_err(|_| Fault::NoReceipt)?;
    let signature = BASE64URL_NOPAD
        .decode(file.signature.as_bytes())
        .map_err(|_| Fault::NoReceipt)?;
    let signed = Unverified::<ConsentReceipt>::parse(&signature)
        .and_then(|signed| signed.verify(key))
        .map_err(Fault::Signature)?
        .into_message();
    if DocumentHash::of(&canonical(&file.consent_receipt)?) != signed.document {
        return Err(Fault::Changed);
    }
    let document: Document =
        serde_json::from_value(file.consent_receipt).map_err(|_| Fault::Shape)?;
    let metadata = &document.receipt_metadata;
    let fits = document.schema_version == Document::SCHEMA
        && metadata.receipt_id == signed.receipt
        && metadata.issued_by == signed.backend
        && metadata.issued_at == Timestamp(signed.issued).to_string();
    if !fits {
        return Err(Fault::Shape);
    }
    let records = records(&document)?;
    check_chain(&document, &records)?;
    check_events(&document, &records)?;
    check_standing(&document, &records)?;
    Ok(Genuine {
        signed,
        records: records.len(),
        devices: document.evidence.devices.len(),
        document,
    })
}

fn records(document: &Document) -> Result<BTreeMap<RecordHash, VerifiedRecord>, Fault> {
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
            .map_err(|_| Fault::Shape)?;
        if RecordHash::of(&bytes) != hash {
            return Err(Fault::OtherBytes(hash));
        }
        let unverified =
            Unverified::<Record>::parse(&bytes).map_err(|error| Fault::Record(hash, error))?;
        let claimed = DeviceId::from_bytes(*unverified.claimed_key().as_bytes());
        let device = devices.get(&claimed).ok_or(Fault::UnknownDevice(hash))?;
        let record = unverified
            .verify(&device.public_key)
            .map_err(|error| Fault::Record(hash, error))?;
        if record.event != about.event || record.sponsor != about.sponsor {
            return Err(Fault::Elsewhere(hash));
        }
        records.insert(hash, record);
    }
    Ok(records)
}

fn check_chain(
    document: &Document,
    records: &BTreeMap<RecordHash, VerifiedRecord>,
) -> Result<(), Fault> {
    for (hash, record) in records {
        // What was taken away counts from a cloned device's branch too.
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
            // A forked device has two of a number; either may be the one before.
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
                        .ok_or(Fault::Chain(*hash))?,
                ),
            }
        };
        if before.is_some_and(|before| before != record.prev) {
            return Err(Fault::Chain(*hash));
        }
    }
    Ok(())
}

fn check_events(
    document: &Document,
    records: &BTreeMap<RecordHash, VerifiedRecord>,
) -> Result<(), Fault> {
    let about = &document.consent_record;
    let mut told = 0;
    for event in &about.events {
        let Some(hash) = event.record else {
            // Only a device gives consent.
            if event.event_state == "given" {
                return Err(Fault::Shape);
            }
            continue;
        };
        let record = records.get(&hash).ok_or(Fault::SaysOtherwise(hash))?;
        let says = event_of(record, hash);
        if !says.is_some_and(|says| is_same(&says, event)) {
            return Err(Fault::SaysOtherwise(hash));
        }
        told += 1;
        if let Some(version) = event.notice_version {
            let notices = &about.pii_processing.privacy_notice;
            if !notices.iter().any(|notice| notice.version == version) {
                return Err(Fault::Notice(version));
            }
        }
    }
    // None is told twice, and none is kept quiet about.
    if told == records.len() {
        Ok(())
    } else {
        Err(Fault::Shape)
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
) -> Result<(), Fault> {
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
        Err(Fault::NotAgreed(more))
    }
}
