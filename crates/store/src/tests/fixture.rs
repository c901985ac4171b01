//! A folder with a database, and short constructors for records and enrolments.

use std::path::PathBuf;

use protocol::{
    BadgeId, Body, BootId, Changes, ConsentGiven, ConsentMode, DeviceId, DeviceStatus, Enrolment,
    FieldSet, Message, Narrow, Nonce, Note, Notice, NoticeVersion, Question, QuestionKind,
    ReadMethod, Scan, ScanId, ScannedCode, SecretBytes, SigningKey, SponsorId, UnixMillis,
    Unverified, Verified, Void,
};
use tempfile::TempDir;

use crate::{Appended, Moment, OpenError, SealedName, Store};

pub(super) const NAME: &str = "Zoë Quixotic-Needle";
pub(super) const EXPIRES: UnixMillis = UnixMillis(2_000_000_000_000);
pub(super) const KEEP_UNTIL: UnixMillis = UnixMillis(2_100_000_000_000);

pub(super) struct Bench {
    pub(super) folder: TempDir,
    pub(super) key: SecretBytes<32>,
}

impl Bench {
    pub(super) fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            key: SecretBytes::new([0x42; 32]),
        }
    }

    pub(super) fn path(&self) -> PathBuf {
        self.folder.path().join("booth.db")
    }

    pub(super) fn beside(&self, suffix: &str) -> PathBuf {
        self.folder.path().join(format!("booth.db{suffix}"))
    }

    pub(super) fn try_open(&self) -> Result<Store, OpenError> {
        Store::open(&self.path(), &self.key)
    }

    pub(super) fn open(&self) -> Store {
        self.try_open().unwrap()
    }

    /// Makes a database with one enrolment, which does not wait for the disk.
    pub(super) fn enrolled(&self) -> (Store, DeviceId) {
        let mut store = self.open();
        let device = enrol(&mut store, 1);
        (store, device)
    }
}

/// Runs a test once more, by its full name, in a separate process, and returns the standard error of that process. In
/// that process it returns `None`, and the test does its work.
pub(super) fn in_a_process_of_its_own(test: &str) -> Option<String> {
    const INSIDE: &str = "LANYARD_TEST_INSIDE";
    if std::env::var_os(INSIDE).is_some() {
        return None;
    }
    let run = std::process::Command::new(std::env::current_exe().unwrap())
        .args([test, "--exact"])
        .env(INSIDE, "1")
        .output()
        .unwrap();
    let output = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{output}");
    assert!(output.contains("1 passed"), "{output}");
    Some(String::from_utf8_lossy(&run.stderr).into_owned())
}

/// Speeds up tests of many writes that do not depend on durability.
pub(super) fn do_not_wait_for_the_disk(store: &Store) {
    store
        .connection
        .execute_batch("PRAGMA synchronous = OFF")
        .unwrap();
}

pub(super) fn seed(number: u8) -> SecretBytes<32> {
    SecretBytes::new([number; 32])
}

pub(super) fn key(number: u8) -> SigningKey {
    SigningKey::from_seed(seed(number)).unwrap()
}

pub(super) fn device_id(number: u8) -> DeviceId {
    DeviceId::from_random([number; 16])
}

pub(super) fn enrolment(number: u8) -> Verified<Enrolment> {
    let backend = key(200);
    let enrolment = Enrolment {
        version: Enrolment::VERSION,
        nonce: Nonce::from_bytes([number; 16]),
        backend_keys: vec![backend.verifying_key(), key(201).verifying_key()],
        event: "PYCONUS2027".parse().unwrap(),
        event_name: "PyCon US 2027".into(),
        sponsor: SponsorId::from_random([number; 16]),
        sponsor_name: format!("Sponsor {number}"),
        device: device_id(number),
        device_key: key(number).verifying_key(),
        badge_key: SecretBytes::new([0xbb; 32]),
        bundle_key: SecretBytes::new([0xcc; 32]),
        notice: Notice {
            version: NoticeVersion(3),
            text: "What is shared.".into(),
        },
        allowed_fields: "first_name,email".parse().unwrap(),
        consent_mode: ConsentMode::Confirm,
        foreign_codes: true,
        questions: vec![Question {
            id: 7,
            text: "How big is the team?".into(),
            kind: QuestionKind::Choice(vec!["1".into(), "2 or more".into()]),
        }],
        issued: UnixMillis(1_700_000_000_000),
        expires: EXPIRES,
        keep_until: KEEP_UNTIL,
    };
    let signed = enrolment.sign(&backend).unwrap();
    Unverified::parse(signed.as_bytes())
        .unwrap()
        .verify(&backend.verifying_key())
        .unwrap()
}

pub(super) fn enrol(store: &mut Store, number: u8) -> DeviceId {
    store
        .add_enrolment("https://lanyard.example", &enrolment(number), &seed(number))
        .unwrap()
}

pub(super) fn moment(at: i64) -> Moment {
    Moment {
        wall: UnixMillis(1_800_000_000_000 + at),
        monotonic_ms: at.unsigned_abs(),
        boot: BootId::from_random([9; 16]),
    }
}

pub(super) fn badge(number: u32) -> BadgeId {
    let mut bytes = [0; 10];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    BadgeId::from_bytes(bytes)
}

pub(super) fn scan_id(number: u32) -> ScanId {
    let mut bytes = [0x11; 16];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    ScanId::from_random(bytes)
}

pub(super) fn scan_of(id: u32, code: ScannedCode) -> Body {
    Body::Scan(Scan {
        scan: scan_id(id),
        code,
        method: ReadMethod::Camera,
        notice: NoticeVersion(3),
        fields: FieldSet::ALL,
        given: ConsentGiven::Handover,
        operator: "Ana".into(),
    })
}

/// Makes a scan of the badge with the same number.
pub(super) fn scan(number: u32) -> Body {
    scan_of(number, ScannedCode::Badge(badge(number)))
}

pub(super) fn note(of: u32, text: &str) -> Body {
    Body::Note(Note {
        scan: scan_id(of),
        text: text.into(),
        operator: "Ben".into(),
        ..Note::default()
    })
}

pub(super) fn narrow(of: u32, removed: &str) -> Body {
    Body::Narrow(Narrow {
        scan: scan_id(of),
        removed: removed.parse().unwrap(),
        operator: "Ana".into(),
    })
}

pub(super) fn void(of: u32) -> Body {
    Body::Void(Void {
        scan: scan_id(of),
        reason: "wrong person".into(),
        operator: "Ana".into(),
    })
}

pub(super) fn named(name: &str) -> Option<SealedName> {
    Some(SealedName { name: name.into() })
}

/// Appends a record that must be saved, and returns its `seq`.
pub(super) fn save(store: &mut Store, device: DeviceId, body: Body) -> u64 {
    let shown = named(NAME);
    match store.append(device, moment(0), body, shown.as_ref()) {
        Ok(Appended::Saved { seq, .. }) => seq,
        other => panic!("{other:?}"),
    }
}

pub(super) fn no_changes() -> Changes {
    Changes {
        cursor: 0,
        more: false,
        status: DeviceStatus::Active,
        notice: None,
        questions: None,
        revoked_badges: vec![],
    }
}
