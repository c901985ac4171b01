//! Records: the signed statements of a booth device about scans, notes, removed fields and mistakes.

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::code::{BadgeId, ForeignCode, HumanCode};
use crate::enrolment::NoticeVersion;
use crate::envelope::Message;
use crate::field::FieldSet;
use crate::id::{BootId, DeviceId, EventSlug, KeyId, RecordHash, ScanId, SponsorId};
use crate::limit::{Violation, check_text, limits};
use crate::time::UnixMillis;

/// A statement of a device, and one link of the device's hash chain.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Record {
    /// The format's version, always [`Record::VERSION`].
    #[n(1)]
    pub version: u32,
    /// The event of the enrolment under which the record was made.
    #[n(2)]
    pub event: EventSlug,
    /// The sponsor of that enrolment.
    #[n(3)]
    pub sponsor: SponsorId,
    /// The device that signs.
    #[n(4)]
    pub device: DeviceId,
    /// The record's number: 1, 2, 3 … for each device, without a gap. Records are ordered by it, never by a clock.
    #[n(5)]
    pub seq: u64,
    /// The SHA-256 of the previous record's bytes. In the first record, it is that of the enrolment's bytes, which ties
    /// the chain to the enrolment.
    #[n(6)]
    pub prev: RecordHash,
    /// The time by the device's wall clock.
    #[n(7)]
    pub wall: UnixMillis,
    /// Milliseconds on the device's monotonic clock since [`boot`](Self::boot).
    #[n(8)]
    pub monotonic: u64,
    /// The run of the monotonic clock that [`monotonic`](Self::monotonic) counts from.
    #[n(9)]
    pub boot: BootId,
    /// The statement.
    #[n(10)]
    pub body: Body,
}

impl Record {
    /// The current version of the format.
    pub const VERSION: u32 = 1;
}

/// The statement of a record. In CBOR it is an array of the kind's number and the contents.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Body {
    /// A badge was scanned, and the attendee consented to share fields with the sponsor.
    #[n(1)]
    Scan(#[n(0)] Scan),
    /// An operator wrote a note about a scan.
    #[n(2)]
    Note(#[n(0)] Note),
    /// The attendee removed fields after the scan, on the booth's screen.
    #[n(3)]
    Narrow(#[n(0)] Narrow),
    /// The scan was a mistake.
    #[n(4)]
    Void(#[n(0)] Void),
}

/// The kind of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The kind of [`Body::Scan`].
    Scan,
    /// The kind of [`Body::Note`].
    Note,
    /// The kind of [`Body::Narrow`].
    Narrow,
    /// The kind of [`Body::Void`].
    Void,
}

impl Kind {
    /// Returns the name that is used in databases and JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Scan => "scan",
            Self::Note => "note",
            Self::Narrow => "narrow",
            Self::Void => "void",
        }
    }
}

impl Body {
    /// Returns the statement's kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Scan(_) => Kind::Scan,
            Self::Note(_) => Kind::Note,
            Self::Narrow(_) => Kind::Narrow,
            Self::Void(_) => Kind::Void,
        }
    }

    /// Returns the id of the scan that the statement makes or refers to.
    #[must_use]
    pub const fn scan_id(&self) -> ScanId {
        match self {
            Self::Scan(scan) => scan.scan,
            Self::Note(note) => note.scan,
            Self::Narrow(narrow) => narrow.scan,
            Self::Void(void) => void.scan,
        }
    }
}

/// A scan of a badge.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Scan {
    /// The scan's id, which the device makes at random.
    #[n(1)]
    pub scan: ScanId,
    /// The code that was read or typed.
    #[n(2)]
    pub code: ScannedCode,
    /// The way in which the code was read.
    #[n(3)]
    pub method: ReadMethod,
    /// The version of the privacy notice on the device.
    #[n(4)]
    pub notice: NoticeVersion,
    /// The fields that the attendee consented to share.
    #[n(5)]
    pub fields: FieldSet,
    /// The way in which the attendee consented.
    #[n(6)]
    pub given: ConsentGiven,
    /// The name that the operator entered; may be empty. At most [`limits::OPERATOR_BYTES`] bytes.
    #[n(7)]
    pub operator: String,
}

