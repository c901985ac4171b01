//! Tests of the list of scans, its search and filters, and the details of a scan.

use protocol::{Answer, Body, Note, QuestionAnswer, Reason};

use super::fixture::*;
use crate::{ListedScan, ScanFilter, Show, Store, StoredState, Update};

fn numbers(scans: &[ListedScan]) -> Vec<u64> {
    scans.iter().map(|scan| scan.seq).collect()
}

fn search(store: &Store, text: &str) -> Vec<u64> {
    let filter = ScanFilter {
        text: text.into(),
        ..ScanFilter::default()
    };
    numbers(&store.scans(&filter).unwrap())
}

#[test]
fn five_thousand_scans_can_be_paged_through_and_searched_without_a_cap() {
    const ALL: u32 = 5_000;
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    do_not_wait_for_the_disk(&store);
    for number in 0..ALL {
        let shown = named(&format!("Person-{number:04}"));
        store
            .append(
                device,
                moment(i64::from(number)),
                scan(number),
                shown.as_ref(),
            )
            .unwrap();
    }
    let mut filter = ScanFilter {
        limit: Some(77),
        ..ScanFilter::default()
    };
    let mut seen = Vec::new();
    loop {
        let page = store.scans(&filter).unwrap();
        let Some(last) = page.last() else { break };
        filter.before = Some(last.position);
        seen.extend(numbers(&page));
    }
    let newest_first: Vec<u64> = (1..=u64::from(ALL)).rev().collect();
    assert!(seen == newest_first, "pages gave {} scans", seen.len());
    let unlimited = numbers(&store.scans(&ScanFilter::default()).unwrap());
    assert!(unlimited == newest_first, "got {}", unlimited.len());
    assert_eq!(search(&store, "person-0000"), [1]);
    assert_eq!(search(&store, "PERSON-4999"), [5_000]);
    assert_eq!(search(&store, "person").len(), 5_000);
    assert_eq!(store.counts(device).unwrap().scans, u64::from(ALL));
}

#[test]
fn a_search_finds_names_codes_operators_notes_tags_and_answers_in_any_case_and_order() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    save(&mut store, device, scan(1));
    let other = named("Bob Tables");
    store
        .append(device, moment(1), scan(2), other.as_ref())
        .unwrap();
    save(
        &mut store,
        device,
        Body::Note(Note {
            scan: scan_id(2),
            text: "100% sure_thing, asks about ΩMEGA".into(),
            rating: Some(4),
            tags: vec!["hot-lead".into()],
            answers: vec![QuestionAnswer {
                question: 1,
                answer: Answer::Text("Fortran shop".into()),
            }],
            operator: "Ben".into(),
        }),
    );
    for (text, found) in [
        ("quixotic", vec![1]),
        ("NEEDLE zoË", vec![1]),
        ("tables bob", vec![2]),
        ("hot-lead", vec![2]),
        ("fortran", vec![2]),
        ("ωmega", vec![2]),
        ("ben", vec![2]),
        ("ana", vec![2, 1]),
        ("ana bob", vec![2]),
        ("100%", vec![2]),
        ("sure_thing", vec![2]),
        ("", vec![2, 1]),
        ("   ", vec![2, 1]),
        // None of these is a wildcard.
        ("%", vec![2]),
        ("sure%thing", vec![]),
        ("surexthing", vec![]),
        ("b_b", vec![]),
        ("\\", vec![]),
        ("' OR 1=1 --", vec![]),
        ("unknown", vec![]),
    ] {
        assert_eq!(search(&store, text), found, "{text}");
    }
    assert_eq!(search(&store, &badge(1).to_string()), [1]);
    let printed = badge(1).human_code().to_string().to_lowercase();
    assert_eq!(search(&store, &printed), [1], "as it is printed");
    assert_eq!(
        search(&store, &"unknown ".repeat(10_000)),
        Vec::<u64>::new()
    );
}

#[test]
fn the_list_can_be_filtered_by_enrolment_and_by_state() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    let other = enrol(&mut store, 2);
    for number in 1..=4 {
        save(&mut store, device, scan(number));
    }
    save(&mut store, other, scan(9));
    save(&mut store, device, void(2));
    let hash = |seq| store.own_hash(device, seq).unwrap().unwrap();
    let updates = [
        Update::Acknowledge {
            seq: 1,
            hash: hash(1),
        },
        Update::Quarantine {
            seq: 3,
            hash: hash(3),
            reason: Reason::UnknownBadge,
        },
    ];
    store.apply(device, &updates).unwrap();
    let shown = |show| {
        let filter = ScanFilter {
            device: Some(device),
            show,
            ..ScanFilter::default()
        };
        numbers(&store.scans(&filter).unwrap())
    };
    assert_eq!(shown(Show::All), [4, 3, 2, 1]);
    assert_eq!(shown(Show::Standing), [4, 3, 1]);
    assert_eq!(shown(Show::Voided), [2]);
    assert_eq!(shown(Show::Waiting), [4, 2]);
    assert_eq!(shown(Show::Acknowledged), [1]);
    assert_eq!(shown(Show::Quarantined), [3]);
    let of_other = ScanFilter {
        device: Some(other),
        ..ScanFilter::default()
    };
    assert_eq!(store.scans(&of_other).unwrap().len(), 1);
}

#[test]
fn a_scan_is_shown_with_all_of_its_records() {
    let bench = Bench::new();
    let (mut store, device) = bench.enrolled();
    save(&mut store, device, scan(1));
    save(&mut store, device, note(1, "first"));
    save(&mut store, device, narrow(1, "email,country"));
    save(&mut store, device, note(1, "second"));
    save(&mut store, device, void(1));
    let hash = store.own_hash(device, 2).unwrap().unwrap();
    store
        .apply(device, &[Update::Acknowledge { seq: 2, hash }])
        .unwrap();

    let detail = store.scan(scan_id(1)).unwrap().unwrap();
    let texts: Vec<_> = detail
        .notes
        .iter()
        .map(|kept| (kept.seq, kept.note.text.as_str(), kept.state))
        .collect();
    assert_eq!(
        texts,
        [
            (2, "first", StoredState::Acknowledged),
            (4, "second", StoredState::Pending)
        ]
    );
    assert_eq!(detail.narrowings.len(), 1);
    assert_eq!(detail.void.unwrap().void.reason, "wrong person");
    assert_eq!(detail.scan.fields, protocol::FieldSet::ALL);
    assert_eq!(
        detail.listed.fields.to_string(),
        "first_name,last_name,job_title,employer,region"
    );
    assert!(detail.listed.voided);
    assert_eq!((detail.listed.notes, detail.listed.unsent), (2, 4));
    assert_eq!(store.scan(scan_id(2)), Ok(None));
}
