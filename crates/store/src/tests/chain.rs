//! Tests of appended records: numbering, rescans, refusals, and the triggers of the tables.

use protocol::{ForeignCode, RecordHash, ScannedCode, UnverifiedRecord};

use super::fixture::*;
use crate::{Appended, Moment, ScanFilter, StoreError};

#[test]
fn records_count_from_one_and_each_names_the_one_before() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    for (number, body) in [scan(1), note(1, "hello"), narrow(1, "email"), void(1)]
        .into_iter()
        .enumerate()
    {
        assert_eq!(save(&mut store, device, body), number as u64 + 1);
    }
    let mut prev = enrolment(1).hash();
    for record in store.unsent(device).unwrap() {
        let read = UnverifiedRecord::parse(&record.bytes)
            .unwrap()
            .verify(&key(1).verifying_key())
            .unwrap();
        assert_eq!((read.seq, read.prev), (record.seq, prev));
        assert_eq!(read.device, device);
        assert_eq!(RecordHash::of(&record.bytes), record.hash);
        prev = record.hash;
    }
    assert_eq!(store.verify_chain(device), Ok(4));
}

#[test]
fn two_processes_that_append_at_once_neither_fork_the_chain_nor_leave_a_gap() {
    const EACH: u32 = 60;
    let bench = Bench::new();
    let device = bench.enrolled().1;
    std::thread::scope(|scope| {
        for half in 0..2 {
            let bench = &bench;
            scope.spawn(move || {
                let mut store = bench.open();
                for number in 0..EACH {
                    save(&mut store, device, scan(half * 1000 + number));
                }
            });
        }
    });
    let store = bench.open();
    assert_eq!(store.verify_chain(device), Ok(u64::from(EACH) * 2));
    assert_eq!(
        store.scans(&ScanFilter::default()).unwrap().len(),
        EACH as usize * 2
    );
}

#[test]
fn a_rescan_says_who_scanned_when_and_writes_nothing() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    save(&mut store, device, scan(1));
    let again = scan_of(2, ScannedCode::Badge(badge(1)));
    let Ok(Appended::AlreadyScanned(before)) = store.append(device, moment(5), again, None) else {
        panic!("the badge was scanned before");
    };
    assert_eq!(before.scan, scan_id(1));
    assert_eq!(before.operator, "Ana");
    assert_eq!(before.wall, moment(0).wall);
    assert_eq!(before.name.as_deref(), Some(NAME));
    assert_eq!(store.verify_chain(device), Ok(1));
}

#[test]
fn a_typed_code_is_the_badge_that_was_read_and_the_other_way_round() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    let human = |number| ScannedCode::Human(badge(number).human_code());
    save(&mut store, device, scan(1));
    save(&mut store, device, scan_of(2, human(2)));
    for (body, first) in [
        (scan_of(3, human(1)), 1),
        (scan_of(4, ScannedCode::Badge(badge(2))), 2),
        (scan_of(5, human(2)), 2),
    ] {
        let Ok(Appended::AlreadyScanned(before)) = store.append(device, moment(5), body, None)
        else {
            panic!("scanned before");
        };
        assert_eq!(before.scan, scan_id(first));
    }
    let found = store.find_scan(device, &human(1)).unwrap().unwrap();
    assert_eq!(found.scan, scan_id(1));
    assert_eq!(store.find_scan(device, &human(9)).unwrap(), None);
}

#[test]
fn two_badges_with_the_same_short_code_are_two() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    let mut twin = *badge(1).as_bytes();
    twin[9] = 1;
    let twin = protocol::BadgeId::from_bytes(twin);
    assert_eq!(twin.human_code(), badge(1).human_code());
    save(&mut store, device, scan(1));
    assert_eq!(
        save(&mut store, device, scan_of(2, ScannedCode::Badge(twin))),
        2
    );
}

#[test]
fn a_foreign_code_is_known_again_by_its_whole_text() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    let foreign = |text: &str| ScannedCode::Foreign(text.parse::<ForeignCode>().unwrap());
    save(&mut store, device, scan_of(1, foreign("ABCD12:x:WXYZ")));
    save(&mut store, device, scan_of(2, foreign("ABCD12:y:WXYZ")));
    let again = scan_of(3, foreign("ABCD12:x:WXYZ"));
    assert!(matches!(
        store.append(device, moment(5), again, None),
        Ok(Appended::AlreadyScanned(_))
    ));
}

