//! Ed25519 keys (RFC 8032, through ring), and a type for secret bytes that keeps them out of `Debug`.

use std::fmt;
use std::str::FromStr;

use minicbor::decode::{self, Decoder};
use minicbor::encode::{self, Encoder, Write};
use minicbor::{Decode, Encode};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use zeroize::Zeroize;

use crate::id::{IdError, KeyId, bytes_on_the_wire, hex_id, serde_as_text};

/// The bytes are not an Ed25519 seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a usable Ed25519 key")]
pub struct InvalidKey;

/// `N` secret bytes. They are overwritten when dropped, and `Debug` does not show them.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretBytes<const N: usize>([u8; N]);

impl<const N: usize> SecretBytes<N> {
    /// Wraps the bytes.
    #[must_use]
    pub const fn new(bytes: [u8; N]) -> Self {
        Self(bytes)
    }

    /// Returns the bytes. The name makes every use easy to find.
    #[must_use]
    pub const fn expose(&self) -> &[u8; N] {
        &self.0
    }
}

impl<const N: usize> Drop for SecretBytes<N> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<const N: usize> fmt::Debug for SecretBytes<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretBytes(…)")
    }
}

impl<const N: usize> TryFrom<&[u8]> for SecretBytes<N> {
    type Error = InvalidKey;

    fn try_from(bytes: &[u8]) -> Result<Self, Self::Error> {
        bytes.try_into().map(Self).map_err(|_| InvalidKey)
    }
}

impl<C, const N: usize> Encode<C> for SecretBytes<N> {
    fn encode<W: Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), encode::Error<W::Error>> {
        e.bytes(&self.0)?.ok()
    }
}

impl<'b, C, const N: usize> Decode<'b, C> for SecretBytes<N> {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        Self::try_from(d.bytes()?).map_err(decode::Error::custom)
    }
}

/// A private Ed25519 key.
pub struct SigningKey {
    pair: Ed25519KeyPair,
    seed: SecretBytes<32>,
}

impl SigningKey {
    /// Derives the key from a seed, which must be random.
    ///
    /// # Errors
    /// Returns [`InvalidKey`] if ring refuses the seed.
    pub fn from_seed(seed: SecretBytes<32>) -> Result<Self, InvalidKey> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed.expose()).map_err(|_| InvalidKey)?;
        Ok(Self { pair, seed })
    }

    /// Returns the seed. Store it where only the owner of the key can read it.
    #[must_use]
    pub const fn seed(&self) -> &SecretBytes<32> {
        &self.seed
    }

    /// Returns the public key.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey::try_from(self.pair.public_key().as_ref())
            .expect("an Ed25519 public key has 32 bytes")
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.pair.sign(message).as_ref().to_vec()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.verifying_key().id())
    }
}

hex_id!(
    /// A public Ed25519 key, 32 bytes; hexadecimal in text.
    VerifyingKey, 32, "public key"
);

impl VerifyingKey {
    /// Returns the key's id: the first 16 bytes of its SHA-256.
    #[must_use]
    pub fn id(&self) -> KeyId {
        let digest = ring::digest::digest(&ring::digest::SHA256, &self.0);
        KeyId::try_from(&digest.as_ref()[..16]).expect("16 bytes were taken")
    }

    pub(crate) fn accepts(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, &self.0)
            .verify(message, signature)
            .is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_vector_of_rfc_8032_gives_its_public_key_and_signature() {
        let seed = data_encoding::HEXLOWER
            .decode(b"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
            .unwrap();
        let key = SigningKey::from_seed(seed.as_slice().try_into().unwrap()).unwrap();
        assert_eq!(
            key.verifying_key().to_string(),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
        );
        let signature = key.sign(b"");
        assert!(
            data_encoding::HEXLOWER
                .encode(&signature)
                .starts_with("e5564300c360ac72")
        );
        assert!(key.verifying_key().accepts(b"", &signature));
        assert!(!key.verifying_key().accepts(b"x", &signature));
    }

    #[test]
    fn secrets_do_not_show_in_debug() {
        let key = SigningKey::from_seed(SecretBytes::new([0xab; 32])).unwrap();
        assert!(!format!("{key:?} {:?}", key.seed()).contains("abab"));
        assert!(!format!("{:?}", key.seed()).contains("171"));
    }
}
