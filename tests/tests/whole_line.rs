//! End-to-end tests with the real programs, one for each failure that is common in lead scanners.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use demo::Device;
use lanyard_tests::hall::{Attendee, EVENT, Hall, sum_of};
use lanyard_tests::raw_device::{COSE, RawDevice};
use protocol::{Body, Field, FieldSet, Note, Outcome, Reason, ScannedCode, UnixMillis};
use reqwest::Method;
use serde_json::{Value, json};

fn scan(device: &Device, attendee: &Attendee) -> String {
    let lines = device
        .type_codes("manual", &[attendee.human_code.as_str()])
        .unwrap();
    assert_eq!(lines[0].result, "saved");
    lines[0].scan.unwrap().to_string()
}

fn first_names(leads: &[Value]) -> Vec<&str> {
    let mut names: Vec<_> = leads
        .iter()
        .filter_map(|lead| lead["first_name"].as_str())
        .collect();
    names.sort_unstable();
    names
}

#[test]
fn a_scan_becomes_a_lead_with_the_consented_fields_and_no_other() {
    let hall = Hall::open(3).unwrap();
    let token = hall.sponsor("Example Corp").unwrap();
    let device = hall.device("front", "Quinn", "Example Corp").unwrap();
    let (whole, part) = (&hall.attendees[0], &hall.attendees[1]);
    scan(&device, whole);
    let scanned = scan(&device, part);
    device
        .run(&["narrow", &scanned, "--remove", "email,country"])
        .unwrap();
    assert!(device.sync().unwrap(), "all is held");

    let leads = hall.leads(&token).unwrap();
    assert_eq!(leads.len(), 2);
    let lead_of = |attendee: &Attendee| {
        let name = attendee.value(Field::FirstName);
        leads
            .iter()
            .find(|lead| lead["first_name"] == name)
            .unwrap()
    };
    for field in Field::ALL {
        assert_eq!(lead_of(whole)[field.name()], whole.value(field), "{field}");
        let kept = !matches!(field, Field::Email | Field::Country);
        assert_eq!(lead_of(part).get(field.name()).is_some(), kept, "{field}");
    }
    let everything = serde_json::to_string(&leads).unwrap();
    for attendee in &hall.attendees {
        assert!(!everything.contains(&attendee.phone()));
    }
    assert!(
        !everything.contains(&hall.attendees[2].value(Field::LastName)),
        "never scanned"
    );
}

#[test]
fn the_scans_own_time_travels_with_it() {
    let hall = Hall::open(1).unwrap();
    let token = hall.sponsor("Example Corp").unwrap();
    let mut device =
        RawDevice::enrol(&hall.backend, &hall.enrolment_code("Example Corp").unwrap()).unwrap();
    let synced = device.clock;
    device.clock = UnixMillis(synced.0 - 3 * 3_600_000);
    let records = device.scans([hall.attendees[0].badge]).unwrap();
    device.clock = synced;
    device.send(&hall.backend, 1, &records).unwrap();
    let leads = hall.leads(&token).unwrap();
    let (scanned, received) = (
        &leads[0]["scans"][0]["scanned_at"],
        &leads[0]["scans"][0]["received_at"],
    );
    assert!(
        scanned.as_str().unwrap() < received.as_str().unwrap(),
        "{scanned} {received}"
    );
    assert_ne!(
        scanned.as_str().unwrap()[..13],
        received.as_str().unwrap()[..13],
        "hours apart"
    );
}

#[test]
fn a_pending_scan_belongs_to_the_sponsor_under_which_it_was_made() {
    let mut hall = Hall::open(2).unwrap();
    let first = hall.sponsor("First Corp").unwrap();
    let second = hall.sponsor("Second Corp").unwrap();
    let device = hall.device("shared", "Quinn", "First Corp").unwrap();
    device
        .enrol(&hall.enrolment_code("Second Corp").unwrap(), "shared")
        .unwrap();
    device.run(&["use", "First Corp"]).unwrap();
    hall.backend.stop().unwrap();
    scan(&device, &hall.attendees[0]);
    device.run(&["use", "Second Corp"]).unwrap();
    scan(&device, &hall.attendees[1]);
    hall.backend.start().unwrap();
    assert!(device.sync().unwrap());
    let name = |place: usize| hall.attendees[place].value(Field::FirstName);
    assert_eq!(first_names(&hall.leads(&first).unwrap()), [name(0)]);
    assert_eq!(first_names(&hall.leads(&second).unwrap()), [name(1)]);
}

