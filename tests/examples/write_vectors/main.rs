//! Writes the test vectors, with fixed keys and ids:
//! `cargo run --package lanyard-tests --example write_vectors`.
//!
//! The files in `tests/vectors` pin the formats. Write them only when a format is meant to change.

mod messages;

use badge::{BadgeName, EventBadgeKey, Flags, FreshBadgeId, seal};
use lanyard_tests::vectors::{EVENT, Kind, Vector, hex};
use protocol::{
    Answer, BadgeId, Body, BootId, Changes, ConsentGiven, ConsentMode, ConsentReceipt, DeviceId,
    DeviceStatus, DocumentHash, Enrolment, EnrolmentRequest, Field, FieldSet, Held, Message,
    Narrow, Nonce, Note, Notice, NoticeVersion, Outcome, Question, QuestionAnswer, QuestionKind,
    ReadMethod, Reason, ReceiptId, Record, RecordHash, RecordOutcome, Scan, ScanId, ScannedCode,
    SecretBytes, SeqRange, SponsorId, SyncReply, SyncRequest, UnixMillis, Void, encode_bundle,
};
use serde_json::Value;

use crate::messages::{key, messages};

const DEVICE_SEED: [u8; 32] = [0x11; 32];
const BACKEND_SEED: [u8; 32] = [0x22; 32];
const BADGE_KEY: [u8; 32] = [0x33; 32];
const BUNDLE_KEY: [u8; 32] = [0x44; 32];

fn main() -> anyhow::Result<()> {
    let records = good_records();
    write(
        Kind::Record,
        messages(Kind::Record, &DEVICE_SEED, &records, &bad_record()),
    )?;
    let requests = [request(&records), request(&[])];
    let bad = SyncRequest {
        first_seq: 0,
        ..request(&[])
    };
    write(
        Kind::SyncRequest,
        messages(Kind::SyncRequest, &DEVICE_SEED, &requests, &bad),
    )?;
    let bad = SyncReply {
        missing: vec![SeqRange { first: 9, last: 3 }],
        ..reply(&records)
    };
    write(
        Kind::SyncReply,
        messages(
            Kind::SyncReply,
            &BACKEND_SEED,
            &[reply(&records), empty_reply()],
            &bad,
        ),
    )?;
    let bad = EnrolmentRequest {
        label: String::new(),
        ..enrolment_request()
    };
    write(
        Kind::EnrolmentRequest,
        messages(
            Kind::EnrolmentRequest,
            &DEVICE_SEED,
            &[enrolment_request()],
            &bad,
        ),
    )?;
    let bad = Enrolment {
        event_name: String::new(),
        ..enrolment()
    };
    write(
        Kind::Enrolment,
        messages(Kind::Enrolment, &BACKEND_SEED, &[enrolment()], &bad),
    )?;
    let bad = ConsentReceipt {
        version: 2,
        ..consent_receipt()
    };
    write(
        Kind::ConsentReceipt,
        messages(
            Kind::ConsentReceipt,
            &BACKEND_SEED,
            &[consent_receipt()],
            &bad,
        ),
    )?;
    write(Kind::Bundle, bundles(&requests))?;
    write(Kind::Badge, badges())
}

/// Fills in the expected result of each vector by reading it, and writes the file. A vector whose validity differs from
/// its `valid` is an error.
fn write(kind: Kind, mut vectors: Vec<Vector>) -> anyhow::Result<()> {
    for vector in &mut vectors {
        let (valid, expect) = match kind.read(vector)? {
            Ok(contents) => (true, contents),
            Err(code) => (false, Value::String(code)),
        };
        anyhow::ensure!(valid == vector.valid, "{kind:?}: {}: {expect}", vector.name);
        vector.expect = expect;
    }
    let text = serde_json::to_string_pretty(&vectors)? + "\n";
    Ok(std::fs::write(kind.path(), text)?)
}

fn device() -> DeviceId {
    DeviceId::from_random([0x51; 16])
}

fn scan_id() -> ScanId {
    ScanId::from_random([0x52; 16])
}

