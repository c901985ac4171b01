//! Identifiers that are printed on badges: the badge id, the human code for typing, and foreign codes.

use std::fmt;
use std::str::FromStr;

use minicbor::decode::{self, Decoder};
use minicbor::encode::{self, Encoder, Write};
use minicbor::{Decode, Encode};

use crate::base32::{ALPHABET, decode_base32, encode_base32};
use crate::id::{IdError, bytes_on_the_wire, serde_as_text, text_on_the_wire};

/// The id of one printed badge: 80 random bits, in text 16 characters of Crockford base32. It reveals nothing about
/// the attendee, and a reprint gets a new id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BadgeId([u8; 10]);

bytes_on_the_wire!(BadgeId, 10, "badge id");
serde_as_text!(BadgeId);

impl BadgeId {
    /// Returns the human code that is printed under the symbol: the id's first 7 characters and a check character.
    /// Because it is derived from the id, a device recognises a badge that was read by camera when its human code is
    /// typed.
    #[must_use]
    pub fn human_code(&self) -> HumanCode {
        let text = self.to_string();
        let mut symbols = [0; HumanCode::LENGTH];
        for (symbol, byte) in symbols
            .iter_mut()
            .zip(text.bytes().take(HumanCode::LENGTH - 1))
        {
            *symbol = byte;
        }
        symbols[HumanCode::LENGTH - 1] = check_symbol(&symbols[..HumanCode::LENGTH - 1]);
        HumanCode(symbols)
    }
}

impl fmt::Display for BadgeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&encode_base32(&self.0))
    }
}

impl fmt::Debug for BadgeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BadgeId({self})")
    }
}

impl FromStr for BadgeId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = decode_base32(text).map_err(|_| IdError("badge id"))?;
        Self::try_from(bytes.as_slice())
    }
}

/// The reason why a text is not a human or foreign code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CodeError {
    /// The text is not 8 characters of the alphabet.
    #[error("a badge's printed code has 8 letters and digits")]
    Shape,
    /// The check character does not match the others, which points to a typing error.
    #[error("that code has a typing slip: its last character does not fit the others")]
    Check,
    /// The text does not have the shape `ACCESSCODE:…:VALIDATOR`, or is longer than [`ForeignCode::MAX_BYTES`].
    #[error("not a code of the accepted foreign kind")]
    Foreign,
}

/// The 8 characters under a badge's symbol, for manual entry. The last one is a check character, which detects every
/// single wrong character and every swap of two neighbours. Without the backend, nothing more can be checked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HumanCode([u8; 8]);

impl HumanCode {
    /// The number of characters, including the check character.
    pub const LENGTH: usize = 8;

    /// Returns the 8 characters, without the hyphen that is printed between the fourth and the fifth.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("only ASCII symbols are stored")
    }
}

serde_as_text!(HumanCode);

impl fmt::Display for HumanCode {
    /// Formats the code as it is printed: `ABCD-EFGH`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = self.as_str().split_at(Self::LENGTH / 2);
        write!(f, "{first}-{last}")
    }
}

impl fmt::Debug for HumanCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HumanCode({self})")
    }
}

impl FromStr for HumanCode {
    type Err = CodeError;

    /// Parses a typed code. Lower case is accepted; hyphens and blanks are ignored; `o` counts as `0`, `i` and `l` as
    /// `1`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut symbols = [0; Self::LENGTH];
        let mut filled = 0;
        for letter in text.chars().filter(|letter| !matches!(letter, '-' | ' ')) {
            let symbol = match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let slot = symbols.get_mut(filled).ok_or(CodeError::Shape)?;
            let value = ALPHABET.find(symbol).ok_or(CodeError::Shape)?;
            *slot = ALPHABET.as_bytes()[value];
            filled += 1;
        }
        if filled < Self::LENGTH {
            return Err(CodeError::Shape);
        }
        if symbols[Self::LENGTH - 1] == check_symbol(&symbols[..Self::LENGTH - 1]) {
            Ok(Self(symbols))
        } else {
            Err(CodeError::Check)
        }
    }
}

text_on_the_wire!(HumanCode);

/// Computes the check symbol: Σ αⁱ·cᵢ in GF(2⁵), with α a root of x⁵+x²+1. The weights are distinct and not zero, so
/// that one changed symbol, or a swap of two neighbours, always changes the sum.
fn check_symbol(symbols: &[u8]) -> u8 {
    let mut sum = 0_u8;
    for symbol in symbols {
        // Horner's rule: multiply what there is by α, then add the next symbol.
        sum = times_alpha(sum ^ value_of(*symbol));
    }
    ALPHABET.as_bytes()[usize::from(sum)]
}

fn value_of(symbol: u8) -> u8 {
    ALPHABET
        .bytes()
        .position(|candidate| candidate == symbol)
        .and_then(|position| u8::try_from(position).ok())
        .unwrap_or(0)
}

fn times_alpha(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 0b10_0000 == 0 {
        shifted
    } else {
        (shifted ^ 0b10_0101) & 0b1_1111
    }
}

