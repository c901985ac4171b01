//! The text of a badge code, and its seal.
//!
//! `BADGEID:EVENT:SEAL`
//! - `BADGEID`: 16 characters of Crockford base32, 80 random bits.
//! - `EVENT`: the event's slug.
//! - `SEAL`: Crockford base32 of AES-256-GCM (NIST SP 800-38D) over `flags (1 byte) ‖ badge name
//!   (UTF-8)`, followed by the whole 16-byte tag. The nonce is the first 12 bytes of
//!   SHA-256(`lanyard badge nonce v1` ‖ badge id); the associated data is
//!   `lanyard badge seal v1` ‖ 0 ‖ event ‖ 0 ‖ badge id (10 bytes).
//!
//! Sizes at error correction M: with a 12-character slug, no name makes 58 characters (version 3 holds
//! 61), a 12-byte name 77 (version 4 holds 90), and a name of 24 bytes 96 (version 5 holds 122).

use std::fmt;
use std::str::FromStr;

use protocol::{BadgeId, EventSlug, HumanCode, SecretBytes, decode_base32, encode_base32};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::digest::{SHA256, digest};
use thiserror::Error;

use crate::name::BadgeName;

/// The length of the authentication tag, in bytes. It is not truncated.
const TAG_BYTES: usize = 16;
/// The length of the flags, in bytes.
const FLAG_BYTES: usize = 1;
/// The length of a seal without a name, in bytes.
pub(crate) const MIN_SEAL_BYTES: usize = FLAG_BYTES + TAG_BYTES;
/// The length of a seal with a name of maximum length, in bytes.
pub(crate) const MAX_SEAL_BYTES: usize = FLAG_BYTES + BadgeName::MAX_BYTES + TAG_BYTES;

const NONCE_NAMESPACE: &[u8] = b"lanyard badge nonce v1";
const SEAL_NAMESPACE: &[u8] = b"lanyard badge seal v1";

/// The AES-256 key that seals the codes of one event. The event's enrolled devices have it too. A stolen device can
/// therefore forge codes that pass the offline check; the backend refuses their badge ids.
#[derive(Clone, PartialEq, Eq)]
pub struct EventBadgeKey(SecretBytes<32>);

impl EventBadgeKey {
    /// Makes a key of 32 bytes, which must be random.
    #[must_use]
    pub const fn new(bytes: SecretBytes<32>) -> Self {
        Self(bytes)
    }

    /// Returns the key's bytes, for storage or for an enrolment.
    #[must_use]
    pub const fn secret(&self) -> &SecretBytes<32> {
        &self.0
    }

    fn cipher(&self) -> LessSafeKey {
        let key = UnboundKey::new(&AES_256_GCM, self.0.expose()).expect("AES-256 takes 32 bytes");
        LessSafeKey::new(key)
    }

    /// Decrypts a seal, or returns `None` if its tag does not verify.
    pub(crate) fn unseal(
        &self,
        event: &EventSlug,
        id: &BadgeId,
        mut seal: Vec<u8>,
    ) -> Option<Vec<u8>> {
        let plain = self
            .cipher()
            .open_in_place(nonce(id), associated_data(event, id), &mut seal)
            .ok()?;
        Some(plain.to_vec())
    }
}

impl fmt::Debug for EventBadgeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventBadgeKey(…)")
    }
}

/// The attendee's wishes that a badge code carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flags {
    /// The attendee asks not to be scanned (bit 0).
    pub do_not_scan: bool,
}

impl Flags {
    const DO_NOT_SCAN: u8 = 1;

    const fn to_byte(self) -> u8 {
        if self.do_not_scan {
            Self::DO_NOT_SCAN
        } else {
            0
        }
    }

    /// Parses the flags, or returns `None` if an unknown bit is set, because it may be a wish that must be respected.
    pub(crate) const fn from_byte(byte: u8) -> Option<Self> {
        if byte & !Self::DO_NOT_SCAN == 0 {
            Some(Self {
                do_not_scan: byte & Self::DO_NOT_SCAN != 0,
            })
        } else {
            None
        }
    }
}

