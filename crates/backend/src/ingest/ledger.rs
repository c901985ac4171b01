//! The stored records: which there are at each `seq`, and settling what each is worth.

use std::collections::BTreeMap;

use protocol::{Body, DeviceId, EventSlug, Kind, Reason, RecordHash, ScanId, UnixMillis};

use crate::ingest::chain::{Link, Place, holder, place};
use crate::ingest::code_lookup::{self, Found};
use crate::ingest::facts;
use crate::ingest::reclassify::Settled;
use crate::ingest::verdict::{ANY_SEQ, Coming, is_guessable, lock, weigh};
use crate::ingest::verify::{Enrolled, Judged, judge};
use backend_db::{DbError, Row, Tx};

/// The records of one device, by seq, as far as a batch touches them.
pub(crate) struct Slots<'a> {
    enrolled: &'a Enrolled,
    at: BTreeMap<u64, Vec<Link>>,
}

/// A record that stands elsewhere than before, or is new.
pub(crate) struct Moved {
    pub(crate) seq: u64,
    pub(crate) hash: RecordHash,
    pub(crate) place: Place,
    pub(crate) arrival: u64,
}

const LINK: &str = "SELECT seq, hash, prev, arrival, on_chain, reason FROM record";

impl<'a> Slots<'a> {
    /// Loads all from `first` to `last`, both included.
    pub(crate) async fn load(
        tx: &mut Tx,
        enrolled: &'a Enrolled,
        first: u64,
        last: u64,
    ) -> Result<Self, DbError> {
        let sql = format!("{LINK} WHERE event = $1 AND device = $2 AND seq BETWEEN $3 AND $4");
        let rows = tx
            .query(
                &sql,
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
            let seq: u64 = row.get(0)?;
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

    /// Puts a record where it belongs, unless it is there. Says whether it is new.
    pub(crate) async fn add(&mut self, tx: &mut Tx, judged: &Judged) -> Result<bool, DbError> {
        let slot = self.slot(tx, judged.seq).await?;
        if slot.iter().any(|link| link.hash == judged.hash) {
            return Ok(false);
        }
        slot.push(Link {
            hash: judged.hash,
            prev: judged.content.as_ref().ok().map(|record| record.prev),
            arrival: slot.len() as u64,
            place: None,
        });
        Ok(true)
    }

    /// The hash that the chain has at a seq; before the first stands the enrolment.
    async fn hash_at(&mut self, tx: &mut Tx, seq: u64) -> Result<Option<RecordHash>, DbError> {
        if seq == 0 {
            return Ok(Some(self.enrolled.enrolment_hash));
        }
        Ok(held(self.slot(tx, seq).await?))
    }

    /// Finds the chain anew at a seq: adds what stands elsewhere to `moved`, and says whether the
    /// chain now goes through another record, so that the next seq must be looked at too.
    pub(crate) async fn straighten(
        &mut self,
        tx: &mut Tx,
        seq: u64,
        moved: &mut Vec<Moved>,
    ) -> Result<bool, DbError> {
        let before = self.hash_at(tx, seq.saturating_sub(1)).await?;
        let slot = self.slot(tx, seq).await?;
        let held_before = held(slot);
        let Some(holder) = holder(slot, before) else {
            return Ok(false);
        };
        for link in slot {
            let now = place(link, holder, before);
            if link.place != Some(now) {
                link.place = Some(now);
                moved.push(Moved {
                    seq,
                    hash: link.hash,
                    place: now,
                    arrival: link.arrival,
                });
            }
        }
        Ok(held_before != Some(holder))
    }
}

fn held(slot: &[Link]) -> Option<RecordHash> {
    slot.iter()
        .find(|link| matches!(link.place, Some(Place::OnChain | Place::Broken)))
        .map(|link| link.hash)
}

fn link(row: &Row) -> Result<Link, DbError> {
    Ok(Link {
        hash: row.get(1)?,
        prev: row.get(2)?,
        arrival: row.get(3)?,
        place: Some(stored_place(row.get(4)?, row.get(5)?)),
    })
}

/// A narrowing is accepted wherever it stands, so a broken one looks like one on the chain: it is
/// settled once more when its seq is looked at again, and nothing comes of that.
fn stored_place(on_chain: bool, reason: Option<String>) -> Place {
    match (on_chain, reason) {
        (false, _) => Place::Beside,
        (true, Some(reason)) if reason == Reason::ChainBroken.code() => Place::Broken,
        (true, _) => Place::OnChain,
    }
}

/// How a record stands in the database before it is settled.
#[derive(Debug, Clone, Copy)]
enum Before {
    New { arrival: u64 },
    Stored { accepted: bool },
}

/// Stores a new record and what it is worth.
pub(crate) async fn store(
    tx: &mut Tx,
    enrolled: &Enrolled,
    (judged, found): (&Judged, Found),
    moved: &Moved,
    coming: Coming,
    settled: &mut Settled,
) -> Result<(), DbError> {
    let before = Before::New {
        arrival: moved.arrival,
    };
    let new = (judged, found);
    settle(tx, enrolled, new, moved.place, coming, before, settled)
        .await
        .map(drop)
}

/// Weighs a stored record again, at another place where one is given. Says whether it is accepted.
pub(crate) async fn settle_again(
    tx: &mut Tx,
    enrolled: &Enrolled,
    seq: u64,
    hash: RecordHash,
    moved_to: Option<Place>,
    settled: &mut Settled,
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
        .ok_or_else(|| DbError::Statement("a stored record is gone".into()))?;
    let bytes: Vec<u8> = row.get(0)?;
    let state: String = row.get(6)?;
    let coming = Coming {
        received: row.get(3)?,
        skew: row.get(4)?,
        after_revocation: row.get(5)?,
    };
    let place = match moved_to {
        Some(place) => place,
        None => stored_place(row.get(1)?, row.get(2)?),
    };
    let before = Before::Stored {
        accepted: state == ACCEPTED,
    };
    let judged = judge(enrolled, seq, &bytes);
    let found = find(tx, &enrolled.event, &judged).await?;
    let stored = (&judged, found);
    settle(tx, enrolled, stored, place, coming, before, settled).await
}

const ACCEPTED: &str = "accepted";
const QUARANTINED: &str = "quarantined";

async fn find(tx: &mut Tx, event: &EventSlug, judged: &Judged) -> Result<Found, DbError> {
    let found = code_lookup::find_each(tx, event, &[judged.content.as_ref().ok()]).await?;
    found
        .first()
        .copied()
        .ok_or_else(|| DbError::Statement("a record was not looked up".into()))
}

async fn settle(
    tx: &mut Tx,
    enrolled: &Enrolled,
    (judged, found): (&Judged, Found),
    place: Place,
    coming: Coming,
    before: Before,
    settled: &mut Settled,
) -> Result<bool, DbError> {
    let record = judged.content.as_ref().ok();
    let mut worth = weigh(tx, enrolled, &judged.content, found, place, coming).await?;
    if let Some(Body::Scan(scan)) = record.map(|record| &record.body)
        && let Some(attendee) = found.attendee
    {
        code_lookup::remember(tx, enrolled, scan, attendee).await?;
    }
    if record.is_some() && place != Place::OnChain {
        settled.flagged.insert(enrolled.device);
    }
    let was_accepted = matches!(before, Before::Stored { accepted: true });
    if let (Ok(_), Ok(record), false) = (&worth, &judged.content, was_accepted)
        && let Body::Scan(scan) = &record.body
        && !claim(tx, enrolled, scan.scan, judged.seq, settled).await?
    {
        worth = Err(Reason::ScanIdReused);
    }
    let reason = worth.as_ref().err().copied();
    settled.missed |= found.missed;
    write(tx, enrolled, judged, found, place, coming, before, reason).await?;
    if let Ok(record) = &judged.content {
        match (worth, was_accepted) {
            (Ok(holder), false) => {
                facts::add(tx, enrolled, record, holder, coming.received).await?;
                if let Body::Scan(scan) = &record.body {
                    settled.took(enrolled, scan.scan, record.seq);
                }
            }
            (Err(_), true) => {
                let (kind, scan) = (record.body.kind(), record.body.scan_id());
                facts::remove(tx, enrolled, kind, scan, judged.seq).await?;
                if kind == Kind::Scan {
                    settled.gave_up(enrolled, scan);
                    settled.freed.push(scan);
                }
            }
            (Ok(_), true) | (Err(_), false) => {}
        }
    }
    Ok(reason.is_none())
}

#[expect(clippy::too_many_arguments, reason = "they are the columns of one row")]
async fn write(
    tx: &mut Tx,
    enrolled: &Enrolled,
    judged: &Judged,
    found: Found,
    place: Place,
    coming: Coming,
    before: Before,
    reason: Option<Reason>,
) -> Result<(), DbError> {
    let on_chain = place != Place::Beside;
    let state = if reason.is_none() {
        ACCEPTED
    } else {
        QUARANTINED
    };
    let guessable = is_guess(judged);
    let locked = guessable && found.attendee.is_some() && reason == Some(Reason::UnknownBadge);
    let reason = reason.map(Reason::code);
    match before {
        Before::New { arrival } => {
            let record = judged.content.as_ref().ok();
            let scan = record.map(|record| record.body.scan_id());
            tx.execute_later(
                "INSERT INTO record (event, device, seq, hash, bytes, prev, kind, scan, guessable,
                    missed, locked, arrival, on_chain, received, skew, after_revocation, state,
                    reason)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
                    $17, $18)",
                &[
                    (&enrolled.event).into(),
                    (&enrolled.device).into(),
                    judged.seq.into(),
                    (&judged.hash).into(),
                    (&judged.bytes).into(),
                    record.map(|record| &record.prev).into(),
                    record.map(|record| record.body.kind().name()).into(),
                    scan.as_ref().into(),
                    guessable.into(),
                    found.missed.into(),
                    locked.into(),
                    arrival.into(),
                    on_chain.into(),
                    coming.received.into(),
                    coming.skew.into(),
                    coming.after_revocation.into(),
                    state.into(),
                    reason.into(),
                ],
            )
            .await
        }
        Before::Stored { .. } => {
            tx.execute_later(
                "UPDATE record SET on_chain = $1, state = $2, reason = $3, missed = $4,
                    locked = $5
                 WHERE event = $6 AND device = $7 AND seq = $8 AND hash = $9",
                &[
                    on_chain.into(),
                    state.into(),
                    reason.into(),
                    found.missed.into(),
                    locked.into(),
                    (&enrolled.event).into(),
                    (&enrolled.device).into(),
                    judged.seq.into(),
                    (&judged.hash).into(),
                ],
            )
            .await
        }
    }
}