#[test]
fn one_device_scans_the_same_person_for_two_sponsors() {
    let hall = Hall::open(1).unwrap();
    let tokens = ["First Corp", "Second Corp"].map(|name| hall.sponsor(name).unwrap());
    let device = hall.device("shared", "Quinn", "First Corp").unwrap();
    device
        .enrol(&hall.enrolment_code("Second Corp").unwrap(), "shared")
        .unwrap();
    for name in ["First Corp", "Second Corp"] {
        device.run(&["use", name]).unwrap();
        scan(&device, &hall.attendees[0]);
    }
    assert!(device.sync().unwrap());
    let ids: Vec<_> = tokens
        .iter()
        .map(|token| {
            let leads = hall.leads(token).unwrap();
            assert_eq!(leads.len(), 1);
            leads[0]["lead"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_ne!(
        ids[0], ids[1],
        "two sponsors' ids of one person are unrelated"
    );
}

#[test]
fn a_hundred_failed_syncs_give_nothing_up() {
    let mut hall = Hall::open(1).unwrap();
    let token = hall.sponsor("Example Corp").unwrap();
    let device = hall.device("front", "Quinn", "Example Corp").unwrap();
    hall.backend.stop().unwrap();
    scan(&device, &hall.attendees[0]);
    for _ in 0..100 {
        assert!(!device.sync().unwrap(), "no backend holds it");
    }
    hall.backend.start().unwrap();
    assert!(device.sync().unwrap());
    assert_eq!(hall.leads(&token).unwrap().len(), 1);
}

#[test]
fn what_is_no_badge_is_refused_and_stored_nowhere() {
    let hall = Hall::open(1).unwrap();
    hall.sponsor("Example Corp").unwrap();
    let device = hall.device("front", "Quinn", "Example Corp").unwrap();
    let codes = [
        "https://example.org/needle-in-a-haystack",
        "WIFI:S:Needle;T:WPA;P:needle-in-a-haystack;;",
        "M1NEEDLE/ADA          EABC123 ZRHPIT",
        "BEGIN:VCARD",
    ];
    for line in device.type_codes("scanner", &codes).unwrap() {
        assert_eq!(
            (line.result.as_str(), line.reason.as_deref()),
            ("refused", Some("not_a_badge"))
        );
    }
    assert!(device.scans().unwrap().is_empty());
    assert!(device.sync().unwrap());
    assert_eq!(sum_of(&hall.devices().unwrap(), "held_seq"), 0);
}

#[test]
fn state_changes_only_by_post_and_put() {
    let hall = Hall::open(1).unwrap();
    hall.sponsor("Example Corp").unwrap();
    let token = hall.attendee_token(&hall.attendees[0]).unwrap();
    for path in [
        "/v1/sync",
        "/v1/enrol",
        "/v1/bundle",
        "/api/v1/me/withdraw",
        "/api/v1/me/erase",
    ] {
        let answer = hall.backend.get(path, Some(&token)).unwrap();
        assert!(
            matches!(answer.status, 404 | 405),
            "{path}: {}",
            answer.status
        );
    }
}

#[test]
fn no_secret_and_no_scan_lies_readable_on_the_devices_disk() {
    let hall = Hall::open(1).unwrap();
    hall.sponsor("Needlecorp").unwrap();
    let device = hall
        .device("front", "Needleoperator", "Needlecorp")
        .unwrap();
    let scanned = scan(&device, &hall.attendees[0]);
    device
        .run(&["note", &scanned, "--text", "needletext"])
        .unwrap();
    let mut looked_at = 0;
    for entry in std::fs::read_dir(device.home()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        looked_at += 1;
        for needle in [
            "Needlecorp",
            "Needleoperator",
            "needletext",
            EVENT,
            "SQLite format",
        ] {
            let found = bytes
                .windows(needle.len())
                .any(|window| window == needle.as_bytes());
            assert!(!found, "{needle} in {}", path.display());
        }
    }
    assert!(looked_at >= 2, "the database and its key");
}

#[test]
fn sync_runs_for_every_enrolment_whichever_is_selected() {
    let mut hall = Hall::open(2).unwrap();
    let tokens = ["First Corp", "Second Corp"].map(|name| hall.sponsor(name).unwrap());
    let device = hall.device("shared", "Quinn", "First Corp").unwrap();
    device
        .enrol(&hall.enrolment_code("Second Corp").unwrap(), "shared")
        .unwrap();
    hall.backend.stop().unwrap();
    device.run(&["use", "First Corp"]).unwrap();
    scan(&device, &hall.attendees[0]);
    device.run(&["use", "Second Corp"]).unwrap();
    hall.backend.start().unwrap();
    // A scan for the second sponsor with sync sends the pending records of the first too.
    let code = hall.attendees[1].human_code.to_string();
    device
        .run(&["scan", &code, "--method", "manual", "--rapid", "--sync"])
        .unwrap();
    for token in &tokens {
        assert_eq!(hall.leads(token).unwrap().len(), 1);
    }
}

#[test]
fn one_poison_record_among_500_does_not_block_the_others() {
    let hall = Hall::open(1).unwrap();
    hall.sponsor("Example Corp").unwrap();
    let mut device =
        RawDevice::enrol(&hall.backend, &hall.enrolment_code("Example Corp").unwrap()).unwrap();
    let mut records = device.scans([hall.attendees[0].badge; 250]).unwrap();
    records.push(device.take(b"\x84 this is no record".to_vec()));
    records.extend(device.scans([hall.attendees[0].badge; 249]).unwrap());
    let reply = device.send(&hall.backend, 1, &records).unwrap();
    let accepted = reply
        .outcomes
        .iter()
        .filter(|record| record.outcome == Outcome::Accepted)
        .count();
    assert_eq!(accepted, 499);
    let poison = reply
        .outcomes
        .iter()
        .find(|record| record.seq == 251)
        .unwrap();
    assert_eq!(poison.outcome, Outcome::Quarantined(Reason::Unreadable));
    let held = reply.held.unwrap();
    assert_eq!(
        (held.seq, held.hash),
        (500, device.prev),
        "the receipt covers the poison too"
    );
    assert!(reply.missing.is_empty());
    assert_eq!(
        sum_of(&hall.devices().unwrap(), "quarantined"),
        1,
        "and the organiser sees it"
    );
}

#[test]
fn a_code_longer_than_255_bytes_is_refused_whole() {
    let hall = Hall::open(1).unwrap();
    hall.sponsor("Example Corp").unwrap();
    let device = hall.device("front", "Quinn", "Example Corp").unwrap();
    let long = format!("{}:{EVENT}:{}", hall.attendees[0].badge, "0".repeat(300));
    let endless = "A".repeat(100_000);
    let lines = device.type_codes("scanner", &[&long, &endless]).unwrap();
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line.result == "refused"));
    assert!(device.scans().unwrap().is_empty());
}

#[test]
fn two_colleagues_make_one_lead_and_neither_overwrites_the_others_note() {
    let hall = Hall::open(1).unwrap();
    let token = hall.sponsor("Example Corp").unwrap();
    for (device, operator, text) in [
        ("front", "Quinn", "wants a demo"),
        ("back", "Oskari", "buys for 40"),
    ] {
        let device = hall.device(device, operator, "Example Corp").unwrap();
        let scanned = scan(&device, &hall.attendees[0]);
        device
            .run(&["note", &scanned, "--text", text, "--operator", operator])
            .unwrap();
        let again = device
            .type_codes("manual", &[hall.attendees[0].human_code.as_str()])
            .unwrap();
        assert_eq!(again[0].result, "already");
        assert_eq!(again[0].scan.unwrap().to_string(), scanned);
        assert!(device.sync().unwrap());
    }
    let leads = hall.leads(&token).unwrap();
    assert_eq!(leads.len(), 1);
    assert_eq!(leads[0]["scans"].as_array().unwrap().len(), 2);
    let mut notes: Vec<_> = leads[0]["notes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|note| {
            (
                note["operator"].as_str().unwrap(),
                note["text"].as_str().unwrap(),
            )
        })
        .collect();
    notes.sort_unstable();
    assert_eq!(
        notes,
        [("Oskari", "buys for 40"), ("Quinn", "wants a demo")]
    );
}

