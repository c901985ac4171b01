//! The check that a reply comes from the enrolment's backend and answers the request.

use std::ops::Deref;

use protocol::{DeviceId, Nonce, ProtocolError, SyncReply, Unverified, Verified, VerifyingKey};

/// The values that a reply must match.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The device that sent the request.
    pub device: DeviceId,
    /// The request's nonce.
    pub nonce: Nonce,
    /// The backend keys of the enrolment.
    pub backend_keys: &'a [VerifyingKey],
}

/// The reason why a reply fails verification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReplyError {
    /// The bytes are not a reply, or the signature does not verify.
    #[error("{0}")]
    Protocol(ProtocolError),
    /// The reply is signed with a key that the enrolment does not list.
    #[error("it is signed by a backend that this device is not enrolled with")]
    UnknownBackend,
    /// The reply is for another device.
    #[error("it is for another device")]
    OtherDevice,
    /// The reply answers another request.
    #[error("it answers another request")]
    OtherRequest,
}

/// A reply that is signed by the enrolment's backend and answers the expected request. Nothing else can change a queue.
#[derive(Debug, Clone)]
pub struct CheckedReply(Verified<SyncReply>);

impl Deref for CheckedReply {
    type Target = SyncReply;

    fn deref(&self) -> &SyncReply {
        &self.0
    }
}

/// Verifies a reply: looks up the enrolment's key that it names, checks the signature, and compares device and nonce.
///
/// # Errors
/// Returns a [`ReplyError`] if a check fails. Pass it to the machine as
/// [`Failure::BadReply`](crate::Failure::BadReply).
pub fn read_reply(bytes: &[u8], expected: &Expected<'_>) -> Result<CheckedReply, ReplyError> {
    let unverified = Unverified::<SyncReply>::parse(bytes).map_err(ReplyError::Protocol)?;
    let key = expected
        .backend_keys
        .iter()
        .find(|key| key.id() == unverified.claimed_key())
        .ok_or(ReplyError::UnknownBackend)?;
    let reply = unverified.verify(key).map_err(ReplyError::Protocol)?;
    if reply.device != expected.device {
        return Err(ReplyError::OtherDevice);
    }
    if reply.nonce != expected.nonce {
        return Err(ReplyError::OtherRequest);
    }
    Ok(CheckedReply(reply))
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{Changes, DeviceStatus, Message, SecretBytes, SigningKey, UnixMillis};

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_seed(SecretBytes::new([seed; 32])).unwrap()
    }

    fn reply(signer: &SigningKey) -> Vec<u8> {
        let reply = SyncReply {
            version: SyncReply::VERSION,
            backend: signer.verifying_key().id(),
            device: DeviceId::from_random([1; 16]),
            nonce: Nonce::from_bytes([2; 16]),
            time: UnixMillis(0),
            held: None,
            outcomes: vec![],
            missing: vec![],
            changes: Changes {
                cursor: 0,
                more: false,
                status: DeviceStatus::Active,
                notice: None,
                questions: None,
                revoked_badges: vec![],
            },
        };
        reply.sign(signer).unwrap().into_bytes()
    }

    #[test]
    fn a_reply_by_any_of_the_enrolments_keys_is_believed() {
        let keys = [key(1).verifying_key(), key(2).verifying_key()];
        let expected = Expected {
            device: DeviceId::from_random([1; 16]),
            nonce: Nonce::from_bytes([2; 16]),
            backend_keys: &keys,
        };
        assert!(read_reply(&reply(&key(1)), &expected).is_ok());
        assert!(read_reply(&reply(&key(2)), &expected).is_ok());
        assert_eq!(
            read_reply(&reply(&key(3)), &expected).unwrap_err(),
            ReplyError::UnknownBackend
        );
    }

    #[test]
    fn a_reply_for_another_device_or_request_is_not_believed() {
        let keys = [key(1).verifying_key()];
        let right = Expected {
            device: DeviceId::from_random([1; 16]),
            nonce: Nonce::from_bytes([2; 16]),
            backend_keys: &keys,
        };
        let other_device = Expected {
            device: DeviceId::from_random([9; 16]),
            ..right
        };
        let other_request = Expected {
            nonce: Nonce::from_bytes([9; 16]),
            ..right
        };
        let bytes = reply(&key(1));
        assert_eq!(
            read_reply(&bytes, &other_device).unwrap_err(),
            ReplyError::OtherDevice
        );
        assert_eq!(
            read_reply(&bytes, &other_request).unwrap_err(),
            ReplyError::OtherRequest
        );
    }

    #[test]
    fn garbage_and_tampered_replies_are_not_believed() {
        let keys = [key(1).verifying_key()];
        let expected = Expected {
            device: DeviceId::from_random([1; 16]),
            nonce: Nonce::from_bytes([2; 16]),
            backend_keys: &keys,
        };
        let good = reply(&key(1));
        assert!(read_reply(b"<html>Welcome to the hotel</html>", &expected).is_err());
        for at in 0..good.len() {
            let mut bytes = good.clone();
            bytes[at] ^= 1;
            assert!(read_reply(&bytes, &expected).is_err(), "byte {at}");
        }
    }
}
