//! Group commit: requests that wait at the same time share a transaction, and with it one wait for the
//! disk. Each has a part of its own in it, so that one that fails takes no other with it.

use std::collections::BTreeMap;

use protocol::{EventSlug, KeyId, SyncReply};
use tokio::sync::{mpsc, oneshot};

use crate::Backend;
use crate::ingest::batch::take_in;
use crate::ingest::verify::JudgedRequest;
use crate::ingest::{IngestError, Origin};
use backend_db::{DbError, Tenant, Tx};

/// Requests that wait for the writer; when as many do, further ones wait outside.
const WAITING: usize = 256;
/// Records after which a transaction takes no more requests, so that nobody waits long for it: about a
/// second at most.
const RECORDS_TOGETHER: usize = 1000;
/// After so many records, and each time that there are several times as many, the database is told to
/// look how full its tables are.
const FIRST_LOOK: usize = 500;
const NEXT_LOOK: usize = 4;

pub(crate) struct Job {
    pub(crate) judged: JudgedRequest,
    pub(crate) origin: Origin,
    pub(crate) done: oneshot::Sender<Result<SyncReply, IngestError>>,
}

/// Starts the writer on a thread of its own, because it waits for the disk. It ends with the last
/// sender, after everything sent has been committed.
pub(crate) fn start(backend: Backend) -> mpsc::Sender<Job> {
    let (sender, mut waiting) = mpsc::channel(WAITING);
    let runtime = tokio::runtime::Handle::current();
    let run = move || {
        runtime.block_on(async {
            let (mut taken, mut look_at) = (0_usize, FIRST_LOOK);
            while let Some(first) = waiting.recv().await {
                for (event, jobs) in by_event(gather(first, &mut waiting)) {
                    let records: usize = jobs.iter().map(|job| job.judged.records.len()).sum();
                    taken = taken.saturating_add(records);
                    commit(&backend, &event, jobs).await;
                }
                if taken >= look_at {
                    look_at = taken.saturating_mul(NEXT_LOOK);
                    tokio::spawn(look_how_full(backend.clone()));
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

/// Nobody waits for it, and nothing is lost where it fails.
async fn look_how_full(backend: Backend) {
    if let Err(error) = backend.db().analyze().await {
        tracing::warn!(%error, "the database did not look how full its tables are");
    }
}

fn gather(first: Job, waiting: &mut mpsc::Receiver<Job>) -> Vec<Job> {
    let mut records = first.judged.records.len();
    let mut jobs = vec![first];
    while records < RECORDS_TOGETHER
        && let Ok(next) = waiting.try_recv()
    {
        records += next.judged.records.len();
        jobs.push(next);
    }
    jobs
}

/// A transaction is within one event, and keeps no other one waiting.
fn by_event(jobs: Vec<Job>) -> BTreeMap<EventSlug, Vec<Job>> {
    let mut events: BTreeMap<EventSlug, Vec<Job>> = BTreeMap::new();
    for job in jobs {
        let event = job.judged.enrolled.event.clone();
        events.entry(event).or_default().push(job);
    }
    events
}

/// Commits an event's jobs together, and only then tells anybody.
async fn commit(backend: &Backend, event: &EventSlug, jobs: Vec<Job>) {
    let outcome = commit_all(backend, event, &jobs).await;
    match outcome {
        Ok(replies) => {
            for (job, reply) in jobs.into_iter().zip(replies) {
                // Whoever has gone away meanwhile asks again and gets the same receipt.
                let _ = job.done.send(reply);
            }
        }
        Err(error) => {
            tracing::error!(%error, jobs = jobs.len(), "nothing was committed");
            let cannot_write = matches!(error, DbError::CannotWrite(_) | DbError::Busy(_));
            for job in jobs {
                let _ = job.done.send(Err(IngestError::NotStored { cannot_write }));
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
        replies.push(part(&mut tx, backend, key_id, job).await?);
    }
    tx.commit().await?;
    Ok(replies)
}

async fn part(
    tx: &mut Tx,
    backend: &Backend,
    key_id: KeyId,
    job: &Job,
) -> Result<Result<SyncReply, IngestError>, DbError> {
    tx.begin_part().await?;
    let taken = match take_in(tx, key_id, backend.now(), &job.judged, job.origin).await {
        // What was put off may fail only now.
        Ok(reply) => tx.keep_part().await.map(|()| reply),
        Err(error) => Err(error),
    };
    match taken {
        Ok(reply) => Ok(Ok(reply)),
        // A database that can't be written to fails the others too.
        Err(error @ (DbError::CannotWrite(_) | DbError::Busy(_))) => Err(error),
        Err(error) => {
            tracing::error!(%error, device = %job.judged.enrolled.device, "a batch was not taken in");
            tx.undo_part().await?;
            Ok(Err(IngestError::NotStored {
                cannot_write: false,
            }))
        }
    }
}
