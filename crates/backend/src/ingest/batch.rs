//! Ingests one request within a transaction: stores its records, updates its device, and makes the reply.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use protocol::{
    Body, DeviceStatus, Held, KeyId, Outcome, Reason, Record, RecordHash, RecordOutcome, ScanId,
    SeqRange, SyncReply, UnixMillis, limits,
};

use crate::ingest::arrival::{Arrival, Origin};
use crate::ingest::chain::ChainPosition;
use crate::ingest::changes::changes;
use crate::ingest::classify::{Candidate, PreviousState, classify};
use crate::ingest::code_lookup::{self, CodeOwner};
use crate::ingest::effects::Effects;
use crate::ingest::guess_lock::is_guessing;
use crate::ingest::reclassify::{
    flag_devices, reclassify, reevaluate_guess_lock, release_scan_ids,
};
use crate::ingest::slots::Slots;
use crate::ingest::verify::{CheckedRecord, Enrolled, VerifiedRequest};
use backend_db::{DbError, Tx};

/// The skew of a device's clock above which the device is flagged.
const MAX_SKEW: Duration = Duration::from_mins(5);

/// The state of a device that its batches change or depend on.
struct DeviceState {
    revoked: bool,
    skew: i64,
    held_seq: u64,
    seen_seq: u64,
}

/// Ingests a request and returns the reply.
pub(crate) async fn ingest_batch(
    tx: &mut Tx,
    backend: KeyId,
    now: UnixMillis,
    request: &VerifiedRequest,
    origin: Origin,
) -> Result<SyncReply, DbError> {
    let VerifiedRequest {
        enrolled,
        request,
        records,
    } = request;
    let device = load_state(tx, enrolled).await?;
    let skew = match origin {
        Origin::Network => request.time.since(now),
        // The bundle may be days old, so its time says nothing about the clock.
        Origin::Bundle => device.skew,
    };
    let arrival = Arrival {
        received: now,
        skew,
        after_revocation: device.revoked,
    };
    let mut effects = Effects::default();
    let known = store_records(tx, enrolled, records, arrival, &mut effects).await?;
    let held = advance_held(tx, enrolled, device.held_seq).await?;
    let held_seq = held.map_or(0, |held| held.seq);
    reevaluate_guess_lock(tx, enrolled, held_seq, &mut effects).await?;
    release_scan_ids(tx, enrolled, &mut effects).await?;
    flag_devices(tx, &enrolled.event, &effects, now).await?;
    let batch_end = request
        .first_seq
        .saturating_add(records.len() as u64)
        .saturating_sub(1);
    let seen_seq = device.seen_seq.max(batch_end);
    let measured = origin == Origin::Network;
    let guessing = effects.missed && is_guessing(tx, enrolled).await?;
    tx.execute_later(
        "UPDATE device SET held_seq = $1, held_hash = $2, seen_seq = $3, pending = $4, skew = $5,
            last_sync = $6, skew_flagged = coalesce(skew_flagged, $7),
            guess_flagged = coalesce(guess_flagged, $8)
         WHERE event = $9 AND device = $10",
        &[
            held_seq.into(),
            held.as_ref().map(|held| &held.hash).into(),
            seen_seq.into(),
            request.pending.saturating_sub(records.len() as u64).into(),
            skew.into(),
            now.into(),
            (measured && is_skewed(skew)).then_some(now).into(),
            guessing.then_some(now).into(),
            (&enrolled.event).into(),
            (&enrolled.device).into(),
        ],
    )
    .await?;
    if guessing {
        tracing::warn!(device = %enrolled.device, "a device has reached the limit of guessed codes");
    }
    let status = if device.revoked {
        DeviceStatus::Revoked
    } else {
        DeviceStatus::Active
    };
    Ok(SyncReply {
        version: SyncReply::VERSION,
        backend,
        device: enrolled.device,
        nonce: request.nonce,
        time: now,
        held,
        outcomes: outcomes(tx, enrolled, records, &known).await?,
        missing: missing(tx, enrolled, held_seq, seen_seq).await?,
        changes: changes(tx, &enrolled.event, request.changes_seen, status).await?,
    })
}

/// Whether a skew in milliseconds is above [`MAX_SKEW`].
fn is_skewed(skew: i64) -> bool {
    Duration::from_millis(skew.unsigned_abs()) > MAX_SKEW
}

