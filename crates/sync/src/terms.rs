//! What goes into the machine and what comes out.

use std::time::Duration;

use protocol::{Changes, Held, Reason, RecordHash, SeqRange};

use crate::response::Failure;

/// How often an idle device asks for changes: a revoked badge or device is known within this time,
/// and ten thousand devices make some thirty requests a second.
pub const HEARTBEAT: Duration = Duration::from_secs(5 * 60);

/// What can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Config {
    /// How often an idle device asks for changes; `None` for never.
    pub heartbeat: Option<Duration>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            heartbeat: Some(HEARTBEAT),
        }
    }
}

/// The device's queue as the machine needs to see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueView {
    /// The last record's `seq` and hash; none before the first.
    pub last: Option<(u64, RecordHash)>,
    /// The `seq` of all records that wait, in ascending order, ranges not touching one another.
    pub pending: Vec<SeqRange>,
}

impl QueueView {
    /// The `seq` that the next record will have.
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

/// What to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Send a request.
    Send(Plan),
    /// Nothing until then (the clock of `now_ms`), or until something happens that calls for
    /// [`Machine::nudge`](crate::Machine::nudge) or puts a record into the queue.
    WaitUntil(u64),
    /// Nothing at all until a record is there; only without a heartbeat.
    Idle,
}

/// Which records to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// The `seq` of the first; in an empty batch that of the next record to be made, as
    /// [`SyncRequest::first_seq`](protocol::SyncRequest::first_seq) wants it.
    pub first_seq: u64,
    /// As many at the most, without a gap; 0 for an empty batch, which asks for changes.
    pub max_records: usize,
    /// Bytes of records at the most. One record always fits.
    pub max_bytes: usize,
}

/// An exchange that gave a reply.
#[derive(Debug, Clone, Copy)]
pub struct Exchange<'a> {
    /// The records that were sent.
    pub sent: &'a [(u64, RecordHash)],
    /// The queue as it is now, before any effect of the reply.
    pub queue: &'a QueueView,
    /// The hash of the device's own record whose `seq` is that of
    /// [`SyncReply::held`](protocol::SyncReply::held), if it has one.
    pub own_at_held: Option<RecordHash>,
}

/// What a reply changes on the device. All effects of one reply belong into one transaction, in
/// order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// The receipt: the backend holds all up to and with this record, used or not. It is for the end
    /// of the day and takes nothing out of the queue: what became of a record, only its own outcome
    /// says. The machine has compared the hash with the device's own.
    Receipt(Held),
    /// The record is held and used.
    Acknowledge {
        /// Its number.
        seq: u64,
        /// Its hash.
        hash: RecordHash,
    },
    /// The record is held and not used.
    Quarantine {
        /// Its number.
        seq: u64,
        /// Its hash.
        hash: RecordHash,
        /// Why.
        reason: Reason,
    },
    /// The backend lacks these records: they wait again, whatever was said of them before.
    Resend(SeqRange),
    /// The backend's receipt is for a record that is not the device's own, or it has seen records
    /// that the device does not have: the device was cloned or set back, or another backend answers.
    Diverged,
    /// What changed at the backend.
    Apply(Changes),
}

/// What calls for trying earlier than planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nudge {
    /// A record was made. Shortens a wait for the network, not one that the backend asked for.
    NewRecord,
    /// The network came (back) up. Ends a wait for the network, not one that the backend asked for.
    NetworkUp,
    /// Somebody pressed "sync": ends every wait.
    Pressed,
}

/// A record that would not go through on its own. It is kept and tried again; the others pass it by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetAside {
    /// Its number.
    pub seq: u64,
    /// Why it did not go through the last time.
    pub failure: Option<Failure>,
    /// How often it has been tried alone.
    pub tries: u32,
    /// When it is tried next.
    pub until: u64,
}

/// What a screen may want to say about the sync.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Failures since the last success.
    pub failures: u32,
    /// The last of them.
    pub last_failure: Option<Failure>,
    /// Nothing is sent before this moment.
    pub wait_until: u64,
    /// Records that were set aside.
    pub set_aside: Vec<SetAside>,
    /// Outcomes that named a record of ours with another number, or contradicted each other, since
    /// the machine was made. A sound backend gives none.
    pub suspicious: u64,
}
