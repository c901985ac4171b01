//! Checking a code that was read or typed, by the rules of one enrolment and without a network.

use badge::{EventBadgeKey, Reading};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use protocol::{BadgeId, CodeError, EventSlug, HumanCode, ReadMethod, ScannedCode, UnixMillis};

use crate::input::spellings;

/// The parts of an enrolment that decide about a code.
pub(crate) struct Rules<'a> {
    pub(crate) key: &'a EventBadgeKey,
    pub(crate) event: &'a EventSlug,
    pub(crate) foreign_codes: bool,
}

/// A valid code, which may be scanned or must not be.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum CodeRead {
    /// It may be scanned.
    Scannable {
        code: ScannedCode,
        /// The name in the seal, if there is one.
        name: Option<String>,
    },
    /// The badge's holder asks not to be scanned.
    DoNotScan { name: Option<String> },
}

/// Why a code is refused. It holds no personal data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The code itself is refused.
    #[error(transparent)]
    Code(badge::Refusal),
    /// The check character of a typed code is wrong.
    #[error("a typing slip")]
    TypingSlip,
    /// The enrolment has run out, or the device's clock is wrong.
    #[error("the enrolment has run out")]
    EnrolmentExpired {
        /// The time by the device's clock.
        clock: UnixMillis,
    },
    /// The device was revoked.
    #[error("the device was revoked")]
    DeviceRevoked,
    /// Every field was removed, so there is nothing to share.
    #[error("no field is left to share")]
    NothingToShare,
}

impl Refusal {
    /// The stable code of this refusal, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Code(refusal) => refusal.code(),
            Self::TypingSlip => "typing_slip",
            Self::EnrolmentExpired { .. } => "enrolment_expired",
            Self::DeviceRevoked => "device_revoked",
            Self::NothingToShare => "nothing_to_share",
        }
    }

    /// The other event that the badge is of, if that is the reason.
    #[must_use]
    pub const fn other_event(&self) -> Option<&EventSlug> {
        match self {
            Self::Code(badge::Refusal::OtherEvent { event }) => Some(event),
            _ => None,
        }
    }

    /// A sentence for the booth's screen: what happened and what to do.
    #[must_use]
    pub fn sentence(&self, event_name: &str) -> String {
        use badge::Refusal as Code;
        match self {
            Self::Code(Code::NotABadge | Code::Oversized { .. }) => {
                format!("Not a badge of {event_name}.")
            }
            Self::Code(Code::OtherEvent { event }) => {
                format!("Not a badge of {event_name}: it is of {event}.")
            }
            Self::Code(Code::Forged) => {
                format!("Not a genuine badge of {event_name}. Send its holder to the registration desk.")
            }
            Self::Code(Code::Malformed) => {
                "This badge's code is damaged. Type the code printed under it.".into()
            }
            Self::Code(Code::Revoked) => "This badge was replaced. Ask for the new one.".into(),
            Self::Code(Code::UnsupportedFlags) => {
                "This badge needs a newer version of Lanyard. Update this device.".into()
            }
            Self::Code(_) => format!("Not a usable badge of {event_name}."),
            Self::TypingSlip => "That code has a typing slip. Compare it with the badge.".into(),
            Self::EnrolmentExpired { clock } => format!(
                "By this device's clock ({}) the enrolment has run out. If the day is wrong, set the clock; otherwise enrol again.",
                day(*clock)
            ),
            Self::DeviceRevoked => {
                "This device was revoked. Scans made before are kept and sent; ask your sponsor's lead owner."
                    .into()
            }
            Self::NothingToShare => "No field was left to share. Nothing was stored.".into(),
        }
    }
}

fn day(moment: UnixMillis) -> String {
    match Timestamp::from_millisecond(moment.0) {
        Ok(moment) => moment
            .to_zoned_datetime(TimeZone::system())
            .date()
            .to_string(),
        Err(_) => "no day at all".into(),
    }
}

