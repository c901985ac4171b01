//! Checks a text from a camera, a hardware scanner or the keyboard: whether it is a genuine badge code of the event.

use std::fmt;

use protocol::{BadgeId, EventSlug, ForeignCode};
use thiserror::Error;

use crate::code::{
    EventBadgeKey, Flags, MAX_SEAL_BYTES, MIN_SEAL_BYTES, canonical_bytes, canonical_event,
    canonical_id, segments,
};
use crate::name::BadgeName;

/// The maximum length of a text that is examined, in bytes. The longest badge code has 96, and known foreign codes are
/// shorter than this limit.
pub const MAX_CODE_BYTES: usize = 255;

/// An accepted code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// A genuine badge of this event.
    Badge(OpenedBadge),
    /// A genuine badge whose holder asks not to be scanned. It has no id, so that nothing can be stored; the name is for
    /// the answer on the screen.
    DoNotScan {
        /// The name on the badge.
        name: BadgeName,
    },
    /// A code of the accepted foreign kind. Only the backend can check it.
    Foreign(ForeignCode),
}

/// A genuine badge of this event that may be scanned.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenedBadge {
    /// The badge's id.
    pub id: BadgeId,
    /// The name on the badge; may be empty.
    pub name: BadgeName,
}

impl fmt::Debug for OpenedBadge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OpenedBadge({})", self.id)
    }
}

/// The reason why a text is refused. It contains no personal data.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The text is something else: a web address, a Wi-Fi code, a boarding pass, or bytes that are not text.
    #[error("not a badge of this event")]
    NotABadge,
    /// The text is a badge of another event.
    #[error("a badge of {event}, not of this event")]
    OtherEvent {
        /// The event that the badge names. It is not checked, because the device does not have that event's key.
        event: EventSlug,
    },
    /// The text has the shape of a badge of this event, but is not sealed with the event's key, or is truncated.
    #[error("not a genuine badge: its seal does not fit")]
    Forged,
    /// The text names this event, but does not have the shape or the contents of a badge code.
    #[error("a damaged badge code")]
    Malformed,
    /// The text is longer than [`MAX_CODE_BYTES`].
    #[error("{bytes} bytes are too long for a badge code")]
    Oversized {
        /// The text's length, in bytes.
        bytes: usize,
    },
    /// The badge is genuine, and was replaced by a reprint or revoked.
    #[error("this badge was replaced")]
    Revoked,
    /// The badge is genuine, and has a flag that this version does not know and therefore can't respect.
    #[error("this badge needs a newer version of the program")]
    UnsupportedFlags,
}

impl Refusal {
    /// Returns a stable identifier of the refusal, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotABadge => "not_a_badge",
            Self::OtherEvent { .. } => "other_event",
            Self::Forged => "forged",
            Self::Malformed => "malformed",
            Self::Oversized { .. } => "oversized",
            Self::Revoked => "revoked",
            Self::UnsupportedFlags => "unsupported_flags",
        }
    }
}

