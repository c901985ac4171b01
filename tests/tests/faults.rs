//! End-to-end tests with the real programs under faults: crashes, lost replies, floods and hostile devices.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};

use demo::Device;
use lanyard_tests::hall::{Hall, sum_of};
use lanyard_tests::raw_device::{COSE, RawDevice, random};
use protocol::{
    Body, DeviceStatus, Outcome, Reason, RecordHash, SecretBytes, SeqRange, SigningKey, UnixMillis,
};
use serde_json::Value;

const SPONSOR: &str = "Example Corp";
const TEN_YEARS: i64 = 10 * 365 * 86_400_000;

/// Makes an event with one sponsor, its token, and one raw device.
fn hall_with_raw_device(attendees: usize) -> (Hall, String, RawDevice) {
    let hall = Hall::open(attendees).unwrap();
    let token = hall.sponsor(SPONSOR).unwrap();
    let device = RawDevice::enrol(&hall.backend, &hall.enrolment_code(SPONSOR).unwrap()).unwrap();
    (hall, token, device)
}

fn scan_ids(leads: &[Value]) -> Vec<String> {
    leads
        .iter()
        .flat_map(|lead| lead["scans"].as_array().unwrap())
        .map(|scan| scan["scan"].as_str().unwrap().to_owned())
        .collect()
}

/// Returns random numbers from 0 to `bound` - 1.
fn shuffled(bound: usize) -> Vec<usize> {
    let mut numbers: Vec<usize> = (0..bound).collect();
    for place in (1..bound).rev() {
        let [low, high] = random::<2>().map(usize::from);
        numbers.swap(place, (high << 8 | low) % (place + 1));
    }
    numbers
}

/// Scans these codes until the device has printed `lines` lines, then kills it, like a power failure. Returns the scans
/// that it reported as saved.
fn scan_and_kill(device: &Device, codes: &[String], lines: usize) -> Vec<String> {
    let mut child = device
        .spawn(&["scan", "--stdin", "--method", "manual", "--rapid"])
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let codes = codes.join("\n") + "\n";
    // The pipe breaks when the device is killed, which is expected.
    let writing = std::thread::spawn(move || drop(stdin.write_all(codes.as_bytes())));
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    let mut saved = Vec::new();
    let mut line = String::new();
    for _ in 0..lines {
        line.clear();
        if reader.read_line(&mut line).unwrap() == 0 {
            break;
        }
        note_saved(&line, &mut saved);
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // Lines that it printed before it was killed count too.
    for rest in reader.lines().map_while(Result::ok) {
        note_saved(&rest, &mut saved);
    }
    writing.join().unwrap();
    saved
}

fn note_saved(line: &str, saved: &mut Vec<String>) {
    // The last line may be truncated.
    if let Ok(line) = serde_json::from_str::<Value>(line)
        && line["result"] == "saved"
    {
        saved.push(line["scan"].as_str().unwrap().to_owned());
    }
}

#[test]
fn a_device_killed_at_random_moments_of_200_scans_has_every_scan_it_called_saved() {
    let hall = Hall::open(200).unwrap();
    let token = hall.sponsor(SPONSOR).unwrap();
    let device = hall.device("front", "Quinn", SPONSOR).unwrap();
    let codes: Vec<String> = hall
        .attendees
        .iter()
        .map(|attendee| attendee.human_code.to_string())
        .collect();
    let mut saved = BTreeSet::new();
    let mut kills = 0;
    while device.scans().unwrap().len() < codes.len() {
        // A code that was scanned before is reported as "already", which is a line too.
        let done = device.scans().unwrap().len();
        let more = 1 + usize::from(random::<1>()[0]) % 40;
        saved.extend(scan_and_kill(&device, &codes[done..], more));
        kills += 1;
        assert!(kills < 500, "it gets nowhere");
    }
    let listed = device.scans().unwrap();
    let on_device: BTreeSet<String> = listed
        .iter()
        .map(|scan| scan["scan"].as_str().unwrap().to_owned())
        .collect();
    assert!(
        kills >= 5 && saved.is_subset(&on_device),
        "a scan called saved is gone"
    );

    assert!(device.sync().unwrap());
    let held: BTreeSet<String> = scan_ids(&hall.leads(&token).unwrap()).into_iter().collect();
    assert_eq!(held, on_device);
    let devices = hall.devices().unwrap();
    assert_eq!(sum_of(&devices, "held_seq"), 200, "the chain has no gap");
    assert_eq!(sum_of(&devices, "quarantined"), 0, "the chain verifies");
}

#[test]
fn a_lost_reply_and_a_hundred_reordered_retries_store_each_record_once() {
    let (hall, token, mut device) = hall_with_raw_device(40);
    let records = device.scans(hall.badges()).unwrap();
    // The reply to the first is dropped.
    let (_, batch) = device.batch(1, &records[..20]).unwrap();
    hall.backend.post("/v1/sync", COSE, batch).unwrap();
    for number in shuffled(100) {
        let first = number % 36;
        let last = (first + 1 + number / 10).min(records.len());
        device
            .send(&hall.backend, first as u64 + 1, &records[first..last])
            .unwrap();
    }
    let reply = device.send(&hall.backend, 1, &records).unwrap();
    assert!(
        reply
            .outcomes
            .iter()
            .all(|record| record.outcome == Outcome::Duplicate)
    );
    assert_eq!(reply.held.unwrap().hash, device.prev);
    let mut ids = scan_ids(&hall.leads(&token).unwrap());
    assert_eq!(ids.len(), 40);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 40);
}

