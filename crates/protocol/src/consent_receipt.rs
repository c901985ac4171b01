//! What the backend signs of a consent receipt: the hash of the document that the attendee keeps.

use minicbor::{Decode, Encode};

use crate::envelope::Message;
use crate::id::{DocumentHash, KeyId, ReceiptId};
use crate::limit::{Violation, limits};
use crate::time::UnixMillis;

/// The backend's word for a consent receipt, a JSON document in the shape of ISO/IEC TS 27560:2023.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ConsentReceipt {
    /// Always [`ConsentReceipt::VERSION`].
    #[n(1)]
    pub version: u32,
    /// The backend's key.
    #[n(2)]
    pub backend: KeyId,
    /// The receipt's id, as its document has it.
    #[n(3)]
    pub receipt: ReceiptId,
    /// When it was made, by the backend's clock.
    #[n(4)]
    pub issued: UnixMillis,
    /// The hash of the document in canonical JSON (RFC 8785).
    #[n(5)]
    pub document: DocumentHash,
}

impl ConsentReceipt {
    /// The version written today.
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
