//! Syncing: the network around [`sync::Machine`], which decides everything.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use protocol::{DeviceId, Message, Nonce, RecordHash, SyncRequest, limits};
use store::{Applied, Counts, QueuedRecord, StoredEnrolment, Update};
use sync::{
    CheckedReply, Config, Effect, EndOfDay, Exchange, Expected, Failure, Machine, Nudge, Plan,
    QueueView, SetAside, Step, read_reply,
};

use crate::booth::{Booth, SyncFault};
use crate::clock::random;
use crate::error::BoothError;
use crate::server::{COSE, ServerAddress, TransportError};

const PATH: &str = "/v1/sync";

/// One enrolment's connection to its backend.
pub(crate) struct Line {
    /// Held for the length of an exchange: one at a time, from whichever thread.
    in_flight: Mutex<()>,
    /// Held for moments only, so that a screen can always look.
    machine: Mutex<Machine>,
    /// Why the device itself could not sync in the background, the last time that it tried.
    fault: Mutex<Option<SyncFault>>,
    /// A believable reply has come.
    answered: AtomicBool,
}

impl Line {
    fn machine(&self) -> MutexGuard<'_, Machine> {
        self.machine.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn answered(&self) -> bool {
        self.answered.load(Ordering::Relaxed)
    }

    pub(crate) fn fault(&self) -> Option<SyncFault> {
        let fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        fault.clone()
    }

    /// Says whether it was another one before.
    pub(crate) fn set_fault(&self, fault: Option<SyncFault>) -> bool {
        let mut known = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        let differs = *known != fault;
        *known = fault;
        differs
    }

    pub(crate) fn status(&self) -> sync::Status {
        self.machine().status()
    }
}

/// What a sync came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncReport {
    /// The enrolment.
    pub device: DeviceId,
    /// Whether everything has arrived.
    pub end_of_day: EndOfDay,
    /// The records by what has become of them.
    pub counts: Counts,
    /// Why the last exchange gave nothing, if it did not.
    pub failure: Option<Failure>,
    /// Records that would not go through on their own. They are kept and tried again.
    pub set_aside: Vec<SetAside>,
    /// The device was revoked.
    pub revoked: bool,
    /// The device was set back or copied: the backend's records of it are not this device's.
    pub diverged: bool,
}

impl SyncReport {
    /// Whether the backend holds all that the device has recorded.
    #[must_use]
    pub const fn all_held(&self) -> bool {
        self.end_of_day.is_green() || matches!(self.end_of_day, EndOfDay::NothingRecorded)
    }
}

/// When to stop asking the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wait {
    /// Nothing is to be done before this moment of the monotonic clock.
    Until(u64),
    /// Nothing is to be done before there is a record.
    ForRecord,
}

/// What became of one exchange.
enum Outcome {
    /// The queue had changed when it was to be read: ask again.
    Again,
    /// There was one, good or bad.
    Done,
}

