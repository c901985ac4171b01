//! The exchanges with a backend, which [`sync::Machine`] plans and evaluates.

use std::sync::{Arc, PoisonError};

use protocol::{DeviceId, Message, Nonce, RecordHash, SyncRequest, limits};
use store::{Applied, Counts, QueuedRecord, StoredEnrolment, Update};
use sync::{
    CheckedReply, Config, Effect, EndOfDay, Exchange, Expected, Failure, Nudge, Plan, QueueView,
    SetAside, Step, read_reply,
};

use crate::booth::Booth;
use crate::clock::random;
use crate::error::BoothError;
use crate::server::{COSE, ServerAddress, TransportError};
use crate::sync_session::SyncSession;

const PATH: &str = "/v1/sync";

/// The result of a sync.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncReport {
    /// The enrolment.
    pub device: DeviceId,
    /// Whether everything has arrived.
    pub end_of_day: EndOfDay,
    /// The records, counted by their state.
    pub counts: Counts,
    /// Why the last exchange failed, if it did.
    pub failure: Option<Failure>,
    /// Records that the backend does not take one by one either. They are kept and tried again.
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

/// How long there is nothing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wait {
    /// There is nothing to do before this moment of the monotonic clock.
    Until(u64),
    /// There is nothing to do before there is a new record.
    ForRecord,
}

/// What became of one exchange.
enum Outcome {
    /// None took place: the queue had changed when it was read, or the sync was cancelled.
    Again,
    /// It took place, with or without a valid reply.
    Done,
}

/// Why an exchange gave no valid reply.
enum NoReply {
    /// The sync was cancelled meanwhile.
    Cancelled,
    /// The request failed, or the reply is not valid.
    Failed(Failure),
}

impl Booth {
    pub(crate) fn session(&self, device: DeviceId) -> Arc<SyncSession> {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        let session = sessions.entry(device).or_insert_with(|| {
            let config = Config {
                heartbeat: self.heartbeat,
            };
            Arc::new(SyncSession::new(config))
        });
        Arc::clone(session)
    }

    /// Wakes the background sync for a record that was just stored.
    pub(crate) fn new_record(&self, device: DeviceId) {
        let session = self.session(device);
        session
            .machine()
            .nudge(Nudge::NewRecord, self.clock.monotonic());
        self.wake.raise();
        self.changed();
    }

    /// Reports that the network may be back, as the operating system or a webview says. The background
    /// sync then tries again within seconds, unless the backend itself asked it to wait.
    ///
    /// It may be called often and for no reason: attempts are at least 10 s apart.
    pub fn network_is_up(&self) {
        self.network_return
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .reported(self.clock.monotonic());
        self.wake.raise();
    }

    /// Cuts the back-off of every enrolment short if an attempt is due after a report that the network
    /// is back. Returns when the next attempt is due, if one is.
    pub(crate) fn try_after_network_return(&self) -> Option<u64> {
        let now = self.clock.monotonic();
        let mut network_return = self
            .network_return
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let is_due = network_return.take_due(now);
        let next = network_return.due();
        drop(network_return);
        if is_due {
            tracing::info!("the network may be back: trying to sync");
            let sessions: Vec<_> = {
                let sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
                sessions.values().cloned().collect()
            };
            for session in sessions {
                session.machine().nudge(Nudge::NetworkUp, now);
            }
            self.wake.raise();
        }
        next
    }