async fn load_state(tx: &mut Tx, enrolled: &Enrolled) -> Result<DeviceState, DbError> {
    let row = tx
        .query_one(
            "SELECT revoked, skew, held_seq, seen_seq FROM device WHERE event = $1 AND device = $2",
            &[(&enrolled.event).into(), (&enrolled.device).into()],
        )
        .await?
        .ok_or_else(|| DbError::Statement("the device is missing".into()))?;
    let revoked: Option<UnixMillis> = row.get("revoked")?;
    Ok(DeviceState {
        revoked: revoked.is_some(),
        skew: row.get("skew")?,
        held_seq: row.get("held_seq")?,
        seen_seq: row.get("seen_seq")?,
    })
}

/// A record's seq and hash: two seqs may have the same bytes.
type Key = (u64, RecordHash);

/// Stores the new records, computes the chain again, and classifies every record whose position changes. Returns
/// the keys of the records that were stored before.
async fn store_records(
    tx: &mut Tx,
    enrolled: &Enrolled,
    records: &[CheckedRecord],
    arrival: Arrival,
    effects: &mut Effects,
) -> Result<BTreeSet<Key>, DbError> {
    let (Some(first), Some(last)) = (records.first(), records.last()) else {
        return Ok(BTreeSet::new());
    };
    let (before, after) = (
        first.seq.saturating_sub(1).max(1),
        last.seq.saturating_add(1),
    );
    let mut slots = Slots::load(tx, enrolled, before, after).await?;
    let mut new: HashMap<Key, &CheckedRecord> = HashMap::new();
    let mut known = BTreeSet::new();
    let mut to_rechain = BTreeSet::new();
    for record in records {
        if slots.add(tx, record).await? {
            new.insert((record.seq, record.hash), record);
            to_rechain.insert(record.seq);
        } else {
            known.insert((record.seq, record.hash));
        }
    }
    let scans: Vec<ScanId> = new
        .values()
        .filter_map(
            |record| match record.content.as_ref().map(|content| &content.body) {
                Ok(Body::Scan(scan)) => Some(scan.scan),
                _ => None,
            },
        )
        .collect();
    effects.load_users(tx, enrolled, &scans).await?;
    let new = with_owners(tx, enrolled, new).await?;
    let mut moved = Vec::new();
    while let Some(seq) = to_rechain.pop_first() {
        if slots.rechain(tx, seq, &mut moved).await? {
            to_rechain.insert(seq.saturating_add(1));
        }
    }
    // A record must leave the chain before another one takes its seq.
    moved.sort_by_key(|moved| (moved.position != ChainPosition::OffChain, moved.seq));
    for moved in &moved {
        let position = moved.position;
        if let Some((record, owner)) = new.get(&(moved.seq, moved.hash)) {
            let candidate = Candidate {
                record,
                owner: *owner,
                position,
                arrival,
                previous: PreviousState::New {
                    arrival_order: moved.arrival_order,
                },
            };
            classify(tx, enrolled, candidate, effects).await?;
        } else {
            let position = Some(position);
            reclassify(tx, enrolled, moved.seq, moved.hash, position, effects).await?;
        }
    }
    release_scan_ids(tx, enrolled, effects).await?;
    Ok(known)
}

/// The new records, each with the owner of its code.
async fn with_owners<'a>(
    tx: &mut Tx,
    enrolled: &Enrolled,
    new: HashMap<Key, &'a CheckedRecord>,
) -> Result<HashMap<Key, (&'a CheckedRecord, CodeOwner)>, DbError> {
    let records: Vec<Option<&Record>> = new
        .values()
        .map(|record| record.content.as_ref().ok())
        .collect();
    let owners = code_lookup::find_owners(tx, &enrolled.event, &records).await?;
    let new = new.into_iter().zip(owners);
    Ok(new
        .map(|((key, record), owner)| (key, (record, owner)))
        .collect())
}

/// The rows that each query of [`advance_held`] reads.
const ADVANCE_ROWS: u32 = 512;

