//! One request into the database, and its answer out of it, within the transaction at hand.

use std::collections::{BTreeSet, HashMap};

use protocol::{
    Body, DeviceStatus, Held, KeyId, Outcome, Reason, Record, RecordHash, RecordOutcome, ScanId,
    SeqRange, SyncReply, UnixMillis, limits,
};

use crate::ingest::Origin;
use crate::ingest::chain::Place;
use crate::ingest::changes::changes;
use crate::ingest::code_lookup::{self, Found};
use crate::ingest::ledger::{Slots, flag, lock_again, pass_on, settle_again, store};
use crate::ingest::reclassify::Settled;
use crate::ingest::verdict::{Coming, is_guessing};
use crate::ingest::verify::{Enrolled, Judged, JudgedRequest};
use backend_db::{DbError, Tx};

/// How far a device's clock may be off before it is flagged, in milliseconds.
pub const SKEW_FLAGGED: i64 = 5 * 60 * 1000;

/// What the device's row holds that batches change.
struct Standing {
    revoked: bool,
    skew: i64,
    held_seq: u64,
    seen_seq: u64,
}

/// Takes a request in.
pub(crate) async fn take_in(
    tx: &mut Tx,
    backend: KeyId,
    now: UnixMillis,
    judged: &JudgedRequest,
    origin: Origin,
) -> Result<SyncReply, DbError> {
    let JudgedRequest {
        enrolled,
        request,
        records,
    } = judged;
    let standing = standing(tx, enrolled).await?;
    let skew = match origin {
        Origin::Network => request.time.since(now),
        // It was signed when the bundle was made, which may be days ago.
        Origin::Bundle => standing.skew,
    };
    let coming = Coming {
        received: now,
        skew,
        after_revocation: standing.revoked,
    };
    let mut settled = Settled::default();
    let known = put(tx, enrolled, records, coming, &mut settled).await?;
    let held = advance(tx, enrolled, standing.held_seq).await?;
    let held_seq = held.map_or(0, |held| held.seq);
    lock_again(tx, enrolled, held_seq, &mut settled).await?;
    pass_on(tx, enrolled, &mut settled).await?;
    flag(tx, &enrolled.event, &settled, now).await?;
    let batch_end = request
        .first_seq
        .saturating_add(records.len() as u64)
        .saturating_sub(1);
    let seen_seq = standing.seen_seq.max(batch_end);
    let measured = origin == Origin::Network;
    let guessing = settled.missed && is_guessing(tx, enrolled).await?;
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
            (measured && skew.saturating_abs() > SKEW_FLAGGED)
                .then_some(now)
                .into(),
            guessing.then_some(now).into(),
            (&enrolled.event).into(),
            (&enrolled.device).into(),
        ],
    )
    .await?;
    if guessing {
        tracing::warn!(device = %enrolled.device, "codes of no badge again and again");
    }
    let status = if standing.revoked {
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

async fn standing(tx: &mut Tx, enrolled: &Enrolled) -> Result<Standing, DbError> {
    let row = tx
        .query_one(
            "SELECT revoked, skew, held_seq, seen_seq FROM device WHERE event = $1 AND device = $2",
            &[(&enrolled.event).into(), (&enrolled.device).into()],
        )
        .await?
        .ok_or_else(|| DbError::Statement("the device is gone".into()))?;
    let revoked: Option<UnixMillis> = row.get(0)?;
    Ok(Standing {
        revoked: revoked.is_some(),
        skew: row.get(1)?,
        held_seq: row.get(2)?,
        seen_seq: row.get(3)?,
    })
}

/// A record's place and bytes: the same bytes may lie at two seqs.
type Key = (u64, RecordHash);

/// Stores what is new, straightens the chain, and settles whatever that moves. Gives the records that
/// were there before.
async fn put(
    tx: &mut Tx,
    enrolled: &Enrolled,
    records: &[Judged],
    coming: Coming,
    settled: &mut Settled,
) -> Result<BTreeSet<Key>, DbError> {
    let (Some(first), Some(last)) = (records.first(), records.last()) else {
        return Ok(BTreeSet::new());
    };
    let (before, after) = (
        first.seq.saturating_sub(1).max(1),
        last.seq.saturating_add(1),
    );
    let mut slots = Slots::load(tx, enrolled, before, after).await?;
    let mut new: HashMap<Key, &Judged> = HashMap::new();
    let mut known = BTreeSet::new();
    let mut to_straighten = BTreeSet::new();
    for judged in records {
        if slots.add(tx, judged).await? {
            new.insert((judged.seq, judged.hash), judged);
            to_straighten.insert(judged.seq);
        } else {
            known.insert((judged.seq, judged.hash));
        }
    }
    let scans: Vec<ScanId> = new
        .values()
        .filter_map(
            |judged| match judged.content.as_ref().map(|record| &record.body) {
                Ok(Body::Scan(scan)) => Some(scan.scan),
                _ => None,
            },
        )
        .collect();
    settled.expect(tx, enrolled, &scans).await?;
    let new = with_found(tx, enrolled, new).await?;
    let mut moved = Vec::new();
    while let Some(seq) = to_straighten.pop_first() {
        if slots.straighten(tx, seq, &mut moved).await? {
            to_straighten.insert(seq.saturating_add(1));
        }
    }
    // A record that leaves the chain must be out of it before another takes its place.
    moved.sort_by_key(|moved| (moved.place != Place::Beside, moved.seq));
    for moved in &moved {
        match new.get(&(moved.seq, moved.hash)) {
            Some(new) => store(tx, enrolled, *new, moved, coming, settled).await?,
            None => {
                let place = Some(moved.place);
                settle_again(tx, enrolled, moved.seq, moved.hash, place, settled).await?;
            }
        }
    }
    pass_on(tx, enrolled, settled).await?;
    Ok(known)
}

/// New records, each with what is known of its code.
async fn with_found<'a>(
    tx: &mut Tx,
    enrolled: &Enrolled,
    new: HashMap<Key, &'a Judged>,
) -> Result<HashMap<Key, (&'a Judged, Found)>, DbError> {
    let records: Vec<Option<&Record>> = new
        .values()
        .map(|judged| judged.content.as_ref().ok())
        .collect();
    let found = code_lookup::find_each(tx, &enrolled.event, &records).await?;
    let new = new.into_iter().zip(found);
    Ok(new
        .map(|((key, judged), found)| (key, (judged, found)))
        .collect())
}