fn is_guess(judged: &Judged) -> bool {
    matches!(
        &judged.content,
        Ok(record) if matches!(&record.body, Body::Scan(scan) if is_guessable(&scan.code))
    )
}

/// Whether a scan id is free for the record at `seq`. A later record of the same device must give it
/// up, so that it does not matter which of the two came first. No honest device uses one twice: it is
/// flagged, for the lead that is given up may have been handed out.
async fn claim(
    tx: &mut Tx,
    enrolled: &Enrolled,
    scan: ScanId,
    seq: u64,
    settled: &mut Settled,
) -> Result<bool, DbError> {
    let Some((device, taken_by)) = settled.claimed(tx, enrolled, scan).await? else {
        return Ok(true);
    };
    if device != enrolled.device {
        return Ok(false);
    }
    settled.flagged.insert(device);
    if taken_by < seq {
        return Ok(false);
    }
    facts::remove(tx, enrolled, Kind::Scan, scan, taken_by).await?;
    settled.gave_up(enrolled, scan);
    tx.execute_later(
        "UPDATE record SET state = 'quarantined', reason = $1
         WHERE event = $2 AND device = $3 AND seq = $4 AND on_chain = 1",
        &[
            Reason::ScanIdReused.code().into(),
            (&enrolled.event).into(),
            (&enrolled.device).into(),
            taken_by.into(),
        ],
    )
    .await?;
    Ok(true)
}

