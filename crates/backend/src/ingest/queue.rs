//! Group commit: requests that wait at the same time share a transaction, and so one wait for the disk. Each has
//! a savepoint of its own, so that the failure of one does not affect the others.

use std::collections::BTreeMap;

use protocol::{EventSlug, KeyId, SyncReply};
use tokio::sync::{mpsc, oneshot};

use crate::Backend;
use crate::ingest::arrival::Origin;
use crate::ingest::batch::ingest_batch;
use crate::ingest::error::IngestError;
use crate::ingest::verify::VerifiedRequest;
use backend_db::{DbError, Tenant, Tx};

/// The most requests in the channel to the writer. Senders of further ones wait.
const CHANNEL_CAPACITY: usize = 256;
/// The number of records after which a transaction takes no more requests. It limits a transaction to about a
/// second.
const RECORDS_PER_COMMIT: usize = 1000;
/// The number of records after which the database updates its planner's statistics for the first time, and the
/// factor by which that number grows each time.
const FIRST_ANALYZE: usize = 500;
const ANALYZE_GROWTH: usize = 4;

pub(crate) struct Job {
    pub(crate) request: VerifiedRequest,
    pub(crate) origin: Origin,
    pub(crate) reply: oneshot::Sender<Result<SyncReply, IngestError>>,
}

/// Starts the writer on a thread of its own, because it waits for the disk. The thread ends after the last sender
/// is dropped and everything sent is committed.
pub(crate) fn start(backend: Backend) -> mpsc::Sender<Job> {
    let (sender, mut waiting) = mpsc::channel(CHANNEL_CAPACITY);
    let runtime = tokio::runtime::Handle::current();
    let run = move || {
        runtime.block_on(async {
            let (mut stored, mut next_analyze) = (0_usize, FIRST_ANALYZE);
            while let Some(first) = waiting.recv().await {
                for (event, jobs) in by_event(gather(first, &mut waiting)) {
                    let records: usize = jobs.iter().map(|job| job.request.records.len()).sum();
                    stored = stored.saturating_add(records);
                    commit(&backend, &event, jobs).await;
                }
                if stored >= next_analyze {
                    next_analyze = stored.saturating_mul(ANALYZE_GROWTH);
                    tokio::spawn(analyze(backend.clone()));
                }
            }
        });
    };
    std::thread::Builder::new()
        .name("ingest".into())
        .spawn(run)
        .expect("a thread can be started when the server starts");
    sender
}

/// Updates the statistics of the database's planner. A failure costs speed only.
async fn analyze(backend: Backend) {
    if let Err(error) = backend.db().analyze().await {
        tracing::warn!(%error, "the database could not analyze its tables");
    }
}

fn gather(first: Job, waiting: &mut mpsc::Receiver<Job>) -> Vec<Job> {
    let mut records = first.request.records.len();
    let mut jobs = vec![first];
    while records < RECORDS_PER_COMMIT
        && let Ok(next) = waiting.try_recv()
    {
        records += next.request.records.len();
        jobs.push(next);
    }
    jobs
}

/// Groups jobs by their event: a transaction belongs to one event and does not block another.
fn by_event(jobs: Vec<Job>) -> BTreeMap<EventSlug, Vec<Job>> {
    let mut events: BTreeMap<EventSlug, Vec<Job>> = BTreeMap::new();
    for job in jobs {
        let event = job.request.enrolled.event.clone();
        events.entry(event).or_default().push(job);
    }
    events
}

/// Commits an event's jobs together, and then sends their replies.
async fn commit(backend: &Backend, event: &EventSlug, jobs: Vec<Job>) {
    match commit_all(backend, event, &jobs).await {
        Ok(replies) => {
            for (job, reply) in jobs.into_iter().zip(replies) {
                // A device that has disconnected meanwhile sends the batch again and gets the same receipt.
                let _ = job.reply.send(reply);
            }
        }
        Err(error) => {
            tracing::error!(%error, jobs = jobs.len(), "a group of batches was not committed");
            let cannot_write = matches!(error, DbError::CannotWrite(_) | DbError::Busy(_));
            for job in jobs {
                let _ = job.reply.send(Err(IngestError::NotStored { cannot_write }));
            }
        }
    }
}

async fn commit_all(
    backend: &Backend,
    event: &EventSlug,
    jobs: &[Job],
) -> Result<Vec<Result<SyncReply, IngestError>>, DbError> {
    let mut tx = backend.db().write_as(Tenant::Event(event)).await?;
    let key_id = backend.key_id();
    let mut replies = Vec::with_capacity(jobs.len());
    for job in jobs {
        replies.push(ingest_job(&mut tx, backend, key_id, job).await?);
    }
    tx.commit().await?;
    Ok(replies)
}

/// Ingests one job within a savepoint. The outer error ends the transaction of all jobs.
async fn ingest_job(
    tx: &mut Tx,
    backend: &Backend,
    key_id: KeyId,
    job: &Job,
) -> Result<Result<SyncReply, IngestError>, DbError> {
    tx.begin_part().await?;
    let outcome = match ingest_batch(tx, key_id, backend.now(), &job.request, job.origin).await {
        // A deferred statement may fail only here.
        Ok(reply) => tx.keep_part().await.map(|()| reply),
        Err(error) => Err(error),
    };
    match outcome {
        Ok(reply) => Ok(Ok(reply)),
        // A database that cannot write fails the other jobs too.
        Err(error @ (DbError::CannotWrite(_) | DbError::Busy(_))) => Err(error),
        Err(error) => {
            tracing::error!(%error, device = %job.request.enrolled.device, "a batch was not stored");
            tx.undo_part().await?;
            Ok(Err(IngestError::NotStored {
                cannot_write: false,
            }))
        }
    }
}
