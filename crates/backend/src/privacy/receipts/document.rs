//! A receipt's document. The names of its fields are those of ISO/IEC TS 27560:2023 where that has one.

use protocol::{
    DeviceId, EventSlug, FieldSet, KeyId, LeadId, ReceiptId, RecordHash, SponsorId, VerifyingKey,
};
use serde::{Deserialize, Serialize};

/// A receipt as the attendee keeps it.
#[derive(Serialize)]
pub struct ReceiptFile {
    /// The document.
    pub consent_receipt: Document,
    /// The backend's signature: a COSE_Sign1 over the document's hash, in base64url without padding.
    pub signature: String,
}

/// What is signed.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Always [`Document::SCHEMA`].
    pub schema_version: String,
    /// About the receipt itself.
    pub receipt_metadata: ReceiptMetadata,
    /// The consent record that it is a receipt for.
    pub consent_record: ConsentRecord,
    /// What proves it.
    pub evidence: Evidence,
}

impl Document {
    /// The schema written today.
    pub const SCHEMA: &'static str = "ISO/IEC TS 27560:2023, Lanyard 1";
}

/// About the receipt itself.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptMetadata {
    /// The receipt's id.
    pub receipt_id: ReceiptId,
    /// When it was made, RFC 3339.
    pub issued_at: String,
    /// The id of the key that signs it.
    pub issued_by: KeyId,
}

/// The consent record: header, processing, parties, events.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentRecord {
    /// The record's id: the lead's, by which the sponsor knows it too.
    pub record_id: LeadId,
    /// The attendee: the registration's id.
    pub pii_principal_id: String,
    /// Of which event.
    pub event: EventSlug,
    /// Which sponsor.
    pub sponsor: SponsorId,
    /// What is done with the data.
    pub pii_processing: PiiProcessing,
    /// Who is involved.
    pub party_identification: Vec<Party>,
    /// What happened, by the time at which it did.
    pub events: Vec<ConsentEvent>,
    /// How it stands.
    pub standing: Standing,
}

/// What is done with the data.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PiiProcessing {
    /// The notices in force at the scans.
    pub privacy_notice: Vec<NoticeText>,
    /// The notices' language: not known, so always `und` (BCP 47).
    pub language: String,
    /// There is one purpose.
    pub purposes: Vec<Purpose>,
}

/// A version of the privacy notice.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeText {
    /// Which version.
    pub version: u32,
    /// Since when it was in force, RFC 3339.
    pub in_force_since: String,
    /// Its words.
    pub text: String,
}

/// A purpose.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// In words.
    pub purpose: String,
    /// What kind of purpose.
    pub purpose_type: String,
    /// Always `consent`.
    pub lawful_basis: String,
    /// The data.
    pub pii_information: Vec<PiiInformation>,
    /// Who decides about it.
    pub pii_controllers: Vec<String>,
    /// How it was collected.
    pub collection_method: String,
    /// What is done with it.
    pub processing_method: String,
    /// Where it is stored.
    pub storage_locations: Vec<String>,
    /// How long.
    pub retention_period: String,
    /// Who receives it.
    pub recipient_third_parties: Vec<String>,
    /// Where consent is withdrawn.
    pub withdrawal_method: String,
    /// Where the other rights are exercised.
    pub privacy_rights: Vec<String>,
}

/// One field.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PiiInformation {
    /// The field's name.
    pub pii_type: String,
    /// Whether the attendee may keep it back: always.
    pub pii_optional: bool,
    /// Whether it is sensitive.
    pub sensitive_pii_category: bool,
    /// Whether it is of a special category.
    pub special_pii_category: bool,
}

/// Somebody involved.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// The party's id in this document.
    pub party_id: String,
    /// Its name.
    pub party_name: String,
    /// What it is here.
    pub party_role: String,
    /// Its address on the web, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party_url: Option<String>,
}

/// Something that happened.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentEvent {
    /// When, RFC 3339; by the device's clock where a device said it, else by the backend's.
    pub event_time: String,
    /// How it was expressed.
    pub event_type: String,
    /// What it did.
    pub event_state: String,
    /// Who did it: a device's id, `attendee`, `organiser` or `import`.
    pub entity_id: String,
    /// The fields it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<FieldSet>,
    /// The notice in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice_version: Option<u32>,
    /// The signed record that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordHash>,
}

/// How it stands when the receipt is made.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    /// `shared` or `withheld`.
    pub state: String,
    /// Why it is withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The fields that the sponsor may see.
    pub fields: FieldSet,
}

/// What proves it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The devices, whose keys the backend enrolled and vouches for.
    pub devices: Vec<DeviceEvidence>,
    /// The devices' records.
    pub records: Vec<RecordEvidence>,
}

/// A device as the backend enrolled it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceEvidence {
    /// Which.
    pub device: DeviceId,
    /// Its key, which it proved to hold when it enrolled.
    pub public_key: VerifyingKey,
    /// SHA-256 of the signed enrolment, to which the device's first record commits. The enrolment itself
    /// holds secrets of the booth.
    pub enrolment: RecordHash,
    /// When it enrolled, RFC 3339.
    pub enrolled_at: String,
}

/// A record, byte for byte.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordEvidence {
    /// SHA-256 of its bytes.
    pub hash: RecordHash,
    /// When the backend got it, RFC 3339.
    pub received_at: String,
    /// The signed bytes, in base64url without padding.
    pub cose: String,
}
