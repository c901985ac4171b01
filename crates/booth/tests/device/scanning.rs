//! What becomes of what is held before a booth.

use crate::backend::{Backend, NOW, badge, do_not_scan_badge};
use crate::booths::{TestBooth, camera};
use booth::{Checked, ScanFilter, ScanInput, ScanResult, Show};
use protocol::{
    Body, ConsentGiven, ConsentMode, FieldSet, Note, ReadMethod, ScannedCode, UnixMillis, Void,
};

#[test]
fn a_badge_is_saved_with_its_time_its_fields_and_who_held_the_device() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    let device = booth.enrol(&backend, 1, "Example Corp");
    booth.clock.go(5_000);
    let result = booth.scan(device, &badge(1, "Ada"));
    assert_eq!(result.name(), Some("Ada"));
    assert_eq!(
        result.sentence("PyCon US 2027", booth.booth.now()),
        "Saved. Ada"
    );
    assert!(matches!(&result, ScanResult::Saved(saved) if saved.checked == Checked::Offline));

    assert!(booth.sync(device).all_held());
    let records = backend.records(device);
    assert_eq!(records[0].wall, UnixMillis(NOW + 5_001));
    let Body::Scan(scan) = &records[0].body else {
        panic!("not a scan");
    };
    assert_eq!(scan.operator, "Ana");
    assert_eq!(scan.fields, FieldSet::ALL);
    assert_eq!(scan.given, ConsentGiven::Handover);
    assert_eq!(scan.code, ScannedCode::Badge(crate::backend::badge_id(1)));
}

#[test]
fn a_second_scan_says_when_and_by_whom_and_stores_nothing() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    let device = booth.enrol(&backend, 1, "Example Corp");
    let first = booth.saved(device, &badge(1, "Ada"));
    booth.clock.go(60_000);
    let again = booth.scan(device, &badge(1, "Ada"));
    let ScanResult::AlreadyScanned(already) = &again else {
        panic!("{again:?}");
    };
    assert_eq!((already.scan, already.at), (first, UnixMillis(NOW + 1)));
    assert_eq!(already.operator, "Ana");
    assert_eq!(booth.pending(device), 1);
}

#[test]
fn a_badge_typed_by_its_printed_code_is_known_again() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    let device = booth.enrol(&backend, 1, "Example Corp");
    let printed = crate::backend::badge_id(1).human_code().to_string();
    let typed = ScanInput {
        method: ReadMethod::Manual,
        ..camera(&printed)
    };
    let first = booth.booth.scan(device, &typed);
    assert!(
        matches!(&first, ScanResult::Saved(saved) if saved.checked == Checked::WhenOnline),
        "{first:?}"
    );
    let seen = booth.scan(device, &badge(1, "Ada"));
    assert!(matches!(seen, ScanResult::AlreadyScanned(_)), "{seen:?}");
}

#[test]
fn a_do_not_scan_badge_is_answered_politely_and_nothing_is_stored() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    let device = booth.enrol(&backend, 1, "Example Corp");
    let result = booth.scan(device, &do_not_scan_badge(1, "Ada"));
    assert_eq!(result.code(), "do_not_scan");
    assert_eq!(
        result.sentence("PyCon US 2027", booth.booth.now()),
        "Ada asked not to be scanned. Nothing was stored."
    );
    assert_eq!(booth.status(device).counts.total, 0);
}

#[test]
fn what_is_no_badge_is_refused_and_stored_nowhere() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    let device = booth.enrol(&backend, 1, "Example Corp");
    let secret = "WIFI:S:Hall;T:WPA;P:unmistakable-password;;";
    let long = "A".repeat(5_000);
    for text in [
        "https://unmistakable-password.example/",
        secret,
        "BEGIN:VCARD\nFN:unmistakable-password\nEND:VCARD",
        "M1UNMISTAKABLE-PASSWORD       EABC123 ZRHLHR",
        "ABCD1234:unmistakable-password:9f8e7d",
        &long,
        "",
    ] {
        for method in [
            ReadMethod::Camera,
            ReadMethod::HardwareScanner,
            ReadMethod::Manual,
        ] {
            let input = ScanInput {
                method,
                ..camera(text)
            };
            let result = booth.booth.scan(device, &input);
            assert_eq!(result.code(), "refused", "{text:?}");
        }
    }
    assert_eq!(booth.status(device).counts.total, 0);
    let folder = booth.folder.path().to_owned();
    for file in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let found = bytes
            .windows(12)
            .any(|part| part.eq_ignore_ascii_case(b"unmistakable"));
        assert!(!found);
    }
}

