//! How a device becomes a sponsor's.

use crate::backend::{Answer, Backend};
use crate::booths::{SHORT, TestBooth};
use booth::BoothError;
use protocol::{EnrolmentCode, KeyId};

#[test]
fn a_lost_answer_costs_nothing_the_same_code_gets_the_same_enrolment() {
    let (backend, booth) = (Backend::start(), TestBooth::with_patience(SHORT));
    let code = backend.code(1, "Example Corp");
    backend.script([Answer::CommitThenHangUp]);
    let error = booth.booth.enrol(&code, "Front table").unwrap_err();
    assert_eq!(error.code(), "connection");
    // The program is even restarted in between.
    let booth = booth.restart();
    let enrolment = booth.booth.enrol(&code, "Front table").unwrap();
    assert_eq!(enrolment.sponsor_name, "Example Corp");
    assert_eq!(backend.state().kept.len(), 1);
    assert_eq!(booth.booth.enrolments().unwrap().len(), 1);
}

#[test]
fn each_refusal_of_the_backend_is_told_as_what_it_is() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    let mut unknown = backend.code(1, "Example Corp");
    unknown.secret = protocol::SecretBytes::new([99; 10]);
    let error = booth.booth.enrol(&unknown, "Front table").unwrap_err();
    assert_eq!(error.code(), "unknown_code");

    let used = backend.code(2, "Sample Ltd");
    TestBooth::new().booth.enrol(&used, "Other").unwrap();
    let error = booth.booth.enrol(&used, "Front table").unwrap_err();
    assert_eq!(error.code(), "code_used");

    let problem = br#"{"code":"code_expired"}"#;
    backend.script([Answer::canned(410, "application/problem+json", problem)]);
    let code = backend.code(3, "Third");
    let error = booth.booth.enrol(&code, "Front table").unwrap_err();
    assert_eq!(error.code(), "code_expired");
    assert!(booth.booth.enrolments().unwrap().is_empty());
}

#[test]
fn nothing_but_the_codes_backend_is_believed() {
    let (backend, booth) = (Backend::start(), TestBooth::with_patience(SHORT));
    let mut code = backend.code(1, "Example Corp");
    code.backend = Some(KeyId::from_bytes([9; 16]));
    let error = booth.booth.enrol(&code, "Front table").unwrap_err();
    assert_eq!(error.code(), "other_backend");

    for (answer, expected) in [
        (
            Answer::canned(200, "text/html", b"<h1>Welcome</h1>"),
            "not_the_backend",
        ),
        (
            Answer::canned(200, "application/cose", b"garbage"),
            "bad_answer",
        ),
        (Answer::canned(302, "text/html", b""), "not_the_backend"),
        (Answer::canned(503, "text/plain", b""), "unavailable"),
        (Answer::HangUp, "connection"),
        (Answer::Stall, "connection"),
    ] {
        backend.script([answer.clone()]);
        let code = backend.code(2, "Sample Ltd");
        let error = booth.booth.enrol(&code, "Front table").unwrap_err();
        assert_eq!(error.code(), expected, "{answer:?}");
    }
    assert!(booth.booth.enrolments().unwrap().is_empty());
}

#[test]
fn an_unencrypted_backend_elsewhere_is_refused_before_anything_is_sent() {
    let booth = TestBooth::new();
    let code: EnrolmentCode = "http://lanyard.example/enrol#0000000000000000"
        .parse()
        .unwrap();
    let error = booth.booth.enrol(&code, "Front table").unwrap_err();
    assert_eq!(error.code(), "address");
    assert!(error.to_string().contains("https://"));
}

#[test]
fn an_enrolment_is_found_by_its_sponsors_name_or_its_id() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    assert!(matches!(
        booth.booth.enrolment(None),
        Err(BoothError::NotEnrolled)
    ));
    let first = booth.enrol(&backend, 1, "Example Corp");
    assert_eq!(booth.booth.enrolment(None).unwrap().device, first);
    let second = booth.enrol(&backend, 2, "Sample Ltd");
    // With two, nothing is guessed.
    assert!(matches!(
        booth.booth.enrolment(None),
        Err(BoothError::WhichEnrolment { .. })
    ));
    booth.booth.use_enrolment(second).unwrap();
    assert_eq!(booth.booth.enrolment(None).unwrap().device, second);
    for name in ["example corp", "Example", &first.to_string()] {
        assert_eq!(booth.booth.enrolment(Some(name)).unwrap().device, first);
    }
    for name in ["z", "", "Other", "mp"] {
        assert!(booth.booth.enrolment(Some(name)).is_err(), "{name}");
    }
}
