//! The functions behind the fuzz targets, which the ordinary tests run over the corpus too.
//!
//! Each function takes any bytes, must not panic, and asserts the properties of accepted input.

use std::time::Duration;

use badge::{EventBadgeKey, Reading};
use camera::{Event, Source, VideoFile};
use protocol::{
    ConsentReceipt, Enrolment, EnrolmentCode, EnrolmentRequest, ForeignCode, HumanCode, Message,
    Record, SecretBytes, SyncReply, SyncRequest, Unverified, VerifyingKey,
};
use vision::{Frame, Reader};

use crate::vectors::EVENT;

/// The name of a fuzz target, and its function.
pub type Target = (&'static str, fn(&[u8]));

/// All fuzz targets. Each has a folder with its name in `tests/fuzz/corpus`.
pub const TARGETS: [Target; 10] = [
    ("record", record),
    ("sync_request", sync_request),
    ("sync_reply", sync_reply),
    ("enrolment", enrolment),
    ("consent_receipt", consent_receipt),
    ("bundle", bundle),
    ("codes", codes),
    ("video", video),
    ("frame", frame),
    ("registrations", registrations),
];

/// Parses and verifies a message with a key that has signed only the vectors.
fn message<M: Message>(bytes: &[u8]) {
    let Ok(unverified) = Unverified::<M>::parse(bytes) else {
        return;
    };
    assert!(bytes.len() <= M::MAX_BYTES);
    let key = VerifyingKey::from_bytes([0x5a; 32]);
    assert!(
        unverified.verify(&key).is_err(),
        "the private key is unknown"
    );
}

/// Fuzzes a signed record.
pub fn record(bytes: &[u8]) {
    message::<Record>(bytes);
}

/// Fuzzes a sync request.
pub fn sync_request(bytes: &[u8]) {
    message::<SyncRequest>(bytes);
}

/// Fuzzes a sync reply.
pub fn sync_reply(bytes: &[u8]) {
    message::<SyncReply>(bytes);
}

/// Fuzzes an enrolment, and an enrolment request, which contains its own key.
pub fn enrolment(bytes: &[u8]) {
    message::<Enrolment>(bytes);
    if let Ok(request) = Unverified::<EnrolmentRequest>::parse(bytes)
        && let Ok(request) = request.verify_with_own_key(|request| request.device_key)
    {
        assert_eq!(request.signer(), request.device_key.id());
        assert!(!request.label.trim().is_empty());
    }
}

/// Fuzzes the signed part of a consent receipt, and a receipt's document.
pub fn consent_receipt(bytes: &[u8]) {
    message::<ConsentReceipt>(bytes);
    let key = VerifyingKey::from_bytes([0x5a; 32]);
    assert!(
        backend::privacy::receipts::verify(bytes, &key).is_err(),
        "the private key is unknown"
    );
}

/// Fuzzes a bundle, with the vectors' key.
pub fn bundle(bytes: &[u8]) {
    if let Ok(bundle) = protocol::open_bundle(bytes, |_| Some(SecretBytes::new([0x44; 32]))) {
        for request in bundle.requests {
            sync_request(&request);
        }
    }
}

/// Fuzzes badge codes, human codes, foreign codes and enrolment codes.
pub fn codes(bytes: &[u8]) {
    let key = EventBadgeKey::new(SecretBytes::new([0x33; 32]));
    let event = EVENT.parse().expect("a slug");
    if let Ok(Reading::Badge(opened)) = badge::open(&key, &event, bytes, true, |_| false) {
        let text = std::str::from_utf8(bytes).expect("only text is opened");
        assert!(text.starts_with(&opened.id.to_string()));
        assert!(
            badge::open(&key, &event, bytes, true, |_| true).is_err(),
            "revoked"
        );
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(code) = text.parse::<HumanCode>() {
        assert_eq!(code.to_string().parse(), Ok(code));
    }
    if let Ok(code) = text.parse::<ForeignCode>() {
        assert_eq!(code.as_str(), text);
    }
    if let Ok(code) = text.parse::<EnrolmentCode>() {
        assert_eq!(code.to_string().parse(), Ok(code));
    }
}

/// Fuzzes a video file, Y4M or MJPEG, in memory.
pub fn video(bytes: &[u8]) {
    let file = std::io::Cursor::new(bytes.to_vec());
    let Ok(mut video) = VideoFile::from_reader(file, "memory") else {
        return;
    };
    // Each frame takes several bytes of the file, so there are fewer frames than bytes.
    for _ in 0..=bytes.len() {
        if matches!(video.next(Duration::ZERO), Event::Ended) {
            return;
        }
    }
    panic!("the video has more events than bytes");
}

/// Fuzzes the reader with a picture of 48 pixels per row: three times as consecutive frames, and once as a single picture.
pub fn frame(bytes: &[u8]) {
    const WIDTH: u8 = 48;
    let rows = bytes.len() / usize::from(WIDTH);
    let height = u8::try_from(rows).unwrap_or(WIDTH).min(WIDTH);
    let frame = Frame::new(bytes, WIDTH.into(), height.into(), WIDTH.into());
    if let Ok(frame) = frame {
        let mut reader = Reader::new();
        let mut found = reader.read_still(&frame);
        for _ in 0..3 {
            found.extend(reader.read(&frame));
        }
        for sighting in found {
            assert!(!sighting.text.is_empty());
        }
    }
}

/// Fuzzes the import of a registration file.
pub fn registrations(bytes: &[u8]) {
    if let Ok((usable, faults)) = backend::registration::import::inspect(bytes.to_vec(), &[]) {
        // Each row takes at least one byte, and the headings are row 1.
        assert!(usable + faults.len() <= bytes.len());
        assert!(faults.iter().all(|fault| fault.row > 1));
    }
}
