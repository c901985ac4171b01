//! What a record is worth: accepted, or quarantined and why.

use protocol::{
    Body, ConsentGiven, ConsentMode, EventSlug, ForeignCode, Kind, Reason, Record, Scan,
    ScannedCode, UnixMillis,
};
use subtle::ConstantTimeEq;

use super::chain::Place;
use super::facts::Holder;
use super::judge::Enrolled;
use crate::db::{DbError, Tx};

/// How a record came, as it was stored with it, so that it can be weighed again later.
#[derive(Debug, Clone, Copy)]
pub(super) struct Coming {
    /// The backend's clock.
    pub(super) received: UnixMillis,
    /// How far the device's clock was ahead, in milliseconds.
    pub(super) skew: i64,
    /// Whether the device was revoked.
    pub(super) after_revocation: bool,
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
pub(super) type Worth = Result<Holder, Reason>;

/// Weighs a record by its content, its place and the rules. An accepted scan comes with its attendee.
pub(super) async fn weigh(
    tx: &mut Tx,
    enrolled: &Enrolled,
    content: &Result<Record, Reason>,
    place: Place,
    coming: Coming,
) -> Result<Worth, DbError> {
    let record = match content {
        Ok(record) => record,
        Err(reason) => return Ok(Err(*reason)),
    };
    match place {
        Place::OnChain => {}
        Place::Beside => return Ok(Err(Reason::Fork)),
        Place::Broken => return Ok(Err(Reason::ChainBroken)),
    }
    // What an attendee has taken away stays away, whoever holds the device by now; a thief who narrows
    // gains nothing.
    if coming.after_revocation && record.body.kind() != Kind::Narrow {
        return Ok(Err(Reason::DeviceRevoked));
    }
    match &record.body {
        Body::Scan(scan) => weigh_scan(tx, enrolled, scan, coming.made(record.wall)).await,
        Body::Note(_) | Body::Narrow(_) | Body::Void(_) => Ok(Ok(Holder::None)),
    }
}

async fn weigh_scan(
    tx: &mut Tx,
    enrolled: &Enrolled,
    scan: &Scan,
    made: UnixMillis,
) -> Result<Worth, DbError> {
    if enrolled.consent_mode == ConsentMode::Confirm && scan.given != ConsentGiven::Confirmed {
        return Ok(Err(Reason::NotConfirmed));
    }
    if made > enrolled.expires {
        return Ok(Err(Reason::EnrolmentExpired));
    }
    let notice = tx
        .query_one(
            "SELECT 1 FROM notice WHERE event = $1 AND version = $2",
            &[(&enrolled.event).into(), scan.notice.0.into()],
        )
        .await?;
    if notice.is_none() {
        return Ok(Err(Reason::UnknownNotice));
    }
    if matches!(scan.code, ScannedCode::Human(_)) && is_guessing(tx, enrolled).await? {
        return Ok(Err(Reason::UnknownBadge));
    }
    resolve(tx, &enrolled.event, &scan.code, made).await
}

/// Typed codes of no badge after which a device gets no more of them looked up. A code has 35 random
/// bits, so with thousands of badges a hit takes millions of guesses; nobody mistypes that often past
/// the check character.
pub const GUESSES: u64 = 200;

/// Whether a device has typed so many unknown codes that it must be guessing. It is told the same as
/// before, and so learns nothing.
pub(super) async fn is_guessing(tx: &mut Tx, enrolled: &Enrolled) -> Result<bool, DbError> {
    let unknown: u64 = tx
        .query_one(
            "SELECT count(*) FROM record
             WHERE event = $1 AND device = $2 AND typed = 1 AND state = 'quarantined'
                AND reason = $3",
            &[
                (&enrolled.event).into(),
                (&enrolled.device).into(),
                Reason::UnknownBadge.code().into(),
            ],
        )
        .await?
        .ok_or_else(|| DbError::Statement("a count gave no row".into()))?
        .get(0)?;
    Ok(unknown >= GUESSES)
}

/// Whose code it is.
async fn resolve(
    tx: &mut Tx,
    event: &EventSlug,
    code: &ScannedCode,
    made: UnixMillis,
) -> Result<Worth, DbError> {
    let row = match code {
        ScannedCode::Badge(badge) => {
            tx.query_one(
                "SELECT attendee, revoked FROM badge WHERE event = $1 AND badge = $2",
                &[event.into(), badge.into()],
            )
            .await?
        }
        ScannedCode::Human(code) => {
            tx.query_one(
                "SELECT attendee, revoked FROM badge WHERE event = $1 AND human_code = $2",
                &[event.into(), code.as_str().into()],
            )
            .await?
        }
        ScannedCode::Foreign(code) => return resolve_foreign(tx, event, code).await,
    };
    let Some(row) = row else {
        return Ok(Err(Reason::UnknownBadge));
    };
    let revoked: Option<UnixMillis> = row.get(1)?;
    if revoked.is_some_and(|revoked| made >= revoked) {
        return Ok(Err(Reason::RevokedBadge));
    }
    Ok(Ok(Holder::Attendee(row.get(0)?)))
}

async fn resolve_foreign(
    tx: &mut Tx,
    event: &EventSlug,
    code: &ForeignCode,
) -> Result<Worth, DbError> {
    let taken = tx
        .query_one(
            "SELECT foreign_codes FROM event WHERE event = $1",
            &[event.into()],
        )
        .await?
        .map(|row| row.get::<bool>(0))
        .transpose()?;
    if taken != Some(true) {
        return Ok(Err(Reason::ForeignNotAccepted));
    }
    let row = tx
        .query_one(
            "SELECT attendee, validator FROM attendee WHERE event = $1 AND access_code = $2",
            &[event.into(), code.access_code().into()],
        )
        .await?;
    let Some(row) = row else {
        return Ok(Err(Reason::UnknownBadge));
    };
    let validator: Option<String> = row.get(1)?;
    let fits = validator.is_some_and(|validator| {
        bool::from(validator.as_bytes().ct_eq(code.validator().as_bytes()))
    });
    Ok(if fits {
        Ok(Holder::Attendee(row.get(0)?))
    } else {
        Err(Reason::UnknownBadge)
    })
}
