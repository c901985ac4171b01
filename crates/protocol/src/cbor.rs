//! Deterministic CBOR (RFC 8949 §4.2.1): each value has exactly one encoding.
//!
//! The derived encoders write maps with small unsigned keys in ascending order, integers in their shortest form,
//! and definite lengths. A decoder therefore needs no rules of its own: it encodes the decoded value again and
//! requires the bytes that it received.

use minicbor::{Decode, Encode};

pub(crate) fn to_bytes<T: Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).expect("writing to memory does not fail")
}

/// The reason why bytes are not the deterministic encoding of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CborError {
    /// The bytes are not CBOR, or do not have the type's shape.
    Shape,
    /// The encoding is not the deterministic one: it has longer integers, another key order, unknown keys, or bytes
    /// after the end.
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
            &[0xa3, 1, 5, 2, 0x61, b'x', 3, 0], // an unknown key
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
