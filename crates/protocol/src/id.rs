//! Identifiers. Each kind has its own type, so that the compiler refuses one in place of another.

use std::fmt;
use std::str::FromStr;

use minicbor::decode::{self, Decoder};
use minicbor::encode::{self, Encoder, Write};
use minicbor::{Decode, Encode};
use uuid::{Builder, Uuid};

/// The text or bytes are not an identifier of the expected kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {0}")]
pub struct IdError(pub(crate) &'static str);

/// Implements serde for a type through its `Display` and `FromStr`.
macro_rules! serde_as_text {
    ($name:ident) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text =
                    <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use serde_as_text;

/// Implements the bytes and the CBOR encoding of a type of fixed length: a byte string.
macro_rules! bytes_on_the_wire {
    ($name:ident, $length:literal, $what:literal) => {
        impl $name {
            /// Returns the bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $length] {
                &self.0
            }

            /// Returns the value with these bytes.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }
        }

        impl TryFrom<&[u8]> for $name {
            type Error = IdError;

            fn try_from(bytes: &[u8]) -> Result<Self, Self::Error> {
                bytes.try_into().map(Self).map_err(|_| IdError($what))
            }
        }

        impl<C> Encode<C> for $name {
            fn encode<W: Write>(
                &self,
                e: &mut Encoder<W>,
                _: &mut C,
            ) -> Result<(), encode::Error<W::Error>> {
                e.bytes(&self.0)?.ok()
            }
        }

        impl<'b, C> Decode<'b, C> for $name {
            fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
                Self::try_from(d.bytes()?).map_err(decode::Error::custom)
            }
        }
    };
}
pub(crate) use bytes_on_the_wire;

/// Implements the CBOR encoding of a type that has `as_str` and `FromStr`: a text string. A spelling that only
/// `FromStr` accepts, such as lower case, is refused.
macro_rules! text_on_the_wire {
    ($name:ident) => {
        impl<C> Encode<C> for $name {
            fn encode<W: Write>(
                &self,
                e: &mut Encoder<W>,
                _: &mut C,
            ) -> Result<(), encode::Error<W::Error>> {
                e.str(self.as_str())?.ok()
            }
        }

        impl<'b, C> Decode<'b, C> for $name {
            fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
                let text = d.str()?;
                let value: Self = text.parse().map_err(decode::Error::custom)?;
                if value.as_str() == text {
                    Ok(value)
                } else {
                    Err(decode::Error::message("not in its canonical spelling"))
                }
            }
        }
    };
}
pub(crate) use text_on_the_wire;

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        ///
        /// 16 bytes; in text a random UUID (RFC 9562).
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 16]);

        impl $name {
            /// Makes a new id from 16 random bytes.
            #[must_use]
            pub fn from_random(random: [u8; 16]) -> Self {
                Self(Builder::from_random_bytes(random).into_uuid().into_bytes())
            }
        }

        bytes_on_the_wire!($name, 16, $what);
        serde_as_text!($name);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                Uuid::from_bytes(self.0).fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(text)
                    .map(|uuid| Self(uuid.into_bytes()))
                    .map_err(|_| IdError($what))
            }
        }
    };
}

uuid_id!(
    /// The id of an event's sponsor.
    SponsorId, "sponsor id"
);
uuid_id!(
    /// The id of an event's attendee. Sponsors never receive it.
    AttendeeId, "attendee id"
);
uuid_id!(
    /// The id of an enrolled booth device. A machine that is enrolled for two sponsors has two ids.
    DeviceId, "device id"
);
uuid_id!(
    /// The id of one scan of a badge.
    ScanId, "scan id"
);
uuid_id!(
    /// The id of a lead: one attendee, as one sponsor sees them. The lead ids of different sponsors for the same
    /// attendee are unrelated.
    LeadId, "lead id"
);
uuid_id!(
    /// The id of an attendee's report of an improper scan.
    ReportId, "report id"
);
uuid_id!(
    /// The id of a member of a sponsor's team, who signs in to the backend's pages.
    MemberId, "member id"
);
uuid_id!(
    /// The id of a member of the organiser's staff, who signs in to the backend's pages.
    StaffId, "staff id"
);
uuid_id!(
    /// The id of a mail in the backend's outbox.
    MailId, "mail id"
);
uuid_id!(
    /// The id of a sponsor's webhook, which receives changes of leads.
    WebhookId, "webhook id"
);
uuid_id!(
    /// The id of an uploaded registration file between its preview and its import.
    DraftId, "draft id"
);
uuid_id!(
    /// The id of a consent receipt.
    ReceiptId, "receipt id"
);
uuid_id!(
    /// The id of one run of a device's monotonic clock. A restart of the clock gets a new id.
    BootId, "boot id"
);

