//! Crockford base32: upper case, without `I`, `L`, `O` and `U`. Decoding also takes lower case, and the letters
//! that a person may type for a digit.

use std::sync::LazyLock;

use data_encoding::{Encoding, Specification};

/// The 32 symbols, in the order of their values. All are in the alphanumeric set of QR codes (ISO/IEC 18004).
pub(crate) const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static CROCKFORD: LazyLock<Encoding> = LazyLock::new(|| {
    let mut specification = Specification::new();
    specification.symbols.push_str(ALPHABET);
    // A person may type lower case, and letters that look like digits.
    specification
        .translate
        .from
        .push_str("abcdefghjkmnpqrstvwxyzoOiIlL");
    specification
        .translate
        .to
        .push_str("ABCDEFGHJKMNPQRSTVWXYZ001111");
    specification
        .encoding()
        .expect("the alphabet has 32 distinct symbols")
});

/// The text is not Crockford base32.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not base32: only 0-9 and A-Z without I, L, O and U are used")]
pub struct Base32Error;

/// Encodes bytes as Crockford base32, without padding.
pub fn encode_base32(bytes: &[u8]) -> String {
    CROCKFORD.encode(bytes)
}

/// Decodes Crockford base32. `o` counts as `0`; `i` and `l` count as `1`.
///
/// # Errors
/// Returns [`Base32Error`] if the text has another character, an impossible length, or set bits after the last
/// byte: every byte string has exactly one encoding.
pub fn decode_base32(text: &str) -> Result<Vec<u8>, Base32Error> {
    CROCKFORD.decode(text.as_bytes()).map_err(|_| Base32Error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_survive_the_round_trip_at_every_length() {
        for length in 0..40_u8 {
            let bytes: Vec<u8> = (0..length).map(|byte| byte.wrapping_mul(37)).collect();
            assert_eq!(decode_base32(&encode_base32(&bytes)), Ok(bytes));
        }
    }

    #[test]
    fn letters_that_look_like_digits_are_taken_for_them() {
        assert_eq!(decode_base32("oIL0"), decode_base32("0110"));
    }

    #[test]
    fn bits_past_the_last_byte_are_refused() {
        assert_eq!(encode_base32(&[0xff]), "ZW");
        assert_eq!(decode_base32("ZZ"), Err(Base32Error));
    }
}
