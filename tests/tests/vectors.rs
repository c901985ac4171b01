//! Checks this implementation against the test vectors, and that the vectors are complete.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeSet;

use lanyard_tests::vectors::Kind;

#[test]
fn every_vector_is_read_as_it_says() {
    for kind in Kind::ALL {
        for vector in kind.load().unwrap() {
            let read = kind.read(&vector).unwrap();
            let name = format!("{}: {}", kind.path().display(), vector.name);
            match read {
                Ok(contents) => {
                    assert!(vector.valid, "{name}: was taken");
                    assert_eq!(contents, vector.expect, "{name}");
                }
                Err(code) => {
                    assert!(!vector.valid, "{name}: was refused as {code}");
                    assert_eq!(vector.expect, code, "{name}");
                }
            }
        }
    }
}

#[test]
fn every_kind_has_good_vectors_and_bad_ones_under_names_of_their_own() {
    for kind in Kind::ALL {
        let vectors = kind.load().unwrap();
        let names: BTreeSet<_> = vectors.iter().map(|vector| &vector.name).collect();
        assert_eq!(names.len(), vectors.len(), "{kind:?}: a name twice");
        assert!(
            vectors.iter().any(|vector| vector.valid),
            "{kind:?}: none good"
        );
        assert!(
            vectors.iter().any(|vector| !vector.valid),
            "{kind:?}: none bad"
        );
    }
}

#[test]
fn every_way_in_which_a_record_can_be_bad_has_a_vector() {
    let vectors = Kind::Record.load().unwrap();
    let shown: BTreeSet<_> = vectors
        .iter()
        .filter(|vector| !vector.valid)
        .map(|vector| vector.expect.as_str().unwrap().to_owned())
        .collect();
    let all = [
        "too_large",
        "not_cose",
        "envelope_not_deterministic",
        "unexpected_header",
        "wrong_algorithm",
        "wrong_namespace",
        "bad_key_id",
        "bad_signature",
        "bad_payload",
        "payload_not_deterministic",
        "wrong_signer",
        "violation",
    ];
    assert_eq!(shown, all.map(str::to_owned).into());
}