/// Checks a code without a network. The code is text, or bytes from a hardware scanner.
///
/// A foreign code is accepted only with `accept_foreign`, and never in place of a damaged badge of this event.
/// `is_revoked` is called only for a genuine badge.
///
/// # Errors
/// Returns a [`Refusal`] if the code is not accepted as a whole.
pub fn open(
    key: &EventBadgeKey,
    event: &EventSlug,
    code: impl AsRef<[u8]>,
    accept_foreign: bool,
    is_revoked: impl Fn(&BadgeId) -> bool,
) -> Result<Reading, Refusal> {
    let code = code.as_ref();
    if code.len() > MAX_CODE_BYTES {
        return Err(Refusal::Oversized { bytes: code.len() });
    }
    let text = std::str::from_utf8(code).map_err(|_| Refusal::NotABadge)?;
    if !claims_to_be_ours(text, event) {
        return match text.parse() {
            Ok(foreign) if accept_foreign => Ok(Reading::Foreign(foreign)),
            _ => Err(Refusal::NotABadge),
        };
    }

    let [id, slug, seal] = segments(text).ok_or(Refusal::Malformed)?;
    let id = canonical_id(id).ok_or(Refusal::Malformed)?;
    let slug = canonical_event(slug).ok_or(Refusal::Malformed)?;
    if slug != *event {
        return Err(Refusal::OtherEvent { event: slug });
    }
    let seal = canonical_bytes(seal).ok_or(Refusal::Malformed)?;
    if seal.len() < MIN_SEAL_BYTES {
        return Err(Refusal::Forged);
    }
    if seal.len() > MAX_SEAL_BYTES {
        return Err(Refusal::Malformed);
    }
    let plain = key.unseal(event, &id, seal).ok_or(Refusal::Forged)?;
    let (flags, name) = plain.split_first().ok_or(Refusal::Malformed)?;

    if is_revoked(&id) {
        return Err(Refusal::Revoked);
    }
    // The flags come first, because a later version may store something else after them.
    let flags = Flags::from_byte(*flags).ok_or(Refusal::UnsupportedFlags)?;
    let name: BadgeName = std::str::from_utf8(name)
        .ok()
        .and_then(|name| name.parse().ok())
        .ok_or(Refusal::Malformed)?;
    if flags.do_not_scan {
        Ok(Reading::DoNotScan { name })
    } else {
        Ok(Reading::Badge(OpenedBadge { id, name }))
    }
}