/// A code of another registration system with the shape `ACCESSCODE:…:VALIDATOR`, as PyCon US prints it. The first
/// segment is the registration's access code, and the last one a validator. The device stores it as read; only the
/// backend can look up the attendee.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ForeignCode(String);

impl ForeignCode {
    /// The maximum length, in bytes.
    pub const MAX_BYTES: usize = 256;
    const MIN_SEGMENT: usize = 4;

    /// Returns the code as read.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the first segment.
    #[must_use]
    pub fn access_code(&self) -> &str {
        self.0.split(':').next().unwrap_or_default()
    }

    /// Returns the last segment.
    #[must_use]
    pub fn validator(&self) -> &str {
        self.0.rsplit(':').next().unwrap_or_default()
    }
}

impl fmt::Debug for ForeignCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What lies between the colons is not ours, and may be a name.
        f.write_str("ForeignCode(…)")
    }
}

impl FromStr for ForeignCode {
    type Err = CodeError;

    /// Parses a code of at least two segments. The first and the last have 4 or more characters of `A`-`Z`, `a`-`z`,
    /// `0`-`9`, `-` and `_`. URLs, Wi-Fi codes, vCards and telephone numbers are refused, because their first segment
    /// is a known scheme.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let token = |segment: &str| {
            segment.len() >= Self::MIN_SEGMENT
                && segment
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        };
        let code = Self(text.to_owned());
        let fits = text.len() <= Self::MAX_BYTES
            && !text.contains(char::is_control)
            && text.contains(':')
            && token(code.access_code())
            && token(code.validator())
            && !KNOWN_SCHEMES.contains(&code.access_code().to_ascii_lowercase().as_str());
        if fits {
            Ok(code)
        } else {
            Err(CodeError::Foreign)
        }
    }
}

/// First segments of common codes that contain colons and are not badges, in lower case.
const KNOWN_SCHEMES: [&str; 16] = [
    "begin", "bitcoin", "ethereum", "facetime", "file", "geo", "http", "https", "mailto", "market",
    "matmsg", "mecard", "otpauth", "sip", "smsto", "wifi",
];

text_on_the_wire!(ForeignCode);

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> HumanCode {
        BadgeId::from_bytes([0x42, 0x99, 0x13, 0, 0xfe, 1, 2, 3, 4, 5]).human_code()
    }

    #[test]
    fn a_human_code_is_typed_back_in_any_spelling() {
        let code = code();
        assert_eq!(code.to_string().parse(), Ok(code));
        assert_eq!(code.as_str().to_lowercase().parse(), Ok(code));
        assert_eq!(format!(" {code} ").replace('0', "o").parse(), Ok(code));
    }

    #[test]
    fn one_wrong_character_is_always_noticed() {
        let good = code();
        for place in 0..HumanCode::LENGTH {
            for symbol in ALPHABET.bytes() {
                let mut typed = good.as_str().as_bytes().to_vec();
                if typed[place] == symbol {
                    continue;
                }
                typed[place] = symbol;
                let typed = String::from_utf8(typed).unwrap();
                assert_eq!(typed.parse::<HumanCode>(), Err(CodeError::Check), "{typed}");
            }
        }
    }

    #[test]
    fn two_neighbours_swapped_are_always_noticed() {
        let good = code();
        for place in 0..HumanCode::LENGTH - 1 {
            let mut typed = good.as_str().as_bytes().to_vec();
            if typed[place] == typed[place + 1] {
                continue;
            }
            typed.swap(place, place + 1);
            let typed = String::from_utf8(typed).unwrap();
            assert_eq!(typed.parse::<HumanCode>(), Err(CodeError::Check), "{typed}");
        }
    }

    #[test]
    fn a_foreign_code_gives_its_access_code_and_validator() {
        let code: ForeignCode = "A1B2C3D4:Ada Lovelace:9f8e7d".parse().unwrap();
        assert_eq!(
            (code.access_code(), code.validator()),
            ("A1B2C3D4", "9f8e7d")
        );
        assert!(!format!("{code:?}").contains("Ada"));
    }

    #[test]
    fn what_people_carry_is_no_foreign_code() {
        for text in [
            "https://example.org/abcd:1234",
            "WIFI:S:Hall;T:WPA;P:secretsecret;;",
            "BEGIN:VCARD\nFN:Ada\nEND:VCARD",
            "M1LOVELACE/ADA       EABC123 ZRHLHR",
            "tel:+41441234567",
            "mailto:ada@example.org",
            "otpauth:totp:AAAA",
            "ABCD:",
            ":ABCD",
            "ABCD",
            "",
        ] {
            assert_eq!(
                text.parse::<ForeignCode>(),
                Err(CodeError::Foreign),
                "{text}"
            );
        }
        let long = format!("ABCD:{}:ABCD", "x".repeat(300));
        assert_eq!(long.parse::<ForeignCode>(), Err(CodeError::Foreign));
    }
}