#[test]
fn outcomes_name_records_by_hash_and_not_by_place() {
    let hall = Hall::open(2).unwrap();
    hall.sponsor("Example Corp").unwrap();
    let mut device =
        RawDevice::enrol(&hall.backend, &hall.enrolment_code("Example Corp").unwrap()).unwrap();
    let mut unknown = device.scan_of(hall.attendees[0].badge);
    unknown.code = ScannedCode::Badge(protocol::BadgeId::from_bytes([7; 10]));
    let mut records = device.scans([hall.attendees[0].badge]).unwrap();
    records.push(device.append(Body::Scan(unknown)).unwrap());
    records.extend(device.scans([hall.attendees[1].badge]).unwrap());
    let reply = device.send(&hall.backend, 1, &records).unwrap();
    for (seq, record) in (1..).zip(&records) {
        let hash = protocol::RecordHash::of(record);
        let outcome = reply
            .outcomes
            .iter()
            .find(|outcome| outcome.hash == hash)
            .unwrap();
        assert_eq!(outcome.seq, seq);
        let expected = match seq {
            2 => Outcome::Quarantined(Reason::UnknownBadge),
            _ => Outcome::Accepted,
        };
        assert_eq!(outcome.outcome, expected);
    }
}

#[test]
fn another_sponsors_note_and_void_touch_nothing() {
    let hall = Hall::open(1).unwrap();
    let token = hall.sponsor("First Corp").unwrap();
    hall.sponsor("Second Corp").unwrap();
    let device = hall.device("front", "Quinn", "First Corp").unwrap();
    let scanned = scan(&device, &hall.attendees[0]).parse().unwrap();
    assert!(device.sync().unwrap());
    let mut rival =
        RawDevice::enrol(&hall.backend, &hall.enrolment_code("Second Corp").unwrap()).unwrap();
    let records = [
        rival
            .append(Body::Note(Note {
                scan: scanned,
                text: "rival".into(),
                ..Note::default()
            }))
            .unwrap(),
        rival
            .append(Body::Void(protocol::Void {
                scan: scanned,
                reason: String::new(),
                operator: String::new(),
            }))
            .unwrap(),
        rival
            .append(Body::Narrow(protocol::Narrow {
                scan: scanned,
                removed: FieldSet::ALL,
                operator: String::new(),
            }))
            .unwrap(),
    ];
    rival.send(&hall.backend, 1, &records).unwrap();
    let leads = hall.leads(&token).unwrap();
    assert_eq!(leads[0]["state"], "shared");
    assert_eq!(leads[0]["email"], hall.attendees[0].value(Field::Email));
    assert!(leads[0]["notes"].as_array().unwrap().is_empty());
}

