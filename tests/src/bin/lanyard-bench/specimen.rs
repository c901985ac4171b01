//! Sample records and the enrolment that they are made under.

use lanyard_tests::raw_device::{now, random};
use protocol::{
    BadgeId, Body, BootId, ConsentGiven, ConsentMode, DeviceId, Enrolment, FieldSet, Message as _,
    Nonce, Notice, NoticeVersion, ReadMethod, Record, RecordHash, Scan, ScanId, ScannedCode,
    SecretBytes, SigningKey, SponsorId, UnixMillis, Unverified, Verified,
};

/// A day, in milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// Makes an enrolment, and returns it with the seed of the device's key.
pub(crate) fn enrolment() -> anyhow::Result<(Verified<Enrolment>, SecretBytes<32>)> {
    let backend = SigningKey::from_seed(SecretBytes::new(random()))?;
    let seed = SecretBytes::new(random());
    let now = now();
    let enrolment = Enrolment {
        version: Enrolment::VERSION,
        nonce: Nonce::from_bytes(random()),
        backend_keys: vec![backend.verifying_key()],
        event: "BENCH2027".parse()?,
        event_name: "Bench 2027".into(),
        sponsor: SponsorId::from_random(random()),
        sponsor_name: "Example Corp".into(),
        device: DeviceId::from_random(random()),
        device_key: SigningKey::from_seed(seed.clone())?.verifying_key(),
        badge_key: SecretBytes::new(random()),
        bundle_key: SecretBytes::new(random()),
        notice: Notice {
            version: NoticeVersion(1),
            text: "The fields that a sponsor receives.".into(),
        },
        allowed_fields: FieldSet::ALL,
        consent_mode: ConsentMode::Handover,
        foreign_codes: false,
        questions: Vec::new(),
        issued: now,
        expires: UnixMillis(now.0 + DAY),
        keep_until: UnixMillis(now.0 + 2 * DAY),
    };
    let signed = enrolment.sign(&backend)?;
    let verified = Unverified::parse(signed.as_bytes())?.verify(&backend.verifying_key())?;
    Ok((verified, seed))
}

/// Makes the scan of a new badge.
pub(crate) fn scan() -> Body {
    Body::Scan(Scan {
        scan: ScanId::from_random(random()),
        code: ScannedCode::Badge(BadgeId::from_bytes(random())),
        method: ReadMethod::Camera,
        notice: NoticeVersion(1),
        fields: FieldSet::ALL,
        given: ConsentGiven::Handover,
        operator: "Quinn".into(),
    })
}

/// Makes the first records of a device, a chain of scans.
pub(crate) fn records(
    enrolment: &Verified<Enrolment>,
    key: &SigningKey,
    count: usize,
) -> anyhow::Result<Vec<Record>> {
    let mut prev: RecordHash = enrolment.hash();
    let mut records = Vec::with_capacity(count);
    for seq in (1..).take(count) {
        let record = Record {
            version: Record::VERSION,
            event: enrolment.event.clone(),
            sponsor: enrolment.sponsor,
            device: enrolment.device,
            seq,
            prev,
            wall: now(),
            monotonic: seq,
            boot: BootId::from_bytes(random()),
            body: scan(),
        };
        prev = record.sign(key)?.hash();
        records.push(record);
    }
    Ok(records)
}
