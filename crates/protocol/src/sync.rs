//! The two messages of a sync: what a device sends, and what the backend answers.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::code::BadgeId;
use crate::enrolment::{Notice, Question, check_notice, check_questions};
use crate::envelope::Message;
use crate::id::{DeviceId, KeyId, Nonce, RecordHash};
use crate::limit::{Violation, limits};
use crate::time::UnixMillis;

/// A batch of records. The signature makes the device answer for what it sends, even for a record
/// that turns out unreadable.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SyncRequest {
    /// Always 1.
    #[n(1)]
    pub version: u32,
    /// The device that sends.
    #[n(2)]
    pub device: DeviceId,
    /// The backend it is meant for: a batch shown to another one is refused.
    #[n(3)]
    pub audience: KeyId,
    /// Fresh for each request; the reply repeats it.
    #[n(4)]
    pub nonce: Nonce,
    /// The device's wall clock as it sends, for measuring its skew.
    #[n(5)]
    pub time: UnixMillis,
    /// The `seq` of the first of [`records`](Self::records); the others follow without a gap. In an
    /// empty batch, the next `seq` that the device will use.
    #[n(6)]
    pub first_seq: u64,
    /// Signed records, byte for byte.
    #[n(7)]
    pub records: Vec<ByteVec>,
    /// The cursor of the last changes the device has taken in; 0 for none.
    #[n(8)]
    pub changes_seen: u64,
    /// Records that still wait on the device, those of this batch among them.
    #[n(9)]
    pub pending: u64,
}

impl SyncRequest {
    /// The version written today.
    pub const VERSION: u32 = 1;

    /// The records with the `seq` that the device gives each.
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

/// The receipt: up to and with this record the backend holds everything of the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(map)]
pub struct Held {
    /// The highest `seq` without a gap before it.
    #[n(1)]
    pub seq: u64,
    /// That record's hash; through the chain it stands for all before it.
    #[n(2)]
    pub hash: RecordHash,
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
pub enum Outcome {
    /// Stored and used.
    #[n(1)]
    Accepted,
    /// It was there already, and is used.
    #[n(2)]
    Duplicate,
    /// Kept as evidence, visible, and not used.
    #[n(3)]
    Quarantined(#[n(0)] Reason),
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $code:literal;)+) => {
        /// Why a record is kept but not used.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
        #[cbor(index_only)]
        #[non_exhaustive]
        pub enum Reason {
            $($(#[$doc])* #[n($number)] $name,)+
        }

        impl Reason {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// A stable word for it, for programs and databases.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }
        }
    };
}

reasons! {
    /// The bytes are no record.
    Unreadable = 1, "unreadable";
    /// The signature does not fit the device's key.
    BadSignature = 2, "bad_signature";
    /// The record names another device, event or sponsor than the enrolment's.
    NotThisEnrolment = 3, "not_this_enrolment";
    /// The record's `seq` is not the one the batch gives it.
    SeqMismatch = 4, "seq_mismatch";
    /// Another record with this `seq` came first: the device was cloned or set back.
    Fork = 5, "fork";
    /// `prev` is not the hash of the record before it.
    ChainBroken = 6, "chain_broken";
    /// No badge or registration has this code.
    UnknownBadge = 7, "unknown_badge";
    /// The badge was replaced or taken back before the scan.
    RevokedBadge = 8, "revoked_badge";
    /// The device was revoked before the record came.
    DeviceRevoked = 9, "device_revoked";
    /// The enrolment had run out.
    EnrolmentExpired = 10, "enrolment_expired";
    /// The scan id was used before for another scan.
    ScanIdReused = 11, "scan_id_reused";
    /// No notice of the event has this version.
    UnknownNotice = 12, "unknown_notice";
    /// The event does not take foreign codes.
    ForeignNotAccepted = 13, "foreign_not_accepted";
    /// The event asks for a tap on "share", and the record has none.
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

/// The word is no reason's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such quarantine reason")]
pub struct UnknownReason;

/// A record, by its hash, and what became of it. Its place in a list means nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct RecordOutcome {
    /// The `seq` under which it was sent.
    #[n(1)]
    pub seq: u64,
    /// SHA-256 of its bytes.
    #[n(2)]
    pub hash: RecordHash,
    /// What became of it.
    #[n(3)]
    pub outcome: Outcome,
}

/// From the first `seq` to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SeqRange {
    /// The first.
    #[n(1)]
    pub first: u64,
    /// The last.
    #[n(2)]
    pub last: u64,
}

/// Whether a device may go on scanning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "snake_case")]
pub enum DeviceStatus {
    /// It may.
    #[n(1)]
    Active,
    /// It may not: it stops, wipes the badge key and the names, and hands in what it has.
    #[n(2)]
    Revoked,
}

/// What changed at the backend since [`SyncRequest::changes_seen`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Changes {
    /// To be sent as `changes_seen` next time.
    #[n(1)]
    pub cursor: u64,
    /// Whether there is more, so that the device had better ask again at once.
    #[n(2)]
    pub more: bool,
    /// Whether the device may go on.
    #[n(3)]
    pub status: DeviceStatus,
    /// The notice now in force, where it changed.
    #[n(4)]
    pub notice: Option<Notice>,
    /// The qualifier questions, where they changed.
    #[n(5)]
    pub questions: Option<Vec<Question>>,
    /// Badges not to be accepted any more.
    #[n(6)]
    pub revoked_badges: Vec<BadgeId>,
}

/// The backend's answer, and its only word that counts: a record leaves the device's queue because a
/// signed reply names it, and for no other reason. It holds nothing about any attendee.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SyncReply {
    /// Always 1.
    #[n(1)]
    pub version: u32,
    /// The id of the backend key that signs.
    #[n(2)]
    pub backend: KeyId,
    /// The device it is for.
    #[n(3)]
    pub device: DeviceId,
    /// The request's nonce.
    #[n(4)]
    pub nonce: Nonce,
    /// The backend's clock.
    #[n(5)]
    pub time: UnixMillis,
    /// The receipt; none while the backend lacks the device's first record.
    #[n(6)]
    pub held: Option<Held>,
    /// What became of each record of the request.
    #[n(7)]
    pub outcomes: Vec<RecordOutcome>,
    /// What the backend lacks below what it has seen of the device.
    #[n(8)]
    pub missing: Vec<SeqRange>,
    /// What changed.
    #[n(9)]
    pub changes: Changes,
}

impl SyncReply {
    /// The version written today.
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
