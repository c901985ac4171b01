//! The signed part of a consent receipt: the hash of the document that the attendee keeps.

use minicbor::{Decode, Encode};

use crate::envelope::Message;
use crate::id::{DocumentHash, KeyId, ReceiptId};
use crate::limit::{Violation, limits};
use crate::time::UnixMillis;

/// The backend's signed statement about a consent receipt, which is a JSON document in the shape of ISO/IEC TS
/// 27560:2023.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ConsentReceipt {
    /// The format's version, always [`ConsentReceipt::VERSION`].
    #[n(1)]
    pub version: u32,
    /// The id of the backend key that signs.
    #[n(2)]
    pub backend: KeyId,
    /// The receipt's id, which its document repeats.
    #[n(3)]
    pub receipt: ReceiptId,
    /// The time of issue, by the backend's clock.
    #[n(4)]
    pub issued: UnixMillis,
    /// The SHA-256 of the document in canonical JSON (RFC 8785).
    #[n(5)]
    pub document: DocumentHash,
}

impl ConsentReceipt {
    /// The current version of the format.
    pub const VERSION: u32 = 1;
}

impl Message for ConsentReceipt {
    const NAMESPACE: &'static str = "application/vnd.lanyard.consent-receipt";
    const MAX_BYTES: usize = limits::CONSENT_RECEIPT_BYTES;

    fn signer(&self) -> KeyId {
        self.backend
    }

    fn check(&self) -> Result<(), Violation> {
        Violation::unless(self.version == Self::VERSION, "version", "must be 1")
    }
}
