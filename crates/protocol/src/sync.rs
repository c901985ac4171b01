//! The two messages of a sync: a device's request, and the backend's reply.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::code::BadgeId;
use crate::enrolment::{Notice, Question, check_notice, check_questions};
use crate::envelope::Message;
use crate::id::{DeviceId, KeyId, Nonce, RecordHash};
use crate::limit::{Violation, limits};
use crate::time::UnixMillis;

/// A batch of records. The device signs the whole batch, and so is accountable even for a record that turns out to be
/// unreadable.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SyncRequest {
    /// The format's version, always 1.
    #[n(1)]
    pub version: u32,
    /// The device that sends the request.
    #[n(2)]
    pub device: DeviceId,
    /// The key id of the backend that the request is meant for. Another backend refuses it.
    #[n(3)]
    pub audience: KeyId,
    /// A random nonce, new for each request. The reply repeats it.
    #[n(4)]
    pub nonce: Nonce,
    /// The time of sending by the device's wall clock. The backend measures the clock's skew by it.
    #[n(5)]
    pub time: UnixMillis,
    /// The `seq` of the first of [`records`](Self::records); the others follow without a gap. In an empty batch, it is
    /// the next `seq` that the device will use.
    #[n(6)]
    pub first_seq: u64,
    /// The signed bytes of the records, at most [`limits::BATCH_RECORDS`].
    #[n(7)]
    pub records: Vec<ByteVec>,
    /// The cursor of the last [`Changes`] that the device has applied; 0 for none.
    #[n(8)]
    pub changes_seen: u64,
    /// The number of records that are pending on the device, including those of this batch.
    #[n(9)]
    pub pending: u64,
}

impl SyncRequest {
    /// The current version of the format.
    pub const VERSION: u32 = 1;

    /// Returns the records, each with the `seq` that the batch assigns to it.
    pub fn numbered(&self) -> impl Iterator<Item = (u64, &[u8])> {
        (self.first_seq..).zip(self.records.iter().map(|record| record.as_slice()))
    }
}

impl Message for SyncRequest {
    const NAMESPACE: &'static str = "application/vnd.lanyard.sync-request";
    const MAX_BYTES: usize = limits::BATCH_BYTES;

    fn signer(&self) -> KeyId {
        self.device.into()
    }

    fn check(&self) -> Result<(), Violation> {
        Violation::unless(self.version == Self::VERSION, "version", "must be 1")?;
        Violation::unless(
            self.records.len() <= limits::BATCH_RECORDS,
            "records",
            "at most 500",
        )?;
        let last = self.first_seq.checked_add(limits::BATCH_RECORDS as u64);
        Violation::unless(
            self.first_seq >= 1 && last.is_some_and(|last| i64::try_from(last).is_ok()),
            "first seq",
            "must be 1 to 2^63 - 501",
        )
    }
}

/// The receipt: the backend holds all records of the device up to and including this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(map)]
pub struct Held {
    /// The highest `seq` without a gap before it.
    #[n(1)]
    pub seq: u64,
    /// The hash of that record. Through the hash chain it commits to all earlier ones.
    #[n(2)]
    pub hash: RecordHash,
}

/// The backend's outcome for a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
pub enum Outcome {
    /// The record is stored and used.
    #[n(1)]
    Accepted,
    /// The record was already stored, and is used.
    #[n(2)]
    Duplicate,
    /// The record is kept as evidence, and is not used.
    #[n(3)]
    Quarantined(#[n(0)] Reason),
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $code:literal;)+) => {
        /// The reason why a record is quarantined: kept, but not used.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
        #[cbor(index_only)]
        #[non_exhaustive]
        pub enum Reason {
            $($(#[$doc])* #[n($number)] $name,)+
        }

        impl Reason {
            /// All reasons.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Returns a stable identifier of the reason, for programs and databases.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }
        }
    };
}

reasons! {
    /// The bytes are not a record.
    Unreadable = 1, "unreadable";
    /// The signature does not verify with the device's key.
    BadSignature = 2, "bad_signature";
    /// The record names another device, event or sponsor than the enrolment's.
    NotThisEnrolment = 3, "not_this_enrolment";
    /// The record's `seq` is not the one the batch gives it.
    SeqMismatch = 4, "seq_mismatch";
    /// Another record with this `seq` arrived first: the device was cloned or restored from a backup.
    Fork = 5, "fork";
    /// `prev` is not the hash of the record before it.
    ChainBroken = 6, "chain_broken";
    /// No badge or registration has this code.
    UnknownBadge = 7, "unknown_badge";
    /// The badge was replaced or revoked before the scan.
    RevokedBadge = 8, "revoked_badge";
    /// The device was revoked before the record arrived.
    DeviceRevoked = 9, "device_revoked";
    /// The enrolment had expired.
    EnrolmentExpired = 10, "enrolment_expired";
    /// Another scan has used the scan id before.
    ScanIdReused = 11, "scan_id_reused";
    /// No notice of the event has this version.
    UnknownNotice = 12, "unknown_notice";
    /// The event does not accept foreign codes.
    ForeignNotAccepted = 13, "foreign_not_accepted";
    /// The event requires a tap on "share", and the record states none.
    NotConfirmed = 14, "not_confirmed";
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::str::FromStr for Reason {
    type Err = UnknownReason;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|reason| reason.code() == text)
            .ok_or(UnknownReason)
    }
}