#[test]
fn a_foreign_code_is_saved_and_checked_when_online_where_the_event_takes_it() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    backend.state().foreign_codes = true;
    let device = booth.enrol(&backend, 1, "Example Corp");
    let result = booth.scan(device, "ABCD1234:Ada Lovelace:9f8e7d");
    assert!(matches!(&result, ScanResult::Saved(saved) if saved.checked == Checked::WhenOnline));
    assert_eq!(
        result.sentence("PyCon US 2027", booth.booth.now()),
        "Saved. Its badge is checked when online."
    );
}

#[test]
fn one_device_scans_the_same_person_for_two_sponsors() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    let first = booth.enrol(&backend, 1, "Example Corp");
    let second = booth.enrol(&backend, 2, "Sample Ltd");
    booth.saved(first, &badge(1, "Ada"));
    booth.saved(second, &badge(1, "Ada"));
    assert_eq!((booth.pending(first), booth.pending(second)), (1, 1));
}

#[test]
fn in_confirm_mode_nothing_is_stored_before_the_attendee_says_yes() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    backend.state().consent_mode = ConsentMode::Confirm;
    let device = booth.enrol(&backend, 1, "Example Corp");
    let code = badge(1, "Ada");
    let asked = booth.scan(device, &code);
    let ScanResult::NeedsConfirmation(confirmation) = &asked else {
        panic!("{asked:?}");
    };
    assert_eq!(confirmation.fields, FieldSet::ALL);
    assert!(
        confirmation
            .question()
            .starts_with("Hello Ada. Example Corp gets: ")
    );
    assert_eq!(booth.status(device).counts.total, 0);

    let yes = ScanInput {
        confirmed: true,
        fields: Some("first_name,email".parse().unwrap()),
        ..camera(&code)
    };
    assert_eq!(booth.booth.scan(device, &yes).code(), "saved");
    booth.sync(device);
    let Body::Scan(scan) = backend.records(device).remove(0).body else {
        panic!("not a scan");
    };
    assert_eq!(scan.given, ConsentGiven::Confirmed);
    assert_eq!(scan.fields.to_string(), "first_name,email");
}

#[test]
fn fields_that_the_event_does_not_allow_are_never_recorded() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    backend.state().allowed_fields = "first_name,country".parse().unwrap();
    let device = booth.enrol(&backend, 1, "Example Corp");
    let code = badge(1, "Ada");
    let more = ScanInput {
        fields: Some(FieldSet::ALL),
        ..camera(&code)
    };
    let result = booth.booth.scan(device, &more);
    assert!(
        matches!(&result, ScanResult::Saved(saved) if saved.fields.to_string() == "first_name,country")
    );
    let code = badge(2, "Bob");
    let none = ScanInput {
        fields: Some("email".parse().unwrap()),
        ..camera(&code)
    };
    let result = booth.booth.scan(device, &none);
    assert!(matches!(result, ScanResult::Refused(refusal) if refusal.code() == "nothing_to_share"));
    assert_eq!(booth.pending(device), 1);
}

#[test]
fn an_enrolment_that_has_run_out_takes_no_scans() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    backend.state().expires = UnixMillis(NOW + 1_000);
    let device = booth.enrol(&backend, 1, "Example Corp");
    booth.saved(device, &badge(1, "Ada"));
    booth.clock.go(2_000);
    let result = booth.scan(device, &badge(2, "Bob"));
    assert!(
        matches!(result, ScanResult::Refused(refusal) if refusal.code() == "enrolment_expired")
    );
    assert_eq!(booth.pending(device), 1);
}

