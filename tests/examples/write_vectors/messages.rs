//! Test vectors of signed messages: valid ones, and one for each defect.

use coset::{
    Algorithm, CborSerializable as _, CoseSign1, CoseSign1Builder, Header, HeaderBuilder, iana,
};
use lanyard_tests::vectors::{Kind, Vector, hex};
use protocol::{KeyId, Message, SecretBytes, SigningKey, limits};
use ring::signature::Ed25519KeyPair;
use serde_json::Value;

/// Derives a signing key from a seed.
pub(crate) fn key(seed: [u8; 32]) -> SigningKey {
    SigningKey::from_seed(SecretBytes::new(seed)).expect("any 32 bytes are a seed")
}

/// Returns valid messages of a kind, and one for each defect.
pub(crate) fn messages<M: Message>(
    kind: Kind,
    seed: &[u8; 32],
    good: &[M],
    breaks_rule: &M,
) -> Vec<Vector> {
    let public_key = key(*seed).verifying_key().to_string();
    let vector = |name: &str, bytes: &[u8], valid: bool| Vector {
        name: name.to_owned(),
        hex: hex(bytes),
        public_key_hex: Some(public_key.clone()),
        event_key_hex: None,
        valid,
        expect: Value::Null,
    };
    let mut vectors = Vec::new();
    for (number, message) in (1..).zip(good) {
        let signed = message.sign(&key(*seed)).expect("a good message");
        vectors.push(vector(&format!("good {number}"), signed.as_bytes(), true));
    }
    let signed = good[0]
        .sign(&key(*seed))
        .expect("a good message")
        .into_bytes();
    for (name, bytes) in bad_ways(seed, &good[0], &signed, breaks_rule) {
        // An enrolment request contains its own key, so these two defects do not apply to it.
        vectors.push(vector(name, &bytes, false));
    }
    if kind != Kind::EnrolmentRequest {
        let mut other = vector("signed by another key", &signed, false);
        other.public_key_hex = Some(key([0x77; 32]).verifying_key().to_string());
        vectors.push(other);
    }
    vectors
}

fn bad_ways<M: Message>(
    seed: &[u8; 32],
    good: &M,
    signed: &[u8],
    breaks_rule: &M,
) -> Vec<(&'static str, Vec<u8>)> {
    let payload = |message: &M| minicbor::to_vec(message).expect("writing to memory");
    let header = |alg, namespace: &str, kid: &[u8]| {
        HeaderBuilder::new()
            .algorithm(alg)
            .content_type(namespace.to_owned())
            .key_id(kid.to_vec())
            .build()
    };
    let signer = good.signer();
    let usual = || header(iana::Algorithm::EdDSA, M::NAMESPACE, signer.as_bytes());
    let sign =
        |protected: Header, payload: Vec<u8>| cose(seed, protected, Header::default(), payload);
    let extra = HeaderBuilder::new().iv(vec![1, 2, 3]).build();
    let with_extra = Header {
        iv: vec![1, 2, 3],
        ..usual()
    };
    let no_algorithm = Header {
        alg: None::<Algorithm>,
        ..usual()
    };
    let mut flipped = signed.to_vec();
    *flipped.last_mut().expect("bytes") ^= 1;
    let mut detached = CoseSign1::from_slice(signed).expect("what was just signed");
    detached.payload = None;
    let other_signer = KeyId::from_bytes([0xee; 16]);
    let by_other = header(
        iana::Algorithm::EdDSA,
        M::NAMESPACE,
        other_signer.as_bytes(),
    );
    let mut long_payload = payload(good);
    long_payload.push(0);
    let mut ways = vec![
        ("no bytes", Vec::new()),
        ("cut short", signed[..signed.len() - 1].to_vec()),
        ("an array of three", vec![0x83, 0x40, 0xa0, 0x40]),
        (
            "a detached payload",
            detached.to_vec().expect("an envelope"),
        ),
        ("nested ten thousand deep", vec![0x81; 10_000]),
        ("an envelope of indefinite length", indefinite(signed)),
        ("a byte after the end", [signed, &[0]].concat()),
        (
            "a header in the unprotected bucket",
            cose(seed, usual(), extra, payload(good)),
        ),
        (
            "a header that does not belong there",
            sign(with_extra, payload(good)),
        ),
        ("no algorithm", sign(no_algorithm, payload(good))),
        (
            "another algorithm",
            sign(
                header(iana::Algorithm::ES256, M::NAMESPACE, signer.as_bytes()),
                payload(good),
            ),
        ),
        (
            "another message's content type",
            sign(
                header(
                    iana::Algorithm::EdDSA,
                    "application/vnd.lanyard.other",
                    signer.as_bytes(),
                ),
                payload(good),
            ),
        ),
        (
            "a key id of four bytes",
            sign(
                header(iana::Algorithm::EdDSA, M::NAMESPACE, b"kid!"),
                payload(good),
            ),
        ),
        ("a flipped bit in the signature", flipped),
        (
            "signed bytes that are no payload",
            sign(usual(), vec![0x80]),
        ),
        (
            "a signed payload with a key nobody knows",
            sign(usual(), with_unknown_key(payload(good))),
        ),
        (
            "a signed payload with a byte after its end",
            sign(usual(), long_payload),
        ),
        ("signed in another's name", sign(by_other, payload(good))),
        (
            "a signed payload that breaks a rule",
            sign(usual(), payload(breaks_rule)),
        ),
    ];
    // Vectors of the kinds with a large limit would be too long.
    if M::MAX_BYTES <= limits::RECORD_BYTES {
        ways.push(("longer than its kind may be", vec![0; M::MAX_BYTES + 1]));
    }
    ways
}

fn cose(seed: &[u8; 32], protected: Header, unprotected: Header, payload: Vec<u8>) -> Vec<u8> {
    let pair = Ed25519KeyPair::from_seed_unchecked(seed).expect("any 32 bytes are a seed");
    CoseSign1Builder::new()
        .protected(protected)
        .unprotected(unprotected)
        .payload(payload)
        .create_signature(&[], |bytes| pair.sign(bytes).as_ref().to_vec())
        .build()
        .to_vec()
        .expect("an envelope")
}

/// Encodes the envelope as an array of indefinite length.
fn indefinite(signed: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0x9f];
    bytes.extend_from_slice(&signed[1..]);
    bytes.push(0xff);
    bytes
}

/// Adds an unknown entry to the map.
fn with_unknown_key(mut payload: Vec<u8>) -> Vec<u8> {
    // All payloads are maps of fewer than 23 entries, whose head is one byte.
    assert!((0xa0..0xb7).contains(&payload[0]));
    payload[0] += 1;
    payload.extend([0x18, 99, 0]);
    payload
}