/// The text is not the identifier of a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such quarantine reason")]
pub struct UnknownReason;

/// The outcome of a record, which is identified by its hash. The order in a list has no meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct RecordOutcome {
    /// The `seq` under which the record was sent.
    #[n(1)]
    pub seq: u64,
    /// The SHA-256 of the record's bytes.
    #[n(2)]
    pub hash: RecordHash,
    /// The outcome.
    #[n(3)]
    pub outcome: Outcome,
}

/// A range of record numbers, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SeqRange {
    /// The first `seq`.
    #[n(1)]
    pub first: u64,
    /// The last `seq`.
    #[n(2)]
    pub last: u64,
}

/// Whether a device may continue to scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "snake_case")]
pub enum DeviceStatus {
    /// The device may scan.
    #[n(1)]
    Active,
    /// The device is revoked: it stops scanning, erases the badge key and the names, and sends its pending records.
    #[n(2)]
    Revoked,
}

/// Changes at the backend since [`SyncRequest::changes_seen`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Changes {
    /// The cursor to send as `changes_seen` with the next request.
    #[n(1)]
    pub cursor: u64,
    /// Whether there are more changes, so that the device should send the next request at once.
    #[n(2)]
    pub more: bool,
    /// Whether the device may continue to scan.
    #[n(3)]
    pub status: DeviceStatus,
    /// The current privacy notice, if it changed.
    #[n(4)]
    pub notice: Option<Notice>,
    /// The current qualifier questions, if they changed.
    #[n(5)]
    pub questions: Option<Vec<Question>>,
    /// Newly revoked badges, at most [`limits::REVOKED_BADGES`].
    #[n(6)]
    pub revoked_badges: Vec<BadgeId>,
}

/// The backend's signed reply. A record leaves the device's queue only because a reply names it. A reply contains no
/// personal data of attendees.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SyncReply {
    /// The format's version, always 1.
    #[n(1)]
    pub version: u32,
    /// The id of the backend key that signs.
    #[n(2)]
    pub backend: KeyId,
    /// The device that the reply is for.
    #[n(3)]
    pub device: DeviceId,
    /// The nonce of the request.
    #[n(4)]
    pub nonce: Nonce,
    /// The time by the backend's clock.
    #[n(5)]
    pub time: UnixMillis,
    /// The receipt; `None` while the backend lacks the device's first record.
    #[n(6)]
    pub held: Option<Held>,
    /// The outcome of each record of the request.
    #[n(7)]
    pub outcomes: Vec<RecordOutcome>,
    /// The records that the backend lacks below the highest `seq` that it has seen, at most
    /// [`limits::MISSING_RANGES`] ranges.
    #[n(8)]
    pub missing: Vec<SeqRange>,
    /// Changes that the device must apply.
    #[n(9)]
    pub changes: Changes,
}

impl SyncReply {
    /// The current version of the format.
    pub const VERSION: u32 = 1;
}

impl Message for SyncReply {
    const NAMESPACE: &'static str = "application/vnd.lanyard.sync-reply";
    const MAX_BYTES: usize = limits::REPLY_BYTES;

    fn signer(&self) -> KeyId {
        self.backend
    }

    fn check(&self) -> Result<(), Violation> {
        Violation::unless(self.version == Self::VERSION, "version", "must be 1")?;
        Violation::unless(
            self.outcomes.len() <= limits::BATCH_RECORDS,
            "outcomes",
            "at most 500",
        )?;
        Violation::unless(
            self.missing.len() <= limits::MISSING_RANGES,
            "missing ranges",
            "at most 100",
        )?;
        for range in &self.missing {
            Violation::unless(
                range.first >= 1 && range.first <= range.last,
                "missing range",
                "must go forward from 1 or later",
            )?;
        }
        Violation::unless(
            self.changes.revoked_badges.len() <= limits::REVOKED_BADGES,
            "revoked badges",
            "at most 10000",
        )?;
        if let Some(notice) = &self.changes.notice {
            check_notice(notice)?;
        }
        if let Some(questions) = &self.changes.questions {
            check_questions(questions)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_read_back_from_its_code() {
        for reason in Reason::ALL {
            assert_eq!(reason.code().parse(), Ok(*reason));
        }
    }
}
