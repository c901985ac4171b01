//! Signed messages: an untagged COSE_Sign1 (RFC 9052 §4.2) with algorithm EdDSA, content type and key id in the
//! protected header, an empty unprotected header, and the payload attached.

use std::marker::PhantomData;
use std::ops::Deref;

use coset::{
    Algorithm, CborSerializable, ContentType, CoseSign1, CoseSign1Builder, Header, HeaderBuilder,
    iana,
};
use minicbor::{Decode, Encode};

use crate::cbor::{self, CborError};
use crate::id::{KeyId, RecordHash};
use crate::key::{SigningKey, VerifyingKey};
use crate::limit::Violation;

/// The reason why bytes are not a message of the expected kind from the expected signer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProtocolError {
    /// The message is longer than its kind allows.
    #[error("the message is longer than {limit} bytes")]
    TooLarge {
        /// The kind's maximum, in bytes.
        limit: usize,
    },
    /// The bytes are not a COSE_Sign1 structure with an attached payload.
    #[error("not a COSE_Sign1 message")]
    NotCose,
    /// The envelope is not in its deterministic encoding.
    #[error("the envelope is not in deterministic CBOR")]
    EnvelopeNotDeterministic,
    /// The protected header has entries besides algorithm, content type and key id, or the unprotected header is not
    /// empty.
    #[error("the message has unexpected headers")]
    UnexpectedHeader,
    /// The algorithm is not EdDSA.
    #[error("the message is not signed with EdDSA")]
    WrongAlgorithm,
    /// The content type is that of another kind of message.
    #[error("the message is of another kind")]
    WrongNamespace,
    /// The key id is not 16 bytes.
    #[error("the message names no usable key")]
    BadKeyId,
    /// The signature does not verify with the key.
    #[error("the signature is not valid")]
    BadSignature,
    /// The payload does not have the shape of its kind.
    #[error("the payload does not have the shape of its kind")]
    BadPayload,
    /// The payload is not in its deterministic encoding.
    #[error("the payload is not in deterministic CBOR")]
    PayloadNotDeterministic,
    /// The payload names another signer than the envelope's key id.
    #[error("the message names another signer than the key that signed it")]
    WrongSigner,
    /// The payload breaks a limit or a rule of its kind.
    #[error("the message breaks a rule: {0}")]
    Violation(Violation),
}

impl ProtocolError {
    /// Returns a stable identifier of the error, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "too_large",
            Self::NotCose => "not_cose",
            Self::EnvelopeNotDeterministic => "envelope_not_deterministic",
            Self::UnexpectedHeader => "unexpected_header",
            Self::WrongAlgorithm => "wrong_algorithm",
            Self::WrongNamespace => "wrong_namespace",
            Self::BadKeyId => "bad_key_id",
            Self::BadSignature => "bad_signature",
            Self::BadPayload => "bad_payload",
            Self::PayloadNotDeterministic => "payload_not_deterministic",
            Self::WrongSigner => "wrong_signer",
            Self::Violation(_) => "violation",
        }
    }
}

/// A kind of signed message.
pub trait Message: Sized + Encode<()> + for<'b> Decode<'b, ()> {
    /// The content type in the protected header. No other kind has the same.
    const NAMESPACE: &'static str;
    /// The maximum size of a message, including the envelope, in bytes.
    const MAX_BYTES: usize;

    /// Returns the id of the key that must sign the message, according to its contents.
    fn signer(&self) -> KeyId;

    /// Checks the limits and rules of the kind.
    ///
    /// # Errors
    /// Returns the first [`Violation`].
    fn check(&self) -> Result<(), Violation>;

    /// Signs the message. The returned bytes are stored and sent unchanged.
    ///
    /// # Errors
    /// Returns [`ProtocolError::Violation`] or [`ProtocolError::TooLarge`] if a receiver would refuse the message.
    fn sign(&self, key: &SigningKey) -> Result<SignedBytes<Self>, ProtocolError> {
        self.check().map_err(ProtocolError::Violation)?;
        let header = HeaderBuilder::new()
            .algorithm(iana::Algorithm::EdDSA)
            .content_type(Self::NAMESPACE.to_owned())
            .key_id(self.signer().as_bytes().to_vec())
            .build();
        let bytes = CoseSign1Builder::new()
            .protected(header)
            .payload(cbor::to_bytes(self))
            .create_signature(&[], |to_sign| key.sign(to_sign))
            .build()
            .to_vec()
            .map_err(|_| ProtocolError::NotCose)?;
        if bytes.len() > Self::MAX_BYTES {
            return Err(ProtocolError::TooLarge {
                limit: Self::MAX_BYTES,
            });
        }
        Ok(SignedBytes {
            bytes,
            kind: PhantomData,
        })
    }
}

/// The bytes of a message that [`Message::sign`] has signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedBytes<M> {
    bytes: Vec<u8>,
    kind: PhantomData<M>,
}

impl<M> SignedBytes<M> {
    /// Returns the bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Converts into the bytes.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Returns the SHA-256 of the bytes.
    #[must_use]
    pub fn hash(&self) -> RecordHash {
        RecordHash::of(&self.bytes)
    }
}

