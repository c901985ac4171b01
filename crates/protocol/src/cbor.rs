//! Deterministic CBOR (RFC 8949 §4.2.1): one spelling for each value.
//!
//! Types are maps with small unsigned keys in ascending order, integers in their shortest form and
//! definite lengths, which is what the derived encoders write. A reader therefore needs no rules of
//! its own: what it has decoded, written again, must be the very bytes that came.

use minicbor::{Decode, Encode};

pub(crate) fn to_bytes<T: Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).expect("writing to memory does not fail")
}

/// Why bytes are not the one spelling of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CborError {
    /// Not CBOR, or not of the type's shape.
    Shape,
    /// Another spelling: longer integers, other key order, unknown keys, bytes after the end.
    NotDeterministic,
}

pub(crate) fn from_bytes<T>(bytes: &[u8]) -> Result<T, CborError>
where
    T: Encode<()> + for<'b> Decode<'b, ()>,
{
    let value: T = minicbor::decode(bytes).map_err(|_| CborError::Shape)?;
    if to_bytes(&value) == bytes {
        Ok(value)
    } else {
        Err(CborError::NotDeterministic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Encode, Decode)]
    #[cbor(map)]
    struct Pair {
        #[n(1)]
        number: u32,
        #[n(2)]
        text: Option<String>,
    }

    #[test]
    fn only_the_one_spelling_is_read() {
        let good = to_bytes(&Pair {
            number: 5,
            text: Some("x".into()),
        });
        assert_eq!(good, [0xa2, 1, 5, 2, 0x61, b'x']);
        assert!(from_bytes::<Pair>(&good).is_ok());
        let others: [&[u8]; 6] = [
            &[0xa2, 1, 0x18, 5, 2, 0x61, b'x'], // a longer integer
            &[0xa2, 2, 0x61, b'x', 1, 5],       // keys out of order
            &[0xbf, 1, 5, 2, 0x61, b'x', 0xff], // indefinite length
            &[0xa3, 1, 5, 2, 0x61, b'x', 3, 0], // a key nobody knows
            &[0xa2, 1, 5, 2, 0x61, b'x', 0],    // a byte after the end
            &[0xa3, 1, 5, 1, 5, 2, 0x61, b'x'], // a key twice
        ];
        for bytes in others {
            assert_eq!(
                from_bytes::<Pair>(bytes),
                Err(CborError::NotDeterministic),
                "{bytes:02x?}"
            );
        }
        assert_eq!(from_bytes::<Pair>(&[0x80]), Err(CborError::Shape));
    }

    #[test]
    fn deep_nesting_is_refused_without_recursion() {
        let mut bytes = vec![0xa1, 9];
        bytes.extend(std::iter::repeat_n(0x81, 100_000));
        bytes.push(0);
        assert!(from_bytes::<Pair>(&bytes).is_err());
    }
}
