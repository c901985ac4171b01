//! COSE_Sign1 (RFC 9052 §4.2) with one shape: algorithm EdDSA, a content type and a key id in the
//! protected header, nothing in the unprotected one, the payload attached, no tag.

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

/// Why bytes are not a message of the expected kind from the expected signer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProtocolError {
    /// Longer than the message's kind may be.
    #[error("the message is longer than {limit} bytes")]
    TooLarge {
        /// The kind's bound, in bytes.
        limit: usize,
    },
    /// No COSE_Sign1 structure with an attached payload.
    #[error("not a COSE_Sign1 message")]
    NotCose,
    /// The envelope has another spelling than the deterministic one.
    #[error("the envelope is not in deterministic CBOR")]
    EnvelopeNotDeterministic,
    /// The protected header has other entries than algorithm, content type and key id, or the
    /// unprotected one has any.
    #[error("the message has headers that do not belong there")]
    UnexpectedHeader,
    /// The algorithm is not EdDSA.
    #[error("the message is not signed with EdDSA")]
    WrongAlgorithm,
    /// The content type is another message's.
    #[error("the message is of another kind")]
    WrongNamespace,
    /// The key id is not 16 bytes.
    #[error("the message names no usable key")]
    BadKeyId,
    /// The signature does not fit the key and the bytes.
    #[error("the signature is not valid")]
    BadSignature,
    /// The payload is not of the kind's shape.
    #[error("the payload does not have the shape of its kind")]
    BadPayload,
    /// The payload has another spelling than the deterministic one.
    #[error("the payload is not in deterministic CBOR")]
    PayloadNotDeterministic,
    /// The payload speaks for another signer than the one who signed.
    #[error("the message speaks for somebody other than its signer")]
    WrongSigner,
    /// The payload breaks a bound or a rule.
    #[error("the message breaks a rule: {0}")]
    Violation(Violation),
}

impl ProtocolError {
    /// A stable word for it, for programs.
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
    /// The content type in the protected header, this kind's alone.
    const NAMESPACE: &'static str;
    /// Longest message of the kind, envelope included, in bytes.
    const MAX_BYTES: usize;

    /// Whose signature belongs under it, by what the message itself says.
    fn signer(&self) -> KeyId;

    /// Whether it keeps the bounds and rules of its kind.
    ///
    /// # Errors
    /// The first [`Violation`] found.
    fn check(&self) -> Result<(), Violation>;

    /// Signs it. The result is what is stored and sent, byte for byte, for ever.
    ///
    /// # Errors
    /// [`ProtocolError::Violation`] or [`ProtocolError::TooLarge`]: nothing is signed that the other
    /// side would refuse.
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

/// A message's signed bytes, made here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedBytes<M> {
    bytes: Vec<u8>,
    kind: PhantomData<M>,
}

impl<M> SignedBytes<M> {
    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes, given away.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// SHA-256 of the bytes.
    #[must_use]
    pub fn hash(&self) -> RecordHash {
        RecordHash::of(&self.bytes)
    }
}

/// A message as it came: the envelope has the right shape, and that is all that is known. Its
/// payload can't be reached but through [`verify`](Self::verify).
#[derive(Debug, Clone)]
pub struct Unverified<M> {
    bytes: Vec<u8>,
    sign1: CoseSign1,
    key_id: KeyId,
    kind: PhantomData<M>,
}

impl<M: Message> Unverified<M> {
    /// Looks at the envelope.
    ///
    /// # Errors
    /// The [`ProtocolError`] that says what is wrong with it.
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
        // coset keeps the protected header's bytes as they came; they too must be the one spelling.
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

    /// The key that the message claims to be signed with; good for looking a key up, no more.
    #[must_use]
    pub const fn claimed_key(&self) -> KeyId {
        self.key_id
    }

    /// SHA-256 of the bytes.
    #[must_use]
    pub fn hash(&self) -> RecordHash {
        RecordHash::of(&self.bytes)
    }

    /// Checks the signature, then the payload's shape, spelling, signer and rules, in this order:
    /// nothing inside is looked at before the signature holds.
    ///
    /// # Errors
    /// The [`ProtocolError`] that says which of them failed.
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

    /// Verifies a message that brings its own key, which `key_in` finds in it: a request that proves
    /// possession of a key not seen before. Who may use the key must be decided by other means.
    ///
    /// # Errors
    /// As [`verify`](Self::verify).
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
    /// The signed bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// SHA-256 of the bytes.
    #[must_use]
    pub const fn hash(&self) -> RecordHash {
        self.hash
    }

    /// The contents, given away.
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
