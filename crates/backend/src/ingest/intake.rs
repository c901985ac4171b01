//! The entry to ingest: checks a request, has the writer store it, and signs the reply.

use protocol::{DeviceId, Message, SyncReply, SyncRequest, Unverified};
use tokio::sync::{mpsc, oneshot};

use crate::Backend;
use crate::ingest::arrival::Origin;
use crate::ingest::counts::RecordCounts;
use crate::ingest::error::IngestError;
use crate::ingest::queue::{self, Job};
use crate::ingest::verify::{Enrolled, VerifiedRequest, verify_request};

/// A handle of the one writer that stores requests; its clones share the writer.
#[derive(Debug, Clone)]
pub struct Ingest {
    backend: Backend,
    queue: mpsc::Sender<Job>,
    counts: RecordCounts,
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

    /// The outcomes of all records that were ingested.
    #[must_use]
    pub const fn counts(&self) -> &RecordCounts {
        &self.counts
    }

    /// Checks a request's device, signature and audience, and verifies each of its records.
    ///
    /// # Errors
    /// [`IngestError`] if the request is refused as a whole. An invalid record is no reason.
    pub async fn check(&self, bytes: &[u8]) -> Result<VerifiedRequest, IngestError> {
        let request = Unverified::<SyncRequest>::parse(bytes).map_err(IngestError::Request)?;
        // A device's key id is its device id.
        let device = DeviceId::from_bytes(*request.claimed_key().as_bytes());
        let enrolled = self.load(device).await?;
        let backend = self.backend.key_id();
        tokio::task::spawn_blocking(move || verify_request(enrolled, request, backend))
            .await
            .map_err(|_| IngestError::Stopping)?
    }

    async fn load(&self, device: DeviceId) -> Result<Enrolled, IngestError> {
        let mut tx = self
            .backend
            .db()
            .read()
            .await
            .map_err(IngestError::LoadDevice)?;
        Enrolled::load(&mut tx, device)
            .await
            .map_err(IngestError::LoadDevice)?
            .ok_or(IngestError::UnknownDevice)
    }

    /// Stores a request's records. They are durable when this returns.
    ///
    /// # Errors
    /// [`IngestError`]; then nothing of the request is stored.
    pub async fn store(
        &self,
        request: VerifiedRequest,
        origin: Origin,
    ) -> Result<SyncReply, IngestError> {
        let (reply, outcome) = oneshot::channel();
        let job = Job {
            request,
            origin,
            reply,
        };
        self.queue
            .send(job)
            .await
            .map_err(|_| IngestError::Stopping)?;
        let reply = outcome.await.map_err(|_| IngestError::Stopping)??;
        self.counts.count(&reply);
        Ok(reply)
    }

    /// Signs a reply, whose records must be committed.
    ///
    /// # Errors
    /// [`IngestError::Unsignable`].
    pub fn sign(&self, reply: &SyncReply) -> Result<Vec<u8>, IngestError> {
        reply
            .sign(self.backend.signing_key())
            .map(protocol::SignedBytes::into_bytes)
            .map_err(IngestError::Unsignable)
    }

    /// Checks a request's bytes, stores its records, and returns the signed reply.
    pub async fn sync(&self, bytes: &[u8]) -> Result<Vec<u8>, IngestError> {
        let request = self.check(bytes).await?;
        let reply = self.store(request, Origin::Network).await?;
        self.sign(&reply)
    }
}
