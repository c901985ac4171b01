//! Tests of full disks, damaged files and crashes.

use super::fixture::*;
use crate::{Appended, Fault, OpenError, ScanFilter, StoreError};

/// Copies the database in the state that a crash would leave, with a part of the WAL.
fn crash(bench: &Bench, wal_bytes: Option<usize>) -> Bench {
    let copy = Bench::new();
    std::fs::copy(bench.path(), copy.path()).unwrap();
    let wal = std::fs::read(bench.beside("-wal")).unwrap_or_default();
    let kept = wal_bytes.unwrap_or(wal.len()).min(wal.len());
    std::fs::write(copy.beside("-wal"), &wal[..kept]).unwrap();
    copy
}

#[test]
fn after_a_crash_between_any_two_appends_every_saved_record_is_there() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    for number in 1..=40 {
        save(&mut store, device, scan(number));
        let crashed = crash(&bench, None);
        let opened = crashed.open();
        assert_eq!(opened.verify_chain(device), Ok(u64::from(number)));
        assert_eq!(opened.head(device), store.head(device));
        assert_eq!(
            opened.scans(&ScanFilter::default()).unwrap(),
            store.scans(&ScanFilter::default()).unwrap()
        );
    }
}

#[test]
fn a_crash_in_the_middle_of_a_write_leaves_whole_records_and_no_less_than_was_saved() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    // The length of the WAL after each append.
    let mut saved = Vec::new();
    for number in 1..=12 {
        save(&mut store, device, scan(number));
        let length = std::fs::metadata(bench.beside("-wal")).unwrap().len();
        saved.push((usize::try_from(length).unwrap(), u64::from(number)));
    }
    let longest = saved.last().unwrap().0;
    let enrolled = saved[0].0;
    for cut in (enrolled..=longest).step_by(1021) {
        let promised = saved
            .iter()
            .filter(|(length, _)| *length <= cut)
            .map(|(_, count)| *count)
            .max()
            .unwrap_or(0);
        let crashed = crash(&bench, Some(cut));
        let mut opened = crashed.open();
        let found = opened.verify_chain(device).unwrap();
        assert_eq!(found, promised, "cut at {cut}");
        let listed = opened.scans(&ScanFilter::default()).unwrap().len();
        assert_eq!(listed as u64, found, "list and chain agree");
        assert_eq!(save(&mut opened, device, scan(1000)), found + 1);
    }
}

#[test]
fn a_full_disk_refuses_the_scan_loudly_and_whole_and_room_lets_it_go_on() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    save(&mut store, device, scan(1));
    let pages: i64 = store
        .connection
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .unwrap();
    let allow = |store: &crate::Store, pages: i64| {
        store
            .connection
            .query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
            .unwrap();
    };
    allow(&store, pages + 1);
    let mut saved = 1;
    let error = loop {
        let body = note(1, &"x".repeat(4000));
        match store.append(device, moment(0), body, None) {
            Ok(Appended::Saved { seq, .. }) => saved = seq,
            Ok(other) => panic!("{other:?}"),
            Err(error) => break error,
        }
    };
    assert_eq!(error.code(), "disk_full");
    assert!(error.to_string().contains("free some space"), "{error}");
    assert_eq!(store.verify_chain(device), Ok(saved));
    let listed = &store.scans(&ScanFilter::default()).unwrap()[0];
    assert_eq!(listed.notes, saved - 1, "nothing half-written in the list");

    allow(&store, pages + 1000);
    assert_eq!(save(&mut store, device, note(1, "room again")), saved + 1);
    assert_eq!(bench.open().verify_chain(device), Ok(saved + 1));
}

#[test]
fn a_read_only_database_is_reported_as_such() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    store
        .connection
        .pragma_update(None, "query_only", true)
        .unwrap();
    let error = store.append(device, moment(0), scan(1), None).unwrap_err();
    assert_eq!(error.code(), "read_only");
    store
        .connection
        .pragma_update(None, "query_only", false)
        .unwrap();
    assert_eq!(save(&mut store, device, scan(1)), 1);
}

#[cfg(unix)]
#[test]
fn a_file_without_write_permission_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new();
    drop(bench.enrolled());
    let read_only = std::fs::Permissions::from_mode(0o400);
    std::fs::set_permissions(bench.path(), read_only).unwrap();
    let root = std::fs::OpenOptions::new()
        .write(true)
        .open(bench.path())
        .is_ok();
    match bench.try_open() {
        // Permissions do not apply to the superuser.
        Ok(_) => assert!(root),
        Err(error) => assert_eq!(error, OpenError::Fault(Fault::ReadOnly)),
    }
}

