//! The bundle: a file that carries a device's records to the backend without a network.
//!
//! A bundle is one file, media type [`MEDIA_TYPE`], of at most [`MAX_BYTES`] bytes:
//!
//! | offset | bytes | content |
//! |---|---|---|
//! | 0 | 8 | the ASCII letters `LANYARDB` |
//! | 8 | 1 | the version, 1 |
//! | 9 | 16 | the device id, which names the key that decrypts the rest |
//! | 25 | 12 | a random nonce, used once |
//! | 37 | n + 16 | the contents under AES-256-GCM (NIST SP 800-38D), then the tag |
//!
//! The key is the enrolment's `bundle_key`, and the associated data are bytes 0 to 36. The contents are
//! a deterministic CBOR array (RFC 8949 §4.2.1: definite length, shortest heads) of at most
//! [`MAX_REQUESTS`] byte strings. Each is a signed [`SyncRequest`](crate::SyncRequest) with the bytes that the
//! device would have posted. The backend ingests it like a posted request and discards the reply. Without the key,
//! the file can be neither read nor changed, and a request counts only with the device's signature.

use minicbor::{Decoder, Encoder};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce as AeadNonce, UnboundKey};

use crate::id::DeviceId;
use crate::key::SecretBytes;
use crate::limit::limits;

/// The media type of a bundle.
pub const MEDIA_TYPE: &str = "application/vnd.lanyard.bundle";
/// The maximum size of a bundle, in bytes. It holds about 200,000 scans, more than a booth makes at one event, and
/// a browser can upload it in one request.
pub const MAX_BYTES: usize = 64 << 20;
/// The maximum number of requests in one bundle. It keeps many empty requests from filling a reader's memory; full
/// requests reach [`MAX_BYTES`] first.
pub const MAX_REQUESTS: usize = 1024;

const MAGIC: &[u8; 8] = b"LANYARDB";
const VERSION: u8 = 1;
const DEVICE_AT: usize = MAGIC.len() + 1;
const NONCE_AT: usize = DEVICE_AT + 16;
const HEADER: usize = NONCE_AT + NONCE_LEN;

/// The reason why a bundle cannot be encoded or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BundleError {
    /// The bundle is longer than [`MAX_BYTES`].
    #[error("a bundle has at most {MAX_BYTES} bytes")]
    TooLarge,
    /// The bundle has more requests than [`MAX_REQUESTS`].
    #[error("a bundle has at most {MAX_REQUESTS} requests")]
    TooManyRequests,
    /// A request is longer than [`limits::BATCH_BYTES`].
    #[error("a request in the bundle is longer than a sync takes")]
    RequestTooLarge,
    /// The file does not begin with a bundle's header.
    #[error("not a Lanyard bundle")]
    NotABundle,
    /// The bundle has a version that this crate does not support.
    #[error("the bundle is of version {0}, which is not known here")]
    UnknownVersion(u8),
    /// No key is known for the device that the bundle names.
    #[error("the bundle is of a device that is not known here")]
    UnknownDevice(DeviceId),
    /// Decryption failed: the key is wrong, or the file was damaged or changed.
    #[error("the bundle does not open: it was damaged, or another backend's device made it")]
    DoesNotOpen,
    /// The decrypted contents are not an array of byte strings in deterministic CBOR.
    #[error("the bundle's contents do not have their shape")]
    BadContents,
}

impl BundleError {
    /// Returns a stable identifier of the error, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "bundle_too_large",
            Self::TooManyRequests => "bundle_too_many_requests",
            Self::RequestTooLarge => "bundle_request_too_large",
            Self::NotABundle => "not_a_bundle",
            Self::UnknownVersion(_) => "bundle_unknown_version",
            Self::UnknownDevice(_) => "bundle_unknown_device",
            Self::DoesNotOpen => "bundle_does_not_open",
            Self::BadContents => "bundle_bad_contents",
        }
    }
}

/// The contents of an opened bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// The device whose key decrypted the bundle.
    pub device: DeviceId,
    /// The sync requests as the device signed them. They have not been verified.
    pub requests: Vec<Vec<u8>>,
}

