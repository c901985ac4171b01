//! Consent receipts: what an attendee agreed to with one sponsor, to keep and to show to others.
//!
//! A receipt is a JSON file. Its document has the shape of a consent record and receipt of ISO/IEC TS
//! 27560:2023; beside it stands the backend's signature over the document's hash. The document brings
//! the devices' signed records, so that it proves what it says without the backend.

mod canonical;
mod document;
mod make;
mod verify;

pub use crate::privacy::receipts::canonical::{NotCanonical, canonical};
pub use crate::privacy::receipts::document::{
    ConsentEvent, ConsentRecord, DeviceEvidence, Document, Evidence, NoticeText, Party,
    PiiInformation, PiiProcessing, Purpose, ReceiptFile, ReceiptMetadata, RecordEvidence, Standing,
};
pub use crate::privacy::receipts::make::{MakeError, make};
pub use crate::privacy::receipts::verify::{Fault, Genuine, MAX_BYTES, verify};
