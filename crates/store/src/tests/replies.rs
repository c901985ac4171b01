//! Tests of applied replies, the queue, revocation and pruning.

use protocol::{
    Changes, DeviceId, DeviceStatus, Held, Notice, NoticeVersion, Reason, RecordHash, SeqRange,
    UnixMillis,
};

use super::fixture::*;
use crate::{Applied, ScanFilter, Store, StoreError, StoredState, Update};

fn hash(store: &Store, device: DeviceId, seq: u64) -> RecordHash {
    store.own_hash(device, seq).unwrap().unwrap()
}

fn waiting(store: &Store, device: DeviceId) -> Vec<u64> {
    let records = store.unsent(device).unwrap();
    records.iter().map(|record| record.seq).collect()
}

/// Returns the updates of a reply that acknowledges these records.
fn named(store: &Store, device: DeviceId, seqs: impl IntoIterator<Item = u64>) -> Vec<Update> {
    seqs.into_iter()
        .map(|seq| Update::Acknowledge {
            seq,
            hash: hash(store, device, seq),
        })
        .collect()
}

fn with_scans(bench: &Bench, count: u32) -> (Store, DeviceId) {
    let (mut store, device) = bench.enrolled();
    for number in 1..=count {
        save(&mut store, device, scan(number));
    }
    (store, device)
}

#[test]
fn a_receipt_is_kept_and_takes_nothing_out() {
    let bench = Bench::new();
    let (mut store, device) = with_scans(&bench, 5);
    let held = Held {
        seq: 3,
        hash: hash(&store, device, 3),
    };
    let applied = store.apply(device, &[Update::Receipt(held)]).unwrap();
    assert_eq!(applied, Applied::default());
    assert_eq!(waiting(&store, device), [1, 2, 3, 4, 5]);
    assert_eq!(store.receipt(device), Ok(Some(held)));

    let applied = store.apply(device, &named(&store, device, [1, 3])).unwrap();
    assert_eq!(applied.acknowledged, 2);
    assert_eq!(
        store.queue(device).unwrap().pending,
        [
            SeqRange { first: 2, last: 2 },
            SeqRange { first: 4, last: 5 }
        ]
    );
}

#[test]
fn a_receipt_for_another_record_takes_nothing_out_and_is_flagged() {
    let bench = Bench::new();
    let (mut store, device) = with_scans(&bench, 3);
    for (seq, of) in [(3, "another"), (9, "beyond"), (u64::MAX, "far beyond")] {
        let held = Held {
            seq,
            hash: RecordHash::of(of.as_bytes()),
        };
        let applied = store.apply(device, &[Update::Receipt(held)]).unwrap();
        assert_eq!((applied.acknowledged, applied.ignored), (0, 1));
    }
    assert_eq!(waiting(&store, device), [1, 2, 3]);
    assert_eq!(store.receipt(device), Ok(None));
    assert!(store.enrolment(device).unwrap().diverged);
}

#[test]
fn an_outcome_counts_only_with_the_records_own_hash() {
    let bench = Bench::new();
    let (mut store, device) = with_scans(&bench, 3);
    let updates = [
        Update::Acknowledge {
            seq: 1,
            hash: hash(&store, device, 1),
        },
        Update::Acknowledge {
            seq: 2,
            hash: hash(&store, device, 3),
        },
        Update::Quarantine {
            seq: 3,
            hash: RecordHash::of(b"none of ours"),
            reason: Reason::Fork,
        },
    ];
    let applied = store.apply(device, &updates).unwrap();
    assert_eq!((applied.acknowledged, applied.ignored), (1, 2));
    assert_eq!(waiting(&store, device), [2, 3]);
}

#[test]
fn a_quarantined_record_is_kept_shown_and_not_sent_again_by_itself() {
    let bench = Bench::new();
    let (mut store, device) = with_scans(&bench, 3);
    let quarantine = Update::Quarantine {
        seq: 2,
        hash: hash(&store, device, 2),
        reason: Reason::UnknownBadge,
    };
    let receipt = Update::Receipt(Held {
        seq: 3,
        hash: hash(&store, device, 3),
    });
    store.apply(device, &named(&store, device, [1, 3])).unwrap();
    store
        .apply(device, &[quarantine.clone(), receipt.clone()])
        .unwrap();
    let again = store.apply(device, &[receipt, quarantine]).unwrap();
    assert_eq!(again, Applied::default(), "the same reply again");
    assert_eq!(waiting(&store, device), Vec::<u64>::new());
    let listed = store.scan(scan_id(2)).unwrap().unwrap().listed;
    assert_eq!(listed.state, StoredState::Quarantined(Reason::UnknownBadge));
    let counts = store.counts(device).unwrap();
    assert_eq!(
        (counts.acknowledged, counts.quarantined, counts.total),
        (2, 1, 3)
    );
}

