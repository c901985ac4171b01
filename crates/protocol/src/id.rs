//! Identifiers. Each kind is a type of its own, so that one can't be given where another is meant.

use std::fmt;
use std::str::FromStr;

use minicbor::decode::{self, Decoder};
use minicbor::encode::{self, Encoder, Write};
use minicbor::{Decode, Encode};
use uuid::{Builder, Uuid};

/// The text or bytes are no identifier of the kind asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {0}")]
pub struct IdError(pub(crate) &'static str);

/// Text and JSON for a type that has `Display` and `FromStr`.
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

/// A fixed number of bytes: a CBOR byte string of that length on the wire.
macro_rules! bytes_on_the_wire {
    ($name:ident, $length:literal, $what:literal) => {
        impl $name {
            /// The bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $length] {
                &self.0
            }

            /// The value with these bytes.
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

/// A text that `as_str` gives and `FromStr` reads: a CBOR text string on the wire. What people may
/// write in other ways (lower case, hyphens) has one spelling there.
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
                    Err(decode::Error::message("not in its one spelling"))
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
        /// 16 bytes, in text a random UUID (RFC 9562).
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 16]);

        impl $name {
            /// A new one out of 16 random bytes.
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
    /// A sponsor of an event.
    SponsorId, "sponsor id"
);
uuid_id!(
    /// An attendee of an event. Never leaves the backend in the clear beside a sponsor's data.
    AttendeeId, "attendee id"
);
uuid_id!(
    /// An enrolled booth device. A machine enrolled for two sponsors has two.
    DeviceId, "device id"
);
uuid_id!(
    /// One reading of one badge.
    ScanId, "scan id"
);
uuid_id!(
    /// What one sponsor sees of one attendee. Two sponsors' ids of the same attendee are unrelated.
    LeadId, "lead id"
);
uuid_id!(
    /// An attendee's report of an improper scan.
    ReportId, "report id"
);
uuid_id!(
    /// A member of a sponsor's team, who signs in to the backend's pages.
    MemberId, "member id"
);
uuid_id!(
    /// One of the organiser's people, who signs in to the backend's pages.
    StaffId, "staff id"
);
uuid_id!(
    /// A mail that the backend sends or has sent.
    MailId, "mail id"
);
uuid_id!(
    /// An address of a sponsor's that is told of changed leads.
    WebhookId, "webhook id"
);
uuid_id!(
    /// A file of registrations between its preview and its import.
    DraftId, "draft id"
);
uuid_id!(
    /// A consent receipt.
    ReceiptId, "receipt id"
);
uuid_id!(
    /// One start of a device's operating system or program; it tells when its monotonic clock began anew.
    BootId, "boot id"
);

/// Hexadecimal text for a type of some bytes.
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
    /// SHA-256 of a message's signed bytes.
    RecordHash, 32, "record hash"
);
hex_id!(
    /// SHA-256 of a consent receipt's document, in canonical JSON.
    DocumentHash, 32, "document hash"
);
hex_id!(
    /// The `kid` of a COSE header: a device id, or the first 16 bytes of a public key's SHA-256.
    KeyId, 16, "key id"
);
hex_id!(
    /// 16 random bytes that tie a reply to its request.
    Nonce, 16, "nonce"
);

impl RecordHash {
    /// The hash of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let digest = ring::digest::digest(&ring::digest::SHA256, bytes);
        Self::try_from(digest.as_ref()).expect("SHA-256 gives 32 bytes")
    }
}

impl DocumentHash {
    /// The hash of a document in canonical JSON.
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

/// An event's short name: 1 to 12 of `A`-`Z`, `0`-`9` and `-`. It stands in every badge code, so it
/// is kept to QR's alphanumeric set.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventSlug(String);

impl EventSlug {
    /// Longest slug, in characters: more would push a badge code into a larger symbol.
    pub const MAX_LENGTH: usize = 12;

    /// The slug's text.
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

    /// Takes lower case for upper.
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