#[test]
fn a_badge_whose_scan_was_voided_can_be_scanned_again() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    save(&mut store, device, scan(1));
    save(&mut store, device, void(1));
    let again = scan_of(2, ScannedCode::Badge(badge(1)));
    assert_eq!(save(&mut store, device, again), 3);
    assert_eq!(
        store.append(device, moment(0), void(1), None),
        Err(StoreError::AlreadyVoided { scan: scan_id(1) })
    );
}

#[test]
fn one_person_scanned_for_two_sponsors_is_two_scans_in_two_chains() {
    let bench = Bench::new();
    let (mut store, first) = bench.enrolled();
    let second = enrol(&mut store, 2);
    assert_eq!(save(&mut store, first, scan(1)), 1);
    let other = scan_of(2, ScannedCode::Badge(badge(1)));
    assert_eq!(save(&mut store, second, other), 1);
    assert_eq!(store.scans(&ScanFilter::default()).unwrap().len(), 2);
    assert_eq!(store.unsent(first).unwrap().len(), 1);
    assert_eq!(store.verify_chain(second), Ok(1));
}

#[test]
fn a_note_a_narrowing_or_a_void_needs_a_scan_of_the_same_enrolment() {
    let bench = Bench::new();
    let (mut store, first) = bench.enrolled();
    let second = enrol(&mut store, 2);
    save(&mut store, first, scan(1));
    for body in [note(1, "x"), narrow(1, "email"), void(1)] {
        assert_eq!(
            store.append(second, moment(0), body, None),
            Err(StoreError::OtherEnrolmentsScan { scan: scan_id(1) })
        );
    }
    for body in [note(7, "x"), narrow(7, "email"), void(7)] {
        assert_eq!(
            store.append(first, moment(0), body, None),
            Err(StoreError::UnknownScan { scan: scan_id(7) })
        );
    }
    let reused = scan_of(1, ScannedCode::Badge(badge(2)));
    assert_eq!(
        store.append(second, moment(0), reused, None),
        Err(StoreError::ScanIdReused { scan: scan_id(1) })
    );
    assert_eq!(store.verify_chain(first), Ok(1));
    assert_eq!(store.verify_chain(second), Ok(0));
}

#[test]
fn an_enrolment_that_has_run_out_takes_notes_and_voids_but_no_scans() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    save(&mut store, device, scan(1));
    let late = Moment {
        wall: EXPIRES,
        ..moment(0)
    };
    assert_eq!(
        store.append(device, late, scan(2), None),
        Err(StoreError::Expired {
            device,
            since: EXPIRES
        })
    );
    assert!(store.append(device, late, note(1, "late"), None).is_ok());
    assert!(store.append(device, late, void(1), None).is_ok());
}

#[test]
fn a_record_that_breaks_a_limit_is_refused_and_leaves_no_gap() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    save(&mut store, device, scan(1));
    let long = note(1, &"x".repeat(protocol::limits::NOTE_BYTES + 1));
    assert!(matches!(
        store.append(device, moment(0), long, None),
        Err(StoreError::NotRecordable(_))
    ));
    assert_eq!(save(&mut store, device, note(1, "short")), 2);
}

#[test]
fn every_method_reports_an_unknown_enrolment() {
    let bench = Bench::new();
    let (mut store, _) = bench.enrolled();
    let device = device_id(50);
    let unknown = StoreError::UnknownEnrolment { device };
    let refused = store.append(device, moment(0), scan(1), None);
    assert_eq!(refused.unwrap_err(), unknown);
    assert_eq!(store.enrolment(device).unwrap_err(), unknown);
    assert_eq!(store.queue(device).unwrap_err(), unknown);
    assert_eq!(store.counts(device).unwrap_err(), unknown);
    assert_eq!(store.apply(device, &[]).unwrap_err(), unknown);
}

#[test]
fn the_tables_themselves_refuse_to_lose_or_change_a_record() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    save(&mut store, device, scan(1));
    for statement in [
        "DELETE FROM records",
        "UPDATE records SET bytes = x'00'",
        "UPDATE records SET bytes = NULL",
        "UPDATE records SET seq = 9",
        "UPDATE records SET hash = zeroblob(32)",
        "INSERT OR REPLACE INTO records (enrolment, seq, hash, scan, kind, bytes)
         SELECT enrolment, seq, zeroblob(32), scan, kind, x'00' FROM records",
        "DELETE FROM enrolments",
    ] {
        assert!(
            store.connection.execute_batch(statement).is_err(),
            "{statement}"
        );
    }
    assert_eq!(store.verify_chain(device), Ok(1));
}
