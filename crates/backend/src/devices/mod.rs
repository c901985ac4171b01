//! Booth devices: their enrolment codes, their state, and their revocation.

pub mod bundles;
pub mod enrolment;
pub mod records;
pub mod scan_statistics;

use std::time::Duration;

use protocol::{DeviceId, EnrolmentCode, EventSlug, SecretBytes, SponsorId, UnixMillis, limits};
use serde::Deserialize;

use crate::Backend;
use crate::keys::random::random;
use crate::keys::token::hash_secret;
use crate::paging::PageRange;
use backend_db::{DbError, Tx, Value};

/// The default lifetime of an enrolment code: it may be made on the evening before the booth is set up.
pub const CODE_LIFETIME: Duration = Duration::from_hours(24);
/// The longest lifetime of an enrolment code, because a code that is written down may be found.
const MAX_CODE_LIFETIME: Duration = Duration::from_hours(14 * 24);

/// Why an operation on a device failed.
#[derive(Debug, thiserror::Error)]
pub enum DeviceError {
    #[error("a label must have 1 to 120 bytes")]
    Label,
    #[error("the lifetime of a code must be longer than zero and at most 14 days")]
    Lifetime,
    #[error("there is no such device; `device list` shows them")]
    Unknown,
    #[error("cannot read or write devices")]
    Db(#[from] DbError),
}

/// A device as its sponsor and the organiser see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    pub id: DeviceId,
    pub sponsor: SponsorId,
    pub sponsor_name: String,
    pub label: String,
    pub enrolled: UnixMillis,
    /// When its enrolment ends.
    pub expires: UnixMillis,
    pub revoked: Option<UnixMillis>,
    pub last_sync: Option<UnixMillis>,
    /// How many records waited on the device at its last sync.
    pub pending: u64,
    /// How far its clock was ahead of the backend's, in milliseconds.
    pub skew: i64,
    /// The seq up to which the backend holds all records.
    pub held_seq: u64,
    /// When a fork or a broken chain was first detected, because the device was cloned or reset.
    pub chain_flagged: Option<UnixMillis>,
    /// When its clock was first off by more than five minutes.
    pub skew_flagged: Option<UnixMillis>,
    /// When it first reached the limit of guessed codes.
    pub guess_flagged: Option<UnixMillis>,
    /// How many of its records are in quarantine.
    pub quarantined: u64,
}

fn is_label(label: &str) -> bool {
    !label.trim().is_empty() && label.len() <= limits::NAME_BYTES && !label.contains('\0')
}

/// Creates a code with which one device can enrol for a sponsor once. Returns the code and when it expires.
///
/// # Errors
/// [`DeviceError::Label`] or [`DeviceError::Lifetime`].
pub async fn new_code(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: SponsorId,
    label: &str,
    lifetime: Duration,
) -> Result<(EnrolmentCode, UnixMillis), DeviceError> {
    if !is_label(label) {
        return Err(DeviceError::Label);
    }
    if lifetime.is_zero() || lifetime > MAX_CODE_LIFETIME {
        return Err(DeviceError::Lifetime);
    }
    let secret = SecretBytes::new(random());
    let now = backend.now();
    let expires = now.plus(lifetime);
    tx.execute(
        "INSERT INTO enrolment_code (event, secret_hash, sponsor, label, created, expires, device)
         VALUES ($1, $2, $3, $4, $5, $6, NULL)",
        &[
            event.into(),
            hash_secret(secret.expose()).as_bytes().into(),
            (&sponsor).into(),
            label.into(),
            now.into(),
            expires.into(),
        ],
    )
    .await?;
    let code = EnrolmentCode {
        server: backend.public_url().to_owned(),
        secret,
        backend: Some(backend.key_id()),
    };
    Ok((code, expires))
}

const BY_NAME: &str = "ORDER BY s.name, d.label, d.device";

/// The event's devices, or those of one sponsor, ordered by sponsor and label.
pub async fn list(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: Option<SponsorId>,
) -> Result<Vec<Device>, DbError> {
    match &sponsor {
        None => select(tx, BY_NAME, &[event.into()]).await,
        Some(sponsor) => {
            let params = [event.into(), sponsor.into()];
            select(tx, &format!("AND d.sponsor = $2 {BY_NAME}"), &params).await
        }
    }
}

/// A filter of an event's devices.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceFilter {
    #[default]
    All,
    /// Devices with a flag.
    Flagged,
    /// Devices with waiting records at their last sync.
    Waiting,
    Revoked,
}

impl DeviceFilter {
    /// The name in URLs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Flagged => "flagged",
            Self::Waiting => "waiting",
            Self::Revoked => "revoked",
        }
    }

    const fn condition(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Flagged => {
                "AND coalesce(d.chain_flagged, d.skew_flagged, d.guess_flagged) IS NOT NULL"
            }
            Self::Waiting => "AND d.pending > 0",
            Self::Revoked => "AND d.revoked IS NOT NULL",
        }
    }
}

/// A part of the event's devices that pass a filter, ordered by sponsor and label.
pub async fn page(
    tx: &mut Tx,
    event: &EventSlug,
    filter: DeviceFilter,
    part: PageRange,
) -> Result<Vec<Device>, DbError> {
    let rest = format!("{} {BY_NAME} LIMIT $2 OFFSET $3", filter.condition());
    let params = [event.into(), part.limit.into(), part.offset.into()];
    select(tx, &rest, &params).await
}