    /// Sends the waiting records of one enrolment now, until all are held or the network or the backend
    /// fails. After each exchange `progress` is called with the number of records that still wait.
    ///
    /// # Errors
    /// [`BoothError`] for a failure of the device. A failure of the network or the backend is in the report:
    /// it is no error, and loses no record.
    pub fn sync_now(
        &self,
        device: DeviceId,
        progress: &mut dyn FnMut(u64),
    ) -> Result<SyncReport, BoothError> {
        self.session(device)
            .machine()
            .nudge(Nudge::Pressed, self.clock.monotonic());
        self.drive(device, progress, &|| false)?;
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

    /// Carries out the machine's plans until it plans to wait or `is_cancelled` returns true. After each
    /// exchange `progress` is called with the number of records that still wait. A request under way is given
    /// up once `is_cancelled` returns true and [`Http::interrupt`](crate::server::Http::interrupt) is called.
    pub(crate) fn drive(
        &self,
        device: DeviceId,
        progress: &mut dyn FnMut(u64),
        is_cancelled: &dyn Fn() -> bool,
    ) -> Result<Wait, BoothError> {
        let session = self.session(device);
        let _one_at_a_time = session.begin();
        while !is_cancelled() {
            let queue = queue_view(self.store()?.queue(device)?);
            let step = session.machine().next(self.clock.monotonic(), &queue);
            let plan = match step {
                Step::Send(plan) => plan,
                Step::WaitUntil(moment) => return Ok(Wait::Until(moment)),
                Step::Idle => return Ok(Wait::ForRecord),
            };
            let outcome = self.exchange(device, &session, plan, is_cancelled)?;
            if matches!(outcome, Outcome::Done) {
                let pending = self.store()?.counts(device)?.pending;
                progress(pending);
            }
        }
        Ok(Wait::Until(self.clock.monotonic()))
    }

    fn exchange(
        &self,
        device: DeviceId,
        session: &SyncSession,
        plan: Plan,
        is_cancelled: &dyn Fn() -> bool,
    ) -> Result<Outcome, BoothError> {
        let (enrolment, batch, pending) = {
            let store = self.store()?;
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

        match self.ask(&server, &enrolment, nonce, request, is_cancelled) {
            Ok(reply) => {
                session.set_answered();
                let applied = self.take_in(device, session, &sent, &reply)?;
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
            // The records stay in the queue, and the backend takes what it got already as duplicates.
            Err(NoReply::Cancelled) => return Ok(Outcome::Again),
            Err(NoReply::Failed(failure)) => {
                tracing::info!(%device, sent = sent.len(), code = failure.code(), "not synced");
                session.machine().on_failure(
                    failure,
                    &sent,
                    random_number(),
                    self.clock.monotonic(),
                );
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
            // An enrolment always names a key. No key has the id of zeros.
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

    /// Sends a request to the backend. Only a reply that is signed by one of the enrolment's backend keys and
    /// repeats the nonce is returned.
    fn ask(
        &self,
        server: &ServerAddress,
        enrolment: &StoredEnrolment,
        nonce: Nonce,
        request: Vec<u8>,
        is_cancelled: &dyn Fn() -> bool,
    ) -> Result<CheckedReply, NoReply> {
        let response = self
            .http
            .post(
                server,
                PATH,
                COSE,
                request,
                limits::REPLY_BYTES,
                is_cancelled,
            )
            .map_err(|error| match error {
                TransportError::Cancelled => NoReply::Cancelled,
                error => NoReply::Failed(error.as_failure()),
            })?;
        match response.classify() {
            sync::Response::Failed(failure) => Err(NoReply::Failed(failure)),
            sync::Response::Verify => {
                let expected = Expected {
                    device: enrolment.device,
                    nonce,
                    backend_keys: &enrolment.backend_keys,
                };
                read_reply(&response.body, &expected)
                    .map_err(|error| NoReply::Failed(Failure::BadReply(error)))
            }
        }
    }

    fn take_in(
        &self,
        device: DeviceId,
        session: &SyncSession,
        sent: &[(u64, RecordHash)],
        reply: &CheckedReply,
    ) -> Result<Applied, BoothError> {
        let mut store = self.store()?;
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
            session
                .machine()
                .on_reply(self.clock.monotonic(), random_number(), &exchange, reply);
        let updates: Vec<_> = effects.into_iter().map(update).collect();
        let applied = store.apply(device, &updates)?;
        // Either clock may be wrong, so records are pruned only once both say that they may be.
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