#[test]
fn an_operators_name_that_is_too_long_is_told_and_nothing_is_stored() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    let device = booth.enrol(&backend, 1, "Example Corp");
    let (code, name) = (badge(1, "Ada"), "x".repeat(65));
    let input = ScanInput {
        operator: &name,
        ..camera(&code)
    };
    let result = booth.booth.scan(device, &input);
    assert!(matches!(&result, ScanResult::NotSaved(error) if error.code() == "not_recordable"));
    assert!(
        result
            .sentence("", booth.booth.now())
            .starts_with("Not saved: ")
    );
    assert_eq!(booth.pending(device), 0);
}

#[test]
fn scans_survive_a_restart_and_the_chain_goes_on() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    let device = booth.enrol(&backend, 1, "Example Corp");
    booth.saved(device, &badge(1, "Ada"));
    let booth = booth.restart();
    booth.saved(device, &badge(2, "Bob"));
    assert!(booth.sync(device).all_held());
    let seqs: Vec<_> = backend.records(device).iter().map(|r| r.seq).collect();
    assert_eq!(seqs, [1, 2]);
}

#[test]
fn a_voided_badge_can_be_scanned_again() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    let device = booth.enrol(&backend, 1, "Example Corp");
    let scan = booth.saved(device, &badge(1, "Ada"));
    let void = Void {
        scan,
        reason: "wrong person".into(),
        operator: "Ana".into(),
    };
    booth.booth.void(void).unwrap();
    assert_ne!(booth.saved(device, &badge(1, "Ada")), scan);
}

#[test]
fn a_note_belongs_to_its_scans_enrolment_whichever_is_chosen() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    let first = booth.enrol(&backend, 1, "Example Corp");
    let scan = booth.saved(first, &badge(1, "Ada"));
    let second = booth.enrol(&backend, 2, "Sample Ltd");
    booth.booth.use_enrolment(second).unwrap();
    let note = Note {
        scan,
        text: "Wants a demo".into(),
        ..Note::default()
    };
    booth.booth.add_note(note).unwrap();
    assert_eq!((booth.pending(first), booth.pending(second)), (2, 0));
}

#[test]
fn an_answer_that_does_not_fit_and_an_empty_note_are_refused() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    let device = booth.enrol(&backend, 1, "Example Corp");
    let scan = booth.saved(device, &badge(1, "Ada"));
    let empty = Note {
        scan,
        ..Note::default()
    };
    assert_eq!(
        booth.booth.add_note(empty).unwrap_err().code(),
        "empty_note"
    );
    let terms = booth.booth.terms(device).unwrap();
    let answer = booth::read_answer(&terms.questions, "3=5").unwrap();
    let wrong = Note {
        scan,
        answers: vec![protocol::QuestionAnswer {
            question: 2,
            ..answer.clone()
        }],
        ..Note::default()
    };
    assert_eq!(
        booth.booth.add_note(wrong).unwrap_err().code(),
        "answer_does_not_fit"
    );
    let right = Note {
        scan,
        answers: vec![answer],
        ..Note::default()
    };
    booth.booth.add_note(right).unwrap();
    assert_eq!(booth.pending(device), 2);
}

#[test]
fn a_long_list_is_shown_whole_and_searched() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    let device = booth.enrol(&backend, 1, "Example Corp");
    // As many as show that no page cuts the list; what a booth makes in five busy days takes longer to
    // save than a test should.
    for number in 0..600 {
        booth.saved(device, &badge(number, &format!("Person {number}")));
    }
    let all = booth.booth.scans(&ScanFilter::default()).unwrap();
    assert_eq!(all.len(), 600);
    let one = ScanFilter {
        text: "person 417".into(),
        show: Show::Waiting,
        ..ScanFilter::default()
    };
    let found = booth.booth.scans(&one).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].name.as_deref(), Some("Person 417"));
}