#[test]
fn records_that_a_restored_backend_lacks_wait_again() {
    let bench = Bench::new();
    let (mut store, device) = with_scans(&bench, 6);
    let held = Held {
        seq: 6,
        hash: hash(&store, device, 6),
    };
    let quarantine = Update::Quarantine {
        seq: 3,
        hash: hash(&store, device, 3),
        reason: Reason::UnknownBadge,
    };
    let mut updates = named(&store, device, [1, 2, 4, 5, 6]);
    updates.extend([Update::Receipt(held), quarantine]);
    store.apply(device, &updates).unwrap();
    let applied = store
        .apply(
            device,
            &[
                Update::Resend(SeqRange { first: 2, last: 4 }),
                Update::Resend(SeqRange {
                    first: 6,
                    last: u64::MAX,
                }),
            ],
        )
        .unwrap();
    assert_eq!(applied.resent, 4);
    assert_eq!(waiting(&store, device), [2, 3, 4, 6]);
    assert_eq!(
        store.queue(device).unwrap().pending,
        [
            SeqRange { first: 2, last: 4 },
            SeqRange { first: 6, last: 6 }
        ]
    );
}

#[test]
fn a_batch_has_no_gap_and_keeps_to_its_bounds() {
    let bench = Bench::new();
    let (mut store, device) = with_scans(&bench, 8);
    let updates = [Update::Acknowledge {
        seq: 5,
        hash: hash(&store, device, 5),
    }];
    store.apply(device, &updates).unwrap();
    let batch = |from, records, bytes| -> Vec<u64> {
        let batch = store.pending_batch(device, from, records, bytes).unwrap();
        batch.iter().map(|record| record.seq).collect()
    };
    let size = store.unsent(device).unwrap()[0].bytes.len();
    assert_eq!(batch(1, 500, usize::MAX), [1, 2, 3, 4]);
    assert_eq!(batch(3, 500, usize::MAX), [3, 4]);
    assert_eq!(batch(5, 500, usize::MAX), [6, 7, 8]);
    assert_eq!(batch(1, 2, usize::MAX), [1, 2]);
    assert_eq!(batch(1, 500, size * 3), [1, 2, 3]);
    assert_eq!(batch(1, 500, 1), [1], "one always");
    assert_eq!(batch(1, 0, usize::MAX), Vec::<u64>::new());
    assert_eq!(batch(9, 500, usize::MAX), Vec::<u64>::new());
    assert_eq!(batch(u64::MAX, 500, usize::MAX), Vec::<u64>::new());
}

#[test]
fn changes_of_the_event_are_taken_in() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    let notice = Notice {
        version: NoticeVersion(4),
        text: "A newer text.".into(),
    };
    let changes = Changes {
        cursor: 17,
        notice: Some(notice.clone()),
        questions: Some(vec![]),
        revoked_badges: vec![badge(5), badge(6), badge(5)],
        ..no_changes()
    };
    store.apply(device, &[Update::Changes(changes)]).unwrap();
    let stored = store.enrolment(device).unwrap();
    assert_eq!((stored.changes_seen, stored.notice), (17, notice.clone()));
    assert_eq!(stored.questions, []);
    assert_eq!(store.is_revoked_badge(device, badge(5)), Ok(true));
    assert_eq!(store.is_revoked_badge(device, badge(7)), Ok(false));

    let nothing = Update::Changes(no_changes());
    store.apply(device, &[nothing]).unwrap();
    let stored = store.enrolment(device).unwrap();
    assert_eq!(stored.notice, notice, "what did not change stays");
    assert_eq!(store.is_revoked_badge(device, badge(5)), Ok(true));
}

