//! The state machine itself.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use protocol::{Changes, Held, Outcome, Reason, RecordHash, SeqRange};

use crate::backoff::{BACKOFF_BASE, RETRY_AFTER_CAP, full_jitter, millis};
use crate::batch::{BatchSize, MAX_BATCH_BYTES};
use crate::reply::CheckedReply;
use crate::response::Failure;

/// How often an idle device asks for changes: a revoked badge or device is known within this time,
/// and ten thousand devices make some thirty requests a second.
pub const HEARTBEAT: Duration = Duration::from_secs(5 * 60);

/// Failures in a row after which a batch is suspected of being at fault itself, though no status
/// says so: a slow line that never gets a whole batch through, a backend or a firewall that trips
/// over one record. Before that it is taken for an outage, which passes.
const PATIENCE: u32 = 6;

/// Replies in a row that ask for records they have had before, after which the device slows down. A
/// restored backend asks a few times; one that forgets what it is sent would go on for ever.
const REFILLS_AT_ONCE: u32 = 3;

/// A new record cuts a wait down to this: soon enough for the screen, and a busy booth does not
/// hammer a network that is down.
const NEW_RECORD_WAIT: Duration = Duration::from_secs(10);

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

    fn is_pending(&self, seq: u64) -> bool {
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
    /// [`Machine::nudge`] or puts a record into the queue.
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
    /// The receipt: all that waits up to and with this record is held by the backend, except what
    /// is quarantined. The machine has compared the hash with the device's own.
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

/// Decides, for one enrolment, what to send next and what each reply means.
///
/// Moments are milliseconds of any clock that does not go back; random numbers are any `u64`.
#[derive(Debug, Clone)]
pub struct Machine {
    config: Config,
    size: BatchSize,
    failures: u32,
    last_failure: Option<Failure>,
    wait_until: u64,
    /// The backend itself asked for the wait.
    told_to_wait: bool,
    heartbeat_at: u64,
    aside: BTreeMap<u64, SetAside>,
    cursor: Option<u64>,
    refills: u32,
    suspicious: u64,
}

impl Machine {
    /// A machine that begins by asking for changes or sending what waits.
    #[must_use]
    pub const fn new(config: Config) -> Self {
        Self {
            config,
            size: BatchSize::full(),
            failures: 0,
            last_failure: None,
            wait_until: 0,
            told_to_wait: false,
            heartbeat_at: 0,
            aside: BTreeMap::new(),
            cursor: None,
            refills: 0,
            suspicious: 0,
        }
    }

    /// What to do at this moment. Asking again without an outcome in between gives the same answer.
    pub fn next(&mut self, now_ms: u64, queue: &QueueView) -> Step {
        self.aside.retain(|seq, _| queue.is_pending(*seq));
        if now_ms < self.wait_until {
            return Step::WaitUntil(self.wait_until);
        }
        if let Some(plan) = self.next_batch(queue) {
            return Step::Send(plan);
        }
        let retry = self.aside.values().min_by_key(|aside| aside.until);
        if let Some(aside) = retry
            && aside.until <= now_ms
        {
            return Step::Send(plan(aside.seq, 1));
        }
        let heartbeat = self.config.heartbeat.map(|_| self.heartbeat_at);
        if heartbeat.is_some_and(|at| at <= now_ms) {
            return Step::Send(plan(queue.next_seq(), 0));
        }
        match retry
            .map(|aside| aside.until)
            .into_iter()
            .chain(heartbeat)
            .min()
        {
            Some(until) => Step::WaitUntil(until),
            None => Step::Idle,
        }
    }

    /// From the first record that waits and is not set aside, up to the next gap.
    fn next_batch(&self, queue: &QueueView) -> Option<Plan> {
        for range in &queue.pending {
            let mut first = range.first;
            while first <= range.last && self.aside.contains_key(&first) {
                first += 1;
            }
            if first > range.last {
                continue;
            }
            let end = match self.aside.range(first..=range.last).next() {
                Some((seq, _)) => *seq,
                None => range.last.saturating_add(1),
            };
            let run = usize::try_from(end - first).unwrap_or(usize::MAX);
            return Some(plan(first, run.min(self.size.records())));
        }
        None
    }

    /// Takes a reply in and says what it changes.
    pub fn on_reply(
        &mut self,
        now_ms: u64,
        random: u64,
        exchange: &Exchange<'_>,
        reply: &CheckedReply,
    ) -> Vec<Effect> {
        let mut effects = Vec::new();
        let covered = self.receipt(exchange, reply, &mut effects);
        let named = self.outcomes(exchange.sent, reply, &mut effects);
        let settled = |seq: &u64| named.contains_key(seq) || *seq <= covered;
        self.aside.retain(|seq, _| !settled(seq));

        let advanced = self.cursor != Some(reply.changes.cursor);
        self.cursor = Some(reply.changes.cursor);
        self.heartbeat_at = if reply.changes.more && advanced {
            now_ms
        } else {
            now_ms.saturating_add(self.config.heartbeat.map_or(0, millis))
        };

        if exchange.sent.is_empty() || exchange.sent.iter().any(|(seq, _)| settled(seq)) {
            self.failures = 0;
            self.last_failure = None;
            self.told_to_wait = false;
            self.wait_until = now_ms;
            if !exchange.sent.is_empty() {
                self.size.grow();
            }
        } else {
            // A reply that says nothing of what was sent must not be answered at once with the same.
            self.suspect(exchange.sent, None, random, now_ms);
            self.back_off(None, random, now_ms);
        }
        self.refills(exchange, reply, &named, &mut effects);
        if self.refills > REFILLS_AT_ONCE {
            let wait = full_jitter(self.refills - REFILLS_AT_ONCE, random);
            self.wait_until = self.wait_until.max(now_ms.saturating_add(wait));
        }
        effects.push(Effect::Apply(reply.changes.clone()));
        effects
    }

    /// The `seq` up to which the receipt covers the device's own chain; 0 for nothing.
    fn receipt(
        &self,
        exchange: &Exchange<'_>,
        reply: &CheckedReply,
        effects: &mut Vec<Effect>,
    ) -> u64 {
        let last = exchange.queue.last.map_or(0, |(seq, _)| seq);
        let seen_more = reply.missing.iter().any(|range| range.last > last);
        let receipt = reply.held.filter(|held| {
            // Two witnesses for the last record, so that a caller's slip can't acknowledge.
            held.seq <= last
                && exchange.own_at_held == Some(held.hash)
                && exchange
                    .queue
                    .last
                    .is_none_or(|(seq, hash)| seq != held.seq || hash == held.hash)
        });
        if (reply.held.is_some() && receipt.is_none()) || seen_more {
            effects.push(Effect::Diverged);
        }
        match receipt {
            Some(held) => {
                effects.push(Effect::Receipt(held));
                held.seq
            }
            None => 0,
        }
    }

    /// Outcomes by hash, never by place; gives what became of each `seq` that was sent.
    fn outcomes(
        &mut self,
        sent: &[(u64, RecordHash)],
        reply: &CheckedReply,
        effects: &mut Vec<Effect>,
    ) -> HashMap<u64, Outcome> {
        let by_hash: HashMap<RecordHash, u64> =
            sent.iter().map(|(seq, hash)| (*hash, *seq)).collect();
        let mut named = HashMap::new();
        for told in &reply.outcomes {
            let Some(&seq) = by_hash.get(&told.hash) else {
                continue;
            };
            if seq != told.seq {
                self.suspicious = self.suspicious.saturating_add(1);
                continue;
            }
            if let Some(before) = named.get(&seq) {
                if *before != told.outcome {
                    self.suspicious = self.suspicious.saturating_add(1);
                }
                continue;
            }
            named.insert(seq, told.outcome);
            let hash = told.hash;
            effects.push(match told.outcome {
                Outcome::Accepted | Outcome::Duplicate => Effect::Acknowledge { seq, hash },
                Outcome::Quarantined(reason) => Effect::Quarantine { seq, hash, reason },
            });
        }
        named
    }

    /// What the backend lacks and the device no longer holds ready: its missing ranges, less what
    /// waits already and what this very reply names.
    fn refills(
        &mut self,
        exchange: &Exchange<'_>,
        reply: &CheckedReply,
        named: &HashMap<u64, Outcome>,
        effects: &mut Vec<Effect>,
    ) {
        let last = exchange.queue.last.map_or(0, |(seq, _)| seq);
        let mut keep: Vec<SeqRange> = exchange.queue.pending.clone();
        // What was sent is dealt with: named, or it waits still.
        keep.extend(named.keys().map(|&seq| SeqRange {
            first: seq,
            last: seq,
        }));
        keep.sort_unstable_by_key(|range| range.first);
        let mut found = false;
        for missing in &reply.missing {
            for range in without(*missing, &keep, last) {
                effects.push(Effect::Resend(range));
                found = true;
            }
        }
        self.refills = if found {
            self.refills.saturating_add(1)
        } else {
            0
        };
    }

    /// Takes in that an exchange gave no believable reply. `sent` are the records that it carried.
    pub fn on_failure(
        &mut self,
        failure: Failure,
        sent: &[(u64, RecordHash)],
        random: u64,
        now_ms: u64,
    ) {
        self.last_failure = Some(failure);
        match failure {
            Failure::TooLarge if sent.len() > 1 => {
                // Nothing is wrong with the network, so the half is sent at once. There are at most
                // nine halves before a batch of one.
                self.size.halve_as_too_large(sent.len());
                self.wait_until = now_ms;
                return;
            }
            Failure::TooLarge | Failure::Refused { .. } => {
                self.suspect(sent, Some(failure), random, now_ms);
            }
            Failure::Unavailable { status: 500, .. }
            | Failure::NotTheBackend { .. }
            | Failure::BadReply(_)
                if self.failures >= PATIENCE =>
            {
                self.suspect(sent, Some(failure), random, now_ms);
            }
            Failure::Connection | Failure::Unavailable { .. } if self.failures >= PATIENCE => {
                // An outage is no record's fault: smaller batches, for a slow line, and no more.
                self.size.halve(sent.len().max(1));
            }
            _ => {}
        }
        let retry_after = match failure {
            Failure::Unavailable { retry_after, .. } => retry_after,
            _ => None,
        };
        self.back_off(retry_after, random, now_ms);
    }

    /// Halves the batch; a single record is set aside.
    fn suspect(
        &mut self,
        sent: &[(u64, RecordHash)],
        failure: Option<Failure>,
        random: u64,
        now_ms: u64,
    ) {
        match sent {
            [] => {}
            [(seq, _)] => {
                let tries = self.aside.get(seq).map_or(0, |aside| aside.tries) + 1;
                // At least the base, so that the others have their turn first.
                let wait = millis(BACKOFF_BASE) + full_jitter(tries.saturating_add(3), random);
                self.aside.insert(
                    *seq,
                    SetAside {
                        seq: *seq,
                        failure,
                        tries,
                        until: now_ms.saturating_add(wait),
                    },
                );
                self.size = BatchSize::full();
            }
            _ => self.size.halve(sent.len()),
        }
    }

    fn back_off(&mut self, retry_after: Option<Duration>, random: u64, now_ms: u64) {
        self.failures = self.failures.saturating_add(1);
        self.told_to_wait = retry_after.is_some();
        // The jitter comes on top of what was asked: all devices were asked the same.
        let asked = retry_after.map_or(0, |asked| millis(asked.min(RETRY_AFTER_CAP)));
        let wait = asked.saturating_add(full_jitter(self.failures, random));
        self.wait_until = now_ms.saturating_add(wait);
    }

    /// Shortens the wait for a reason from outside.
    pub fn nudge(&mut self, nudge: Nudge, now_ms: u64) {
        let until = match nudge {
            Nudge::Pressed => now_ms,
            Nudge::NetworkUp | Nudge::NewRecord if self.told_to_wait => return,
            Nudge::NetworkUp => now_ms,
            Nudge::NewRecord => now_ms.saturating_add(millis(NEW_RECORD_WAIT)),
        };
        self.wait_until = self.wait_until.min(until);
        if nudge == Nudge::Pressed {
            self.heartbeat_at = self.heartbeat_at.min(now_ms);
            for aside in self.aside.values_mut() {
                aside.until = aside.until.min(now_ms);
            }
        }
    }

    /// What a screen may want to say.
    #[must_use]
    pub fn status(&self) -> Status {
        Status {
            failures: self.failures,
            last_failure: self.last_failure,
            wait_until: self.wait_until,
            set_aside: self.aside.values().copied().collect(),
            suspicious: self.suspicious,
        }
    }
}

const fn plan(first_seq: u64, max_records: usize) -> Plan {
    Plan {
        first_seq,
        max_records,
        max_bytes: MAX_BATCH_BYTES,
    }
}

/// The parts of a range up to `last` that no range of `taken` covers; `taken` ascends by its firsts.
fn without(range: SeqRange, taken: &[SeqRange], last: u64) -> Vec<SeqRange> {
    let end = range.last.min(last);
    let mut first = range.first;
    let mut parts = Vec::new();
    for other in taken {
        if other.last < first {
            continue;
        }
        if first > end || other.first > end {
            break;
        }
        if other.first > first {
            parts.push(SeqRange {
                first,
                last: other.first - 1,
            });
        }
        first = other.last.saturating_add(1);
    }
    if first <= end {
        parts.push(SeqRange { first, last: end });
    }
    parts
}