/// A badge id that has not been sealed into a code.
///
/// A code's nonce is derived from its badge id, and AES-GCM is broken if two different plaintexts share a nonce.
/// Therefore a fresh id can be neither copied nor made from a [`BadgeId`], and [`seal`] consumes it: another name, other
/// flags or a reprint need a new id. Never call [`FreshBadgeId::mint`] with the same random bytes twice.
#[derive(Debug)]
pub struct FreshBadgeId(BadgeId);

impl FreshBadgeId {
    /// Makes a new id from 10 random bytes.
    #[must_use]
    pub const fn mint(random: [u8; 10]) -> Self {
        Self(BadgeId::from_bytes(random))
    }

    /// Returns the id, which must be stored before the code is printed.
    #[must_use]
    pub const fn id(&self) -> BadgeId {
        self.0
    }
}

/// The text `BADGEID:EVENT:SEAL` of a badge code. [`open()`](crate::open()) checks whether it is genuine.
///
/// To print an unchanged badge again, keep the code's text, because its id can't be sealed again.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct BadgeCode {
    text: String,
    id: BadgeId,
}

impl BadgeCode {
    /// Returns the text that the symbol encodes.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the badge's id.
    #[must_use]
    pub const fn id(&self) -> BadgeId {
        self.id
    }

    /// Returns the human code, which is printed under the symbol.
    #[must_use]
    pub fn human_code(&self) -> HumanCode {
        self.id.human_code()
    }
}

impl fmt::Display for BadgeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

// `Debug` hides the text, because it suffices to print the badge.
impl fmt::Debug for BadgeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BadgeCode({})", self.id)
    }
}

/// The text does not have the shape of a badge code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not the text of a badge code")]
pub struct NotABadgeCode;

impl FromStr for BadgeCode {
    type Err = NotABadgeCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let [id, event, seal] = segments(text).ok_or(NotABadgeCode)?;
        let id = canonical_id(id).ok_or(NotABadgeCode)?;
        canonical_event(event).ok_or(NotABadgeCode)?;
        let seal = canonical_bytes(seal).ok_or(NotABadgeCode)?;
        if !(MIN_SEAL_BYTES..=MAX_SEAL_BYTES).contains(&seal.len()) {
            return Err(NotABadgeCode);
        }
        Ok(Self {
            text: text.to_owned(),
            id,
        })
    }
}

/// Seals the code of a new badge.
#[must_use]
pub fn seal(
    key: &EventBadgeKey,
    event: &EventSlug,
    id: FreshBadgeId,
    flags: Flags,
    name: &BadgeName,
) -> BadgeCode {
    let FreshBadgeId(id) = id;
    BadgeCode {
        text: seal_byte(key, event, id, flags.to_byte(), name.as_str().as_bytes()),
        id,
    }
}

fn seal_byte(
    key: &EventBadgeKey,
    event: &EventSlug,
    id: BadgeId,
    flags: u8,
    name: &[u8],
) -> String {
    let mut sealed = Vec::with_capacity(FLAG_BYTES + name.len() + TAG_BYTES);
    sealed.push(flags);
    sealed.extend_from_slice(name);
    key.cipher()
        .seal_in_place_append_tag(nonce(&id), associated_data(event, &id), &mut sealed)
        .expect("a few bytes are within AES-GCM's limit");
    format!("{id}:{event}:{}", encode_base32(&sealed))
}

fn nonce(id: &BadgeId) -> Nonce {
    let hash = digest(&SHA256, &[NONCE_NAMESPACE, id.as_bytes()].concat());
    let (nonce, _) = hash
        .as_ref()
        .split_first_chunk::<NONCE_LEN>()
        .expect("SHA-256 gives more than a nonce takes");
    Nonce::assume_unique_for_key(*nonce)
}

fn associated_data(event: &EventSlug, id: &BadgeId) -> Aad<Vec<u8>> {
    // A slug has no zero byte, so that two different pairs never have the same bytes.
    Aad::from(
        [
            SEAL_NAMESPACE,
            &[0],
            event.as_str().as_bytes(),
            &[0],
            id.as_bytes(),
        ]
        .concat(),
    )
}