/// Loads a device.
///
/// # Errors
/// [`DeviceError::Unknown`].
pub async fn load(
    tx: &mut Tx,
    event: &EventSlug,
    device: &DeviceId,
) -> Result<Device, DeviceError> {
    let found = select(tx, "AND d.device = $2", &[event.into(), device.into()]).await?;
    found.into_iter().next().ok_or(DeviceError::Unknown)
}

/// Selects devices of the event `$1`; `rest` continues the condition and orders the rows.
async fn select(tx: &mut Tx, rest: &str, params: &[Value<'_>]) -> Result<Vec<Device>, DbError> {
    let sql = format!(
        "SELECT d.device, d.sponsor, s.name AS sponsor_name, d.label, d.enrolled, d.expires, d.revoked, d.last_sync,
            d.pending, d.skew, d.held_seq, d.chain_flagged, d.skew_flagged,
            d.guess_flagged,
            (SELECT count(*) FROM record r
             WHERE r.event = d.event AND r.device = d.device AND r.state = 'quarantined') AS quarantined
         FROM device d JOIN sponsor s ON s.event = d.event AND s.sponsor = d.sponsor
         WHERE d.event = $1 {rest}"
    );
    tx.query(&sql, params)
        .await?
        .iter()
        .map(|row| {
            Ok(Device {
                id: row.get("device")?,
                sponsor: row.get("sponsor")?,
                sponsor_name: row.get("sponsor_name")?,
                label: row.get("label")?,
                enrolled: row.get("enrolled")?,
                expires: row.get("expires")?,
                revoked: row.get("revoked")?,
                last_sync: row.get("last_sync")?,
                pending: row.get("pending")?,
                skew: row.get("skew")?,
                held_seq: row.get("held_seq")?,
                chain_flagged: row.get("chain_flagged")?,
                skew_flagged: row.get("skew_flagged")?,
                guess_flagged: row.get("guess_flagged")?,
                quarantined: row.get("quarantined")?,
            })
        })
        .collect()
}

/// Revokes a device. Records that arrive after the commit are quarantined, whatever time they claim. Revoking a
/// device again changes nothing.
///
/// # Errors
/// [`DeviceError::Unknown`].
pub async fn revoke(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    device: DeviceId,
) -> Result<(), DeviceError> {
    let found = tx
        .execute(
            "UPDATE device SET revoked = coalesce(revoked, $1) WHERE event = $2 AND device = $3",
            &[backend.now().into(), event.into(), (&device).into()],
        )
        .await?;
    if found == 0 {
        Err(DeviceError::Unknown)
    } else {
        Ok(())
    }
}

/// Checks that a device belongs to a sponsor.
///
/// # Errors
/// [`DeviceError::Unknown`] if it does not exist or belongs to another sponsor.
pub async fn check_owner(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    device: &DeviceId,
) -> Result<(), DeviceError> {
    tx.query_one(
        "SELECT device FROM device WHERE event = $1 AND sponsor = $2 AND device = $3",
        &[event.into(), sponsor.into(), device.into()],
    )
    .await?
    .map(drop)
    .ok_or(DeviceError::Unknown)
}

/// Renames a device. Leads show the new name from then on.
///
/// # Errors
/// [`DeviceError::Label`] or [`DeviceError::Unknown`].
pub async fn rename(
    tx: &mut Tx,
    event: &EventSlug,
    device: &DeviceId,
    label: &str,
) -> Result<(), DeviceError> {
    if !is_label(label) {
        return Err(DeviceError::Label);
    }
    let found = tx
        .execute(
            "UPDATE device SET label = $1 WHERE event = $2 AND device = $3",
            &[label.trim().into(), event.into(), device.into()],
        )
        .await?;
    if found == 0 {
        return Err(DeviceError::Unknown);
    }
    Ok(())
}

/// An unused enrolment code that has not expired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCode {
    /// The hash of the code, from which the code cannot be computed.
    pub hash: Vec<u8>,
    /// The label of the device that will use it.
    pub label: String,
    pub expires: UnixMillis,
}

/// A sponsor's unused codes, ordered by when they expire.
pub async fn open_codes(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    now: UnixMillis,
) -> Result<Vec<OpenCode>, DbError> {
    tx.query(
        "SELECT secret_hash, label, expires FROM enrolment_code
         WHERE event = $1 AND sponsor = $2 AND device IS NULL AND expires > $3
         ORDER BY expires, label LIMIT 200",
        &[event.into(), sponsor.into(), now.into()],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(OpenCode {
            hash: row.get("secret_hash")?,
            label: row.get("label")?,
            expires: row.get("expires")?,
        })
    })
    .collect()
}

/// Has a sponsor's unused code expire now. A code that was used or has expired stays as it is.
pub async fn cancel_code(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    hash: &[u8],
    now: UnixMillis,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE enrolment_code SET expires = $1
         WHERE event = $2 AND sponsor = $3 AND secret_hash = $4 AND device IS NULL AND expires > $5",
        &[
            now.into(),
            event.into(),
            sponsor.into(),
            hash.into(),
            now.into(),
        ],
    )
    .await
    .map(drop)
}