#[test]
fn the_same_batch_again_gets_the_same_receipt() {
    let (hall, _, mut device) = hall_with_raw_device(3);
    let records = device.scans(hall.badges()).unwrap();
    let first = device.send(&hall.backend, 1, &records).unwrap();
    let again = device.send(&hall.backend, 1, &records).unwrap();
    assert_eq!(first.held, again.held);
    assert_eq!(first.held.unwrap().seq, 3);
}

#[test]
fn a_backend_killed_while_it_takes_batches_in_loses_nothing_that_it_gave_a_receipt_for() {
    let (mut hall, token, mut device) = hall_with_raw_device(10);
    let records = device.scans(hall.badges().cycle().take(400)).unwrap();
    let mut receipts = 0;
    for round in 0..4 {
        let (sender, answers) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            let (backend, device, records) = (&hall.backend, &device, &records);
            let sending = scope.spawn(move || {
                for (number, batch) in records.chunks(5).enumerate() {
                    let Ok(reply) = device.send(backend, number as u64 * 5 + 1, batch) else {
                        return;
                    };
                    sender.send(reply.held.map_or(0, |held| held.seq)).unwrap();
                }
            });
            // The backend is killed after some answers, while further batches are in flight.
            for _ in 0..(4 + round * 3) {
                receipts = receipts.max(answers.recv().unwrap_or(0));
            }
            let process = backend.process().unwrap().to_string();
            let killed = std::process::Command::new("kill")
                .args(["-KILL", &process])
                .status()
                .unwrap();
            assert!(killed.success());
            sending.join().unwrap();
            receipts = receipts.max(answers.try_iter().max().unwrap_or(0));
        });
        hall.backend.kill().unwrap();
        hall.backend.start().unwrap();
        let reply = device.send(&hall.backend, 401, &[]).unwrap();
        let held = reply.held.unwrap();
        assert!(
            held.seq >= receipts,
            "{} after a receipt of {receipts}",
            held.seq
        );
        let place = usize::try_from(held.seq).unwrap() - 1;
        assert_eq!(held.hash, RecordHash::of(&records[place]));
    }
    for (number, batch) in records.chunks(50).enumerate() {
        device
            .send(&hall.backend, number as u64 * 50 + 1, batch)
            .unwrap();
    }
    let mut ids = scan_ids(&hall.leads(&token).unwrap());
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 400);
}

#[test]
fn a_backend_restored_from_an_older_copy_is_filled_again_by_its_devices() {
    let mut hall = Hall::open(30).unwrap();
    let token = hall.sponsor(SPONSOR).unwrap();
    let devices = ["front", "back"].map(|name| hall.device(name, "Quinn", SPONSOR).unwrap());
    let scan = |hall: &Hall, range: std::ops::Range<usize>| {
        for (place, attendee) in hall.attendees[range].iter().enumerate() {
            let code = attendee.human_code.to_string();
            let lines = devices[place % 2].type_codes("manual", &[&code]).unwrap();
            assert_eq!(lines[0].result, "saved");
        }
        devices
            .iter()
            .for_each(|device| assert!(device.sync().unwrap()));
    };
    scan(&hall, 0..10);
    hall.backend.stop().unwrap();
    let older = hall.folder().join("older.db");
    fs::copy(hall.backend.database(), &older).unwrap();
    hall.backend.start().unwrap();
    scan(&hall, 10..20);
    hall.backend.stop().unwrap();
    for ending in ["-wal", "-shm"] {
        let mut path = hall.backend.database().into_os_string();
        path.push(ending);
        if fs::exists(&path).unwrap() {
            fs::remove_file(&path).unwrap();
        }
    }
    fs::copy(&older, hall.backend.database()).unwrap();
    hall.backend.start().unwrap();
    assert_eq!(
        hall.leads(&token).unwrap().len(),
        10,
        "ten leads are gone with the newer copy"
    );
    scan(&hall, 20..30);
    assert_eq!(
        hall.leads(&token).unwrap().len(),
        30,
        "the devices still had them"
    );
}

