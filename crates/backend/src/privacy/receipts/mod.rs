//! Consent receipts: documents about an attendee's consent with one sponsor, which the attendee can keep and
//! show.
//!
//! A receipt is a JSON file with a document in the shape of a consent record and receipt of ISO/IEC TS
//! 27560:2023, and the backend's signature over the document's hash. The document holds the devices' signed
//! records, so that it proves its events without the backend.

mod canonical;
mod document;
mod make;
mod verify;

pub use crate::privacy::receipts::canonical::{NotCanonical, canonical};
pub use crate::privacy::receipts::document::{
    ConsentEvent, ConsentRecord, DeviceEvidence, Document, LeadStatus, NoticeText, Party,
    PiiInformation, PiiProcessing, Purpose, ReceiptEvidence, ReceiptFile, ReceiptMetadata,
    RecordEvidence,
};
pub use crate::privacy::receipts::make::{ReceiptError, make};
pub use crate::privacy::receipts::verify::{MAX_BYTES, ReceiptFault, VerifiedReceipt, verify};