/// Encrypts `requests`, each the bytes of a signed [`SyncRequest`](crate::SyncRequest), for the backend
/// that gave `device` its `key`. `nonce` must be random and must never have been used with this key.
///
/// # Errors
/// Returns [`BundleError::TooManyRequests`], [`BundleError::RequestTooLarge`] or [`BundleError::TooLarge`] if
/// [`open_bundle`] would refuse the bundle.
pub fn encode_bundle(
    device: DeviceId,
    key: &SecretBytes<32>,
    nonce: [u8; NONCE_LEN],
    requests: &[impl AsRef<[u8]>],
) -> Result<Vec<u8>, BundleError> {
    if requests.len() > MAX_REQUESTS {
        return Err(BundleError::TooManyRequests);
    }
    let mut contents = Encoder::new(Vec::new());
    let into_memory = "writing to memory does not fail";
    contents.array(requests.len() as u64).expect(into_memory);
    for request in requests.iter().map(AsRef::as_ref) {
        if request.len() > limits::BATCH_BYTES {
            return Err(BundleError::RequestTooLarge);
        }
        contents.bytes(request).expect(into_memory);
        if contents.writer().len() > MAX_BYTES {
            return Err(BundleError::TooLarge);
        }
    }
    let mut contents = contents.into_writer();
    if HEADER + contents.len() + AES_256_GCM.tag_len() > MAX_BYTES {
        return Err(BundleError::TooLarge);
    }

    let mut bundle = Vec::with_capacity(HEADER + contents.len() + AES_256_GCM.tag_len());
    bundle.extend_from_slice(MAGIC);
    bundle.push(VERSION);
    bundle.extend_from_slice(device.as_bytes());
    bundle.extend_from_slice(&nonce);
    let tag = cipher(key)
        .seal_in_place_separate_tag(
            AeadNonce::assume_unique_for_key(nonce),
            Aad::from(&bundle),
            &mut contents,
        )
        .expect("the contents are far below AES-GCM's 64 GiB");
    bundle.extend_from_slice(&contents);
    bundle.extend_from_slice(tag.as_ref());
    Ok(bundle)
}

/// Decrypts a bundle with the key that `key_of` returns for its device.
///
/// # Errors
/// Returns a [`BundleError`] if the bundle is malformed, of an unknown version or device, or cannot be decrypted.
pub fn open_bundle(
    bytes: &[u8],
    key_of: impl Fn(DeviceId) -> Option<SecretBytes<32>>,
) -> Result<Bundle, BundleError> {
    if bytes.len() > MAX_BYTES {
        return Err(BundleError::TooLarge);
    }
    let (header, sealed) = bytes
        .split_at_checked(HEADER)
        .filter(|(header, _)| header.starts_with(MAGIC))
        .ok_or(BundleError::NotABundle)?;
    let version = header[MAGIC.len()];
    if version != VERSION {
        return Err(BundleError::UnknownVersion(version));
    }
    let device =
        DeviceId::try_from(&header[DEVICE_AT..NONCE_AT]).map_err(|_| BundleError::NotABundle)?;
    let nonce = AeadNonce::try_assume_unique_for_key(&header[NONCE_AT..])
        .map_err(|_| BundleError::NotABundle)?;
    let key = key_of(device).ok_or(BundleError::UnknownDevice(device))?;
    let mut contents = sealed.to_vec();
    let plain = cipher(&key)
        .open_in_place(nonce, Aad::from(header), &mut contents)
        .map_err(|_| BundleError::DoesNotOpen)?;
    let requests = requests_in(plain)?;
    Ok(Bundle { device, requests })
}

fn cipher(key: &SecretBytes<32>) -> LessSafeKey {
    LessSafeKey::new(
        UnboundKey::new(&AES_256_GCM, key.expose()).expect("AES-256 takes a key of 32 bytes"),
    )
}

fn requests_in(plain: &[u8]) -> Result<Vec<Vec<u8>>, BundleError> {
    let shape = |_| BundleError::BadContents;
    let mut contents = Decoder::new(plain);
    let count = contents
        .array()
        .map_err(shape)?
        .ok_or(BundleError::BadContents)?;
    if count > MAX_REQUESTS as u64 {
        return Err(BundleError::TooManyRequests);
    }
    let mut requests = Vec::new();
    let mut length = head_length(count);
    for _ in 0..count {
        let request = contents.bytes().map_err(shape)?;
        if request.len() > limits::BATCH_BYTES {
            return Err(BundleError::RequestTooLarge);
        }
        length += head_length(request.len() as u64) + request.len();
        requests.push(request.to_vec());
    }
    // Longer heads, or bytes after the end, would be a second encoding of the same requests.
    if length == plain.len() {
        Ok(requests)
    } else {
        Err(BundleError::BadContents)
    }
}

