//! Whose a scanned code is, and remembering whom a scan id was used for.

use protocol::{AttendeeId, Body, EventSlug, ForeignCode, Record, Scan, ScannedCode, UnixMillis};
use subtle::ConstantTimeEq;

use super::judge::Enrolled;
use crate::db::{DbError, Tx};

/// What is known of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// Whose it is.
    pub(super) attendee: Option<AttendeeId>,
    /// Since when its badge is revoked.
    pub(super) revoked: Option<UnixMillis>,
    /// Whether the event takes codes of this kind.
    pub(super) taken: bool,
    /// Whether it looks like a guess: a typed code of no badge, or a validator that does not fit its
    /// access code. An access code that nobody has is of somebody who registered since.
    pub(super) missed: bool,
}

impl Found {
    const NOTHING: Self = Self {
        attendee: None,
        revoked: None,
        taken: true,
        missed: false,
    };
}

/// Finds whose code a record has scanned; nothing where it has scanned none.
pub(super) async fn find(
    tx: &mut Tx,
    event: &EventSlug,
    record: Option<&Record>,
) -> Result<Found, DbError> {
    let Some(Body::Scan(scan)) = record.map(|record| &record.body) else {
        return Ok(Found::NOTHING);
    };
    let row = match &scan.code {
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
        ScannedCode::Foreign(code) => return find_foreign(tx, event, code).await,
    };
    let Some(row) = row else {
        return Ok(Found {
            missed: matches!(scan.code, ScannedCode::Human(_)),
            ..Found::NOTHING
        });
    };
    Ok(Found {
        attendee: Some(row.get(0)?),
        revoked: row.get(1)?,
        ..Found::NOTHING
    })
}

async fn find_foreign(
    tx: &mut Tx,
    event: &EventSlug,
    code: &ForeignCode,
) -> Result<Found, DbError> {
    let taken = tx
        .query_one(
            "SELECT foreign_codes FROM event WHERE event = $1",
            &[event.into()],
        )
        .await?
        .map(|row| row.get::<bool>(0))
        .transpose()?
        == Some(true);
    let nobody = Found {
        taken,
        ..Found::NOTHING
    };
    let row = tx
        .query_one(
            "SELECT attendee, validator FROM attendee WHERE event = $1 AND access_code = $2",
            &[event.into(), code.access_code().into()],
        )
        .await?;
    let Some(row) = row else {
        return Ok(nobody);
    };
    let validator: Option<String> = row.get(1)?;
    let fits = validator.is_some_and(|validator| {
        bool::from(validator.as_bytes().ct_eq(code.validator().as_bytes()))
    });
    Ok(if fits {
        Found {
            attendee: Some(row.get(0)?),
            ..nobody
        }
    } else {
        Found {
            missed: taken,
            ..nobody
        }
    })
}

/// Remembers that a sponsor has used a scan id for an attendee, whatever the scan is worth: what the
/// attendee takes away is said of that id. One id used for two attendees is remembered for both.
pub(super) async fn remember(
    tx: &mut Tx,
    enrolled: &Enrolled,
    scan: &Scan,
    attendee: AttendeeId,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO scanned (event, sponsor, scan, attendee) VALUES ($1, $2, $3, $4)
         ON CONFLICT (event, sponsor, scan, attendee) DO NOTHING",
        &[
            (&enrolled.event).into(),
            (&enrolled.sponsor).into(),
            (&scan.scan).into(),
            (&attendee).into(),
        ],
    )
    .await
    .map(drop)
}
