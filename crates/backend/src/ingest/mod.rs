//! Sync ingest: signed batches in, facts and receipts out.
//!
//! ```text
//! bytes → Unverified → judged (signatures, shapes) → one transaction → signed reply
//! ```
//!
//! Every record that a signed batch brings is stored byte for byte under the seq the batch gives it,
//! good or bad, and counts as held: a record that is refused stays as evidence and blocks nothing.
//! Storing is idempotent on (device, seq, hash).
//!
//! What a record is worth does not depend on the order in which records arrive. One whose predecessor
//! is not here yet is taken by its own signature; when the predecessor comes and its hash is another
//! than the record names, the record is quarantined after all and its facts are removed. Likewise of
//! two records of a device with one scan id the earlier in the chain has it. Three things depend on
//! arrival because they are about it: which of two branches of a cloned device is the fork, whether a
//! record came after its device was revoked, and which of two devices first used a scan id.
//!
//! What an attendee took away counts for every attendee for whom the scan id was used, on whatever
//! branch, after a revocation, and where the scan itself is refused: narrowings are always accepted,
//! and never taken back.
//!
//! A hit by a typed or a foreign code looks like a miss once its device has missed often enough at
//! lower seqs; when such misses come late, the hit is taken back, and when badges are added that make
//! them hits, it counts. While something before it is not here yet, misses at higher seqs count too,
//! so that what a device is told of a code may depend on arrival until the gap is filled. Whether a
//! device is flagged depends on what was seen of it on the way, and no flag is ever lifted.

mod batch;
mod chain;
mod changes;
mod code_lookup;
pub mod counts;
mod facts;
mod ledger;
mod queue;
mod reclassify;
mod verdict;
mod verify;

use protocol::{DeviceId, Message, ProtocolError, SyncReply, SyncRequest, Unverified};
use tokio::sync::{mpsc, oneshot};

use crate::Backend;
use crate::ingest::counts::RecordCounts;
use crate::ingest::queue::Job;
use crate::ingest::verify::{Enrolled, JudgedRequest, Refusal, judge_request};
use backend_db::DbError;

pub use crate::ingest::batch::SKEW_FLAGGED;
pub use crate::ingest::ledger::reresolve;
pub use crate::ingest::verdict::GUESSES;

/// How a request came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The device sent it just now.
    Network,
    /// It lay in a bundle.
    Bundle,
}

/// Why a request is not taken in.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The bytes are no request, or not one by the device that it names.
    #[error("not a sync request: {0}")]
    Request(ProtocolError),
    /// No such device is enrolled here.
    #[error("the device is not enrolled here")]
    UnknownDevice,
    /// It is meant for another backend.
    #[error("the request is meant for another backend")]
    WrongAudience,
    /// The database did not take it; nothing of it was kept.
    #[error("the request was not stored")]
    NotStored {
        /// Because the disk is full, read-only or broken.
        cannot_write: bool,
    },
    /// The database can't be read.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The backend is stopping.
    #[error("the backend is stopping")]
    Stopping,
    /// The reply can't be signed, because it breaks a bound.
    #[error("the reply can't be made: {0}")]
    Unsignable(ProtocolError),
}

/// The way in. Its clones feed one writer.
#[derive(Debug, Clone)]
pub struct Ingest {
    backend: Backend,
    queue: mpsc::Sender<Job>,
    counts: RecordCounts,
}

/// A request that has passed every check but the database's.
#[derive(Debug)]
pub struct CheckedRequest(JudgedRequest);

impl CheckedRequest {
    /// The device that signed it.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.0.enrolled.device
    }
}

impl Ingest {
    /// Starts the writer. Must be called within a tokio runtime.
    #[must_use]
    pub fn start(backend: Backend) -> Self {
        Self {
            queue: queue::start(backend.clone()),
            counts: RecordCounts::default(),
            backend,
        }
    }

    /// What became of the records that were taken in.
    #[must_use]
    pub const fn counts(&self) -> &RecordCounts {
        &self.counts
    }

    /// Checks a request: its device, its signature, whom it is meant for, and each record's signature.
    ///
    /// # Errors
    /// [`IngestError`] where the request as a whole is refused. A bad record refuses nothing.
    pub async fn check(&self, bytes: &[u8]) -> Result<CheckedRequest, IngestError> {
        let request = Unverified::<SyncRequest>::parse(bytes).map_err(IngestError::Request)?;
        // A device's key id is its device id.
        let device = DeviceId::from_bytes(*request.claimed_key().as_bytes());
        let enrolled = {
            let mut tx = self.backend.db().read().await?;
            Enrolled::load(&mut tx, device)
                .await?
                .ok_or(IngestError::UnknownDevice)?
        };
        let backend = self.backend.key_id();
        let judged = tokio::task::spawn_blocking(move || judge_request(enrolled, request, backend))
            .await
            .map_err(|_| IngestError::Stopping)?;
        judged.map(CheckedRequest).map_err(|refusal| match refusal {
            Refusal::Request(error) => IngestError::Request(error),
            Refusal::WrongAudience => IngestError::WrongAudience,
        })
    }

    /// Stores a request's records. When this has returned, they are durable.
    ///
    /// # Errors
    /// [`IngestError`]; then nothing of the request was kept.
    pub async fn take_in(
        &self,
        request: CheckedRequest,
        origin: Origin,
    ) -> Result<SyncReply, IngestError> {
        let (done, outcome) = oneshot::channel();
        let job = Job {
            judged: request.0,
            origin,
            done,
        };
        self.queue
            .send(job)
            .await
            .map_err(|_| IngestError::Stopping)?;
        let reply = outcome.await.map_err(|_| IngestError::Stopping)??;
        self.counts.count(&reply);
        Ok(reply)
    }

    /// Signs a reply. Its records are committed by now.
    ///
    /// # Errors
    /// [`IngestError::Unsignable`].
    pub fn sign(&self, reply: &SyncReply) -> Result<Vec<u8>, IngestError> {
        reply
            .sign(self.backend.signing_key())
            .map(protocol::SignedBytes::into_bytes)
            .map_err(IngestError::Unsignable)
    }

    /// The whole way: checks a request's bytes, stores its records, and gives the signed reply.
    ///
    /// # Errors
    /// [`IngestError`].
    pub async fn sync(&self, bytes: &[u8]) -> Result<Vec<u8>, IngestError> {
        let request = self.check(bytes).await?;
        let reply = self.take_in(request, Origin::Network).await?;
        self.sign(&reply)
    }
}