#[test]
fn withdrawing_narrowing_and_reporting_act_at_once() {
    let hall = Hall::open(3).unwrap();
    let token = hall.sponsor("Example Corp").unwrap();
    let device = hall.device("front", "Quinn", "Example Corp").unwrap();
    for attendee in &hall.attendees {
        scan(&device, attendee);
    }
    assert!(device.sync().unwrap());
    assert_eq!(first_names(&hall.leads(&token).unwrap()).len(), 3);
    let acts = [
        ("share", json!({ "fields": ["first_name"] })),
        ("withdraw", json!({})),
        (
            "report",
            json!({ "reason": "not_asked", "text": "I was not asked." }),
        ),
    ];
    for (attendee, (act, body)) in hall.attendees.iter().zip(acts) {
        let own = hall.attendee_token(attendee).unwrap();
        let view = hall
            .backend
            .get("/api/v1/me", Some(&own))
            .unwrap()
            .json()
            .unwrap();
        let sponsor = view["sponsors"][0]["sponsor"].as_str().unwrap();
        let path = format!("/api/v1/me/sponsors/{sponsor}/{act}");
        let answer = hall
            .backend
            .call(Method::POST, &path, Some(&own), Some(&body))
            .unwrap();
        assert!(
            (200..300).contains(&answer.status),
            "{act}: {}",
            answer.status
        );
    }
    let leads = hall.leads(&token).unwrap();
    let export = hall.backend.get("/api/v1/leads.csv", Some(&token)).unwrap();
    let got = serde_json::to_string(&leads).unwrap() + &export.body;
    for (place, attendee) in hall.attendees.iter().enumerate() {
        for field in Field::ALL {
            let may_leave = place == 0 && field == Field::FirstName;
            assert_eq!(
                got.contains(&attendee.value(field)),
                may_leave,
                "attendee {place}: {field}"
            );
        }
    }
    let mut reasons: Vec<_> = leads
        .iter()
        .filter_map(|lead| lead["reason"].as_str())
        .collect();
    reasons.sort_unstable();
    assert_eq!(reasons, ["reported", "withdrawn"], "tombstones stay");
}