/// Checks a code. A camera's reading is used as it is. What comes through a keyboard may have been changed
/// on the way, and only from there are the short printed codes accepted.
pub(crate) fn read_code(
    rules: &Rules<'_>,
    method: ReadMethod,
    text: &[u8],
    is_revoked: impl Fn(&BadgeId) -> bool,
) -> Result<CodeRead, Refusal> {
    let open = |code: &[u8], foreign: bool| {
        badge::open(rules.key, rules.event, code, foreign, &is_revoked)
    };
    if method == ReadMethod::Camera {
        return open(text, rules.foreign_codes)
            .map(scannable)
            .map_err(Refusal::Code);
    }
    let spellings = spellings(text);
    let typed = spellings.last().map_or(text, Vec::as_slice);
    let mut first_refusal = None;
    for spelling in &spellings {
        match open(spelling, false) {
            Ok(reading) => return Ok(scannable(reading)),
            Err(badge::Refusal::NotABadge) => {}
            // The code is genuine, and refused for its content: no other spelling would help.
            Err(refusal @ (badge::Refusal::Revoked | badge::Refusal::UnsupportedFlags)) => {
                return Err(Refusal::Code(refusal));
            }
            Err(refusal) => first_refusal = first_refusal.or(Some(refusal)),
        }
    }
    // A code that claims to be ours and is not genuine never passes as a foreign one.
    if let Some(refusal) = first_refusal {
        return Err(Refusal::Code(refusal));
    }
    match human_code(typed) {
        Ok(code) => {
            return Ok(CodeRead::Scannable {
                code: ScannedCode::Human(code),
                name: None,
            });
        }
        Err(CodeError::Check) => return Err(Refusal::TypingSlip),
        Err(_) => {}
    }
    open(typed, rules.foreign_codes)
        .map(scannable)
        .map_err(Refusal::Code)
}

fn human_code(typed: &[u8]) -> Result<HumanCode, CodeError> {
    std::str::from_utf8(typed)
        .map_err(|_| CodeError::Shape)?
        .parse()
}

fn scannable(reading: Reading) -> CodeRead {
    let shown = |name: &badge::BadgeName| (!name.is_empty()).then(|| name.as_str().to_owned());
    match reading {
        Reading::Badge(badge) => CodeRead::Scannable {
            code: ScannedCode::Badge(badge.id),
            name: shown(&badge.name),
        },
        Reading::DoNotScan { name } => CodeRead::DoNotScan { name: shown(&name) },
        Reading::Foreign(code) => CodeRead::Scannable {
            code: ScannedCode::Foreign(code),
            name: None,
        },
    }
}

#[cfg(test)]
mod tests {
    use badge::{Flags, FreshBadgeId, seal};
    use protocol::SecretBytes;

    use super::*;

    fn key() -> EventBadgeKey {
        EventBadgeKey::new(SecretBytes::new([1; 32]))
    }

    fn event() -> EventSlug {
        "PYCONUS2027".parse().unwrap()
    }

    fn code() -> badge::BadgeCode {
        seal(
            &key(),
            &event(),
            FreshBadgeId::mint([7; 10]),
            Flags::default(),
            &"Ada".parse().unwrap(),
        )
    }

    fn read(method: ReadMethod, foreign_codes: bool, text: &str) -> Result<CodeRead, Refusal> {
        let (key, event) = (key(), event());
        let rules = Rules {
            key: &key,
            event: &event,
            foreign_codes,
        };
        read_code(&rules, method, text.as_bytes(), |_| false)
    }

    fn genuine() -> Result<CodeRead, Refusal> {
        Ok(CodeRead::Scannable {
            code: ScannedCode::Badge(code().id()),
            name: Some("Ada".into()),
        })
    }

    #[test]
    fn a_hardware_scanner_may_send_lower_case_a_prefix_or_both() {
        let code = code();
        for typed in [
            code.as_str().to_owned(),
            code.as_str().to_lowercase(),
            format!("]Q3{}", code.as_str()),
            format!("STAND-4/{}", code.as_str().to_lowercase()),
            code.as_str().replace(':', ";").to_lowercase(),
        ] {
            for foreign_codes in [false, true] {
                let read = read(ReadMethod::HardwareScanner, foreign_codes, &typed);
                assert_eq!(read, genuine(), "{typed}");
            }
        }
    }

