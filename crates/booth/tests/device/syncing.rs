//! What leaves a booth's queue, and what never does.

use crate::backend::{Answer, Backend, badge};
use crate::booths::{SHORT, TestBooth};
use booth::{Background, EndOfDay, ScanFilter, ScanResult, Show};
use protocol::{DeviceStatus, Note, Reason, RecordHash, open_bundle};

fn html() -> Answer {
    Answer::canned(200, "text/html", b"<h1>Welcome to the hall</h1>")
}

fn misbehaviours() -> Vec<(&'static str, Answer)> {
    let problem = |status| Answer::canned(status, "application/problem+json", br#"{"code":"no"}"#);
    let with = |status, headers| Answer::Canned {
        status,
        content_type: "text/plain",
        headers,
        body: Vec::new(),
    };
    vec![
        ("not_the_backend", html()),
        (
            "not_the_backend",
            with(302, "location: http://portal.example/\r\n"),
        ),
        ("not_the_backend", Answer::canned(404, "text/html", b"no")),
        ("refused", problem(400)),
        ("refused", problem(401)),
        ("refused", problem(404)),
        ("refused", problem(410)),
        ("too_large", problem(413)),
        ("unavailable", with(429, "retry-after: 1\r\n")),
        ("unavailable", problem(500)),
        ("unavailable", with(503, "retry-after: 3600\r\n")),
        (
            "bad_reply",
            Answer::canned(200, "application/cose", b"\xd2\x84garbage"),
        ),
        ("bad_reply", Answer::canned(200, "application/cose", b"")),
        ("bad_reply", Answer::WrongSignature),
        ("bad_reply", Answer::WrongNonce),
        ("bad_reply", Answer::WrongDevice),
        ("bad_reply", Answer::Damaged),
        ("not_the_backend", Answer::Endless),
        ("connection", Answer::HangUp),
        ("connection", Answer::Stall),
        ("connection", Answer::CommitThenHangUp),
    ]
}

#[test]
fn nothing_but_a_signed_reply_takes_a_record_out_of_the_queue() {
    for (code, answer) in misbehaviours() {
        let (backend, booth) = (Backend::start(), TestBooth::with_patience(SHORT));
        let device = booth.enrol(&backend, 1, "Example Corp");
        booth.saved(device, &badge(1, "Ada"));
        backend.always(answer.clone());
        let report = booth.sync(device);
        assert_eq!(report.failure.map(|f| f.code()), Some(code), "{answer:?}");
        assert!(!report.all_held());
        assert_eq!(booth.pending(device), 1, "{answer:?}");

        backend.always(Answer::Honest);
        let report = booth.sync(device);
        assert!(report.all_held(), "{answer:?}: {report:?}");
        assert_eq!(backend.kept(device), 1);
    }
}

#[test]
fn after_a_lost_reply_everything_arrives_exactly_once() {
    let (backend, booth) = (Backend::start(), TestBooth::with_patience(SHORT));
    let device = booth.enrol(&backend, 1, "Example Corp");
    for number in 0..20 {
        booth.saved(device, &badge(number, "Ada"));
    }
    backend.script(vec![Answer::CommitThenHangUp; 5]);
    while !booth.sync(device).all_held() {}
    assert_eq!(backend.kept(device), 20);
    let status = booth.status(device);
    assert_eq!((status.counts.acknowledged, status.counts.pending), (20, 0));
    // No nonce serves twice.
    let state = backend.state();
    let mut nonces: Vec<_> = state.syncs.iter().map(|(_, nonce, ..)| *nonce).collect();
    nonces.sort_unstable();
    nonces.dedup();
    assert_eq!(nonces.len(), state.syncs.len());
}

#[test]
fn hundreds_of_failures_never_make_it_give_up() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    let device = booth.enrol(&backend, 1, "Example Corp");
    booth.saved(device, &badge(1, "Ada"));
    backend.always(html());
    for _ in 0..300 {
        assert_eq!(booth.sync(device).counts.pending, 1);
        booth.clock.go(60_000);
    }
    backend.always(Answer::Honest);
    assert!(booth.sync(device).all_held());
}

#[test]
fn a_scan_goes_to_the_sponsor_under_whom_it_was_made() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    let first = booth.enrol(&backend, 1, "Example Corp");
    let scan = booth.saved(first, &badge(1, "Ada"));
    let second = booth.enrol(&backend, 2, "Sample Ltd");
    booth.booth.use_enrolment(second).unwrap();
    let booth = booth.restart();

    assert!(booth.sync(second).all_held());
    assert_eq!((backend.kept(first), backend.kept(second)), (0, 0));
    assert!(booth.sync(first).all_held());
    let records = backend.records(first);
    assert_eq!(records[0].body.scan_id(), scan);
    assert_eq!(
        records[0].sponsor,
        protocol::SponsorId::from_random([1; 16])
    );
    assert_eq!(backend.kept(second), 0);
}