/// Returns whether the text is a Lanyard code, even a damaged one: it begins with a badge id, or names this event
/// between colons, in any case. It must not pass as a foreign code, because a device can't check foreign codes.
fn claims_to_be_ours(text: &str, event: &EventSlug) -> bool {
    let text = text.to_ascii_uppercase();
    let mut segments = text.split(':');
    let first = segments.next().unwrap_or_default();
    let begins_with_id = canonical_id(first).is_some() && first.len() < text.len();
    begins_with_id || segments.any(|segment| segment == event.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::tests::{event, key, sealed_oddly};
    use crate::code::{FreshBadgeId, seal};
    use proptest::prelude::*;

    const SLUG: &str = "PYCONUS2027";

    fn sealed(do_not_scan: bool, name: &str) -> String {
        seal(
            &key(1),
            &event(SLUG),
            FreshBadgeId::mint([7; 10]),
            Flags { do_not_scan },
            &name.parse().unwrap(),
        )
        .to_string()
    }

    #[test]
    fn a_badge_in_lower_case_never_passes_as_a_foreign_code() {
        let lower = sealed(true, "Bo").to_lowercase();
        assert_eq!(open_foreign_too(lower), Err(Refusal::Malformed));
    }

    fn open_strictly(code: impl AsRef<[u8]>) -> Result<Reading, Refusal> {
        open(&key(1), &event(SLUG), code, false, |_| false)
    }

    fn open_foreign_too(code: impl AsRef<[u8]>) -> Result<Reading, Refusal> {
        open(&key(1), &event(SLUG), code, true, |_| false)
    }

    #[test]
    fn a_genuine_badge_gives_its_id_and_name() {
        let reading = open_strictly(sealed(false, "Ada")).unwrap();
        assert_eq!(
            reading,
            Reading::Badge(OpenedBadge {
                id: BadgeId::from_bytes([7; 10]),
                name: "Ada".parse().unwrap(),
            })
        );
        assert!(!format!("{reading:?}").contains("Ada"));
    }

    #[test]
    fn a_do_not_scan_badge_is_not_a_badge_to_scan() {
        let reading = open_strictly(sealed(true, "Ada")).unwrap();
        assert_eq!(
            reading,
            Reading::DoNotScan {
                name: "Ada".parse().unwrap()
            }
        );
    }

    #[test]
    fn a_revoked_badge_is_refused_and_a_forged_one_does_not_ask() {
        let revoked = BadgeId::from_bytes([7; 10]);
        let refused = open(&key(1), &event(SLUG), sealed(true, "Ada"), false, |id| {
            *id == revoked
        });
        assert_eq!(refused, Err(Refusal::Revoked));
        let refused = open(&key(2), &event(SLUG), sealed(false, "Ada"), false, |_| {
            panic!("a forged badge id must not be looked up")
        });
        assert_eq!(refused, Err(Refusal::Forged));
    }

    #[test]
    fn a_badge_of_another_event_says_of_which() {
        let refused = open(
            &key(1),
            &event("EUROPYTHON27"),
            sealed(false, ""),
            true,
            |_| false,
        );
        assert_eq!(refused, Err(Refusal::OtherEvent { event: event(SLUG) }));
    }

    #[test]
    fn a_seal_moved_to_another_event_or_badge_is_forged() {
        let moved = sealed(false, "Ada").replace(SLUG, "PYCONUS2028");
        let refused = open(&key(1), &event("PYCONUS2028"), moved, false, |_| false);
        assert_eq!(refused, Err(Refusal::Forged));
        let other_id = BadgeId::from_bytes([8; 10]).to_string();
        let moved =
            sealed(false, "Ada").replace(&BadgeId::from_bytes([7; 10]).to_string(), &other_id);
        assert_eq!(open_strictly(moved), Err(Refusal::Forged));
    }

    #[test]
    fn every_truncation_is_refused_even_where_foreign_codes_are_taken() {
        let code = sealed(false, "Ada");
        for length in 0..code.len() {
            let cut = &code[..length];
            assert!(open_strictly(cut).is_err(), "{cut}");
            if length > 16 {
                assert!(open_foreign_too(cut).is_err(), "{cut}");
            }
        }
    }

    #[test]
    fn a_short_seal_is_forged_and_a_long_or_misspelt_one_malformed() {
        let id = BadgeId::from_bytes([7; 10]);
        let with = |seal: &str| open_foreign_too(format!("{id}:{SLUG}:{seal}"));
        assert_eq!(with(""), Err(Refusal::Forged));
        assert_eq!(with(&"0".repeat(24)), Err(Refusal::Forged));
        assert_eq!(with(&"0".repeat(72)), Err(Refusal::Malformed));
        assert_eq!(with("not base32"), Err(Refusal::Malformed));
        assert_eq!(
            open_strictly(sealed(false, "").to_lowercase()),
            Err(Refusal::Malformed)
        );
    }

    #[test]
    fn a_code_within_a_code_is_refused() {
        let code = sealed(false, "Ada");
        for nested in [
            format!("{code}:{code}"),
            format!("{code}\n{code}"),
            format!("X{code}"),
        ] {
            assert_eq!(
                open_foreign_too(&nested),
                Err(Refusal::Malformed),
                "{nested}"
            );
        }
        for wrapped in [format!(" {code}"), format!("{code} "), format!("{code}\0")] {
            assert_eq!(
                open_foreign_too(&wrapped),
                Err(Refusal::Malformed),
                "{wrapped:?}"
            );
        }
    }

    #[test]
    fn an_oversized_code_is_refused_unread() {
        let long = format!(
            "{}:{SLUG}:{}",
            BadgeId::from_bytes([7; 10]),
            "0".repeat(300)
        );
        assert_eq!(
            open_foreign_too(&long),
            Err(Refusal::Oversized { bytes: 329 })
        );
        assert!(matches!(
            open_foreign_too(vec![0xff; 256]),
            Err(Refusal::Oversized { .. })
        ));
        assert_eq!(open_foreign_too(vec![0xff; 255]), Err(Refusal::NotABadge));
    }

    #[test]
    fn a_genuine_seal_over_nonsense_is_refused() {
        assert_eq!(
            open_strictly(sealed_oddly(0b10, b"Ada")),
            Err(Refusal::UnsupportedFlags)
        );
        assert_eq!(
            open_strictly(sealed_oddly(0b11, b"\xff")),
            Err(Refusal::UnsupportedFlags)
        );
        assert_eq!(
            open_strictly(sealed_oddly(0, b"\xff\xfe")),
            Err(Refusal::Malformed)
        );
        assert_eq!(
            open_strictly(sealed_oddly(0, "\u{202e}adA".as_bytes())),
            Err(Refusal::Malformed)
        );
        assert_eq!(
            open_strictly(sealed_oddly(0, &[b'x'; 25])),
            Err(Refusal::Malformed)
        );
        assert!(open_strictly(sealed_oddly(0, &[b'x'; 24])).is_ok());
    }

    #[test]
    fn a_foreign_code_is_taken_only_where_the_event_takes_them() {
        let code = "A1B2C3D4:Ada Lovelace:9f8e7d";
        assert_eq!(open_strictly(code), Err(Refusal::NotABadge));
        assert_eq!(
            open_foreign_too(code),
            Ok(Reading::Foreign(code.parse().unwrap()))
        );
    }

    #[test]
    fn what_people_carry_is_not_a_badge() {
        for text in [
            "",
            ":",
            "::",
            "https://example.org/abcd:1234",
            "WIFI:S:Hall;T:WPA;P:secretsecret;;",
            "BEGIN:VCARD\nFN:Ada\nEND:VCARD",
            "M1LOVELACE/ADA       EABC123 ZRHLHR",
            "0W3GE1R70W3GE1R7",
        ] {
            assert_eq!(open_foreign_too(text), Err(Refusal::NotABadge), "{text}");
        }
    }

    #[test]
    fn every_refusal_has_a_code_of_its_own() {
        let all = [
            Refusal::NotABadge,
            Refusal::OtherEvent { event: event(SLUG) },
            Refusal::Forged,
            Refusal::Malformed,
            Refusal::Oversized { bytes: 300 },
            Refusal::Revoked,
            Refusal::UnsupportedFlags,
        ];
        let codes: std::collections::BTreeSet<_> = all.iter().map(Refusal::code).collect();
        assert_eq!(codes.len(), all.len());
    }

    proptest! {
        #[test]
        fn what_is_sealed_is_opened(
            id in any::<[u8; 10]>(),
            key_bytes in any::<[u8; 32]>(),
            slug in "[A-Z0-9-]{1,12}",
            name in "\\PC{0,30}",
            do_not_scan in any::<bool>(),
        ) {
            let key = EventBadgeKey::new(protocol::SecretBytes::new(key_bytes));
            let name = BadgeName::shortened(&name);
            prop_assert!(name.as_str().len() <= BadgeName::MAX_BYTES);
            let code = seal(&key, &event(&slug), FreshBadgeId::mint(id), Flags { do_not_scan }, &name);
            let expected = if do_not_scan {
                Reading::DoNotScan { name }
            } else {
                Reading::Badge(OpenedBadge { id: BadgeId::from_bytes(id), name })
            };
            prop_assert_eq!(open(&key, &event(&slug), code.as_str(), true, |_| false), Ok(expected));
        }

        #[test]
        fn a_code_with_one_character_changed_is_refused(
            place in 0_usize..1000,
            to in any::<char>(),
            name in "[a-z]{0,12}",
        ) {
            let code = sealed(false, &name);
            let place = place % code.len();
            let mut changed = String::with_capacity(code.len() + 3);
            changed.push_str(&code[..place]);
            changed.push(to);
            changed.push_str(&code[place + 1..]);
            prop_assume!(changed != code);
            prop_assert!(open_strictly(&changed).is_err());
            // An added or lost colon can make another kind of code, but never a badge.
            let opened = matches!(
                open_foreign_too(&changed),
                Ok(Reading::Badge(_) | Reading::DoNotScan { .. })
            );
            prop_assert!(!opened);
            if to != ':' && code.as_bytes()[place] != b':' {
                prop_assert!(open_foreign_too(&changed).is_err());
            }
        }

        #[test]
        fn another_events_key_does_not_open_it(other in 2_u8.., name in "[a-z]{0,24}") {
            let refused = open(&key(other), &event(SLUG), sealed(false, &name), true, |_| false);
            prop_assert_eq!(refused, Err(Refusal::Forged));
        }

        #[test]
        fn arbitrary_bytes_never_open(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            prop_assert!(open_strictly(&bytes).is_err());
        }

        #[test]
        fn arbitrary_text_in_our_shape_never_opens(
            id in "[0-9A-Z]{14,18}", slug in "(PYCONUS2027|[A-Z0-9-]{0,14})", seal in "[0-9A-Z:]{0,90}",
        ) {
            let text = format!("{id}:{slug}:{seal}");
            prop_assert!(open_strictly(text).is_err());
        }
    }
}