/// A received message. Its envelope has the right shape; nothing else has been checked. Its payload can be reached
/// only through [`verify`](Self::verify).
#[derive(Debug, Clone)]
pub struct Unverified<M> {
    bytes: Vec<u8>,
    sign1: CoseSign1,
    key_id: KeyId,
    kind: PhantomData<M>,
}

impl<M: Message> Unverified<M> {
    /// Parses the envelope and checks its headers.
    ///
    /// # Errors
    /// Returns a [`ProtocolError`] if the envelope is too large, malformed, not deterministic, or of another kind.
    pub fn parse(bytes: &[u8]) -> Result<Self, ProtocolError> {
        if bytes.len() > M::MAX_BYTES {
            return Err(ProtocolError::TooLarge {
                limit: M::MAX_BYTES,
            });
        }
        let sign1 = CoseSign1::from_slice(bytes).map_err(|_| ProtocolError::NotCose)?;
        if sign1.payload.is_none() {
            return Err(ProtocolError::NotCose);
        }
        let key_id = check_headers::<M>(&sign1)?;
        let mut again = sign1.clone();
        // coset keeps the protected header's received bytes; they too must be the deterministic encoding.
        again.protected.original_data = None;
        if again.to_vec().ok().as_deref() != Some(bytes) {
            return Err(ProtocolError::EnvelopeNotDeterministic);
        }
        Ok(Self {
            bytes: bytes.to_vec(),
            sign1,
            key_id,
            kind: PhantomData,
        })
    }

    /// Returns the id of the key that the message claims to be signed with. Use it only to look the key up.
    #[must_use]
    pub const fn claimed_key(&self) -> KeyId {
        self.key_id
    }

    /// Returns the SHA-256 of the bytes.
    #[must_use]
    pub fn hash(&self) -> RecordHash {
        RecordHash::of(&self.bytes)
    }

    /// Checks the signature, then the payload's shape, encoding, signer and rules, in this order. The payload is not
    /// decoded before the signature has been verified.
    ///
    /// # Errors
    /// Returns the [`ProtocolError`] of the first check that failed.
    pub fn verify(self, key: &VerifyingKey) -> Result<Verified<M>, ProtocolError> {
        self.sign1.verify_signature(&[], |signature, signed| {
            if key.accepts(signed, signature) {
                Ok(())
            } else {
                Err(ProtocolError::BadSignature)
            }
        })?;
        let message = self.payload()?;
        self.accept(message)
    }

    /// Verifies a message with a key that the message itself contains, which `key_in` returns. It proves possession of
    /// a new key; the caller must decide by other means whether to trust the key.
    ///
    /// # Errors
    /// Returns the same errors as [`verify`](Self::verify).
    pub fn verify_with_own_key(
        self,
        key_in: impl FnOnce(&M) -> VerifyingKey,
    ) -> Result<Verified<M>, ProtocolError> {
        let message = self.payload()?;
        let key = key_in(&message);
        self.verify(&key)
    }

    fn payload(&self) -> Result<M, ProtocolError> {
        let payload = self
            .sign1
            .payload
            .as_deref()
            .ok_or(ProtocolError::NotCose)?;
        cbor::from_bytes(payload).map_err(|error| match error {
            CborError::Shape => ProtocolError::BadPayload,
            CborError::NotDeterministic => ProtocolError::PayloadNotDeterministic,
        })
    }

    fn accept(self, message: M) -> Result<Verified<M>, ProtocolError> {
        if message.signer() != self.key_id {
            return Err(ProtocolError::WrongSigner);
        }
        message.check().map_err(ProtocolError::Violation)?;
        Ok(Verified {
            hash: RecordHash::of(&self.bytes),
            message,
            bytes: self.bytes,
        })
    }
}

fn check_headers<M: Message>(sign1: &CoseSign1) -> Result<KeyId, ProtocolError> {
    let header = &sign1.protected.header;
    if !sign1.unprotected.is_empty() {
        return Err(ProtocolError::UnexpectedHeader);
    }
    if header.alg != Some(Algorithm::Assigned(iana::Algorithm::EdDSA)) {
        return Err(ProtocolError::WrongAlgorithm);
    }
    if header.content_type != Some(ContentType::Text(M::NAMESPACE.to_owned())) {
        return Err(ProtocolError::WrongNamespace);
    }
    let key_id = KeyId::try_from(header.key_id.as_slice()).map_err(|_| ProtocolError::BadKeyId)?;
    let rest = Header {
        alg: None,
        content_type: None,
        key_id: Vec::new(),
        ..header.clone()
    };
    if rest.is_empty() {
        Ok(key_id)
    } else {
        Err(ProtocolError::UnexpectedHeader)
    }
}

/// A message whose signature, shape and rules have been checked.
#[derive(Debug, Clone)]
pub struct Verified<M> {
    message: M,
    bytes: Vec<u8>,
    hash: RecordHash,
}

impl<M> Verified<M> {
    /// Returns the signed bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the SHA-256 of the bytes.
    #[must_use]
    pub const fn hash(&self) -> RecordHash {
        self.hash
    }

    /// Converts into the message.
    #[must_use]
    pub fn into_message(self) -> M {
        self.message
    }
}

impl<M> Deref for Verified<M> {
    type Target = M;

    fn deref(&self) -> &M {
        &self.message
    }
}