/// Implements text, in hexadecimal, for a type of fixed length.
macro_rules! hex_id {
    ($(#[$doc:meta])* $name:ident, $length:literal, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $length]);

        bytes_on_the_wire!($name, $length, $what);
        serde_as_text!($name);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&data_encoding::HEXLOWER.encode(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let bytes = data_encoding::HEXLOWER_PERMISSIVE
                    .decode(text.as_bytes())
                    .map_err(|_| IdError($what))?;
                Self::try_from(bytes.as_slice())
            }
        }
    };
}
pub(crate) use hex_id;

hex_id!(
    /// The SHA-256 of a message's signed bytes.
    RecordHash, 32, "record hash"
);
hex_id!(
    /// The SHA-256 of a consent receipt's document in canonical JSON (RFC 8785).
    DocumentHash, 32, "document hash"
);
hex_id!(
    /// The id of a signing key, in the `kid` header (RFC 9052 §3.1): a device id, or the first 16 bytes of a public
    /// key's SHA-256.
    KeyId, 16, "key id"
);
hex_id!(
    /// 16 random bytes that tie a reply to its request.
    Nonce, 16, "nonce"
);

impl RecordHash {
    /// Computes the SHA-256 of the bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let digest = ring::digest::digest(&ring::digest::SHA256, bytes);
        Self::try_from(digest.as_ref()).expect("SHA-256 gives 32 bytes")
    }
}

impl DocumentHash {
    /// Computes the SHA-256 of a document that is in canonical JSON.
    #[must_use]
    pub fn of(document: &str) -> Self {
        let digest = ring::digest::digest(&ring::digest::SHA256, document.as_bytes());
        Self::try_from(digest.as_ref()).expect("SHA-256 gives 32 bytes")
    }
}

impl From<DeviceId> for KeyId {
    fn from(device: DeviceId) -> Self {
        Self(device.0)
    }
}

/// An event's short name: 1 to 12 characters of `A`-`Z`, `0`-`9` and `-`. It is part of every badge code, and therefore
/// keeps to the alphanumeric set of QR codes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventSlug(String);

impl EventSlug {
    /// The maximum length, in characters. A longer slug would need a larger QR symbol.
    pub const MAX_LENGTH: usize = 12;

    /// Returns the slug's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

serde_as_text!(EventSlug);

impl fmt::Display for EventSlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for EventSlug {
    type Err = IdError;

    /// Parses a slug. Lower case counts as upper case.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let upper = text.to_ascii_uppercase();
        let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
        if upper.is_empty() || upper.len() > Self::MAX_LENGTH || !upper.bytes().all(allowed) {
            return Err(IdError("event slug (1 to 12 letters, digits and hyphens)"));
        }
        Ok(Self(upper))
    }
}

text_on_the_wire!(EventSlug);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_back_from_its_text() {
        let id = ScanId::from_random([7; 16]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(
            "nonsense".parse::<ScanId>().unwrap_err().to_string(),
            "not a valid scan id"
        );
        let hash = RecordHash::of(b"abc");
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert!(hash.to_string().starts_with("ba7816bf"));
    }

    #[test]
    fn a_slug_is_short_and_plain() {
        assert_eq!(
            "pyconus2027".parse::<EventSlug>().unwrap().as_str(),
            "PYCONUS2027"
        );
        for bad in ["", "THIRTEEN-CHAR", "PY CON", "PYCON:US", "ÜBER"] {
            assert!(bad.parse::<EventSlug>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_lower_case_slug_is_not_a_second_spelling_on_the_wire() {
        assert!(minicbor::decode::<EventSlug>(b"\x62ab").is_err());
        assert!(minicbor::decode::<EventSlug>(b"\x62AB").is_ok());
    }
}