#[test]
fn two_devices_that_scan_the_same_person_make_one_lead_in_any_order_of_sync() {
    let hall = Hall::open(1).unwrap();
    let token = hall.sponsor(SPONSOR).unwrap();
    let badge = hall.attendees[0].badge;
    let mut devices: Vec<RawDevice> = (0..2)
        .map(|_| RawDevice::enrol(&hall.backend, &hall.enrolment_code(SPONSOR).unwrap()).unwrap())
        .collect();
    let records: Vec<_> = devices
        .iter_mut()
        .map(|device| device.scans([badge]).unwrap())
        .collect();
    for place in [1, 0] {
        devices[place]
            .send(&hall.backend, 1, &records[place])
            .unwrap();
    }
    let leads = hall.leads(&token).unwrap();
    assert_eq!(leads.len(), 1);
    assert_eq!(scan_ids(&leads).len(), 2);
}

#[test]
fn a_clock_ten_years_off_that_jumps_in_the_middle_keeps_the_order_and_is_flagged() {
    let (hall, token, mut device) = hall_with_raw_device(3);
    let right = device.clock;
    let mut records = Vec::new();
    for (attendee, off) in hall.attendees.iter().zip([TEN_YEARS, -TEN_YEARS, 0]) {
        device.clock = UnixMillis(right.0 + off);
        records.extend(device.scans([attendee.badge]).unwrap());
    }
    device.clock = UnixMillis(right.0 + TEN_YEARS);
    let reply = device.send(&hall.backend, 1, &records).unwrap();
    assert!(
        reply
            .outcomes
            .iter()
            .all(|record| record.outcome == Outcome::Accepted)
    );
    assert_eq!(
        reply.held.unwrap().hash,
        device.prev,
        "order is by seq, never by clock"
    );
    assert_eq!(hall.leads(&token).unwrap().len(), 3);
    let flagged = &hall.devices().unwrap()[0];
    assert!(!flagged["skew_flagged"].is_null());
    let skew = flagged["skew_ms"].as_i64().unwrap();
    assert!((skew - TEN_YEARS).abs() < 3_600_000, "{skew}");
}

#[test]
fn of_a_cloned_tablet_both_branches_are_kept_flagged_and_nothing_is_overwritten() {
    let (hall, token, mut device) = hall_with_raw_device(5);
    let badge = |place: usize| hall.attendees[place].badge;
    let common = device.scans([badge(0)]).unwrap();
    device.send(&hall.backend, 1, &common).unwrap();
    let mut clone = device.clone();
    let first = device.scans([badge(1), badge(2)]).unwrap();
    let second = clone.scans([badge(3), badge(4)]).unwrap();
    device.send(&hall.backend, 2, &first).unwrap();
    let reply = clone.send(&hall.backend, 2, &second).unwrap();
    assert!(
        reply.outcomes.iter().all(|record| matches!(
            record.outcome,
            Outcome::Quarantined(Reason::Fork | Reason::ChainBroken)
        )),
        "{:?}",
        reply.outcomes
    );
    assert_eq!(
        reply.held.unwrap().hash,
        device.prev,
        "the receipt is the first branch's"
    );
    assert_eq!(hall.leads(&token).unwrap().len(), 3);
    let seen = &hall.devices().unwrap()[0];
    assert!(!seen["chain_flagged"].is_null());
    assert_eq!(
        seen["quarantined"], 2,
        "the other branch is kept as evidence"
    );
}

#[test]
fn a_revoked_tablets_later_records_are_quarantined_backdated_ones_too() {
    let (hall, token, mut device) = hall_with_raw_device(2);
    let before = device.scans([hall.attendees[0].badge]).unwrap();
    device.send(&hall.backend, 1, &before).unwrap();
    let id = device.enrolment.device.to_string();
    hall.backend.run(&["device", "revoke", &id]).unwrap();
    device.clock = UnixMillis(device.clock.0 - 3_600_000);
    let backdated = device.scans([hall.attendees[1].badge]).unwrap();
    let reply = device.send(&hall.backend, 2, &backdated).unwrap();
    assert_eq!(
        reply.outcomes[0].outcome,
        Outcome::Quarantined(Reason::DeviceRevoked)
    );
    assert_eq!(reply.changes.status, DeviceStatus::Revoked);
    assert_eq!(hall.leads(&token).unwrap().len(), 1);
}