/// Weighs a device's hits again where the misses that have come, or the gap that was filled, change
/// whether they look like misses: accepted ones after the lock, and refused ones before it. `held` is
/// the seq up to which everything is here.
pub(crate) async fn lock_again(
    tx: &mut Tx,
    enrolled: &Enrolled,
    held: u64,
    settled: &mut Settled,
) -> Result<(), DbError> {
    let last_free = lock(tx, enrolled).await?;
    if let Some(last_free) = last_free {
        let sql = "SELECT device, seq, hash FROM record
             WHERE event = $1 AND device = $2 AND seq > $3 AND guessable = 1
                AND state = 'accepted' ORDER BY seq";
        settle_rows(tx, enrolled, sql, last_free, settled).await?;
    }
    let open = match last_free {
        // What comes next after all that is held has no gap before it.
        Some(last_free) => last_free.min(held.saturating_add(1)),
        None => ANY_SEQ,
    };
    let sql = "SELECT device, seq, hash FROM record
         WHERE event = $1 AND device = $2 AND seq <= $3 AND locked = 1 ORDER BY seq";
    settle_rows(tx, enrolled, sql, open, settled).await
}

async fn settle_rows(
    tx: &mut Tx,
    enrolled: &Enrolled,
    sql: &str,
    seq: u64,
    settled: &mut Settled,
) -> Result<(), DbError> {
    let key = [
        (&enrolled.event).into(),
        (&enrolled.device).into(),
        seq.into(),
    ];
    for row in &tx.query(sql, &key).await? {
        settle_again(tx, enrolled, row.get(1)?, row.get(2)?, None, settled).await?;
    }
    Ok(())
}

