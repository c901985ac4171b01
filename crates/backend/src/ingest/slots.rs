//! The stored records of a device at each `seq`, and the computation of its chain through them.

use std::collections::BTreeMap;

use protocol::{Reason, RecordHash};

use crate::ingest::chain::{ChainPosition, Link, chain_link, position};
use crate::ingest::verify::{CheckedRecord, Enrolled};
use backend_db::{DbError, Row, Tx};

/// The records of one device by seq, as far as they are loaded.
pub(crate) struct Slots<'a> {
    enrolled: &'a Enrolled,
    at: BTreeMap<u64, Vec<Link>>,
}

/// A record whose position in relation to the chain is new or has changed.
pub(crate) struct Moved {
    pub(crate) seq: u64,
    pub(crate) hash: RecordHash,
    pub(crate) position: ChainPosition,
    pub(crate) arrival_order: u64,
}

impl<'a> Slots<'a> {
    /// Loads the records from `first` to `last`, both included.
    pub(crate) async fn load(
        tx: &mut Tx,
        enrolled: &'a Enrolled,
        first: u64,
        last: u64,
    ) -> Result<Self, DbError> {
        let rows = tx
            .query(
                "SELECT seq, hash, prev, arrival, on_chain, reason FROM record
                 WHERE event = $1 AND device = $2 AND seq BETWEEN $3 AND $4",
                &[
                    (&enrolled.event).into(),
                    (&enrolled.device).into(),
                    first.into(),
                    last.into(),
                ],
            )
            .await?;
        let mut at: BTreeMap<u64, Vec<Link>> = (first..=last).map(|seq| (seq, vec![])).collect();
        for row in &rows {
            let seq: u64 = row.get("seq")?;
            at.entry(seq).or_default().push(link(row)?);
        }
        Ok(Self { enrolled, at })
    }

    async fn slot(&mut self, tx: &mut Tx, seq: u64) -> Result<&mut Vec<Link>, DbError> {
        if !self.at.contains_key(&seq) {
            let one = Slots::load(tx, self.enrolled, seq, seq).await?;
            self.at.extend(one.at);
        }
        Ok(self.at.entry(seq).or_default())
    }

    /// Adds a record to its slot, and returns whether it is new.
    pub(crate) async fn add(
        &mut self,
        tx: &mut Tx,
        record: &CheckedRecord,
    ) -> Result<bool, DbError> {
        let slot = self.slot(tx, record.seq).await?;
        if slot.iter().any(|link| link.hash == record.hash) {
            return Ok(false);
        }
        slot.push(Link {
            hash: record.hash,
            prev: record.content.as_ref().ok().map(|record| record.prev),
            arrival_order: slot.len() as u64,
            position: None,
        });
        Ok(true)
    }

    /// The hash on the chain at a seq. The enrolment precedes the first record.
    async fn hash_at(&mut self, tx: &mut Tx, seq: u64) -> Result<Option<RecordHash>, DbError> {
        if seq == 0 {
            return Ok(Some(self.enrolled.enrolment_hash));
        }
        Ok(hash_on_chain(self.slot(tx, seq).await?))
    }

    /// Computes the chain again at a seq and adds the records whose position changes to `moved`. Returns whether
    /// the chain goes through another record now, so that the next seq must be computed again too.
    pub(crate) async fn rechain(
        &mut self,
        tx: &mut Tx,
        seq: u64,
        moved: &mut Vec<Moved>,
    ) -> Result<bool, DbError> {
        let before = self.hash_at(tx, seq.saturating_sub(1)).await?;
        let slot = self.slot(tx, seq).await?;
        let previous = hash_on_chain(slot);
        let Some(on_chain) = chain_link(slot, before) else {
            return Ok(false);
        };
        for link in slot {
            let position = position(link, on_chain, before);
            if link.position != Some(position) {
                link.position = Some(position);
                moved.push(Moved {
                    seq,
                    hash: link.hash,
                    position,
                    arrival_order: link.arrival_order,
                });
            }
        }
        Ok(previous != Some(on_chain))
    }
}

fn hash_on_chain(slot: &[Link]) -> Option<RecordHash> {
    slot.iter()
        .find(|link| {
            matches!(
                link.position,
                Some(ChainPosition::OnChain | ChainPosition::Broken)
            )
        })
        .map(|link| link.hash)
}

fn link(row: &Row) -> Result<Link, DbError> {
    Ok(Link {
        hash: row.get("hash")?,
        prev: row.get("prev")?,
        arrival_order: row.get("arrival")?,
        position: Some(stored_position(row)?),
    })
}

/// The position that the columns `on_chain` and `reason` state. A narrowing is accepted even if it does not fit
/// its predecessor, so a broken one looks like one on the chain. It is classified again when its seq is computed
/// again, with the same result.
pub(crate) fn stored_position(row: &Row) -> Result<ChainPosition, DbError> {
    let on_chain: bool = row.get("on_chain")?;
    let reason: Option<String> = row.get("reason")?;
    Ok(match (on_chain, reason) {
        (false, _) => ChainPosition::OffChain,
        (true, Some(reason)) if reason == Reason::ChainBroken.code() => ChainPosition::Broken,
        (true, _) => ChainPosition::OnChain,
    })
}