#[test]
fn a_record_sent_before_the_one_that_it_follows_is_asked_for_and_then_complete() {
    let (hall, token, mut device) = hall_with_raw_device(4);
    let records = device.scans(hall.badges()).unwrap();
    let reply = device.send(&hall.backend, 3, &records[2..]).unwrap();
    assert_eq!(reply.held, None);
    assert_eq!(reply.missing, [SeqRange { first: 1, last: 2 }]);
    let reply = device.send(&hall.backend, 1, &records[..2]).unwrap();
    assert_eq!(reply.held.unwrap().seq, 4);
    assert!(reply.missing.is_empty());
    assert_eq!(hall.leads(&token).unwrap().len(), 4);
}

#[test]
fn forged_foreign_and_broken_records_are_kept_with_their_reason_and_never_used() {
    let (hall, token, mut device) = hall_with_raw_device(1);
    let badge = hall.attendees[0].badge;
    let scan = |device: &RawDevice| Body::Scan(device.scan_of(badge));
    let other_key = SigningKey::from_seed(SecretBytes::new([9; 32])).unwrap();
    let mut records = Vec::new();
    let mut expected = Vec::new();
    let mut add = |bytes: Vec<u8>, reason, device: &mut RawDevice| {
        records.push(device.take(bytes));
        expected.push(reason);
    };
    let sign = |record: protocol::Record, key: &SigningKey| {
        protocol::Message::sign(&record, key).unwrap().into_bytes()
    };
    let forged = sign(device.record(scan(&device)), &other_key);
    add(forged, Reason::BadSignature, &mut device);
    let mut other_event = device.record(scan(&device));
    other_event.event = "OTHER2027".parse().unwrap();
    add(
        sign(other_event, &device.key()),
        Reason::NotThisEnrolment,
        &mut device,
    );
    let mut other_seq = device.record(scan(&device));
    other_seq.seq = 77;
    add(
        sign(other_seq, &device.key()),
        Reason::SeqMismatch,
        &mut device,
    );
    let mut broken = device.record(scan(&device));
    broken.prev = RecordHash::of(b"something else");
    add(
        sign(broken, &device.key()),
        Reason::ChainBroken,
        &mut device,
    );
    add(vec![0x81; 10_000], Reason::Unreadable, &mut device);
    add(Vec::new(), Reason::Unreadable, &mut device);
    add(vec![0xff; 20_000], Reason::Unreadable, &mut device);
    let reply = device.send(&hall.backend, 1, &records).unwrap();
    let reasons: Vec<_> = expected
        .iter()
        .zip(1..)
        .map(|(_, seq)| {
            reply
                .outcomes
                .iter()
                .find(|record| record.seq == seq)
                .unwrap()
                .outcome
        })
        .collect();
    let expected: Vec<_> = expected.into_iter().map(Outcome::Quarantined).collect();
    assert_eq!(reasons, expected);
    assert!(hall.leads(&token).unwrap().is_empty());
    assert_eq!(sum_of(&hall.devices().unwrap(), "quarantined"), 7);
}

#[test]
fn hostile_bodies_are_refused_with_a_reason_and_the_backend_stays_up() {
    let (hall, _, device) = hall_with_raw_device(1);
    let (_, good) = device.batch(1, &[]).unwrap();
    let mut tampered = good.clone();
    *tampered.last_mut().unwrap() ^= 1;
    let bodies: [(&str, Vec<u8>); 7] = [
        ("empty", Vec::new()),
        ("text", b"GET / HTTP/1.1".to_vec()),
        ("nested", vec![0x81; 500_000]),
        ("cut short", good[..good.len() - 1].to_vec()),
        ("tampered", tampered),
        ("oversized", vec![0; 2 << 20]),
        ("not UTF-8", vec![0xff; 1000]),
    ];
    for path in ["/v1/sync", "/v1/enrol", "/v1/bundle"] {
        for (name, body) in &bodies {
            let Ok((status, answer)) = hall.backend.post(path, COSE, body.clone()) else {
                // The backend may close the connection before an oversized body is sent completely.
                assert_eq!(*name, "oversized", "{path}");
                continue;
            };
            assert!((400..500).contains(&status), "{path}, {name}: {status}");
            let problem: Value = serde_json::from_slice(&answer)
                .unwrap_or_else(|_| panic!("{path}, {name}: no problem document"));
            assert!(problem["code"].is_string(), "{path}, {name}: {problem}");
        }
    }
    assert_eq!(hall.backend.get("/healthz", None).unwrap().status, 200);
}