#[test]
fn a_lock_that_is_not_released_is_reported_as_busy() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    let mut other = bench.open();
    let held = other.write("holding the lock").unwrap();
    store
        .connection
        .busy_timeout(std::time::Duration::ZERO)
        .unwrap();
    let error = store.append(device, moment(0), scan(1), None).unwrap_err();
    assert_eq!(error.code(), "busy");
    drop(held);
    assert_eq!(save(&mut store, device, scan(1)), 1);
}

#[test]
fn a_damaged_page_is_noticed_on_opening_wherever_it_is() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    for number in 1..=30 {
        save(&mut store, device, scan(number));
    }
    drop(store);
    let good = std::fs::read(bench.path()).unwrap();
    assert!(good.len() > 8 * 4096);
    for at in (20..good.len()).step_by(4096) {
        let mut bytes = good.clone();
        bytes[at] ^= 0x40;
        std::fs::write(bench.path(), &bytes).unwrap();
        let error = bench.try_open().unwrap_err();
        assert_eq!(error, OpenError::Fault(Fault::Damaged), "byte {at}");
        assert_eq!(std::fs::read(bench.path()).unwrap(), bytes, "untouched");
    }
    std::fs::write(bench.path(), &good).unwrap();
    assert_eq!(bench.open().verify_chain(device), Ok(30));
}

#[test]
fn a_damaged_page_is_reported_by_the_error_and_not_on_standard_error() {
    const THIS: &str =
        "tests::damage::a_damaged_page_is_reported_by_the_error_and_not_on_standard_error";
    if let Some(written) = in_a_process_of_its_own(THIS) {
        assert_eq!(written, "");
        return;
    }
    let bench = Bench::new();
    drop(bench.enrolled());
    let mut bytes = std::fs::read(bench.path()).unwrap();
    bytes[20] ^= 0x40;
    std::fs::write(bench.path(), &bytes).unwrap();
    let error = bench.try_open().unwrap_err();
    assert_eq!(error, OpenError::Fault(Fault::Damaged));
}

#[test]
fn a_file_cut_short_is_damaged() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    for number in 1..=30 {
        save(&mut store, device, scan(number));
    }
    drop(store);
    let good = std::fs::read(bench.path()).unwrap();
    for length in [100, 4096, 5000, good.len() / 2, good.len() - 4096] {
        std::fs::write(bench.path(), &good[..length]).unwrap();
        let error = bench.try_open().unwrap_err();
        assert_eq!(error, OpenError::Fault(Fault::Damaged), "{length} bytes");
    }
}

#[test]
fn errors_and_debug_output_contain_no_personal_data() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    save(&mut store, device, scan(1));
    save(&mut store, device, note(1, "needle in a haystack"));
    let mut texts = vec![
        format!("{store:?}"),
        format!("{:?}", named(NAME)),
        format!("{:?}", store.scans(&ScanFilter::default()).unwrap()),
        format!("{:?}", store.scan(scan_id(1)).unwrap()),
        format!("{:?}", store.unsent(device).unwrap()),
        format!("{:?}", store.enrolment(device).unwrap()),
        format!(
            "{:?}",
            ScanFilter {
                text: NAME.into(),
                ..ScanFilter::default()
            }
        ),
        format!(
            "{:?}",
            store.append(
                device,
                moment(0),
                scan_of(2, protocol::ScannedCode::Badge(badge(1))),
                None
            )
        ),
    ];
    let errors = [
        StoreError::ScanIdReused { scan: scan_id(1) },
        store.append(device, moment(0), scan(1), None).map_or_else(
            |error| error,
            |_| StoreError::UnknownScan { scan: scan_id(1) },
        ),
        store
            .append(device, moment(0), note(1, &format!("{NAME}\0")), None)
            .unwrap_err(),
    ];
    texts.extend(errors.iter().map(|error| format!("{error} {error:?}")));
    for text in texts {
        for needle in [NAME, "needle", "Ana", "Ben", &badge(1).to_string()] {
            assert!(!text.contains(needle), "{needle} in {text}");
        }
        assert!(!text.contains("187, 187"), "the badge key in {text}");
    }
}
