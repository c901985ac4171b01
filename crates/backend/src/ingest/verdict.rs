//! What a record is worth: accepted, or quarantined and why.

use protocol::{Body, ConsentGiven, ConsentMode, Reason, Record, Scan, ScannedCode, UnixMillis};

use crate::ingest::chain::Place;
use crate::ingest::code_lookup::Found;
use crate::ingest::facts::Holder;
use crate::ingest::verify::Enrolled;
use backend_db::{DbError, Tx};

/// How a record came, as it was stored with it, so that it can be weighed again later.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Coming {
    /// The backend's clock.
    pub(crate) received: UnixMillis,
    /// How far the device's clock was ahead, in milliseconds.
    pub(crate) skew: i64,
    /// Whether the device was revoked.
    pub(crate) after_revocation: bool,
}

impl Coming {
    /// When a record was made, as well as can be told: by the device's clock, put right by its skew.
    /// Nothing is made after it has come.
    fn made(self, wall: UnixMillis) -> UnixMillis {
        wall.plus_millis(self.skew.saturating_neg())
            .min(self.received)
    }
}

/// Accepted, with whom it is about, or why not.
pub(crate) type Worth = Result<Holder, Reason>;

/// Weighs a record by its content, its place and the rules. An accepted scan comes with its attendee.
/// `found` is whose code it has scanned.
pub(crate) async fn weigh(
    tx: &mut Tx,
    enrolled: &Enrolled,
    content: &Result<Record, Reason>,
    found: Found,
    place: Place,
    coming: Coming,
) -> Result<Worth, DbError> {
    let record = match content {
        Ok(record) => record,
        Err(reason) => return Ok(Err(*reason)),
    };
    // What an attendee has taken away stays away: on a cloned device, on one that was set back, and
    // whoever holds it by now. A thief who narrows gains nothing.
    if matches!(record.body, Body::Narrow(_)) {
        return Ok(Ok(Holder::None));
    }
    match place {
        Place::OnChain => {}
        Place::Beside => return Ok(Err(Reason::Fork)),
        Place::Broken => return Ok(Err(Reason::ChainBroken)),
    }
    if coming.after_revocation {
        return Ok(Err(Reason::DeviceRevoked));
    }
    match &record.body {
        Body::Scan(scan) => {
            weigh_scan(
                tx,
                enrolled,
                record.seq,
                scan,
                found,
                coming.made(record.wall),
            )
            .await
        }
        Body::Note(_) | Body::Narrow(_) | Body::Void(_) => Ok(Ok(Holder::None)),
    }
}

async fn weigh_scan(
    tx: &mut Tx,
    enrolled: &Enrolled,
    seq: u64,
    scan: &Scan,
    found: Found,
    made: UnixMillis,
) -> Result<Worth, DbError> {
    if enrolled.consent_mode == ConsentMode::Confirm && scan.given != ConsentGiven::Confirmed {
        return Ok(Err(Reason::NotConfirmed));
    }
    if made > enrolled.expires {
        return Ok(Err(Reason::EnrolmentExpired));
    }
    if !found.notice {
        return Ok(Err(Reason::UnknownNotice));
    }
    if !found.taken {
        return Ok(Err(Reason::ForeignNotAccepted));
    }
    let Some(attendee) = found.attendee else {
        return Ok(Err(Reason::UnknownBadge));
    };
    // Told the same as before, and so nothing.
    if is_guessable(&scan.code) && is_locked(tx, enrolled, seq).await? {
        return Ok(Err(Reason::UnknownBadge));
    }
    if found.revoked.is_some_and(|revoked| made >= revoked) {
        return Ok(Err(Reason::RevokedBadge));
    }
    Ok(Ok(Holder::Attendee(attendee)))
}

/// Whether a code is one that might be guessed: a typed one is short, and a foreign one has a
/// validator of whatever length its maker thought enough.
pub(crate) const fn is_guessable(code: &ScannedCode) -> bool {
    matches!(code, ScannedCode::Human(_) | ScannedCode::Foreign(_))
}

/// Misses (typed codes of no badge, validators that do not fit a known access code) after which a
/// device's hits look like misses. A typed code has 35 random bits, so with thousands of badges a hit
/// takes millions of guesses; nobody mistypes that often past the check character.
pub const GUESSES: u64 = 200;

/// Counts a device's misses before a seq, [`GUESSES`] at most. They count wherever they stand in the
/// chain: who could spoil a miss by breaking the chain could guess for ever.
async fn misses_before(tx: &mut Tx, enrolled: &Enrolled, seq: u64) -> Result<u64, DbError> {
    tx.query_one(
        "SELECT count(*) FROM
            (SELECT 1 FROM record WHERE event = $1 AND device = $2 AND missed = 1 AND seq < $3
             LIMIT $4) AS misses",
        &[
            (&enrolled.event).into(),
            (&enrolled.device).into(),
            seq.into(),
            GUESSES.into(),
        ],
    )
    .await?
    .ok_or_else(|| DbError::Statement("a count gave no row".into()))?
    .get(0)
}

/// Whether a device has missed so often that it must be guessing.
pub(crate) async fn is_guessing(tx: &mut Tx, enrolled: &Enrolled) -> Result<bool, DbError> {
    Ok(misses_before(tx, enrolled, ANY_SEQ).await? >= GUESSES)
}

/// Above every seq that the database can hold.
pub(crate) const ANY_SEQ: u64 = i64::MAX.unsigned_abs();

/// Whether a hit at a seq looks like a miss: after [`GUESSES`] misses before it. Where something
/// before it is not here yet, those after it count too, or who guesses would send the last one first.
async fn is_locked(tx: &mut Tx, enrolled: &Enrolled, seq: u64) -> Result<bool, DbError> {
    if !is_guessing(tx, enrolled).await? {
        return Ok(false);
    }
    if misses_before(tx, enrolled, seq).await? >= GUESSES {
        return Ok(true);
    }
    let here: u64 = tx
        .query_one(
            "SELECT count(*) FROM record
             WHERE event = $1 AND device = $2 AND seq < $3 AND on_chain = 1",
            &[
                (&enrolled.event).into(),
                (&enrolled.device).into(),
                seq.into(),
            ],
        )
        .await?
        .ok_or_else(|| DbError::Statement("a count gave no row".into()))?
        .get(0)?;
    Ok(here < seq.saturating_sub(1))
}

/// The seq of the miss after which every hit looks like one, if there have been so many.
pub(crate) async fn lock(tx: &mut Tx, enrolled: &Enrolled) -> Result<Option<u64>, DbError> {
    tx.query_one(
        "SELECT seq FROM record WHERE event = $1 AND device = $2 AND missed = 1
         ORDER BY seq LIMIT 1 OFFSET $3",
        &[
            (&enrolled.event).into(),
            (&enrolled.device).into(),
            (GUESSES - 1).into(),
        ],
    )
    .await?
    .map(|row| row.get(0))
    .transpose()
}