#[test]
fn the_background_syncs_every_enrolment_whichever_is_chosen() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    let first = booth.enrol(&backend, 1, "Example Corp");
    let second = booth.enrol(&backend, 2, "Sample Ltd");
    booth.booth.use_enrolment(second).unwrap();
    booth.saved(first, &badge(1, "Ada"));
    let background = Background::start(&booth.booth);
    backend.wait_until(|state| state.kept[&first].records.len() == 1);
    // What is made later wakes it, for either.
    booth.saved(first, &badge(2, "Bob"));
    booth.saved(second, &badge(2, "Bob"));
    backend.wait_until(|state| {
        state.kept[&first].records.len() == 2 && state.kept[&second].records.len() == 1
    });
    // And an enrolment that is added later is synced as well.
    let third = booth.enrol(&backend, 3, "Third");
    booth.saved(third, &badge(3, "Cleo"));
    backend.wait_until(|state| state.kept[&third].records.len() == 1);
    drop(background);
}

#[test]
fn a_backend_that_stalls_holds_up_no_other_enrolment() {
    let (stalling, sound, booth) = (Backend::start(), Backend::start(), TestBooth::new());
    let first = booth.enrol(&stalling, 1, "Example Corp");
    // Its own device id, because both backends count from one.
    sound.state().kept.insert(
        protocol::DeviceId::from_random([200; 16]),
        crate::backend::Kept::default(),
    );
    let second = booth.enrol(&sound, 2, "Sample Ltd");
    booth.saved(first, &badge(1, "Ada"));
    booth.saved(second, &badge(1, "Ada"));
    stalling.always(Answer::Stall);
    let _background = Background::start(&booth.booth);
    sound.wait_until(|state| state.kept[&second].records.len() == 1);
    assert_eq!(booth.pending(first), 1);
}

#[test]
fn a_quarantined_record_is_kept_shown_and_holds_up_nothing() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    let device = booth.enrol(&backend, 1, "Example Corp");
    for number in 0..5 {
        booth.saved(device, &badge(number, "Ada"));
    }
    let (bundle, _) = booth.booth.bundle(device).unwrap().unwrap();
    let key = backend.state().kept[&device].bundle_key.clone();
    let requests = open_bundle(&bundle, |_| key.clone()).unwrap().requests;
    let request = protocol::Unverified::<protocol::SyncRequest>::parse(&requests[0]).unwrap();
    let request = request
        .verify(&backend.state().kept[&device].key.unwrap())
        .unwrap();
    let (_, third) = request.numbered().nth(2).unwrap();
    backend
        .state()
        .quarantine
        .insert(RecordHash::of(third), Reason::UnknownBadge);

    let report = booth.sync(device);
    assert_eq!(report.end_of_day, EndOfDay::AllHeld { quarantined: 1 });
    assert_eq!(
        (report.counts.acknowledged, report.counts.quarantined),
        (4, 1)
    );
    let shown = ScanFilter {
        show: Show::Quarantined,
        ..ScanFilter::default()
    };
    assert_eq!(booth.booth.scans(&shown).unwrap().len(), 1);
}

#[test]
fn after_a_lost_reply_the_device_still_learns_which_record_is_not_used() {
    let (backend, booth) = (Backend::start(), TestBooth::with_patience(SHORT));
    let device = booth.enrol(&backend, 1, "Example Corp");
    for number in 0..6 {
        booth.saved(device, &badge(number, "Ada"));
    }
    backend.script([Answer::CommitThenHangUp]);
    booth.sync(device);
    let second = backend.state().kept[&device].records[&2].clone();
    backend
        .state()
        .quarantine
        .insert(RecordHash::of(&second), Reason::UnknownBadge);
    // The next batch is halved on its way, so that a reply names some only and covers all.
    backend.script([Answer::canned(413, "text/html", b"too large")]);
    booth.clock.go(600_000);
    let report = booth.sync(device);
    assert_eq!(report.end_of_day, EndOfDay::AllHeld { quarantined: 1 });
    assert_eq!(
        (report.counts.acknowledged, report.counts.quarantined),
        (5, 1)
    );
}

#[test]
fn a_copied_device_is_told_and_never_green_again() {
    let (backend, first) = (Backend::start(), TestBooth::new());
    let device = first.enrol(&backend, 1, "Example Corp");
    first.saved(device, &badge(1, "Ada"));
    assert!(first.sync(device).all_held());
    let copy = first.copy();

    first.saved(device, &badge(2, "Bob"));
    copy.saved(device, &badge(3, "Cleo"));
    let report = first.sync(device);
    assert!(report.all_held() && !report.diverged);
    for _ in 0..2 {
        let report = copy.sync(device);
        assert_eq!(report.end_of_day, EndOfDay::Diverged);
        assert!(report.diverged && !report.all_held());
    }
    let copy = copy.restart();
    assert_eq!(copy.status(device).end_of_day, EndOfDay::Diverged);
    assert!(copy.status(device).enrolment.diverged);
    assert!(first.sync(device).all_held(), "the first is as it was");
}

