//! The inputs and outputs of the state machine.

use std::time::Duration;

use protocol::{Changes, Held, Reason, RecordHash, SeqRange};

use crate::response::Failure;

/// The default interval at which an idle device asks for changes. A revocation reaches a device within this time, and
/// ten thousand devices make about thirty requests per second.
pub const HEARTBEAT: Duration = Duration::from_secs(5 * 60);

/// The settings of a [`Machine`](crate::Machine).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Config {
    /// The interval at which an idle device asks for changes; `None` for never.
    pub heartbeat: Option<Duration>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            heartbeat: Some(HEARTBEAT),
        }
    }
}

/// The state of the device's queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueView {
    /// The `seq` and the hash of the last record; `None` before the first.
    pub last: Option<(u64, RecordHash)>,
    /// The `seq` of all pending records, as ascending ranges that do not touch each other.
    pub pending: Vec<SeqRange>,
}

impl QueueView {
    /// Returns the `seq` of the next record.
    #[must_use]
    pub fn next_seq(&self) -> u64 {
        self.last.map_or(1, |(seq, _)| seq.saturating_add(1))
    }

    pub(crate) fn is_pending(&self, seq: u64) -> bool {
        self.pending
            .iter()
            .any(|range| (range.first..=range.last).contains(&seq))
    }
}

/// The next action of the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Send a request.
    Send(Plan),
    /// Wait until this time, by the clock of `now_ms`, or until a call of [`Machine::nudge`](crate::Machine::nudge) or a
    /// new record.
    WaitUntil(u64),
    /// Wait for a new record. This step occurs only without a heartbeat.
    Idle,
}

/// The records of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// The `seq` of the first record. In an empty batch, it is the `seq` of the next record, as
    /// [`SyncRequest::first_seq`](protocol::SyncRequest::first_seq) requires.
    pub first_seq: u64,
    /// The maximum number of records, without a gap; 0 for an empty batch, which asks for changes.
    pub max_records: usize,
    /// The maximum size of all records, in bytes. One record always fits.
    pub max_bytes: usize,
}

/// An exchange with a verified reply.
#[derive(Debug, Clone, Copy)]
pub struct Exchange<'a> {
    /// The records that were sent.
    pub sent: &'a [(u64, RecordHash)],
    /// The queue before the effects of the reply.
    pub queue: &'a QueueView,
    /// The hash of the device's own record with the `seq` of [`SyncReply::held`](protocol::SyncReply::held), if it has
    /// one.
    pub own_at_held: Option<RecordHash>,
}

/// A change of the device's state by a reply. Apply all effects of one reply in order, in one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// The receipt: the backend holds all records up to and including this one. The machine has compared its hash with
    /// the device's own. It serves the end-of-day check, and takes no record out of the queue: only a record's own
    /// outcome does.
    Receipt(Held),
    /// The backend holds and uses the record.
    Acknowledge {
        /// The record's `seq`.
        seq: u64,
        /// The record's hash.
        hash: RecordHash,
    },
    /// The backend holds the record in quarantine and does not use it.
    Quarantine {
        /// The record's `seq`.
        seq: u64,
        /// The record's hash.
        hash: RecordHash,
        /// The reason of the quarantine.
        reason: Reason,
    },
    /// The backend lacks these records. They become pending again, even if they were acknowledged before.
    Resend(SeqRange),
    /// The receipt is for a record that is not the device's own, or the backend has seen records that the device does not
    /// have: the device was cloned or restored, or another backend answers.
    Diverged,
    /// Changes at the backend that the device must apply.
    Apply(Changes),
}

/// An event that calls for an earlier attempt than planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nudge {
    /// A record was made. It shortens a back-off, but not a wait that the backend requested.
    NewRecord,
    /// The network came up. It ends a back-off, but not a wait that the backend requested.
    NetworkUp,
    /// The operator pressed "sync". It ends every wait.
    Pressed,
}

/// A record that failed even as the only record of a batch. It stays in the queue and is tried again later; other records
/// are sent before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetAside {
    /// The record's `seq`.
    pub seq: u64,
    /// The failure of the last attempt.
    pub failure: Option<Failure>,
    /// The number of attempts with the record alone.
    pub tries: u32,
    /// The time of the next attempt, by the clock of `now_ms`.
    pub until: u64,
}

/// The state of the sync, for a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The number of failures since the last success.
    pub failures: u32,
    /// The last failure.
    pub last_failure: Option<Failure>,
    /// The time before which nothing is sent, by the clock of `now_ms`.
    pub wait_until: u64,
    /// The records that are set aside.
    pub set_aside: Vec<SetAside>,
    /// The number of outcomes since the machine was made that named a sent record with another `seq`, or contradicted
    /// each other. A correct backend sends none.
    pub suspicious: u64,
}
