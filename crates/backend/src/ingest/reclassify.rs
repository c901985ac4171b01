//! Classifies stored records again after something on which their verdicts depend has changed: their position in
//! the chain, the guess lock, a released scan id, or the badges.

use protocol::{DeviceId, EventSlug, Reason, RecordHash, UnixMillis};

use crate::ingest::arrival::Arrival;
use crate::ingest::chain::ChainPosition;
use crate::ingest::classify::{
    ACCEPTED, Candidate, PreviousState, classify, find_owner, store_scan_id_use,
};
use crate::ingest::effects::Effects;
use crate::ingest::guess_lock::{ANY_SEQ, locking_seq};
use crate::ingest::slots::stored_position;
use crate::ingest::verify::{Enrolled, check_record};
use backend_db::{DbError, Row, Tx};

/// Classifies a stored record again, at a new position if one is given. Returns whether it is accepted.
pub(crate) async fn reclassify(
    tx: &mut Tx,
    enrolled: &Enrolled,
    seq: u64,
    hash: RecordHash,
    new_position: Option<ChainPosition>,
    effects: &mut Effects,
) -> Result<bool, DbError> {
    let row = tx
        .query_one(
            "SELECT bytes, on_chain, reason, received, skew, after_revocation, state FROM record
             WHERE event = $1 AND device = $2 AND seq = $3 AND hash = $4",
            &[
                (&enrolled.event).into(),
                (&enrolled.device).into(),
                seq.into(),
                (&hash).into(),
            ],
        )
        .await?
        .ok_or_else(|| DbError::Statement("a stored record is missing".into()))?;
    let record = check_record(enrolled, seq, row.bytes("bytes")?);
    let candidate = Candidate {
        record: &record,
        owner: find_owner(tx, &enrolled.event, &record).await?,
        position: match new_position {
            Some(position) => position,
            None => stored_position(&row)?,
        },
        arrival: Arrival {
            received: row.get("received")?,
            skew: row.get("skew")?,
            after_revocation: row.get("after_revocation")?,
        },
        previous: PreviousState::Stored {
            accepted: row.bytes("state")? == ACCEPTED.as_bytes(),
        },
    };
    classify(tx, enrolled, candidate, effects).await
}

/// Classifies a device's hits again if late misses, or a filled gap, change whether the guess lock applies to
/// them: accepted hits after the lock, and refused ones before it. All records up to `held` are present.
pub(crate) async fn reevaluate_guess_lock(
    tx: &mut Tx,
    enrolled: &Enrolled,
    held: u64,
    effects: &mut Effects,
) -> Result<(), DbError> {
    let locking_seq = locking_seq(tx, enrolled).await?;
    if let Some(locking_seq) = locking_seq {
        let sql = "SELECT seq, hash FROM record
             WHERE event = $1 AND device = $2 AND seq > $3 AND guessable = 1
                AND state = 'accepted' ORDER BY seq";
        reclassify_hits(tx, enrolled, sql, locking_seq, effects).await?;
    }
    let last_unlocked = match locking_seq {
        // The record that directly follows the held ones has no gap before it.
        Some(locking_seq) => locking_seq.min(held.saturating_add(1)),
        None => ANY_SEQ,
    };
    let sql = "SELECT seq, hash FROM record
         WHERE event = $1 AND device = $2 AND seq <= $3 AND locked = 1 ORDER BY seq";
    reclassify_hits(tx, enrolled, sql, last_unlocked, effects).await
}

async fn reclassify_hits(
    tx: &mut Tx,
    enrolled: &Enrolled,
    sql: &str,
    seq: u64,
    effects: &mut Effects,
) -> Result<(), DbError> {
    let key = [
        (&enrolled.event).into(),
        (&enrolled.device).into(),
        seq.into(),
    ];
    for row in &tx.query(sql, &key).await? {
        let (seq, hash) = (row.get("seq")?, row.get("hash")?);
        reclassify(tx, enrolled, seq, hash, None, effects).await?;
    }
    Ok(())
}