/// Splits the text into its segments, if there are exactly three.
pub(crate) fn segments(text: &str) -> Option<[&str; 3]> {
    let mut parts = text.split(':');
    let segments = [parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some(segments)
}

/// Parses a badge id in its canonical spelling.
pub(crate) fn canonical_id(text: &str) -> Option<BadgeId> {
    let id: BadgeId = text.parse().ok()?;
    (id.to_string() == text).then_some(id)
}

/// Parses an event's slug in its canonical spelling.
pub(crate) fn canonical_event(text: &str) -> Option<EventSlug> {
    let slug: EventSlug = text.parse().ok()?;
    (slug.as_str() == text).then_some(slug)
}

/// Decodes base32 in its canonical spelling.
pub(crate) fn canonical_bytes(text: &str) -> Option<Vec<u8>> {
    let bytes = decode_base32(text).ok()?;
    (encode_base32(&bytes) == text).then_some(bytes)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn key(byte: u8) -> EventBadgeKey {
        EventBadgeKey::new(SecretBytes::new([byte; 32]))
    }

    pub(crate) fn event(slug: &str) -> EventSlug {
        slug.parse().unwrap()
    }

    /// Makes a genuine seal over a plaintext that [`seal`] never writes.
    pub(crate) fn sealed_oddly(flags: u8, name: &[u8]) -> String {
        seal_byte(
            &key(1),
            &event("PYCONUS2027"),
            BadgeId::from_bytes([7; 10]),
            flags,
            name,
        )
    }

    fn code(slug: &str, name: &str) -> BadgeCode {
        seal(
            &key(1),
            &event(slug),
            FreshBadgeId::mint([7; 10]),
            Flags::default(),
            &BadgeName::shortened(name),
        )
    }

    /// The modules per side of the smallest symbol at error correction M.
    fn modules(code: &BadgeCode) -> usize {
        qrcode::QrCode::with_error_correction_level(code.as_str(), qrcode::EcLevel::M)
            .unwrap()
            .width()
    }

    #[test]
    fn a_code_stays_a_small_symbol() {
        for slug in ["PYCONUS2027", "TWELVE-CHARS"] {
            assert_eq!(modules(&code(slug, "")), 29, "version 3 without a name");
            assert_eq!(
                modules(&code(slug, "Ada Lovelace")),
                33,
                "version 4 with twelve letters"
            );
            assert_eq!(
                modules(&code(slug, &"x".repeat(24))),
                37,
                "version 5 at the most"
            );
        }
        assert_eq!(code("TWELVE-CHARS", "").as_str().len(), 58);
        assert_eq!(code("TWELVE-CHARS", "Ada Lovelace").as_str().len(), 77);
        assert_eq!(code("TWELVE-CHARS", &"x".repeat(24)).as_str().len(), 96);
    }

    #[test]
    fn a_code_is_pinned_byte_for_byte() {
        assert_eq!(
            code("PYCONUS2027", "Ada").as_str(),
            "0W3GE1R70W3GE1R7:PYCONUS2027:322XHK9CW38SEZANMB84TN9CRTGT7Z5A"
        );
    }

    #[test]
    fn a_code_tells_nothing_of_its_name_or_key() {
        let text = code("PYCONUS2027", "Ada Lovelace");
        assert!(!text.as_str().contains(&encode_base32(b"Lovelace")));
        assert!(!format!("{text:?}").contains(text.as_str()));
        assert!(!format!("{:?}", key(0xab)).contains("171"));
    }

    #[test]
    fn a_kept_code_is_taken_back_for_printing_and_others_are_not() {
        let good = code("PYCONUS2027", "Ada");
        assert_eq!(good.as_str().parse(), Ok(good.clone()));
        for bad in [
            "",
            "::",
            "0W3GE1R70W3GE1R7:PYCONUS2027:",
            &good.as_str().to_lowercase(),
            &good.as_str().replace('0', "O"),
            &format!("{good}:X"),
        ] {
            assert_eq!(bad.parse::<BadgeCode>(), Err(NotABadgeCode), "{bad}");
        }
    }

    #[test]
    fn the_human_code_under_the_symbol_is_that_of_the_id() {
        let code = code("PYCONUS2027", "Ada");
        assert_eq!(code.human_code(), BadgeId::from_bytes([7; 10]).human_code());
    }
}