fn record(seq: u64, prev: RecordHash, body: Body) -> Record {
    Record {
        version: Record::VERSION,
        event: EVENT.parse().expect("a slug"),
        sponsor: SponsorId::from_random([0x53; 16]),
        device: device(),
        seq,
        prev,
        wall: UnixMillis(1_809_000_000_000 + i64::try_from(seq).expect("a small number")),
        monotonic: 60_000 + seq,
        boot: BootId::from_random([0x54; 16]),
        body,
    }
}

fn scan(code: ScannedCode) -> Scan {
    Scan {
        scan: scan_id(),
        code,
        method: ReadMethod::Camera,
        notice: NoticeVersion(1),
        fields: FieldSet::ALL,
        given: ConsentGiven::Handover,
        operator: "Ana".into(),
    }
}

/// Returns a chain with one record of each kind and each kind of code.
fn good_records() -> Vec<Record> {
    let id = BadgeId::from_bytes(*b"0123456789");
    let foreign = "A1B2C3D4:IGNORED:VALID8".parse().expect("a foreign code");
    let bodies = [
        Body::Scan(scan(ScannedCode::Badge(id))),
        Body::Scan(Scan {
            scan: ScanId::from_random([0x55; 16]),
            method: ReadMethod::HardwareScanner,
            given: ConsentGiven::Confirmed,
            fields: [Field::FirstName, Field::Country].into_iter().collect(),
            ..scan(ScannedCode::Foreign(foreign))
        }),
        Body::Scan(Scan {
            scan: ScanId::from_random([0x56; 16]),
            method: ReadMethod::Manual,
            operator: String::new(),
            ..scan(ScannedCode::Human(id.human_code()))
        }),
        Body::Note(Note {
            scan: scan_id(),
            text: "Wants a démo — 来週".into(),
            rating: Some(4),
            tags: vec!["demo".into(), "follow-up".into()],
            answers: vec![
                QuestionAnswer {
                    question: 1,
                    answer: Answer::Text("next quarter".into()),
                },
                QuestionAnswer {
                    question: 2,
                    answer: Answer::Choice(0),
                },
                QuestionAnswer {
                    question: 3,
                    answer: Answer::YesNo(true),
                },
                QuestionAnswer {
                    question: 4,
                    answer: Answer::Scale(7),
                },
            ],
            operator: "Ana".into(),
        }),
        Body::Note(Note {
            scan: scan_id(),
            ..Note::default()
        }),
        Body::Narrow(Narrow {
            scan: scan_id(),
            removed: FieldSet::NONE.with(Field::Email),
            operator: "Ben".into(),
        }),
        Body::Void(Void {
            scan: scan_id(),
            reason: "Wrong person".into(),
            operator: "Ben".into(),
        }),
    ];
    let mut prev = RecordHash::of(b"the enrolment's bytes");
    let mut records = Vec::new();
    for (seq, body) in (1..).zip(bodies) {
        let next = record(seq, prev, body);
        prev = next.sign(&key(DEVICE_SEED)).expect("a good record").hash();
        records.push(next);
    }
    records
}

fn bad_record() -> Record {
    let note = Note {
        scan: scan_id(),
        rating: Some(6),
        ..Note::default()
    };
    record(
        1,
        RecordHash::of(b"the enrolment's bytes"),
        Body::Note(note),
    )
}

fn request(records: &[Record]) -> SyncRequest {
    SyncRequest {
        version: SyncRequest::VERSION,
        device: device(),
        audience: key(BACKEND_SEED).verifying_key().id(),
        nonce: Nonce::from_bytes([0x61; 16]),
        time: UnixMillis(1_809_000_100_000),
        first_seq: 1,
        records: records
            .iter()
            .map(|record| {
                record
                    .sign(&key(DEVICE_SEED))
                    .expect("a good record")
                    .into_bytes()
                    .into()
            })
            .collect(),
        changes_seen: 3,
        pending: records.len() as u64,
    }
}