impl Booth {
    pub(crate) fn line(&self, device: DeviceId) -> Arc<Line> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let line = lines.entry(device).or_insert_with(|| {
            let config = Config {
                heartbeat: self.heartbeat,
            };
            Arc::new(Line {
                in_flight: Mutex::new(()),
                machine: Mutex::new(Machine::new(config)),
                fault: Mutex::default(),
                answered: AtomicBool::default(),
            })
        });
        Arc::clone(line)
    }

    /// A record was made: whoever syncs in the background shall know.
    pub(crate) fn new_record(&self, device: DeviceId) {
        let line = self.line(device);
        line.machine()
            .nudge(Nudge::NewRecord, self.clock.monotonic());
        self.bell.ring();
        self.changed();
    }

    /// The network is back, as the operating system or the window says.
    pub fn network_is_up(&self) {
        let lines: Vec<_> = {
            let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
            lines.values().cloned().collect()
        };
        for line in lines {
            line.machine()
                .nudge(Nudge::NetworkUp, self.clock.monotonic());
        }
        self.bell.ring();
    }

    /// Sends what waits of one enrolment now, until all of it is held or the network or the backend
    /// fails. After each exchange `progress` is told how many records still wait.
    ///
    /// # Errors
    /// [`BoothError`] for what went wrong on the device. What went wrong on the way is in the report:
    /// it is no error, and costs no record.
    pub fn sync_now(
        &self,
        device: DeviceId,
        progress: &mut dyn FnMut(u64),
    ) -> Result<SyncReport, BoothError> {
        self.line(device)
            .machine()
            .nudge(Nudge::Pressed, self.clock.monotonic());
        self.drive(device, &mut |pending| {
            progress(pending);
            true
        })?;
        self.report(device)
    }

    fn report(&self, device: DeviceId) -> Result<SyncReport, BoothError> {
        let status = self.status_of(self.enrolment(Some(&device.to_string()))?)?;
        Ok(SyncReport {
            device,
            end_of_day: status.end_of_day,
            counts: status.counts,
            failure: status.sync.last_failure,
            revoked: status.is_revoked(),
            diverged: status.is_diverged(),
            set_aside: status.sync.set_aside,
        })
    }

    /// Does what the machine says until it says to wait, or `go_on`, which is told how many records
    /// wait, says no.
    pub(crate) fn drive(
        &self,
        device: DeviceId,
        go_on: &mut dyn FnMut(u64) -> bool,
    ) -> Result<Wait, BoothError> {
        let line = self.line(device);
        let _one_at_a_time = line
            .in_flight
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        loop {
            let queue = queue_view(self.store().queue(device)?);
            let step = line.machine().next(self.clock.monotonic(), &queue);
            let plan = match step {
                Step::Send(plan) => plan,
                Step::WaitUntil(moment) => return Ok(Wait::Until(moment)),
                Step::Idle => return Ok(Wait::ForRecord),
            };
            if matches!(self.exchange(device, &line, plan)?, Outcome::Done) {
                let pending = self.store().counts(device)?.pending;
                if !go_on(pending) {
                    return Ok(Wait::Until(self.clock.monotonic()));
                }
            }
        }
    }

    fn exchange(&self, device: DeviceId, line: &Line, plan: Plan) -> Result<Outcome, BoothError> {
        let (enrolment, batch, pending) = {
            let store = self.store();
            let batch = match plan.max_records {
                0 => Vec::new(),
                most => store.pending_batch(device, plan.first_seq, most, plan.max_bytes)?,
            };
            (
                store.enrolment(device)?,
                batch,
                store.counts(device)?.pending,
            )
        };
        let planned = match batch.first() {
            Some(first) => first.seq == plan.first_seq,
            None => plan.max_records == 0,
        };
        if !planned {
            return Ok(Outcome::Again);
        }
        let server: ServerAddress = enrolment
            .server
            .parse()
            .map_err(|reason| BoothError::StoredAddress { device, reason })?;
        let sent: Vec<_> = batch
            .iter()
            .map(|record| (record.seq, record.hash))
            .collect();
        let nonce = Nonce::from_bytes(random());
        let request = self.sync_request(&enrolment, nonce, plan.first_seq, batch, pending)?;

        match self.ask(&server, &enrolment, nonce, request) {
            Ok(reply) => {
                line.answered.store(true, Ordering::Relaxed);
                let applied = self.take_in(device, line, &sent, &reply)?;
                tracing::info!(
                    %device,
                    sent = sent.len(),
                    acknowledged = applied.acknowledged,
                    quarantined = applied.quarantined,
                    resent = applied.resent,
                    "synced"
                );
                if applied.wiped {
                    tracing::warn!(%device, "revoked: the badge key and the names are wiped");
                }
            }
            Err(failure) => {
                tracing::info!(%device, sent = sent.len(), code = failure.code(), "not synced");
                line.machine()
                    .on_failure(failure, &sent, random_number(), self.clock.monotonic());
            }
        }
        self.changed();
        Ok(Outcome::Done)
    }

    pub(crate) fn sync_request(
        &self,
        enrolment: &StoredEnrolment,
        nonce: Nonce,
        first_seq: u64,
        records: Vec<QueuedRecord>,
        pending: u64,
    ) -> Result<Vec<u8>, BoothError> {
        let request = SyncRequest {
            version: SyncRequest::VERSION,
            device: enrolment.device,
            // An enrolment always names a key; nobody has the id of nothing.
            audience: enrolment
                .audience()
                .unwrap_or(protocol::KeyId::from_bytes([0; 16])),
            nonce,
            time: self.clock.wall(),
            first_seq,
            records: records
                .into_iter()
                .map(|record| record.bytes.into())
                .collect(),
            changes_seen: enrolment.changes_seen,
            pending,
        };
        let key = enrolment.signing_key()?;
        let signed = request.sign(&key).map_err(BoothError::Request)?;
        Ok(signed.into_bytes())
    }

    /// Asks the backend. Nothing but a reply that is signed by one of the enrolment's backend keys and
    /// repeats the nonce comes back as one.
    fn ask(
        &self,
        server: &ServerAddress,
        enrolment: &StoredEnrolment,
        nonce: Nonce,
        request: Vec<u8>,
    ) -> Result<CheckedReply, Failure> {
        let response = self
            .http
            .post(server, PATH, COSE, request, limits::REPLY_BYTES)
            .map_err(TransportError::as_failure)?;
        match response.classify() {
            sync::Response::Failed(failure) => Err(failure),
            sync::Response::Verify => {
                let expected = Expected {
                    device: enrolment.device,
                    nonce,
                    backend_keys: &enrolment.backend_keys,
                };
                read_reply(&response.body, &expected).map_err(Failure::BadReply)
            }
        }
    }

    fn take_in(
        &self,
        device: DeviceId,
        line: &Line,
        sent: &[(u64, RecordHash)],
        reply: &CheckedReply,
    ) -> Result<Applied, BoothError> {
        let mut store = self.store();
        let queue = queue_view(store.queue(device)?);
        let own_at_held = match reply.held {
            Some(held) => store.own_hash(device, held.seq)?,
            None => None,
        };
        let exchange = Exchange {
            sent,
            queue: &queue,
            own_at_held,
        };
        let effects =
            line.machine()
                .on_reply(self.clock.monotonic(), random_number(), &exchange, reply);
        let updates: Vec<_> = effects.into_iter().map(update).collect();
        let applied = store.apply(device, &updates)?;
        // Either clock may be wrong, so what need not be kept goes only once both say so.
        store.prune(self.clock.wall().min(reply.time))?;
        Ok(applied)
    }
}

fn queue_view(queue: store::Queue) -> QueueView {
    QueueView {
        last: queue.last,
        pending: queue.pending,
    }
}

fn update(effect: Effect) -> Update {
    match effect {
        Effect::Receipt(held) => Update::Receipt(held),
        Effect::Acknowledge { seq, hash } => Update::Acknowledge { seq, hash },
        Effect::Quarantine { seq, hash, reason } => Update::Quarantine { seq, hash, reason },
        Effect::Resend(range) => Update::Resend(range),
        Effect::Diverged => Update::Diverged,
        Effect::Apply(changes) => Update::Changes(changes),
    }
}

fn random_number() -> u64 {
    u64::from_be_bytes(random())
}