/// The code that a scan has read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Encode, Decode)]
pub enum ScannedCode {
    /// A Lanyard badge. The device has checked its seal.
    #[n(1)]
    Badge(#[n(0)] BadgeId),
    /// A foreign code as read. The backend looks up the attendee.
    #[n(2)]
    Foreign(#[n(0)] ForeignCode),
    /// The human code of a badge, typed by hand. The backend looks up the attendee.
    #[n(3)]
    Human(#[n(0)] HumanCode),
}

/// The way in which a code was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "snake_case")]
pub enum ReadMethod {
    /// A camera, or picture files.
    #[n(1)]
    Camera,
    /// A hardware scanner that acts as a keyboard.
    #[n(2)]
    HardwareScanner,
    /// A person at the keyboard.
    #[n(3)]
    Manual,
}

/// The way in which consent was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "snake_case")]
pub enum ConsentGiven {
    /// The attendee presented the badge to be scanned.
    #[n(1)]
    Handover,
    /// The attendee tapped "share" on the booth's screen.
    #[n(2)]
    Confirmed,
}

/// An operator's note about a scan. A later note does not replace an earlier one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Note {
    /// The id of the scan that the statement refers to.
    #[n(1)]
    pub scan: ScanId,
    /// Free text; may be empty. At most [`limits::NOTE_BYTES`] bytes.
    #[n(2)]
    pub text: String,
    /// The lead's rating, 1 to 5.
    #[n(3)]
    pub rating: Option<u8>,
    /// Tags, at most [`limits::TAGS`] of at most [`limits::TAG_BYTES`] bytes.
    #[n(4)]
    pub tags: Vec<String>,
    /// Answers to the event's qualifier questions.
    #[n(5)]
    pub answers: Vec<QuestionAnswer>,
    /// The name that the operator entered; may be empty.
    #[n(6)]
    pub operator: String,
}

impl Default for ScanId {
    /// Returns the nil id, which no scan has. It is the initial value of a [`Note`] that is being built.
    fn default() -> Self {
        Self::from_bytes([0; 16])
    }
}

/// An answer, with the id of its question.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct QuestionAnswer {
    /// The [`Question::id`](crate::Question::id).
    #[n(1)]
    pub question: u32,
    /// The answer.
    #[n(2)]
    pub answer: Answer,
}

/// An answer to a qualifier question.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Free text.
    #[n(1)]
    Text(#[n(0)] String),
    /// The index of the choice in the question's list, from 0.
    #[n(2)]
    Choice(#[n(0)] u32),
    /// Yes or no.
    #[n(3)]
    YesNo(#[n(0)] bool),
    /// A point on the question's scale.
    #[n(4)]
    Scale(#[n(0)] u32),
}

/// The removal of fields after a scan.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Narrow {
    /// The id of the scan that the statement refers to.
    #[n(1)]
    pub scan: ScanId,
    /// The fields that the sponsor must not receive any more; at least one.
    #[n(2)]
    pub removed: FieldSet,
    /// The name that the operator entered; may be empty.
    #[n(3)]
    pub operator: String,
}

/// The statement that a scan was a mistake.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Void {
    /// The id of the scan that the statement refers to.
    #[n(1)]
    pub scan: ScanId,
    /// The reason; may be empty. At most [`limits::REASON_BYTES`] bytes.
    #[n(2)]
    pub reason: String,
    /// The name that the operator entered; may be empty.
    #[n(3)]
    pub operator: String,
}

impl Message for Record {
    const NAMESPACE: &'static str = "application/vnd.lanyard.record";
    const MAX_BYTES: usize = limits::RECORD_BYTES;

    fn signer(&self) -> KeyId {
        self.device.into()
    }

    fn check(&self) -> Result<(), Violation> {
        Violation::unless(self.version == Self::VERSION, "version", "must be 1")?;
        // The upper limit is the largest SQL integer.
        Violation::unless(
            self.seq >= 1 && i64::try_from(self.seq).is_ok(),
            "seq",
            "must be 1 to 2^63 - 1",
        )?;
        match &self.body {
            Body::Scan(scan) => check_operator(&scan.operator),
            Body::Note(note) => check_note(note),
            Body::Narrow(narrow) => {
                Violation::unless(!narrow.removed.is_empty(), "removed", "must name a field")?;
                check_operator(&narrow.operator)
            }
            Body::Void(void) => {
                check_text(
                    &void.reason,
                    limits::REASON_BYTES,
                    "reason",
                    "at most 500 bytes",
                )?;
                check_operator(&void.operator)
            }
        }
    }
}

fn check_note(note: &Note) -> Result<(), Violation> {
    check_text(&note.text, limits::NOTE_BYTES, "text", "at most 4096 bytes")?;
    Violation::unless(
        note.rating.is_none_or(|rating| (1..=5).contains(&rating)),
        "rating",
        "must be 1 to 5",
    )?;
    Violation::unless(note.tags.len() <= limits::TAGS, "tags", "at most 16")?;
    for tag in &note.tags {
        check_text(tag, limits::TAG_BYTES, "tag", "at most 40 bytes")?;
    }
    Violation::unless(
        note.answers.len() <= limits::QUESTIONS,
        "answers",
        "at most 32",
    )?;
    for answer in &note.answers {
        if let Answer::Text(text) = &answer.answer {
            check_text(text, limits::ANSWER_BYTES, "answer", "at most 500 bytes")?;
        }
    }
    check_operator(&note.operator)
}

fn check_operator(name: &str) -> Result<(), Violation> {
    check_text(name, limits::OPERATOR_BYTES, "operator", "at most 64 bytes")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ProtocolError, SecretBytes, SigningKey, SyncRequest, Unverified, UnverifiedRecord,
    };

    pub(crate) fn key(seed: u8) -> SigningKey {
        SigningKey::from_seed(SecretBytes::new([seed; 32])).unwrap()
    }

    fn record(body: Body) -> Record {
        Record {
            version: Record::VERSION,
            event: "PYCONUS2027".parse().unwrap(),
            sponsor: SponsorId::from_random([1; 16]),
            device: DeviceId::from_random([2; 16]),
            seq: 1,
            prev: RecordHash::of(b"enrolment"),
            wall: UnixMillis(1_800_000_000_000),
            monotonic: 5_000,
            boot: BootId::from_random([3; 16]),
            body,
        }
    }

    fn void() -> Body {
        Body::Void(Void {
            scan: ScanId::from_random([4; 16]),
            reason: "wrong person".into(),
            operator: "Ana".into(),
        })
    }

    #[test]
    fn a_signed_record_is_read_back_whole() {
        let record = record(void());
        let signed = record.sign(&key(9)).unwrap();
        let verified = UnverifiedRecord::parse(signed.as_bytes())
            .unwrap()
            .verify(&key(9).verifying_key())
            .unwrap();
        assert_eq!(*verified, record);
        assert_eq!(verified.hash(), signed.hash());
    }

    #[test]
    fn every_flipped_bit_is_noticed() {
        let signed = record(void()).sign(&key(9)).unwrap();
        for at in 0..signed.as_bytes().len() {
            for bit in 0..8 {
                let mut bytes = signed.as_bytes().to_vec();
                bytes[at] ^= 1 << bit;
                let result = UnverifiedRecord::parse(&bytes)
                    .and_then(|record| record.verify(&key(9).verifying_key()));
                assert!(result.is_err(), "byte {at}, bit {bit}");
            }
        }
    }

    #[test]
    fn another_devices_key_is_refused() {
        let signed = record(void()).sign(&key(9)).unwrap();
        let unverified = UnverifiedRecord::parse(signed.as_bytes()).unwrap();
        let refused = unverified.verify(&key(8).verifying_key());
        assert_eq!(refused.unwrap_err(), ProtocolError::BadSignature);
    }

    #[test]
    fn a_record_is_no_sync_request() {
        let signed = record(void()).sign(&key(9)).unwrap();
        let refused = Unverified::<SyncRequest>::parse(signed.as_bytes());
        assert_eq!(refused.unwrap_err(), ProtocolError::WrongNamespace);
    }

    #[test]
    fn a_record_past_its_bounds_is_not_signed() {
        let mut zero = record(void());
        zero.seq = 0;
        let long = record(Body::Note(Note {
            text: "x".repeat(limits::NOTE_BYTES + 1),
            ..Note::default()
        }));
        let rating = record(Body::Note(Note {
            rating: Some(6),
            ..Note::default()
        }));
        let nothing = record(Body::Narrow(Narrow {
            scan: ScanId::default(),
            removed: FieldSet::NONE,
            operator: String::new(),
        }));
        for bad in [zero, long, rating, nothing] {
            assert!(matches!(
                bad.sign(&key(9)),
                Err(ProtocolError::Violation(_))
            ));
        }
    }

    #[test]
    fn the_fullest_note_fits_a_record() {
        let answers = (0..32).map(|question| QuestionAnswer {
            question,
            answer: Answer::Choice(question),
        });
        let full = record(Body::Note(Note {
            scan: ScanId::default(),
            text: "x".repeat(limits::NOTE_BYTES),
            rating: Some(5),
            tags: vec!["t".repeat(limits::TAG_BYTES); limits::TAGS],
            answers: answers.collect(),
            operator: "o".repeat(limits::OPERATOR_BYTES),
        }));
        assert!(full.sign(&key(9)).is_ok());
    }
}
