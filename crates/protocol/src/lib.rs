//! Identifiers, the seven fields, signed messages and the sync protocol.
//!
//! Everything that crosses between a booth device and the backend is defined here, byte for byte:
//! COSE_Sign1 envelopes (RFC 9052, Ed25519) over deterministic CBOR (RFC 8949 §4.2.1). Each message
//! has its own content type in the protected header, so that a signature for one kind never verifies as another.
//!
//! `docs/formats.md` has the formats for implementers, and `tests/vectors` pins them.
//!
//! A received message is [`Unverified`]. Its contents can be reached only through [`Unverified::verify`], which
//! returns a [`Verified`] message.
//!
//! The crate does no I/O, reads no clock and draws no random numbers: time and randomness are
//! arguments.

#![warn(missing_docs)]

mod base32;
pub mod bundle;
mod cbor;
mod code;
mod consent_receipt;
mod enrolment;
mod envelope;
mod field;
mod id;
mod key;
mod limit;
mod record;
mod sync;
mod time;

pub use base32::{Base32Error, decode_base32, encode_base32};
pub use bundle::{Bundle, BundleError, encode_bundle, open_bundle};
pub use code::{BadgeId, CodeError, ForeignCode, HumanCode};
pub use consent_receipt::ConsentReceipt;
pub use enrolment::{
    ConsentMode, Enrolment, EnrolmentCode, EnrolmentCodeError, EnrolmentRequest, Notice,
    NoticeVersion, Question, QuestionKind,
};
pub use envelope::{Message, ProtocolError, SignedBytes, Unverified, Verified};
pub use field::{Field, FieldSet, UnknownField};
pub use id::{
    AttendeeId, BootId, DeviceId, DocumentHash, DraftId, EventSlug, IdError, KeyId, LeadId, MailId,
    MemberId, Nonce, ReceiptId, RecordHash, ReportId, ScanId, SponsorId, StaffId, WebhookId,
};
pub use key::{InvalidKey, SecretBytes, SigningKey, VerifyingKey};
pub use limit::{Violation, limits};
pub use record::{
    Answer, Body, ConsentGiven, Kind, Narrow, Note, QuestionAnswer, ReadMethod, Record, Scan,
    ScannedCode, Void,
};
pub use sync::{
    Changes, DeviceStatus, Held, Outcome, Reason, RecordOutcome, SeqRange, SyncReply, SyncRequest,
};
pub use time::UnixMillis;

/// A received record, whose signature has not been checked.
pub type UnverifiedRecord = Unverified<Record>;
/// A record whose signature and shape have been checked.
pub type VerifiedRecord = Verified<Record>;