/// The length in bytes of the shortest CBOR head with this argument.
const fn head_length(argument: u64) -> usize {
    match argument {
        0..=23 => 1,
        24..=0xff => 2,
        0x100..=0xffff => 3,
        0x1_0000..=0xffff_ffff => 5,
        _ => 9,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: SecretBytes<32> = SecretBytes::new([7; 32]);

    fn device() -> DeviceId {
        DeviceId::from_random([3; 16])
    }

    fn only_ours(asked: DeviceId) -> Option<SecretBytes<32>> {
        (asked == device()).then_some(KEY)
    }

    fn bundle(requests: &[Vec<u8>]) -> Vec<u8> {
        encode_bundle(device(), &KEY, [9; 12], requests).unwrap()
    }

    /// A bundle with these bytes as its contents.
    fn sealed(contents: &[u8]) -> Vec<u8> {
        let header = bundle(&[])[..HEADER].to_vec();
        let mut contents = contents.to_vec();
        let tag = cipher(&KEY)
            .seal_in_place_separate_tag(
                AeadNonce::assume_unique_for_key([9; 12]),
                Aad::from(&header),
                &mut contents,
            )
            .unwrap();
        [&header, contents.as_slice(), tag.as_ref()].concat()
    }

    #[test]
    fn requests_come_out_as_they_went_in() {
        for requests in [
            vec![],
            vec![vec![]],
            vec![
                vec![1],
                vec![2; 23],
                vec![3; 24],
                vec![4; 300],
                vec![5; 70_000],
            ],
        ] {
            let opened = open_bundle(&bundle(&requests), only_ours).unwrap();
            assert_eq!((opened.device, opened.requests), (device(), requests));
        }
    }

    #[test]
    fn the_layout_is_the_documented_one() {
        let bytes = bundle(&[vec![0xaa; 4]]);
        assert_eq!(&bytes[..9], b"LANYARDB\x01");
        assert_eq!(&bytes[9..25], device().as_bytes());
        assert_eq!(&bytes[25..37], [9; 12]);
        // An array of one string of four bytes, and the tag.
        assert_eq!(bytes.len(), 37 + 6 + 16);
        assert_eq!(sealed(&[0x81, 0x44, 0xaa, 0xaa, 0xaa, 0xaa]), bytes);
    }

    #[test]
    fn nothing_of_the_contents_is_readable() {
        let bytes = bundle(&[b"a name that must not show".to_vec()]);
        assert!(!bytes.windows(6).any(|part| part == b"a name"));
    }

    #[test]
    fn every_changed_byte_is_noticed() {
        let good = bundle(&[vec![1, 2, 3]]);
        for at in 0..good.len() {
            let mut bytes = good.clone();
            bytes[at] ^= 1;
            assert!(open_bundle(&bytes, |_| Some(KEY)).is_err(), "byte {at}");
        }
    }

    #[test]
    fn every_cut_off_end_is_noticed() {
        let good = bundle(&[vec![1, 2, 3]]);
        for length in 0..good.len() {
            assert!(open_bundle(&good[..length], only_ours).is_err(), "{length}");
        }
    }

    #[test]
    fn each_refusal_says_what_is_wrong() {
        let good = bundle(&[]);
        let mut later = good.clone();
        later[8] = 2;
        for (bytes, expected) in [
            (
                b"%PDF-1.7 and more than a header's length".to_vec(),
                BundleError::NotABundle,
            ),
            (later, BundleError::UnknownVersion(2)),
            (vec![0; MAX_BYTES + 1], BundleError::TooLarge),
        ] {
            assert_eq!(open_bundle(&bytes, only_ours), Err(expected));
        }
        assert_eq!(
            open_bundle(&good, |_| None),
            Err(BundleError::UnknownDevice(device()))
        );
        assert_eq!(
            open_bundle(&good, |_| Some(SecretBytes::new([8; 32]))),
            Err(BundleError::DoesNotOpen)
        );
    }

    #[test]
    fn contents_in_another_spelling_are_refused() {
        for contents in [
            &[0x9f, 0xff][..],            // indefinite length
            &[0x98, 0x01, 0x41, 0x00],    // a longer head of the array
            &[0x81, 0x58, 0x01, 0x00],    // a longer head of a string
            &[0x81, 0x41, 0x00, 0x00],    // a byte after the end
            &[0x82, 0x41, 0x00],          // fewer than announced
            &[0x81, 0x61, b'x'],          // a text
            &[0x81, 0x5f, 0x41, 0, 0xff], // a string in pieces
            &[],
        ] {
            assert_eq!(
                open_bundle(&sealed(contents), only_ours),
                Err(BundleError::BadContents),
                "{contents:02x?}"
            );
        }
        assert_eq!(
            open_bundle(&sealed(&[0x9b, 0xff, 0, 0, 0, 0, 0, 0, 0]), only_ours),
            Err(BundleError::TooManyRequests)
        );
    }

    #[test]
    fn what_a_reader_would_refuse_is_not_made() {
        let too_many = vec![vec![]; MAX_REQUESTS + 1];
        let too_long = [vec![0; limits::BATCH_BYTES + 1]];
        let too_much = vec![vec![0; limits::BATCH_BYTES]; 64];
        for (requests, expected) in [
            (&too_many[..], BundleError::TooManyRequests),
            (&too_long, BundleError::RequestTooLarge),
            (&too_much, BundleError::TooLarge),
        ] {
            assert_eq!(
                encode_bundle(device(), &KEY, [9; 12], requests),
                Err(expected)
            );
        }
    }
}