#[test]
fn a_device_that_was_set_back_is_told_before_it_scans_anything() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    let device = booth.enrol(&backend, 1, "Example Corp");
    let earlier = booth.copy();
    booth.saved(device, &badge(1, "Ada"));
    booth.sync(device);
    assert!(earlier.sync(device).diverged);
}

#[test]
fn a_backend_restored_from_an_older_backup_is_filled_again() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    let device = booth.enrol(&backend, 1, "Example Corp");
    for number in 0..10 {
        booth.saved(device, &badge(number, "Ada"));
    }
    assert!(booth.sync(device).all_held());
    {
        let mut state = backend.state();
        let kept = state.kept.get_mut(&device).unwrap();
        kept.records.retain(|seq, _| *seq <= 4);
    }
    booth.saved(device, &badge(11, "Bob"));
    booth.sync(device);
    booth.clock.go(600_000);
    assert!(booth.sync(device).all_held());
    assert_eq!(backend.kept(device), 11);
}

#[test]
fn a_revoked_device_wipes_names_and_badge_key_and_still_hands_in_what_it_has() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    let device = booth.enrol(&backend, 1, "Example Corp");
    let code = badge(1, "Ada Wipemeplease");
    let scan = booth.saved(device, &code);
    backend.state().kept.get_mut(&device).unwrap().status = Some(DeviceStatus::Revoked);
    let report = booth.sync(device);
    assert!(report.revoked && report.all_held());

    let result = booth.scan(device, &badge(2, "Bob"));
    assert!(matches!(result, ScanResult::Refused(refusal) if refusal.code() == "device_revoked"));
    assert_eq!(booth.booth.scan_detail(scan).unwrap().listed.name, None);
    // What is said about old scans is still recorded and sent.
    let note = Note {
        scan,
        text: "Called back".into(),
        ..Note::default()
    };
    booth.booth.add_note(note).unwrap();
    assert!(booth.sync(device).all_held());
    assert_eq!(backend.kept(device), 2);
}

#[test]
fn a_badge_that_was_replaced_is_refused_once_the_device_knows() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    let device = booth.enrol(&backend, 1, "Example Corp");
    backend
        .state()
        .revoked_badges
        .push(crate::backend::badge_id(1));
    booth.sync(device);
    let result = booth.scan(device, &badge(1, "Ada"));
    assert_eq!(
        result.sentence("PyCon US 2027", booth.booth.now()),
        "This badge was replaced. Ask for the new one."
    );
    assert_eq!(booth.pending(device), 0);
}

#[test]
fn the_day_is_green_only_when_the_receipt_covers_the_last_record() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    let device = booth.enrol(&backend, 1, "Example Corp");
    assert_eq!(booth.status(device).end_of_day, EndOfDay::NothingRecorded);
    booth.saved(device, &badge(1, "Ada"));
    assert_eq!(
        booth.status(device).end_of_day,
        EndOfDay::Waiting { uncovered: 1 }
    );
    booth.sync(device);
    assert!(booth.status(device).end_of_day.is_green());
    booth.saved(device, &badge(2, "Bob"));
    assert!(!booth.status(device).end_of_day.is_green());
}

#[test]
fn an_export_holds_every_unsent_record_and_sends_none_away() {
    let (backend, booth) = (Backend::start(), TestBooth::new());
    let device = booth.enrol(&backend, 1, "Example Corp");
    let file = booth.folder.path().join("scans.lanyard");
    assert_eq!(booth.booth.export(device, &file).unwrap(), 0);
    assert!(!file.exists());
    for number in 0..3 {
        booth.saved(device, &badge(number, "Ada Exportname"));
    }
    assert_eq!(booth.booth.export(device, &file).unwrap(), 3);
    assert_eq!(booth.pending(device), 3);

    let bytes = std::fs::read(&file).unwrap();
    let key = backend.state().kept[&device].bundle_key.clone();
    let bundle = open_bundle(&bytes, |asked| {
        (asked == device).then(|| key.clone()).flatten()
    });
    let bundle = bundle.unwrap();
    let device_key = backend.state().kept[&device].key.unwrap();
    let mut records = 0;
    for request in &bundle.requests {
        let request = protocol::Unverified::<protocol::SyncRequest>::parse(request)
            .and_then(|request| request.verify(&device_key))
            .unwrap();
        records += request.records.len();
    }
    assert_eq!(records, 3);
    // A file that is there is not written over.
    let error = booth.booth.export(device, &file).unwrap_err();
    assert_eq!(error.code(), "export");
    assert_eq!(std::fs::read(&file).unwrap(), bytes);
}