    #[test]
    fn a_camera_reads_letter_by_letter() {
        let code = code();
        assert_eq!(read(ReadMethod::Camera, false, code.as_str()), genuine());
        let lower = read(ReadMethod::Camera, false, &code.as_str().to_lowercase());
        assert_eq!(lower, Err(Refusal::Code(badge::Refusal::Malformed)));
    }

    #[test]
    fn a_forged_badge_never_passes_as_a_foreign_code() {
        let mut forged = code().as_str().to_owned();
        let last = if forged.ends_with('0') { "1" } else { "0" };
        forged.replace_range(forged.len() - 1.., last);
        for text in [forged.clone(), forged.to_lowercase()] {
            let read = read(ReadMethod::HardwareScanner, true, &text);
            assert!(
                matches!(
                    read,
                    Err(Refusal::Code(
                        badge::Refusal::Forged | badge::Refusal::Malformed
                    ))
                ),
                "{read:?}"
            );
        }
    }

    #[test]
    fn the_printed_code_is_taken_from_a_keyboard_and_its_slips_are_told() {
        let printed = code().human_code();
        let expected = Ok(CodeRead::Scannable {
            code: ScannedCode::Human(printed),
            name: None,
        });
        let typed = printed.to_string();
        assert_eq!(read(ReadMethod::Manual, false, &typed), expected);
        assert_eq!(
            read(ReadMethod::Manual, false, &typed.to_lowercase()),
            expected
        );
        let mut slip = printed.as_str().to_owned();
        let first = if slip.starts_with('A') { "B" } else { "A" };
        slip.replace_range(..1, first);
        assert_eq!(
            read(ReadMethod::Manual, false, &slip),
            Err(Refusal::TypingSlip)
        );
        assert_eq!(
            read(ReadMethod::Camera, false, &typed),
            Err(Refusal::Code(badge::Refusal::NotABadge))
        );
    }

    #[test]
    fn a_foreign_code_keeps_its_spelling() {
        let text = "aBcD1234:Ada Lovelace:9f8e7d";
        let expected = Ok(CodeRead::Scannable {
            code: ScannedCode::Foreign(text.parse().unwrap()),
            name: None,
        });
        for method in [ReadMethod::Camera, ReadMethod::HardwareScanner] {
            assert_eq!(read(method, true, text), expected);
            assert!(read(method, false, text).is_err());
        }
    }

    #[test]
    fn what_people_carry_is_refused_by_every_way_in() {
        for text in [
            "https://example.org/abcd:1234",
            "WIFI:S:Hall;T:WPA;P:secretsecret;;",
            "BEGIN:VCARD\nFN:Ada\nEND:VCARD",
            "M1LOVELACE/ADA       EABC123 ZRHLHR",
            "",
            "]",
        ] {
            for method in [
                ReadMethod::Camera,
                ReadMethod::HardwareScanner,
                ReadMethod::Manual,
            ] {
                assert_eq!(
                    read(method, true, text),
                    Err(Refusal::Code(badge::Refusal::NotABadge)),
                    "{text:?}"
                );
            }
        }
    }

    #[test]
    fn every_refusal_has_a_sentence_that_says_what_to_make_of_it() {
        let refusals = [
            Refusal::Code(badge::Refusal::NotABadge),
            Refusal::Code(badge::Refusal::Revoked),
            Refusal::TypingSlip,
            Refusal::EnrolmentExpired {
                clock: UnixMillis(1_810_000_000_000),
            },
            Refusal::DeviceRevoked,
            Refusal::NothingToShare,
        ];
        for refusal in refusals {
            let sentence = refusal.sentence("PyCon US 2027");
            assert!(sentence.ends_with('.') && !sentence.contains('!'));
        }
        let clock = UnixMillis(1_810_000_000_000);
        let expired = Refusal::EnrolmentExpired { clock }.sentence("");
        assert!(
            expired.starts_with("By this device's clock (2027-05-1"),
            "{expired}"
        );
        assert_eq!(
            Refusal::Code(badge::Refusal::Revoked).sentence(""),
            "This badge was replaced. Ask for the new one."
        );
    }
}