/// Records looked at in one step on the way to the end of what is held.
const STEP: u32 = 512;

/// How far everything is held, from where it was held before.
async fn advance(tx: &mut Tx, enrolled: &Enrolled, from: u64) -> Result<Option<Held>, DbError> {
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
                    STEP.into(),
                ],
            )
            .await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            let seq: u64 = row.get(0)?;
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
            hash: row.get(0)?,
        })
    })
    .transpose()
}

/// What became of each record, by what the database now says.
async fn outcomes(
    tx: &mut Tx,
    enrolled: &Enrolled,
    records: &[Judged],
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
        let reason: Option<String> = row.get(2)?;
        let reason = reason
            .map(|code| code.parse().map_err(|_| DbError::column(2)))
            .transpose()?;
        reasons.insert((row.get(0)?, row.get(1)?), reason);
    }
    records
        .iter()
        .map(|judged| {
            let stored = reasons
                .get(&(judged.seq, judged.hash))
                .ok_or_else(|| DbError::Statement("a record was not stored".into()))?;
            let outcome = match stored {
                Some(reason) => Outcome::Quarantined(*reason),
                None if known.contains(&(judged.seq, judged.hash)) => Outcome::Duplicate,
                None => Outcome::Accepted,
            };
            Ok(RecordOutcome {
                seq: judged.seq,
                hash: judged.hash,
                outcome,
            })
        })
        .collect()
}

/// The gaps from what is held to the highest seq that the device has spoken of.
async fn missing(
    tx: &mut Tx,
    enrolled: &Enrolled,
    held: u64,
    seen: u64,
) -> Result<Vec<SeqRange>, DbError> {
    // Far fewer than fit a reply: the rest come with the next.
    let most = u32::try_from(limits::MISSING_RANGES).unwrap_or(u32::MAX);
    let rows = tx
        .query(
            "SELECT before + 1, seq - 1 FROM
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
                first: row.get(0)?,
                last: row.get(1)?,
            })
        })
        .collect::<Result<Vec<_>, DbError>>()?;
    let highest = tx
        .query_one(
            "SELECT max(seq) FROM record WHERE event = $1 AND device = $2 AND on_chain = 1",
            &[(&enrolled.event).into(), (&enrolled.device).into()],
        )
        .await?
        .map(|row| row.get::<Option<u64>>(0))
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
