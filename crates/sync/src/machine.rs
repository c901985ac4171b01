//! The state machine: steps, replies, failures and back-off.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use protocol::{Outcome, RecordHash, SeqRange};

use crate::backoff::{BACKOFF_BASE, RETRY_AFTER_CAP, full_jitter, millis};
use crate::batch::{BatchSize, MAX_BATCH_BYTES};
use crate::reply::CheckedReply;
use crate::response::Failure;
use crate::terms::{Config, Effect, Exchange, Nudge, Plan, QueueView, SetAside, Status, Step};

/// The number of consecutive failures after which the batch itself is suspected, although no status says so: a slow
/// line may never carry a whole batch, or a backend or firewall may fail on one record. Fewer failures are treated as an
/// outage.
const PATIENCE: u32 = 6;

/// The number of replies that request acknowledged records again, after which the device slows down until the backend
/// lacks nothing. A restored backend requests records a few times; one that loses what it receives would never stop.
const REFILLS_AT_ONCE: u32 = 3;

/// The wait to which a new record shortens a back-off. It is soon enough for the screen, and a busy booth does not flood
/// a network that is down.
const NEW_RECORD_WAIT: Duration = Duration::from_secs(10);

/// The sync state machine of one enrolment.
///
/// Times are milliseconds of any monotonic clock; `random` is any random `u64`.
#[derive(Debug, Clone)]
pub struct Machine {
    config: Config,
    size: BatchSize,
    failures: u32,
    last_failure: Option<Failure>,
    wait_until: u64,
    /// Whether the backend requested the current wait.
    backend_asked_to_wait: bool,
    heartbeat_at: u64,
    aside: BTreeMap<u64, SetAside>,
    cursor: Option<u64>,
    refills: u32,
    suspicious: u64,
}

impl Machine {
    /// Makes a machine whose first step is to send pending records, or to ask for changes.
    #[must_use]
    pub const fn new(config: Config) -> Self {
        Self {
            config,
            size: BatchSize::full(),
            failures: 0,
            last_failure: None,
            wait_until: 0,
            backend_asked_to_wait: false,
            heartbeat_at: 0,
            aside: BTreeMap::new(),
            cursor: None,
            refills: 0,
            suspicious: 0,
        }
    }

    /// Returns the step for this time. Without an outcome in between, a repeated call returns the same step.
    pub fn next(&mut self, now_ms: u64, queue: &QueueView) -> Step {
        self.aside.retain(|seq, _| queue.is_pending(*seq));
        let batch = self.next_batch(queue).map(|plan| (0, plan));
        let retries = self
            .aside
            .values()
            .map(|aside| (aside.until, plan(aside.seq, 1)));
        let heartbeat = self
            .config
            .heartbeat
            .map(|_| (self.heartbeat_at, plan(queue.next_seq(), 0)));
        let first = batch
            .into_iter()
            .chain(retries)
            .chain(heartbeat)
            .min_by_key(|(due, _)| *due);
        match first {
            None => Step::Idle,
            Some((due, plan)) if due.max(self.wait_until) <= now_ms => Step::Send(plan),
            Some((due, _)) => Step::WaitUntil(due.max(self.wait_until)),
        }
    }

    /// Plans a batch from the first pending record that is not set aside up to the next gap.
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

    /// Processes a reply and returns its effects.
    pub fn on_reply(
        &mut self,
        now_ms: u64,
        random: u64,
        exchange: &Exchange<'_>,
        reply: &CheckedReply,
    ) -> Vec<Effect> {
        let mut effects = Vec::new();
        receipt(exchange, reply, &mut effects);
        let named = self.outcomes(exchange.sent, reply, &mut effects);
        self.aside.retain(|seq, _| !named.contains_key(seq));

        let advanced = self.cursor != Some(reply.changes.cursor);
        self.cursor = Some(reply.changes.cursor);
        self.heartbeat_at = if reply.changes.more && advanced {
            now_ms
        } else {
            now_ms.saturating_add(self.config.heartbeat.map_or(0, millis))
        };

        if exchange.sent.is_empty() || !named.is_empty() {
            self.failures = 0;
            self.last_failure = None;
            self.backend_asked_to_wait = false;
            self.wait_until = now_ms;
            if !exchange.sent.is_empty() {
                self.size.grow();
            }
        } else {
            // The same batch must not be sent again at once after a reply that names none of its records.
            self.suspect(exchange.sent, None, random, now_ms);
            self.back_off(None, random, now_ms);
        }
        self.refills(exchange, reply, &named, random, now_ms, &mut effects);
        effects.push(Effect::Apply(reply.changes.clone()));
        effects
    }