#[test]
fn a_batch_for_another_backend_or_in_anothers_name_is_refused() {
    let (hall, token, mut device) = hall_with_raw_device(1);
    let records = device.scans([hall.attendees[0].badge]).unwrap();
    let refused = |device: &RawDevice| {
        let (_, batch) = device.batch(1, &records).unwrap();
        let (status, body) = hall.backend.post("/v1/sync", COSE, batch).unwrap();
        let problem: Value = serde_json::from_slice(&body).unwrap();
        (status, problem["code"].as_str().unwrap().to_owned())
    };
    let mut for_another = device.clone();
    let other = SigningKey::from_seed(SecretBytes::new([9; 32])).unwrap();
    for_another.enrolment.backend_keys = vec![other.verifying_key()];
    let (status, code) = refused(&for_another);
    assert!((400..500).contains(&status), "{code}");

    // A rival's device uses this device's id, and signs with its own key.
    hall.sponsor("Rival Corp").unwrap();
    let mut rival =
        RawDevice::enrol(&hall.backend, &hall.enrolment_code("Rival Corp").unwrap()).unwrap();
    rival.enrolment.device = device.enrolment.device;
    let (status, code) = refused(&rival);
    assert!((400..500).contains(&status), "{code}");
    assert!(hall.leads(&token).unwrap().is_empty());

    // The same batch from the right device is accepted.
    device.send(&hall.backend, 1, &records).unwrap();
    assert_eq!(hall.leads(&token).unwrap().len(), 1);
}

#[test]
fn another_sponsors_or_an_attendees_token_sees_no_lead() {
    let (hall, token, mut device) = hall_with_raw_device(1);
    let records = device.scans([hall.attendees[0].badge]).unwrap();
    device.send(&hall.backend, 1, &records).unwrap();
    let rival = hall.sponsor("Rival Corp").unwrap();
    let own = hall.attendee_token(&hall.attendees[0]).unwrap();
    let leads = hall.leads(&token).unwrap();
    let path = format!("/api/v1/leads/{}", leads[0]["lead"].as_str().unwrap());
    assert_eq!(hall.backend.get(&path, Some(&token)).unwrap().status, 200);
    assert_eq!(hall.backend.get(&path, Some(&rival)).unwrap().status, 404);
    assert!(hall.leads(&rival).unwrap().is_empty());
    for path in [path.as_str(), "/api/v1/leads", "/api/v1/leads.csv"] {
        assert_eq!(
            hall.backend.get(path, Some(&own)).unwrap().status,
            403,
            "{path}"
        );
        assert_eq!(hall.backend.get(path, None).unwrap().status, 401, "{path}");
        assert_eq!(
            hall.backend.get(path, Some("lsp_nonsense")).unwrap().status,
            401,
            "{path}"
        );
    }
}

#[test]
fn a_bundle_file_hands_over_what_the_network_could_not() {
    let mut hall = Hall::open(3).unwrap();
    let token = hall.sponsor(SPONSOR).unwrap();
    let device = hall.device("front", "Quinn", SPONSOR).unwrap();
    hall.backend.stop().unwrap();
    for attendee in &hall.attendees {
        device
            .type_codes("manual", &[attendee.human_code.as_str()])
            .unwrap();
    }
    let file = hall.folder().join("scans.lanyard");
    device
        .run(&["export", &file.display().to_string()])
        .unwrap();
    hall.backend.start().unwrap();
    let bytes = fs::read(&file).unwrap();
    let (status, answer) = hall
        .backend
        .post(
            "/v1/bundle",
            "application/vnd.lanyard.bundle",
            bytes.clone(),
        )
        .unwrap();
    assert_eq!(status, 200);
    let counts: Value = serde_json::from_slice(&answer).unwrap();
    assert_eq!(
        (&counts["records"], &counts["accepted"]),
        (&3.into(), &3.into())
    );
    assert_eq!(hall.leads(&token).unwrap().len(), 3);
    let (_, again) = hall
        .backend
        .post("/v1/bundle", "application/vnd.lanyard.bundle", bytes)
        .unwrap();
    let again: Value = serde_json::from_slice(&again).unwrap();
    assert_eq!(
        again["duplicates"], 3,
        "handing it over twice changes nothing"
    );
    assert!(
        device.sync().unwrap(),
        "the receipt comes with the next sync"
    );
}
