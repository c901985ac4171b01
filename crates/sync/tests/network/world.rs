//! A minimal simulated device, network and backend around the real machine and real
//! signed replies.

use std::collections::{BTreeMap, BTreeSet};

use protocol::{
    Changes, DeviceId, DeviceStatus, Held, Message, Nonce, Outcome, Reason, RecordHash,
    RecordOutcome, SecretBytes, SeqRange, SigningKey, SyncReply, UnixMillis,
};
use sync::{
    ChainState, CheckedReply, Config, Effect, Exchange, Expected, Failure, Machine, Plan,
    QueueView, ReplyError, Response, Step, classify, read_reply,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Pending,
    Acknowledged,
    Quarantined,
}

/// The network's behaviour in one exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weather {
    Fair,
    /// The request does not arrive.
    RequestLost,
    /// The backend commits, and its reply does not arrive.
    ReplyLost,
    /// The request arrives twice; the second reply is the one that is read.
    RequestTwice,
    /// The reply of the exchange before arrives in place of this one's.
    OldReply,
    /// Something other than the backend answers with this status and content type.
    Answer(u16, &'static str),
    /// A reply with a flipped bit.
    Tampered,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Backend {
    pub(crate) held: BTreeMap<u64, (RecordHash, bool)>,
}

impl Backend {
    fn contiguous(&self) -> Option<Held> {
        let mut last = None;
        for (expected, (&seq, &(hash, _))) in (1..).zip(&self.held) {
            if seq != expected {
                break;
            }
            last = Some(Held { seq, hash });
        }
        last
    }

    /// At most three ranges a time: the rest comes with the next reply.
    fn missing(&self, seen: u64) -> Vec<SeqRange> {
        let seen = seen.max(self.held.keys().next_back().copied().unwrap_or(0));
        let mut ranges: Vec<SeqRange> = Vec::new();
        for seq in (1..=seen).filter(|seq| !self.held.contains_key(seq)) {
            match ranges.last_mut() {
                Some(range) if range.last + 1 == seq => range.last = seq,
                _ => ranges.push(SeqRange {
                    first: seq,
                    last: seq,
                }),
            }
        }
        ranges.truncate(3);
        ranges
    }
}

pub(crate) struct World {
    pub(crate) machine: Machine,
    pub(crate) now: u64,
    pub(crate) records: Vec<(RecordHash, State)>,
    pub(crate) backend: Backend,
    pub(crate) snapshots: Vec<Backend>,
    /// Records that the backend quarantines.
    pub(crate) poison: BTreeSet<u64>,
    /// Batches with one of these get this answer from something in between.
    pub(crate) blocked: BTreeMap<u64, (u16, &'static str)>,
    /// Larger batches get 413.
    pub(crate) most: usize,
    pub(crate) sends: u64,
    pub(crate) receipt: Option<Held>,
    pub(crate) diverged: bool,
    signer: SigningKey,
    nonce: u64,
    old_reply: Vec<u8>,
    random: u64,
}

impl World {
    pub(crate) fn new() -> Self {
        Self {
            machine: Machine::new(Config::default()),
            now: 1_000_000,
            records: Vec::new(),
            backend: Backend::default(),
            snapshots: vec![Backend::default()],
            poison: BTreeSet::new(),
            blocked: BTreeMap::new(),
            most: usize::MAX,
            sends: 0,
            receipt: None,
            diverged: false,
            signer: SigningKey::from_seed(SecretBytes::new([7; 32])).unwrap(),
            nonce: 0,
            old_reply: Vec::new(),
            random: 1,
        }
    }

    pub(crate) fn with_records(count: u64) -> Self {
        let mut world = Self::new();
        for _ in 0..count {
            world.record();
        }
        world
    }

    pub(crate) fn record(&mut self) {
        let seq = self.records.len() as u64 + 1;
        let hash = RecordHash::of(&seq.to_be_bytes());
        self.records.push((hash, State::Pending));
    }

    pub(crate) fn hash(&self, seq: u64) -> RecordHash {
        self.records[usize::try_from(seq).unwrap() - 1].0
    }

    pub(crate) fn numbered(&self) -> impl Iterator<Item = (u64, RecordHash, State)> {
        (1..)
            .zip(&self.records)
            .map(|(seq, (hash, state))| (seq, *hash, *state))
    }

    pub(crate) fn pending(&self) -> Vec<u64> {
        self.numbered()
            .filter(|(_, _, state)| *state == State::Pending)
            .map(|(seq, _, _)| seq)
            .collect()
    }

    /// The backend receives a bundle with all pending records, and the device gets no reply.
    pub(crate) fn bundle(&mut self) {
        for (seq, hash, state) in self.numbered().collect::<Vec<_>>() {
            if state == State::Pending {
                self.backend
                    .held
                    .insert(seq, (hash, self.poison.contains(&seq)));
            }
        }
    }

    /// Returns the state of the device's chain.
    pub(crate) fn chain_state(&self) -> ChainState {
        let count = |wanted| self.numbered().filter(|one| one.2 == wanted).count() as u64;
        ChainState {
            last: self.queue().last,
            receipt: self.receipt,
            pending: count(State::Pending),
            quarantined: count(State::Quarantined),
            diverged: self.diverged,
        }
    }

    /// Asserts that device and backend agree on the state of each record.
    pub(crate) fn assert_agreement(&self) {
        for (seq, hash, state) in self.numbered() {
            let (held, unused) = self.backend.held[&seq];
            let expected = if unused {
                State::Quarantined
            } else {
                State::Acknowledged
            };
            assert_eq!((held, state), (hash, expected), "record {seq}");
        }
    }

    pub(crate) fn queue(&self) -> QueueView {
        let mut pending: Vec<SeqRange> = Vec::new();
        for seq in self.pending() {
            match pending.last_mut() {
                Some(range) if range.last + 1 == seq => range.last = seq,
                _ => pending.push(SeqRange {
                    first: seq,
                    last: seq,
                }),
            }
        }
        QueueView {
            last: self.numbered().last().map(|(seq, hash, _)| (seq, hash)),
            pending,
        }
    }

    pub(crate) fn random(&mut self) -> u64 {
        self.random = self
            .random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.random >> 16
    }

    pub(crate) fn next(&mut self) -> Step {
        let queue = self.queue();
        self.machine.next(self.now, &queue)
    }

    /// Waits if it must, then makes one exchange.
    pub(crate) fn exchange(&mut self, weather: Weather) {
        for _ in 0..2 {
            match self.next() {
                Step::Send(plan) => return self.send(plan, weather),
                Step::WaitUntil(until) => {
                    assert!(until > self.now, "a wait must lie ahead");
                    self.now = until;
                }
                Step::Idle => panic!("a machine with a heartbeat is never idle"),
            }
        }
        panic!("after the wait there must be something to send");
    }

    /// Returns the records of a plan, as a store does.
    pub(crate) fn batch(&self, plan: Plan) -> Vec<(u64, RecordHash)> {
        let mut batch: Vec<(u64, RecordHash)> = Vec::new();
        for (seq, hash, state) in self.numbered() {
            let gap = batch.last().is_some_and(|(last, _)| last + 1 != seq);
            if batch.len() == plan.max_records || gap {
                break;
            }
            if state == State::Pending && seq >= plan.first_seq {
                batch.push((seq, hash));
            }
        }
        batch
    }

    fn send(&mut self, plan: Plan, weather: Weather) {
        let sent = self.batch(plan);
        assert_eq!(sent.is_empty(), plan.max_records == 0);
        if let Some((first, _)) = sent.first() {
            assert_eq!(*first, plan.first_seq);
        }
        self.sends += 1;
        self.now += 50;
        self.nonce += 1;
        let between = sent
            .iter()
            .find_map(|(seq, _)| self.blocked.get(seq).copied());
        let answer = match (weather, between) {
            (Weather::RequestLost, _) => None,
            (Weather::Answer(status, kind), _) => Some((status, kind, Vec::new())),
            (_, Some((status, kind))) => Some((status, kind, Vec::new())),
            (_, None) if sent.len() > self.most => Some((413, "text/html", Vec::new())),
            (Weather::Fair, _) => Some(self.reply(plan, &sent)),
            (Weather::ReplyLost, _) => {
                self.reply(plan, &sent);
                None
            }
            (Weather::RequestTwice, _) => {
                self.reply(plan, &sent);
                Some(self.reply(plan, &sent))
            }
            (Weather::OldReply, _) => {
                let old = std::mem::take(&mut self.old_reply);
                self.reply(plan, &sent);
                Some((200, "application/cose", old))
            }
            (Weather::Tampered, _) => {
                let (status, kind, mut bytes) = self.reply(plan, &sent);
                let at = usize::try_from(self.random()).unwrap() % bytes.len();
                bytes[at] ^= 1;
                Some((status, kind, bytes))
            }
        };
        let Some((status, kind, bytes)) = answer else {
            return self.fail(Failure::Connection, &sent);
        };
        match classify(status, Some(kind), None) {
            Response::Failed(failure) => self.fail(failure, &sent),
            Response::Verify => self.take(&bytes, &sent),
        }
    }

    fn fail(&mut self, failure: Failure, sent: &[(u64, RecordHash)]) {
        let before = self.records.clone();
        let random = self.random();
        self.machine.on_failure(failure, sent, random, self.now);
        assert_eq!(before, self.records);
    }

    fn nonce(&self) -> Nonce {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.nonce.to_be_bytes());
        Nonce::from_bytes(bytes)
    }

    /// The backend ingests a batch and returns its signed reply.
    fn reply(&mut self, plan: Plan, sent: &[(u64, RecordHash)]) -> (u16, &'static str, Vec<u8>) {
        let mut outcomes = Vec::new();
        for &(seq, hash) in sent {
            let poison = self.poison.contains(&seq);
            let known = self.backend.held.insert(seq, (hash, poison)).is_some();
            let outcome = match (poison, known) {
                (true, _) => Outcome::Quarantined(Reason::UnknownBadge),
                (false, true) => Outcome::Duplicate,
                (false, false) => Outcome::Accepted,
            };
            outcomes.push(RecordOutcome { seq, hash, outcome });
        }
        // The order of outcomes has no meaning.
        outcomes.reverse();
        let seen = (plan.first_seq - 1).max(sent.last().map_or(0, |(seq, _)| *seq));
        let reply = SyncReply {
            held: self.backend.contiguous(),
            outcomes,
            missing: self.backend.missing(seen),
            ..self.empty_reply()
        };
        let bytes = self.sign(&reply);
        self.old_reply.clone_from(&bytes);
        (200, "application/cose", bytes)
    }

    pub(crate) fn empty_reply(&self) -> SyncReply {
        SyncReply {
            version: SyncReply::VERSION,
            backend: self.signer.verifying_key().id(),
            device: DeviceId::from_random([1; 16]),
            nonce: self.nonce(),
            time: UnixMillis(0),
            held: None,
            outcomes: vec![],
            missing: vec![],
            changes: Changes {
                cursor: 0,
                more: false,
                status: DeviceStatus::Active,
                notice: None,
                questions: None,
                revoked_badges: vec![],
            },
        }
    }

    pub(crate) fn sign(&self, reply: &SyncReply) -> Vec<u8> {
        reply.sign(&self.signer).unwrap().into_bytes()
    }

    fn read(&self, bytes: &[u8]) -> Result<CheckedReply, ReplyError> {
        let expected = Expected {
            device: DeviceId::from_random([1; 16]),
            nonce: self.nonce(),
            backend_keys: &[self.signer.verifying_key()],
        };
        read_reply(bytes, &expected)
    }

    /// Signs a reply and reads it.
    pub(crate) fn check(&self, reply: &SyncReply) -> CheckedReply {
        self.read(&self.sign(reply)).unwrap()
    }

    /// The device verifies a reply and applies its effects, as a store does.
    pub(crate) fn take(&mut self, bytes: &[u8], sent: &[(u64, RecordHash)]) {
        match self.read(bytes) {
            Err(error) => self.fail(Failure::BadReply(error), sent),
            Ok(reply) => {
                for effect in self.effects(&reply, sent) {
                    self.apply(&effect);
                }
            }
        }
    }

    pub(crate) fn effects(
        &mut self,
        reply: &CheckedReply,
        sent: &[(u64, RecordHash)],
    ) -> Vec<Effect> {
        let queue = self.queue();
        let own_at_held = reply.held.and_then(|held| {
            let at = usize::try_from(held.seq).unwrap();
            self.records.get(at.checked_sub(1)?).map(|(hash, _)| *hash)
        });
        let exchange = Exchange {
            sent,
            queue: &queue,
            own_at_held,
        };
        let random = self.random();
        self.machine.on_reply(self.now, random, &exchange, reply)
    }

    fn apply(&mut self, effect: &Effect) {
        let mut set = |range: SeqRange, to: State| {
            for (seq, (_, state)) in (1..).zip(&mut self.records) {
                if (range.first..=range.last).contains(&seq) {
                    // The invariant: only a record that the backend holds leaves the queue.
                    if to != State::Pending {
                        assert!(self.backend.held.contains_key(&seq), "{seq} was lost");
                    }
                    *state = to;
                }
            }
        };
        let one = |seq| SeqRange {
            first: seq,
            last: seq,
        };
        match effect {
            Effect::Receipt(held) => self.receipt = Some(*held),
            Effect::Acknowledge { seq, .. } => set(one(*seq), State::Acknowledged),
            Effect::Quarantine { seq, .. } => set(one(*seq), State::Quarantined),
            Effect::Resend(range) => set(*range, State::Pending),
            Effect::Diverged => self.diverged = true,
            Effect::Apply(_) => {}
        }
    }

    /// Exchanges over a working network until both sides are done; returns
    /// the number of exchanges.
    pub(crate) fn settle(&mut self, at_most: u64) -> u64 {
        let before = self.sends;
        loop {
            self.exchange(Weather::Fair);
            let complete = self.numbered().all(|(seq, hash, _)| {
                self.backend
                    .held
                    .get(&seq)
                    .is_some_and(|held| held.0 == hash)
            });
            if complete && self.pending().is_empty() {
                return self.sends - before;
            }
            assert!(
                self.sends - before < at_most,
                "after {at_most} fair exchanges {:?} wait still; {:?}",
                self.pending(),
                self.machine.status()
            );
        }
    }
}
