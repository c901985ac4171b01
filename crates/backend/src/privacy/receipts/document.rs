//! The document of a receipt. Its fields have the names of ISO/IEC TS 27560:2023 where that has one.

use protocol::{
    DeviceId, EventSlug, FieldSet, KeyId, LeadId, ReceiptId, RecordHash, SponsorId, VerifyingKey,
};
use serde::{Deserialize, Serialize};

/// A receipt as the attendee keeps it.
#[derive(Serialize)]
pub struct ReceiptFile {
    pub consent_receipt: Document,
    /// The backend's signature: a COSE_Sign1 over the document's hash, in base64url without padding.
    pub signature: String,
}

/// The signed document.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Always [`Document::SCHEMA`].
    pub schema_version: String,
    pub receipt_metadata: ReceiptMetadata,
    pub consent_record: ConsentRecord,
    pub evidence: ReceiptEvidence,
}

impl Document {
    /// The current schema.
    pub const SCHEMA: &'static str = "ISO/IEC TS 27560:2023, Lanyard 1";
}

/// The data about the receipt itself.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptMetadata {
    pub receipt_id: ReceiptId,
    /// The time at which it was made, in RFC 3339.
    pub issued_at: String,
    /// The id of the key that signs it.
    pub issued_by: KeyId,
}

/// The consent record: header, processing, parties, events.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentRecord {
    /// The lead's id, by which the sponsor knows the record too.
    pub record_id: LeadId,
    /// The attendee's registration id.
    pub pii_principal_id: String,
    pub event: EventSlug,
    pub sponsor: SponsorId,
    pub pii_processing: PiiProcessing,
    pub party_identification: Vec<Party>,
    /// The events in the order of their times.
    pub events: Vec<ConsentEvent>,
    /// The status when the receipt is made.
    pub standing: LeadStatus,
}

/// The processing of the data.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PiiProcessing {
    /// The notices that were in force at the scans.
    pub privacy_notice: Vec<NoticeText>,
    /// The notices' language, which is not known: always `und` (BCP 47).
    pub language: String,
    /// Always one purpose.
    pub purposes: Vec<Purpose>,
}

/// A version of the privacy notice.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeText {
    pub version: u32,
    /// The time from which it was in force, in RFC 3339.
    pub in_force_since: String,
    pub text: String,
}

/// A purpose of the processing.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// A description for people.
    pub purpose: String,
    pub purpose_type: String,
    /// Always `consent`.
    pub lawful_basis: String,
    pub pii_information: Vec<PiiInformation>,
    pub pii_controllers: Vec<String>,
    pub collection_method: String,
    pub processing_method: String,
    pub storage_locations: Vec<String>,
    pub retention_period: String,
    pub recipient_third_parties: Vec<String>,
    /// The address at which consent is withdrawn.
    pub withdrawal_method: String,
    /// The addresses at which the other rights are exercised.
    pub privacy_rights: Vec<String>,
}

/// One field of the data.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PiiInformation {
    /// The field's name.
    pub pii_type: String,
    /// Whether the attendee may withhold the field: always.
    pub pii_optional: bool,
    pub sensitive_pii_category: bool,
    pub special_pii_category: bool,
}

/// A party to the processing.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// The party's id within the document.
    pub party_id: String,
    pub party_name: String,
    pub party_role: String,
    /// The party's web address if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party_url: Option<String>,
}

/// An event of the consent record.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentEvent {
    /// The time in RFC 3339, by the device's clock for a device's record, else by the backend's.
    pub event_time: String,
    /// How consent was expressed.
    pub event_type: String,
    /// The effect of the event.
    pub event_state: String,
    /// The source: a device's id, `attendee`, `organiser` or `import`.
    pub entity_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<FieldSet>,
    /// The notice in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice_version: Option<u32>,
    /// The signed record that proves the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordHash>,
}

/// The status of the lead when the receipt is made.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeadStatus {
    /// `shared` or `withheld`.
    pub state: String,
    /// The reason why the lead is withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The fields that the sponsor may see.
    pub fields: FieldSet,
}

/// The evidence of the consent record.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptEvidence {
    /// The devices whose keys the backend enrolled.
    pub devices: Vec<DeviceEvidence>,
    pub records: Vec<RecordEvidence>,
}

/// A device as the backend enrolled it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceEvidence {
    pub device: DeviceId,
    /// The key whose possession the device proved when it enrolled.
    pub public_key: VerifyingKey,
    /// The SHA-256 of the signed enrolment, to which the device's first record commits. The enrolment itself
    /// holds secrets of the booth.
    pub enrolment: RecordHash,
    /// The time of the enrolment in RFC 3339.
    pub enrolled_at: String,
}

/// A device's record, byte for byte.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordEvidence {
    /// The SHA-256 of the bytes.
    pub hash: RecordHash,
    /// The time at which the backend received the record, in RFC 3339.
    pub received_at: String,
    /// The signed bytes in base64url without padding.
    pub cose: String,
}