/// Gives released scan ids to the records that were quarantined because another record used the id.
pub(crate) async fn release_scan_ids(
    tx: &mut Tx,
    enrolled: &Enrolled,
    effects: &mut Effects,
) -> Result<(), DbError> {
    while let Some(scan) = effects.released.pop() {
        let waiting = tx
            .query(
                "SELECT r.device, r.seq, r.hash FROM record r
                 JOIN device d ON d.event = r.event AND d.device = r.device
                 WHERE r.event = $1 AND r.scan = $2 AND d.sponsor = $3 AND r.kind = 'scan'
                    AND r.state = 'quarantined' AND r.reason = $4
                 ORDER BY r.received, r.seq",
                &[
                    (&enrolled.event).into(),
                    (&scan).into(),
                    (&enrolled.sponsor).into(),
                    Reason::ScanIdReused.code().into(),
                ],
            )
            .await?;
        for row in &waiting {
            reclassify_row(tx, row, effects).await?;
        }
    }
    Ok(())
}

/// Classifies the record again that a row names by the columns `device`, `seq` and `hash`.
async fn reclassify_row(tx: &mut Tx, row: &Row, effects: &mut Effects) -> Result<bool, DbError> {
    let enrolled = load(tx, row.get("device")?).await?;
    let (seq, hash) = (row.get("seq")?, row.get("hash")?);
    reclassify(tx, &enrolled, seq, hash, None, effects).await
}

async fn load(tx: &mut Tx, device: DeviceId) -> Result<Enrolled, DbError> {
    Enrolled::load(tx, device)
        .await?
        .ok_or_else(|| DbError::Statement("a record's device is missing".into()))
}

/// Looks up the codes of all quarantined scans again, after badges or registrations have been added, and
/// classifies those of unknown badges again. Returns how many are accepted now. After an error the transaction
/// must be dropped.
pub async fn reresolve(tx: &mut Tx, event: &EventSlug) -> Result<u64, DbError> {
    refresh_code_owners(tx, event).await?;
    let waiting = tx
        .query(
            "SELECT device, seq, hash FROM record
             WHERE event = $1 AND state = 'quarantined' AND reason = $2
             ORDER BY device, seq",
            &[event.into(), Reason::UnknownBadge.code().into()],
        )
        .await?;
    let mut effects = Effects::default();
    let mut accepted = 0;
    for row in &waiting {
        if reclassify_row(tx, row, &mut effects).await? {
            accepted += 1;
        }
    }
    let last_received: Option<UnixMillis> = match tx
        .query_one(
            "SELECT max(received) AS last_received FROM record WHERE event = $1",
            &[event.into()],
        )
        .await?
    {
        Some(row) => row.get("last_received")?,
        None => None,
    };
    if let Some(last_received) = last_received {
        flag_devices(tx, event, &effects, last_received).await?;
    }
    Ok(accepted)
}

/// Flags the devices that the effects name as cloned, reset or dishonest.
pub(crate) async fn flag_devices(
    tx: &mut Tx,
    event: &EventSlug,
    effects: &Effects,
    now: UnixMillis,
) -> Result<(), DbError> {
    for device in &effects.flagged {
        tx.execute_later(
            "UPDATE device SET chain_flagged = coalesce(chain_flagged, $1)
             WHERE event = $2 AND device = $3",
            &[now.into(), event.into(), device.into()],
        )
        .await?;
        tracing::warn!(device = %device, "a device has a fork, a broken chain or a reused scan id");
    }
    Ok(())
}

/// Looks up the owners of quarantined scans again, and which of them are misses, without classifying them: a
/// narrowing counts even if its scan is quarantined.
async fn refresh_code_owners(tx: &mut Tx, event: &EventSlug) -> Result<(), DbError> {
    let scans = tx
        .query(
            "SELECT device, seq, hash, bytes FROM record
             WHERE event = $1 AND state = 'quarantined' AND kind = 'scan'
             ORDER BY device, seq",
            &[event.into()],
        )
        .await?;
    let mut enrolled: Option<Enrolled> = None;
    for row in &scans {
        let device: DeviceId = row.get("device")?;
        let enrolled = match enrolled.take() {
            Some(same) if same.device == device => enrolled.insert(same),
            _ => enrolled.insert(load(tx, device).await?),
        };
        let seq: u64 = row.get("seq")?;
        let hash: RecordHash = row.get("hash")?;
        let record = check_record(enrolled, seq, row.bytes("bytes")?);
        let owner = find_owner(tx, event, &record).await?;
        store_scan_id_use(tx, enrolled, &record, owner).await?;
        tx.execute_later(
            "UPDATE record SET missed = $1
             WHERE event = $2 AND device = $3 AND seq = $4 AND hash = $5",
            &[
                owner.missed.into(),
                event.into(),
                (&device).into(),
                seq.into(),
                (&hash).into(),
            ],
        )
        .await?;
    }
    Ok(())
}