#[test]
fn a_camera_reads_the_printed_badge() {
    let hall = Hall::open(2).unwrap();
    let token = hall.sponsor("Example Corp").unwrap();
    let device = hall.device("front", "Quinn", "Example Corp").unwrap();
    let frames = hall
        .printed(&hall.attendees[0])
        .unwrap()
        .chain(hall.printed(&hall.attendees[1]).unwrap());
    let lines = device.watch(frames).unwrap();
    let saved: Vec<_> = lines.iter().filter(|line| line.result == "saved").collect();
    let names: Vec<_> = saved.iter().filter_map(|line| line.name.clone()).collect();
    let expected: Vec<_> = hall
        .attendees
        .iter()
        .map(|person| person.value(Field::FirstName))
        .collect();
    assert_eq!(
        names, expected,
        "the name in the seal is the one on the badge"
    );
    assert!(device.sync().unwrap());
    assert_eq!(hall.leads(&token).unwrap().len(), 2);
}

#[test]
fn nothing_personal_is_logged() {
    let hall = Hall::open(2).unwrap();
    let token = hall.sponsor("Example Corp").unwrap();
    let device = hall.device("front", "Quinn", "Example Corp").unwrap();
    let scanned = scan(&device, &hall.attendees[0]);
    device
        .run(&["note", &scanned, "--text", "needletext"])
        .unwrap();
    let synced = device
        .command(&["sync"])
        .env("RUST_LOG", "trace")
        .output()
        .unwrap();
    assert!(synced.status.success());
    hall.leads(&token).unwrap();
    let own = hall.attendee_token(&hall.attendees[0]).unwrap();
    hall.backend.get("/api/v1/me", Some(&own)).unwrap();
    hall.backend
        .get("/api/v1/leads/needlepath?needle=needlequery", Some(&token))
        .unwrap();
    hall.backend
        .post("/v1/sync", COSE, b"needlebody".to_vec())
        .unwrap();
    let logs = std::fs::read_to_string(hall.backend.log()).unwrap()
        + &String::from_utf8_lossy(&synced.stderr);
    assert!(logs.contains("/v1/sync"), "there is a log");
    let personal = hall.attendees.iter().flat_map(|attendee| {
        let badge = [attendee.badge.to_string(), attendee.human_code.to_string()];
        Field::ALL
            .into_iter()
            .map(|field| attendee.value(field))
            .chain(badge)
    });
    let needles = [
        "needletext",
        "needlepath",
        "needlequery",
        "needlebody",
        "Quinn",
    ]
    .map(str::to_owned);
    for needle in personal.chain(needles).chain([token.clone(), own.clone()]) {
        assert!(!logs.contains(&needle), "{needle} was logged");
    }
}
