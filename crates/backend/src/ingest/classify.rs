//! Classifies a record: reaches its verdict, writes its row, and adds or removes its facts.

use protocol::{Body, EventSlug, Kind, Reason, ScanId};

use crate::ingest::arrival::Arrival;
use crate::ingest::chain::ChainPosition;
use crate::ingest::code_lookup::{self, CodeOwner};
use crate::ingest::effects::Effects;
use crate::ingest::facts;
use crate::ingest::guess_lock::is_guessable;
use crate::ingest::verdict::verdict;
use crate::ingest::verify::{CheckedRecord, Enrolled};
use backend_db::{DbError, Tx};

/// The value of the column `state` of an accepted record.
pub(crate) const ACCEPTED: &str = "accepted";
const QUARANTINED: &str = "quarantined";

/// A record with everything on which its verdict depends.
#[derive(Clone, Copy)]
pub(crate) struct Candidate<'a> {
    pub(crate) record: &'a CheckedRecord,
    pub(crate) owner: CodeOwner,
    pub(crate) position: ChainPosition,
    pub(crate) arrival: Arrival,
    pub(crate) previous: PreviousState,
}

/// The state of a record in the database before it is classified.
#[derive(Debug, Clone, Copy)]
pub(crate) enum PreviousState {
    New { arrival_order: u64 },
    Stored { accepted: bool },
}

/// Looks up the owner of the code of one record.
pub(crate) async fn find_owner(
    tx: &mut Tx,
    event: &EventSlug,
    record: &CheckedRecord,
) -> Result<CodeOwner, DbError> {
    let owners = code_lookup::find_owners(tx, event, &[record.content.as_ref().ok()]).await?;
    owners
        .first()
        .copied()
        .ok_or_else(|| DbError::Statement("a record's code was not looked up".into()))
}

/// Stores that the record, if it is a scan, has used its scan id for the owner of its code.
pub(crate) async fn store_scan_id_use(
    tx: &mut Tx,
    enrolled: &Enrolled,
    record: &CheckedRecord,
    owner: CodeOwner,
) -> Result<(), DbError> {
    if let Ok(record) = &record.content
        && let Body::Scan(scan) = &record.body
        && let Some(attendee) = owner.attendee
    {
        code_lookup::store_scan_id_use(tx, enrolled, scan, attendee).await?;
    }
    Ok(())
}

/// Classifies a record and returns whether it is accepted.
pub(crate) async fn classify(
    tx: &mut Tx,
    enrolled: &Enrolled,
    candidate: Candidate<'_>,
    effects: &mut Effects,
) -> Result<bool, DbError> {
    let Candidate {
        record: CheckedRecord { seq, content, .. },
        owner,
        position,
        arrival,
        previous,
    } = candidate;
    let mut verdict = verdict(tx, enrolled, content, owner, position, arrival).await?;
    store_scan_id_use(tx, enrolled, candidate.record, owner).await?;
    if content.is_ok() && position != ChainPosition::OnChain {
        effects.flagged.insert(enrolled.device);
    }
    let was_accepted = matches!(previous, PreviousState::Stored { accepted: true });
    if let (Ok(_), Ok(record), false) = (&verdict, content, was_accepted)
        && let Body::Scan(scan) = &record.body
        && !claim_scan_id(tx, enrolled, scan.scan, *seq, effects).await?
    {
        verdict = Err(Reason::ScanIdReused);
    }
    let reason = verdict.err();
    effects.missed |= owner.missed;
    write(tx, enrolled, candidate, reason).await?;
    if let Ok(record) = content {
        match (verdict, was_accepted) {
            (Ok(subject), false) => {
                facts::add(tx, enrolled, record, subject, arrival.received).await?;
                if let Body::Scan(scan) = &record.body {
                    effects.set_user(enrolled, scan.scan, record.seq);
                }
            }
            (Err(_), true) => {
                let (kind, scan) = (record.body.kind(), record.body.scan_id());
                facts::remove(tx, enrolled, kind, scan, *seq).await?;
                if kind == Kind::Scan {
                    effects.clear_user(enrolled, scan);
                    effects.released.push(scan);
                }
            }
            (Ok(_), true) | (Err(_), false) => {}
        }
    }
    Ok(reason.is_none())
}