/// The last record up to which all records are held, starting from the last one that was known.
async fn advance_held(
    tx: &mut Tx,
    enrolled: &Enrolled,
    from: u64,
) -> Result<Option<Held>, DbError> {
    let mut held = from;
    'ahead: loop {
        let rows = tx
            .query(
                "SELECT seq FROM record
                 WHERE event = $1 AND device = $2 AND seq > $3 AND on_chain = 1
                 ORDER BY seq LIMIT $4",
                &[
                    (&enrolled.event).into(),
                    (&enrolled.device).into(),
                    held.into(),
                    ADVANCE_ROWS.into(),
                ],
            )
            .await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            let seq: u64 = row.get("seq")?;
            if seq != held + 1 {
                break 'ahead;
            }
            held = seq;
        }
    }
    let row = tx
        .query_one(
            "SELECT hash FROM record
             WHERE event = $1 AND device = $2 AND seq = $3 AND on_chain = 1",
            &[
                (&enrolled.event).into(),
                (&enrolled.device).into(),
                held.into(),
            ],
        )
        .await?;
    row.map(|row| {
        Ok(Held {
            seq: held,
            hash: row.get("hash")?,
        })
    })
    .transpose()
}

/// The outcome of each record, as the database states it now.
async fn outcomes(
    tx: &mut Tx,
    enrolled: &Enrolled,
    records: &[CheckedRecord],
    known: &BTreeSet<Key>,
) -> Result<Vec<RecordOutcome>, DbError> {
    let (Some(first), Some(last)) = (records.first(), records.last()) else {
        return Ok(vec![]);
    };
    let rows = tx
        .query(
            "SELECT seq, hash, reason FROM record
             WHERE event = $1 AND device = $2 AND seq BETWEEN $3 AND $4",
            &[
                (&enrolled.event).into(),
                (&enrolled.device).into(),
                first.seq.into(),
                last.seq.into(),
            ],
        )
        .await?;
    let mut reasons: HashMap<Key, Option<Reason>> = HashMap::new();
    for row in &rows {
        let reason: Option<String> = row.get("reason")?;
        let reason = reason
            .map(|code| code.parse().map_err(|_| DbError::column("reason")))
            .transpose()?;
        reasons.insert((row.get("seq")?, row.get("hash")?), reason);
    }
    records
        .iter()
        .map(|record| {
            let stored = reasons
                .get(&(record.seq, record.hash))
                .ok_or_else(|| DbError::Statement("a record was not stored".into()))?;
            let outcome = match stored {
                Some(reason) => Outcome::Quarantined(*reason),
                None if known.contains(&(record.seq, record.hash)) => Outcome::Duplicate,
                None => Outcome::Accepted,
            };
            Ok(RecordOutcome {
                seq: record.seq,
                hash: record.hash,
                outcome,
            })
        })
        .collect()
}

/// The gaps between the held records and the highest seq that the device has mentioned.
async fn missing(
    tx: &mut Tx,
    enrolled: &Enrolled,
    held: u64,
    seen: u64,
) -> Result<Vec<SeqRange>, DbError> {
    // Further gaps are reported in the next reply.
    let most = u32::try_from(limits::MISSING_RANGES).unwrap_or(u32::MAX);
    let rows = tx
        .query(
            "SELECT before + 1 AS first, seq - 1 AS last FROM
                (SELECT seq, lag(seq, 1, $1) OVER (ORDER BY seq) AS before FROM record
                 WHERE event = $2 AND device = $3 AND seq > $4 AND on_chain = 1) AS gaps
             WHERE seq > before + 1 ORDER BY seq LIMIT $5",
            &[
                held.into(),
                (&enrolled.event).into(),
                (&enrolled.device).into(),
                held.into(),
                most.into(),
            ],
        )
        .await?;
    let mut ranges = rows
        .iter()
        .map(|row| {
            Ok(SeqRange {
                first: row.get("first")?,
                last: row.get("last")?,
            })
        })
        .collect::<Result<Vec<_>, DbError>>()?;
    let highest = tx
        .query_one(
            "SELECT max(seq) AS highest FROM record WHERE event = $1 AND device = $2 AND on_chain = 1",
            &[(&enrolled.event).into(), (&enrolled.device).into()],
        )
        .await?
        .map(|row| row.get::<Option<u64>>("highest"))
        .transpose()?
        .flatten()
        .unwrap_or(0);
    if seen > highest && ranges.len() < limits::MISSING_RANGES {
        ranges.push(SeqRange {
            first: highest.saturating_add(1),
            last: seen,
        });
    }
    Ok(ranges)
}