fn reply(records: &[Record]) -> SyncReply {
    let hash = |record: &Record| {
        record
            .sign(&key(DEVICE_SEED))
            .expect("a good record")
            .hash()
    };
    let outcomes = [Outcome::Accepted, Outcome::Duplicate]
        .into_iter()
        .chain(Reason::ALL.iter().copied().map(Outcome::Quarantined));
    SyncReply {
        held: Some(Held {
            seq: 2,
            hash: hash(&records[1]),
        }),
        outcomes: records
            .iter()
            .cycle()
            .zip(outcomes)
            .map(|(record, outcome)| RecordOutcome {
                seq: record.seq,
                hash: hash(record),
                outcome,
            })
            .collect(),
        missing: vec![
            SeqRange { first: 3, last: 3 },
            SeqRange { first: 5, last: 8 },
        ],
        changes: Changes {
            cursor: 9,
            more: true,
            status: DeviceStatus::Revoked,
            notice: Some(notice(2)),
            questions: Some(questions()),
            revoked_badges: vec![BadgeId::from_bytes([9; 10])],
        },
        ..empty_reply()
    }
}

fn empty_reply() -> SyncReply {
    SyncReply {
        version: SyncReply::VERSION,
        backend: key(BACKEND_SEED).verifying_key().id(),
        device: device(),
        nonce: Nonce::from_bytes([0x61; 16]),
        time: UnixMillis(1_809_000_100_500),
        held: None,
        outcomes: Vec::new(),
        missing: Vec::new(),
        changes: Changes {
            cursor: 0,
            more: false,
            status: DeviceStatus::Active,
            notice: None,
            questions: None,
            revoked_badges: Vec::new(),
        },
    }
}

fn notice(version: u32) -> Notice {
    Notice {
        version: NoticeVersion(version),
        text: "Sponsors get what you let them scan.".into(),
    }
}

fn questions() -> Vec<Question> {
    let question = |id, text: &str, kind| Question {
        id,
        text: text.into(),
        kind,
    };
    vec![
        question(1, "When?", QuestionKind::Text),
        question(
            2,
            "Which?",
            QuestionKind::Choice(vec!["Cloud".into(), "On site".into()]),
        ),
        question(3, "May we call?", QuestionKind::YesNo),
        question(4, "How keen?", QuestionKind::Scale(10)),
    ]
}

fn enrolment_request() -> EnrolmentRequest {
    EnrolmentRequest {
        secret: SecretBytes::new([0x71; 10]),
        device_key: key(DEVICE_SEED).verifying_key(),
        label: "Tablet at the front".into(),
        nonce: Nonce::from_bytes([0x72; 16]),
        time: UnixMillis(1_808_900_000_000),
    }
}

fn enrolment() -> Enrolment {
    Enrolment {
        version: Enrolment::VERSION,
        nonce: Nonce::from_bytes([0x72; 16]),
        backend_keys: vec![key(BACKEND_SEED).verifying_key()],
        event: EVENT.parse().expect("a slug"),
        event_name: "PyCon US 2027".into(),
        sponsor: SponsorId::from_random([0x53; 16]),
        sponsor_name: "Example Corp".into(),
        device: device(),
        device_key: key(DEVICE_SEED).verifying_key(),
        badge_key: SecretBytes::new(BADGE_KEY),
        bundle_key: SecretBytes::new(BUNDLE_KEY),
        notice: notice(1),
        allowed_fields: FieldSet::ALL,
        consent_mode: ConsentMode::Handover,
        foreign_codes: true,
        questions: questions(),
        issued: UnixMillis(1_808_900_000_500),
        expires: UnixMillis(1_810_000_000_000),
        keep_until: UnixMillis(1_820_000_000_000),
    }
}

