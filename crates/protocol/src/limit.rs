//! Limits on the contents of messages. A message beyond a limit is refused with a typed error, never truncated.

/// A message's contents break a limit or a rule of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {rule}")]
pub struct Violation {
    /// The part of the message.
    pub what: &'static str,
    /// The rule that the part breaks.
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

/// Refuses a text longer than `most` bytes, and one with NUL, which PostgreSQL cannot store.
pub(crate) fn check_text(
    text: &str,
    most: usize,
    what: &'static str,
    rule: &'static str,
) -> Result<(), Violation> {
    Violation::unless(text.len() <= most, what, rule)?;
    Violation::unless(!text.contains('\0'), what, "must not hold NUL")
}

/// The limits, with their reasons.
pub mod limits {
    /// The maximum number of records in one batch, about as many as a device makes in a busy hour.
    pub const BATCH_RECORDS: usize = 500;
    /// The maximum size of one batch, in bytes. A backend answers 413 to a larger one.
    pub const BATCH_BYTES: usize = 1 << 20;
    /// The maximum size of one signed record, in bytes. A note of maximum length fits.
    pub const RECORD_BYTES: usize = 16 << 10;
    /// The maximum size of a reply, in bytes: 500 outcomes, and the longest notice and list of revoked badges.
    pub const REPLY_BYTES: usize = 4 << 20;
    /// The maximum size of an enrolment, in bytes.
    pub const ENROLMENT_BYTES: usize = 256 << 10;
    /// The maximum size of an enrolment request, in bytes.
    pub const ENROLMENT_REQUEST_BYTES: usize = 4 << 10;
    /// The maximum size of a consent receipt's signed message, in bytes.
    pub const CONSENT_RECEIPT_BYTES: usize = 1 << 10;
    /// The maximum length of an operator's name, in bytes.
    pub const OPERATOR_BYTES: usize = 64;
    /// The maximum length of a note's text, in bytes.
    pub const NOTE_BYTES: usize = 4 << 10;
    /// The maximum number of a note's tags.
    pub const TAGS: usize = 16;
    /// The maximum length of a tag, in bytes.
    pub const TAG_BYTES: usize = 40;
    /// The maximum length of the reason of a void, in bytes.
    pub const REASON_BYTES: usize = 500;
    /// The maximum number of an event's qualifier questions.
    pub const QUESTIONS: usize = 32;
    /// The maximum length of a question, of a choice and of a written answer, in bytes.
    pub const ANSWER_BYTES: usize = 500;
    /// The maximum number of a question's choices.
    pub const CHOICES: usize = 32;
    /// The maximum length of the name of an event, sponsor or device, in bytes.
    pub const NAME_BYTES: usize = 120;
    /// The maximum length of a privacy notice's text, in bytes.
    pub const NOTICE_BYTES: usize = 64 << 10;
    /// The maximum number of revoked badges in one reply. The next reply has the rest.
    pub const REVOKED_BADGES: usize = 10_000;
    /// The maximum number of missing ranges in one reply. The next reply has the rest.
    pub const MISSING_RANGES: usize = 100;
    /// The maximum number of backend keys in an enrolment: the current one, and those that it rotates to.
    pub const BACKEND_KEYS: usize = 4;
}
