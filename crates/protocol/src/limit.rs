//! Bounds on what a message may hold. Passing one is a typed refusal, never a cut.

/// A message's contents break a bound or a rule of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {rule}")]
pub struct Violation {
    /// Which part.
    pub what: &'static str,
    /// What holds for it.
    pub rule: &'static str,
}

impl Violation {
    pub(crate) fn unless(holds: bool, what: &'static str, rule: &'static str) -> Result<(), Self> {
        if holds {
            Ok(())
        } else {
            Err(Self { what, rule })
        }
    }
}

/// Refuses a text longer than `most` bytes, and one with NUL, which PostgreSQL can not store.
pub(crate) fn check_text(
    text: &str,
    most: usize,
    what: &'static str,
    rule: &'static str,
) -> Result<(), Violation> {
    Violation::unless(text.len() <= most, what, rule)?;
    Violation::unless(!text.contains('\0'), what, "must not hold NUL")
}

/// The bounds, with their reasons.
pub mod limits {
    /// Records in one batch: about what a device makes in a busy hour.
    pub const BATCH_RECORDS: usize = 500;
    /// Bytes of one batch's body; a backend answers 413 to more.
    pub const BATCH_BYTES: usize = 1 << 20;
    /// Bytes of one signed record: a note of full length in any script, and its frame.
    pub const RECORD_BYTES: usize = 16 << 10;
    /// Bytes of a reply: 500 outcomes, and the longest notice and list of revoked badges.
    pub const REPLY_BYTES: usize = 4 << 20;
    /// Bytes of an enrolment.
    pub const ENROLMENT_BYTES: usize = 256 << 10;
    /// Bytes of an enrolment request.
    pub const ENROLMENT_REQUEST_BYTES: usize = 4 << 10;
    /// Bytes of a consent receipt's signature and what it covers.
    pub const CONSENT_RECEIPT_BYTES: usize = 1 << 10;
    /// Bytes of an operator's name.
    pub const OPERATOR_BYTES: usize = 64;
    /// Bytes of a note's text.
    pub const NOTE_BYTES: usize = 4 << 10;
    /// Tags of a note.
    pub const TAGS: usize = 16;
    /// Bytes of a tag.
    pub const TAG_BYTES: usize = 40;
    /// Bytes of the reason of a void.
    pub const REASON_BYTES: usize = 500;
    /// Qualifier questions of an event.
    pub const QUESTIONS: usize = 32;
    /// Bytes of a question, of a choice, and of a written answer.
    pub const ANSWER_BYTES: usize = 500;
    /// Choices of a question.
    pub const CHOICES: usize = 32;
    /// Bytes of a name of an event, sponsor or device.
    pub const NAME_BYTES: usize = 120;
    /// Bytes of a privacy notice's text.
    pub const NOTICE_BYTES: usize = 64 << 10;
    /// Revoked badges told in one reply; the rest come with the next.
    pub const REVOKED_BADGES: usize = 10_000;
    /// Missing ranges told in one reply; the rest come with the next.
    pub const MISSING_RANGES: usize = 100;
    /// Backend keys an enrolment names: the one in use, and those it rotates to.
    pub const BACKEND_KEYS: usize = 4;
}