    /// Matches outcomes to sent records by hash, never by position. Returns the outcome of each `seq` that was sent.
    fn outcomes(
        &mut self,
        sent: &[(u64, RecordHash)],
        reply: &CheckedReply,
        effects: &mut Vec<Effect>,
    ) -> HashMap<u64, Outcome> {
        let by_hash: HashMap<RecordHash, u64> =
            sent.iter().map(|(seq, hash)| (*hash, *seq)).collect();
        let mut named = HashMap::new();
        for named_outcome in &reply.outcomes {
            let Some(&seq) = by_hash.get(&named_outcome.hash) else {
                continue;
            };
            if seq != named_outcome.seq {
                self.suspicious = self.suspicious.saturating_add(1);
                continue;
            }
            if let Some(before) = named.get(&seq) {
                if *before != named_outcome.outcome {
                    self.suspicious = self.suspicious.saturating_add(1);
                }
                continue;
            }
            named.insert(seq, named_outcome.outcome);
            let hash = named_outcome.hash;
            effects.push(match named_outcome.outcome {
                Outcome::Accepted | Outcome::Duplicate => Effect::Acknowledge { seq, hash },
                Outcome::Quarantined(reason) => Effect::Quarantine { seq, hash, reason },
            });
        }
        named
    }

    /// Returns the records to send again: the reply's missing ranges, without records that are pending and those that
    /// this reply names.
    fn refills(
        &mut self,
        exchange: &Exchange<'_>,
        reply: &CheckedReply,
        named: &HashMap<u64, Outcome>,
        random: u64,
        now_ms: u64,
        effects: &mut Vec<Effect>,
    ) {
        let last = exchange.queue.last.map_or(0, |(seq, _)| seq);
        let mut keep: Vec<SeqRange> = exchange.queue.pending.clone();
        // Sent records need nothing: they are named by the reply, or still pending.
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
        // A reply covers the whole chain only if the request reached the chain's end.
        let whole = exchange.sent.last().is_none_or(|(seq, _)| *seq == last);
        if found {
            self.refills = self.refills.saturating_add(1);
        } else if whole && reply.missing.is_empty() {
            self.refills = 0;
        }
        if found && self.refills > REFILLS_AT_ONCE {
            let wait = full_jitter(self.refills - REFILLS_AT_ONCE, random);
            self.wait_until = self.wait_until.max(now_ms.saturating_add(wait));
        }
    }

    /// Processes an exchange without a verified reply. `sent` are the records of the request.
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
                self.size.halve_as_too_large(sent.len());
                if self.failures < PATIENCE {
                    // The network works, so half of the batch is sent at once. After at most nine halvings the
                    // batch has one record.
                    self.wait_until = now_ms;
                    return;
                }
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
                // No record is at fault in an outage; smaller batches only help on a slow line.
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

    /// Halves the batch, or sets its only record aside.
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
                // At least the base, so that other records are sent first.
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
        self.backend_asked_to_wait = retry_after.is_some();
        // The jitter is added to the requested wait, because all devices get the same request.
        let asked = retry_after.map_or(0, |asked| millis(asked.min(RETRY_AFTER_CAP)));
        let wait = asked.saturating_add(full_jitter(self.failures, random));
        self.wait_until = now_ms.saturating_add(wait);
    }

    /// Shortens the current wait because of an outside event.
    pub fn nudge(&mut self, nudge: Nudge, now_ms: u64) {
        let until = match nudge {
            Nudge::Pressed => now_ms,
            Nudge::NetworkUp | Nudge::NewRecord if self.backend_asked_to_wait => return,
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

    /// Returns the state of the sync, for a screen.
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

/// Compares the receipt with the device's own chain. A receipt states that the backend holds the records, not their
/// outcomes. It therefore takes no record out of the queue: a pending record is sent until an outcome names it.
fn receipt(exchange: &Exchange<'_>, reply: &CheckedReply, effects: &mut Vec<Effect>) {
    let last = exchange.queue.last.map_or(0, |(seq, _)| seq);
    let seen_more = reply.missing.iter().any(|range| range.last > last);
    let receipt = reply.held.filter(|held| {
        // The last record's hash is compared with both sources, so that a caller's mistake can't make a receipt valid.
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
    effects.extend(receipt.map(Effect::Receipt));
}

const fn plan(first_seq: u64, max_records: usize) -> Plan {
    Plan {
        first_seq,
        max_records,
        max_bytes: MAX_BATCH_BYTES,
    }
}

/// Returns the parts of a range up to `last` that no range of `taken` covers. `taken` is sorted by its first numbers.
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