#[test]
fn a_revoked_device_forgets_names_and_badge_key_and_keeps_what_is_unsent() {
    let bench = Bench::new();
    let (mut store, device) = with_scans(&bench, 2);
    let other = enrol(&mut store, 2);
    save(&mut store, other, scan(3));
    let revoked = Update::Changes(Changes {
        status: DeviceStatus::Revoked,
        ..no_changes()
    });
    assert!(
        store
            .apply(device, std::slice::from_ref(&revoked))
            .unwrap()
            .wiped
    );
    assert!(!store.apply(device, &[revoked]).unwrap().wiped, "once");

    let stored = store.enrolment(device).unwrap();
    assert_eq!(stored.status, DeviceStatus::Revoked);
    assert_eq!(stored.badge_key, None);
    let names: Vec<_> = store
        .scans(&ScanFilter::default())
        .unwrap()
        .into_iter()
        .map(|scan| scan.name)
        .collect();
    assert_eq!(
        names,
        [Some(NAME.to_owned()), None, None],
        "the other's stay"
    );
    let by_name = ScanFilter {
        device: Some(device),
        text: "quixotic".into(),
        ..ScanFilter::default()
    };
    assert_eq!(store.scans(&by_name).unwrap(), []);
    assert_eq!(
        store.append(device, moment(0), scan(9), None),
        Err(StoreError::Revoked { device })
    );
    assert_eq!(save(&mut store, device, note(1, "still allowed")), 3);
    assert_eq!(save(&mut store, device, void(2)), 4);
    assert_eq!(waiting(&store, device), [1, 2, 3, 4]);
    assert_eq!(store.verify_chain(device), Ok(4));

    let active = Update::Changes(no_changes());
    store.apply(device, &[active]).unwrap();
    let stored = store.enrolment(device).unwrap();
    assert_eq!(stored.status, DeviceStatus::Revoked, "for good");
}

#[test]
fn updates_of_one_reply_are_applied_all_or_none() {
    let bench = Bench::new();
    let (mut store, device) = with_scans(&bench, 2);
    let held = Held {
        seq: 2,
        hash: hash(&store, device, 2),
    };
    let pages: i64 = store
        .connection
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .unwrap();
    store
        .connection
        .query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
        .unwrap();
    let changes = Changes {
        cursor: 5,
        revoked_badges: (0..10_000).map(badge).collect(),
        ..no_changes()
    };
    let mut updates = named(&store, device, [1, 2]);
    updates.extend([Update::Receipt(held), Update::Changes(changes)]);
    let error = store.apply(device, &updates).unwrap_err();
    assert_eq!(error.code(), "disk_full");
    assert_eq!(waiting(&store, device), [1, 2]);
    assert_eq!(store.receipt(device), Ok(None));
    assert_eq!(store.is_revoked_badge(device, badge(0)), Ok(false));
}

#[test]
fn only_acknowledged_scans_past_their_time_are_emptied_and_the_chain_still_holds() {
    let bench = Bench::new();
    let (mut store, device) = with_scans(&bench, 4);
    save(&mut store, device, note(4, "not sent yet"));
    let mut updates = named(&store, device, [1, 3, 4]);
    updates.push(Update::Quarantine {
        seq: 2,
        hash: hash(&store, device, 2),
        reason: Reason::UnknownBadge,
    });
    store.apply(device, &updates).unwrap();
    let early = UnixMillis(KEEP_UNTIL.0 - 1);
    assert_eq!(store.prune(early), Ok(0));
    assert_eq!(store.prune(KEEP_UNTIL), Ok(2), "scans 1 and 3");
    assert_eq!(store.prune(KEEP_UNTIL), Ok(0));

    assert_eq!(store.scan(scan_id(1)), Ok(None));
    assert!(store.scan(scan_id(2)).unwrap().is_some(), "quarantined");
    let fourth = store.scan(scan_id(4)).unwrap().unwrap();
    assert_eq!(fourth.notes.len(), 1, "whole, because its note waits");
    assert_eq!(store.verify_chain(device), Ok(5));
    assert!(store.own_hash(device, 1).unwrap().is_some());
    let resend = Update::Resend(SeqRange { first: 1, last: 4 });
    assert_eq!(store.apply(device, &[resend]).unwrap().resent, 2);
    assert_eq!(waiting(&store, device), [2, 4, 5]);
}
