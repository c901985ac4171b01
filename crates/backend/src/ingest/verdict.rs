//! The verdict on a record: accepted, or quarantined for a reason.

use protocol::{Body, ConsentGiven, ConsentMode, Reason, Record, Scan, UnixMillis};

use crate::ingest::arrival::Arrival;
use crate::ingest::chain::ChainPosition;
use crate::ingest::code_lookup::CodeOwner;
use crate::ingest::facts::Subject;
use crate::ingest::guess_lock::{is_guessable, is_locked};
use crate::ingest::verify::Enrolled;
use backend_db::{DbError, Tx};

/// The subject of an accepted record, or the reason of the quarantine.
pub(crate) type Verdict = Result<Subject, Reason>;

/// Reaches the verdict on a record by its content, its position in the chain and the rules. `owner` is the
/// owner of the code that it has scanned.
pub(crate) async fn verdict(
    tx: &mut Tx,
    enrolled: &Enrolled,
    content: &Result<Record, Reason>,
    owner: CodeOwner,
    position: ChainPosition,
    arrival: Arrival,
) -> Result<Verdict, DbError> {
    let record = match content {
        Ok(record) => record,
        Err(reason) => return Ok(Err(*reason)),
    };
    // A narrowing counts even from a cloned, reset or revoked device. A thief gains nothing by narrowing.
    if matches!(record.body, Body::Narrow(_)) {
        return Ok(Ok(Subject::NamedScan));
    }
    match position {
        ChainPosition::OnChain => {}
        ChainPosition::OffChain => return Ok(Err(Reason::Fork)),
        ChainPosition::Broken => return Ok(Err(Reason::ChainBroken)),
    }
    if arrival.after_revocation {
        return Ok(Err(Reason::DeviceRevoked));
    }
    match &record.body {
        Body::Scan(scan) => {
            let made = arrival.estimated_time(record.wall);
            scan_verdict(tx, enrolled, record.seq, scan, owner, made).await
        }
        Body::Note(_) | Body::Narrow(_) | Body::Void(_) => Ok(Ok(Subject::NamedScan)),
    }
}

async fn scan_verdict(
    tx: &mut Tx,
    enrolled: &Enrolled,
    seq: u64,
    scan: &Scan,
    owner: CodeOwner,
    made: UnixMillis,
) -> Result<Verdict, DbError> {
    if enrolled.consent_mode == ConsentMode::Confirm && scan.given != ConsentGiven::Confirmed {
        return Ok(Err(Reason::NotConfirmed));
    }
    if made > enrolled.expires {
        return Ok(Err(Reason::EnrolmentExpired));
    }
    if !owner.is_known_notice {
        return Ok(Err(Reason::UnknownNotice));
    }
    if !owner.is_allowed_kind {
        return Ok(Err(Reason::ForeignNotAccepted));
    }
    let Some(attendee) = owner.attendee else {
        return Ok(Err(Reason::UnknownBadge));
    };
    // A locked hit has the same reason as a miss, so that the device learns nothing from it.
    if is_guessable(&scan.code) && is_locked(tx, enrolled, seq).await? {
        return Ok(Err(Reason::UnknownBadge));
    }
    if owner.revoked.is_some_and(|revoked| made >= revoked) {
        return Ok(Err(Reason::RevokedBadge));
    }
    Ok(Ok(Subject::Attendee(attendee)))
}
