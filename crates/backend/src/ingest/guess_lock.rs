//! The guess lock: after too many misses, a device's hits with guessable codes get the same verdict as misses.

use protocol::ScannedCode;

use crate::ingest::verify::Enrolled;
use backend_db::{DbError, Tx};

/// The number of misses (typed codes of no badge, validators that do not fit a known access code) that closes a
/// device's guess lock. A typed code has 35 random bits, so with thousands of badges a hit takes millions of
/// guesses; and typing errors are caught by the check character.
pub const GUESS_LIMIT: u64 = 200;

/// A seq above every seq that the database can hold.
pub(crate) const ANY_SEQ: u64 = i64::MAX.unsigned_abs();

/// Whether a code can be guessed. A typed code is short, and the length of a foreign code's validator is up to
/// its issuer.
pub(crate) const fn is_guessable(code: &ScannedCode) -> bool {
    matches!(code, ScannedCode::Human(_) | ScannedCode::Foreign(_))
}

/// Counts a device's misses before a seq, up to [`GUESS_LIMIT`]. They count on and beside the chain: otherwise a
/// device could guess without limit by breaking its chain after each miss.
async fn misses_before(tx: &mut Tx, enrolled: &Enrolled, seq: u64) -> Result<u64, DbError> {
    tx.query_one(
        "SELECT count(*) AS misses FROM
            (SELECT 1 FROM record WHERE event = $1 AND device = $2 AND missed = 1 AND seq < $3
             LIMIT $4) AS limited",
        &[
            (&enrolled.event).into(),
            (&enrolled.device).into(),
            seq.into(),
            GUESS_LIMIT.into(),
        ],
    )
    .await?
    .ok_or_else(|| DbError::Statement("a SELECT of a count returned no row".into()))?
    .get("misses")
}

/// Whether a device's misses have reached the limit.
pub(crate) async fn is_guessing(tx: &mut Tx, enrolled: &Enrolled) -> Result<bool, DbError> {
    Ok(misses_before(tx, enrolled, ANY_SEQ).await? >= GUESS_LIMIT)
}

/// Whether a hit at a seq gets the verdict of a miss, because [`GUESS_LIMIT`] misses precede it. While an
/// earlier record is missing, later misses count too: otherwise a device could send its last record first.
pub(crate) async fn is_locked(tx: &mut Tx, enrolled: &Enrolled, seq: u64) -> Result<bool, DbError> {
    if !is_guessing(tx, enrolled).await? {
        return Ok(false);
    }
    if misses_before(tx, enrolled, seq).await? >= GUESS_LIMIT {
        return Ok(true);
    }
    let present: u64 = tx
        .query_one(
            "SELECT count(*) AS present FROM record
             WHERE event = $1 AND device = $2 AND seq < $3 AND on_chain = 1",
            &[
                (&enrolled.event).into(),
                (&enrolled.device).into(),
                seq.into(),
            ],
        )
        .await?
        .ok_or_else(|| DbError::Statement("a SELECT of a count returned no row".into()))?
        .get("present")?;
    Ok(present < seq.saturating_sub(1))
}

/// The seq of the miss that reached the limit, if there is one.
pub(crate) async fn locking_seq(tx: &mut Tx, enrolled: &Enrolled) -> Result<Option<u64>, DbError> {
    tx.query_one(
        "SELECT seq FROM record WHERE event = $1 AND device = $2 AND missed = 1
         ORDER BY seq LIMIT 1 OFFSET $3",
        &[
            (&enrolled.event).into(),
            (&enrolled.device).into(),
            (GUESS_LIMIT - 1).into(),
        ],
    )
    .await?
    .map(|row| row.get("seq"))
    .transpose()
}