/// Gives freed scan ids to the records that were refused for want of them.
pub(crate) async fn pass_on(
    tx: &mut Tx,
    enrolled: &Enrolled,
    settled: &mut Settled,
) -> Result<(), DbError> {
    while let Some(scan) = settled.freed.pop() {
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
            settle_row(tx, row, settled).await?;
        }
    }
    Ok(())
}

/// Settles the record that a row of device, seq and hash names.
async fn settle_row(tx: &mut Tx, row: &Row, settled: &mut Settled) -> Result<bool, DbError> {
    let device: DeviceId = row.get(0)?;
    let enrolled = load(tx, device).await?;
    settle_again(tx, &enrolled, row.get(1)?, row.get(2)?, None, settled).await
}

async fn load(tx: &mut Tx, device: DeviceId) -> Result<Enrolled, DbError> {
    Enrolled::load(tx, device)
        .await?
        .ok_or_else(|| DbError::Statement("a record's device is gone".into()))
}

/// Looks all quarantined scans' codes up again, after badges or registrations have been added, and
/// weighs those of unknown badges again. Gives the number of those that are now accepted.
///
/// # Errors
/// [`DbError`]; drop the transaction then.
pub async fn reresolve(tx: &mut Tx, event: &EventSlug) -> Result<u64, DbError> {
    look_up_again(tx, event).await?;
    let waiting = tx
        .query(
            "SELECT device, seq, hash FROM record
             WHERE event = $1 AND state = 'quarantined' AND reason = $2
             ORDER BY device, seq",
            &[event.into(), Reason::UnknownBadge.code().into()],
        )
        .await?;
    let mut settled = Settled::default();
    let mut accepted = 0;
    for row in &waiting {
        if settle_row(tx, row, &mut settled).await? {
            accepted += 1;
        }
    }
    let now = tx
        .query_one(
            "SELECT max(received) FROM record WHERE event = $1",
            &[event.into()],
        )
        .await?
        .map(|row| row.get::<Option<UnixMillis>>(0))
        .transpose()?
        .flatten();
    if let Some(now) = now {
        flag(tx, event, &settled, now).await?;
    }
    Ok(accepted)
}

/// Flags the devices that settling has shown to be cloned, set back or lying.
pub(crate) async fn flag(
    tx: &mut Tx,
    event: &EventSlug,
    settled: &Settled,
    now: UnixMillis,
) -> Result<(), DbError> {
    for device in &settled.flagged {
        tx.execute_later(
            "UPDATE device SET chain_flagged = coalesce(chain_flagged, $1)
             WHERE event = $2 AND device = $3",
            &[now.into(), event.into(), device.into()],
        )
        .await?;
        tracing::warn!(device = %device, "a fork, a broken chain or a scan id used twice");
    }
    Ok(())
}

/// Finds anew whom quarantined scans are of, and which are misses, without weighing them: what was
/// taken away at a scan counts whatever the scan is worth.
async fn look_up_again(tx: &mut Tx, event: &EventSlug) -> Result<(), DbError> {
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
        let device: DeviceId = row.get(0)?;
        let enrolled = match enrolled.take() {
            Some(same) if same.device == device => enrolled.insert(same),
            _ => enrolled.insert(load(tx, device).await?),
        };
        let (seq, hash): (u64, RecordHash) = (row.get(1)?, row.get(2)?);
        let bytes: Vec<u8> = row.get(3)?;
        let judged = judge(enrolled, seq, &bytes);
        let record = judged.content.as_ref().ok();
        let found = find(tx, event, &judged).await?;
        if let Some(Body::Scan(scan)) = record.map(|record| &record.body)
            && let Some(attendee) = found.attendee
        {
            code_lookup::remember(tx, enrolled, scan, attendee).await?;
        }
        tx.execute_later(
            "UPDATE record SET missed = $1
             WHERE event = $2 AND device = $3 AND seq = $4 AND hash = $5",
            &[
                found.missed.into(),
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
