//! The document of a receipt. Its fields have the names of ISO/IEC TS 27560:2023 where that has one.

use protocol::{
    DeviceId, EventSlug, FieldSet, KeyId, LeadId, ReceiptId, RecordHash, SponsorId, VerifyingKey,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api_schema::{FieldName, LeadState, WithheldReason};

/// A consent receipt, to keep and to show to others.
#[derive(Serialize, ToSchema)]
pub struct ReceiptFile {
    /// The signed document.
    pub consent_receipt: Document,
    /// The backend's signature: a COSE_Sign1 over the hash of the document in canonical JSON, in
    /// base64url without padding.
    pub signature: String,
}

/// The signed part of a receipt.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConsentReceipt)]
pub struct Document {
    /// The schema of the document.
    pub schema_version: String,
    /// Metadata of the receipt itself.
    pub receipt_metadata: ReceiptMetadata,
    /// The consent record that it is a receipt for.
    pub consent_record: ConsentRecord,
    /// The signed records that prove it.
    pub evidence: ReceiptEvidence,
}

impl Document {
    /// The current schema.
    pub const SCHEMA: &'static str = "ISO/IEC TS 27560:2023, Lanyard 1";
}

/// Metadata of the receipt itself.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiptMetadata {
    /// The receipt's id.
    #[schema(value_type = String)]
    pub receipt_id: ReceiptId,
    /// When the receipt was made, in RFC 3339.
    #[schema(format = DateTime)]
    pub issued_at: String,
    /// The id of the key that signs the receipt.
    #[schema(value_type = String)]
    pub issued_by: KeyId,
}

/// The consent record: header, processing, parties, events.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentRecord {
    /// The lead's id, as the sponsor knows it.
    #[schema(value_type = String)]
    pub record_id: LeadId,
    /// The attendee: the registration's id.
    pub pii_principal_id: String,
    /// The event's short name.
    #[schema(value_type = String)]
    pub event: EventSlug,
    /// The sponsor's id.
    #[schema(value_type = String)]
    pub sponsor: SponsorId,
    /// How the data is processed.
    pub pii_processing: PiiProcessing,
    /// The parties involved.
    pub party_identification: Vec<Party>,
    /// The consent events, in the order of their times.
    pub events: Vec<ConsentEvent>,
    /// The state of the consent when the receipt was made.
    pub standing: LeadStatus,
}

/// How the data is processed.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Processing)]
pub struct PiiProcessing {
    /// The notices in force at the scans.
    pub privacy_notice: Vec<NoticeText>,
    /// The notices' language as a BCP 47 tag: always `und`, because it is not known.
    pub language: String,
    /// The purposes. There is one.
    pub purposes: Vec<Purpose>,
}

/// A version of the privacy notice.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeText {
    /// The version.
    pub version: u32,
    /// Since when it was in force, in RFC 3339.
    #[schema(format = DateTime)]
    pub in_force_since: String,
    /// The text of the notice.
    pub text: String,
}

/// A purpose of the processing.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// The purpose, in words.
    pub purpose: String,
    /// The kind of purpose.
    pub purpose_type: String,
    /// Always `consent`.
    pub lawful_basis: String,
    /// The data.
    pub pii_information: Vec<PiiInformation>,
    /// The ids of the controllers.
    pub pii_controllers: Vec<String>,
    /// How the data was collected.
    pub collection_method: String,
    /// What is done with the data.
    pub processing_method: String,
    /// Where the data is stored.
    pub storage_locations: Vec<String>,
    /// How long the data is kept.
    pub retention_period: String,
    /// Who receives the data.
    pub recipient_third_parties: Vec<String>,
    /// Where consent is withdrawn.
    pub withdrawal_method: String,
    /// Where other rights are exercised.
    pub privacy_rights: Vec<String>,
}

/// One field of the data.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PiiInformation {
    /// The field's name.
    pub pii_type: String,
    /// Whether the attendee may keep the field back: always.
    pub pii_optional: bool,
    /// Whether the field is sensitive.
    pub sensitive_pii_category: bool,
    /// Whether the field belongs to a special category.
    pub special_pii_category: bool,
}

/// A party to the processing.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// The party's id in this document.
    pub party_id: String,
    /// The party's name.
    pub party_name: String,
    /// The party's role.
    pub party_role: String,
    /// The party's web address, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub party_url: Option<String>,
}

/// An event in the history of the consent.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentEvent {
    /// When it happened, in RFC 3339: by the device's clock if a device recorded it, else by the
    /// backend's.
    #[schema(format = DateTime)]
    pub event_time: String,
    /// How consent was expressed.
    pub event_type: String,
    /// The effect of the event.
    pub event_state: String,
    /// Who caused it: a device's id, `attendee`, `organiser` or `import`.
    pub entity_id: String,
    /// The fields that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Vec<FieldName>)]
    pub fields: Option<FieldSet>,
    /// The notice in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub notice_version: Option<u32>,
    /// The hash of the signed record that states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String)]
    pub record: Option<RecordHash>,
}

/// The state of the consent when the receipt was made.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConsentStanding)]
pub struct LeadStatus {
    /// Whether the sponsor sees anything.
    #[schema(value_type = LeadState)]
    pub state: String,
    /// Why the sponsor sees nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = WithheldReason)]
    pub reason: Option<String>,
    /// The fields that the sponsor may see.
    #[schema(value_type = Vec<FieldName>)]
    pub fields: FieldSet,
}

/// The signed records that prove the consent.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Evidence)]
pub struct ReceiptEvidence {
    /// The devices, whose keys the backend enrolled and vouches for.
    pub devices: Vec<DeviceEvidence>,
    /// The devices' records.
    pub records: Vec<RecordEvidence>,
}

/// A device as the backend enrolled it.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeviceEvidence {
    /// The device's id.
    #[schema(value_type = String)]
    pub device: DeviceId,
    /// The device's Ed25519 key in hexadecimal. The device proved to hold it when it was enrolled.
    #[schema(value_type = String)]
    pub public_key: VerifyingKey,
    /// SHA-256 of the signed enrolment, to which the device's first record commits. The enrolment itself
    /// holds secrets of the booth.
    #[schema(value_type = String)]
    pub enrolment: RecordHash,
    /// When the device was enrolled, in RFC 3339.
    #[schema(format = DateTime)]
    pub enrolled_at: String,
}

/// A record, byte for byte.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordEvidence {
    /// SHA-256 of the record's bytes.
    #[schema(value_type = String)]
    pub hash: RecordHash,
    /// When the backend received the record, in RFC 3339.
    #[schema(format = DateTime)]
    pub received_at: String,
    /// The signed bytes, in base64url without padding.
    pub cose: String,
}