async fn write(
    tx: &mut Tx,
    enrolled: &Enrolled,
    candidate: Candidate<'_>,
    reason: Option<Reason>,
) -> Result<(), DbError> {
    let Candidate {
        record,
        owner,
        position,
        arrival,
        previous,
    } = candidate;
    let on_chain = position != ChainPosition::OffChain;
    let state = if reason.is_none() {
        ACCEPTED
    } else {
        QUARANTINED
    };
    let guessable = has_guessable_code(record);
    let locked = guessable && owner.attendee.is_some() && reason == Some(Reason::UnknownBadge);
    let reason = reason.map(Reason::code);
    match previous {
        PreviousState::New { arrival_order } => {
            let content = record.content.as_ref().ok();
            let scan = content.map(|content| content.body.scan_id());
            tx.execute_later(
                "INSERT INTO record (event, device, seq, hash, bytes, prev, kind, scan, guessable,
                    missed, locked, arrival, on_chain, received, skew, after_revocation, state,
                    reason)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
                    $17, $18)",
                &[
                    (&enrolled.event).into(),
                    (&enrolled.device).into(),
                    record.seq.into(),
                    (&record.hash).into(),
                    (&record.bytes).into(),
                    content.map(|content| &content.prev).into(),
                    content.map(|content| content.body.kind().name()).into(),
                    scan.as_ref().into(),
                    guessable.into(),
                    owner.missed.into(),
                    locked.into(),
                    arrival_order.into(),
                    on_chain.into(),
                    arrival.received.into(),
                    arrival.skew.into(),
                    arrival.after_revocation.into(),
                    state.into(),
                    reason.into(),
                ],
            )
            .await
        }
        PreviousState::Stored { .. } => {
            tx.execute_later(
                "UPDATE record SET on_chain = $1, state = $2, reason = $3, missed = $4,
                    locked = $5
                 WHERE event = $6 AND device = $7 AND seq = $8 AND hash = $9",
                &[
                    on_chain.into(),
                    state.into(),
                    reason.into(),
                    owner.missed.into(),
                    locked.into(),
                    (&enrolled.event).into(),
                    (&enrolled.device).into(),
                    record.seq.into(),
                    (&record.hash).into(),
                ],
            )
            .await
        }
    }
}

fn has_guessable_code(record: &CheckedRecord) -> bool {
    matches!(
        &record.content,
        Ok(record) if matches!(&record.body, Body::Scan(scan) if is_guessable(&scan.code))
    )
}

/// Claims a scan id for the record at `seq`, and returns whether the record may use it. A later record of the
/// same device loses the id, so that the order of arrival does not matter. No honest device uses an id twice, so
/// the device is flagged: the lead of the record that loses the id may have been handed out.
async fn claim_scan_id(
    tx: &mut Tx,
    enrolled: &Enrolled,
    scan: ScanId,
    seq: u64,
    effects: &mut Effects,
) -> Result<bool, DbError> {
    let Some((device, user)) = effects.user(tx, enrolled, scan).await? else {
        return Ok(true);
    };
    if device != enrolled.device {
        return Ok(false);
    }
    effects.flagged.insert(device);
    if user < seq {
        return Ok(false);
    }
    facts::remove(tx, enrolled, Kind::Scan, scan, user).await?;
    effects.clear_user(enrolled, scan);
    tx.execute_later(
        "UPDATE record SET state = 'quarantined', reason = $1
         WHERE event = $2 AND device = $3 AND seq = $4 AND on_chain = 1",
        &[
            Reason::ScanIdReused.code().into(),
            (&enrolled.event).into(),
            (&enrolled.device).into(),
            user.into(),
        ],
    )
    .await?;
    Ok(true)
}