/// Returns the receipt of the document `{"a":1,"b":"é"}`.
fn consent_receipt() -> ConsentReceipt {
    ConsentReceipt {
        version: ConsentReceipt::VERSION,
        backend: key(BACKEND_SEED).verifying_key().id(),
        receipt: ReceiptId::from_random([0x57; 16]),
        issued: UnixMillis(1_809_100_000_000),
        document: DocumentHash::of(r#"{"a":1,"b":"é"}"#),
    }
}

fn bundles(requests: &[SyncRequest]) -> Vec<Vector> {
    let signed: Vec<_> = requests
        .iter()
        .map(|request| {
            request
                .sign(&key(DEVICE_SEED))
                .expect("a good request")
                .into_bytes()
        })
        .collect();
    let secret = SecretBytes::new(BUNDLE_KEY);
    let good = encode_bundle(device(), &secret, [7; 12], &signed).expect("within the bounds");
    let changed = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        bytes
    };
    let vector = |name: &str, bytes: &[u8], valid| Vector {
        name: name.to_owned(),
        hex: hex(bytes),
        public_key_hex: None,
        event_key_hex: Some(hex(&BUNDLE_KEY)),
        valid,
        expect: Value::Null,
    };
    let mut other_key = vector("another device's key", &good, false);
    other_key.event_key_hex = Some(hex(&[0; 32]));
    vec![
        vector("good", &good, true),
        vector("no bytes", &[], false),
        vector(
            "another file",
            b"PK\x03\x04 and so on, for longer than a header is",
            false,
        ),
        vector("a later version", &changed(8), false),
        vector("a flipped bit in the device id", &changed(10), false),
        vector("a flipped bit in the nonce", &changed(26), false),
        vector("a flipped bit in the contents", &changed(60), false),
        vector("cut short", &good[..good.len() - 1], false),
        other_key,
    ]
}

fn badges() -> Vec<Vector> {
    let event_key = EventBadgeKey::new(SecretBytes::new(BADGE_KEY));
    let event = EVENT.parse().expect("a slug");
    let make = |random: u8, name: &str, do_not_scan| {
        let id = FreshBadgeId::mint([random; 10]);
        seal(
            &event_key,
            &event,
            id,
            Flags { do_not_scan },
            &BadgeName::shortened(name),
        )
    };
    let vector = |name: &str, text: &[u8], valid| Vector {
        name: name.to_owned(),
        hex: hex(text),
        public_key_hex: None,
        event_key_hex: Some(hex(&BADGE_KEY)),
        valid,
        expect: Value::Null,
    };
    let ada = make(1, "Ada", false).to_string();
    let other_event = ada.replace(EVENT, "PYCONUS2028");
    let mut forged = ada.clone().into_bytes();
    let last_but_three = forged.len() - 4;
    forged[last_but_three] = if forged[last_but_three] == b'A' {
        b'B'
    } else {
        b'A'
    };
    let (front, seal_text) = ada.rsplit_once(':').expect("three segments");
    let swapped = make(9, "Ada", false).to_string().replacen(
        &make(9, "Ada", false).id().to_string(),
        &make(1, "", false).id().to_string(),
        1,
    );
    let mut other_key = vector("another event's key", ada.as_bytes(), false);
    other_key.event_key_hex = Some(hex(&[0; 32]));
    vec![
        vector("a name", ada.as_bytes(), true),
        vector("no name", make(2, "", false).as_str().as_bytes(), true),
        vector(
            "a long name in Japanese",
            make(3, "山田太郎", false).as_str().as_bytes(),
            true,
        ),
        vector("do not scan", make(4, "Bo", true).as_str().as_bytes(), true),
        vector("a foreign code", b"A1B2C3D4:IGNORED:VALID8", true),
        vector("a web address", b"https://example.org/", false),
        vector("a Wi-Fi code", b"WIFI:S:Hall;T:WPA;P:secretsecret;;", false),
        vector("another event", other_event.as_bytes(), false),
        vector("a changed seal", &forged, false),
        vector("another badge's seal", swapped.as_bytes(), false),
        vector(
            "a cut seal",
            format!("{front}:{}", &seal_text[..20]).as_bytes(),
            false,
        ),
        vector("lower case", ada.to_lowercase().as_bytes(), false),
        vector("a fourth segment", format!("{ada}:X").as_bytes(), false),
        vector("bytes that are no text", &[0xff, 0xfe, 0x00], false),
        vector("256 bytes", &[b'A'; 256], false),
        vector("nothing", b"", false),
        other_key,
    ]
}
