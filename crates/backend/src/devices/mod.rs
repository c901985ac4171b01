//! Booth devices: the one-time codes that enrol them, what is known of them, and revoking them.

pub mod bundles;
pub mod enrolment;
pub mod records;
pub mod scan_statistics;

use protocol::{DeviceId, EnrolmentCode, EventSlug, SecretBytes, SponsorId, UnixMillis, limits};
use serde::Deserialize;

use crate::Backend;
use crate::clock::DAY;
use crate::keys::random::random;
use crate::keys::token::hash_secret;
use crate::paging::PageRange;
use backend_db::{DbError, Tx, Value};

/// How long a code may be used unless told otherwise, in milliseconds: made the evening before, used
/// when the booth is set up.
pub const CODE_VALID: i64 = DAY;
/// Longest that a code may be valid, in milliseconds: one that is written down somewhere gets found.
pub const CODE_VALID_MOST: i64 = 14 * DAY;

/// Why something about a device is not done.
#[derive(Debug, thiserror::Error)]
pub enum DeviceError {
    /// The label can't be one.
    #[error("a label must have 1 to 120 bytes")]
    Label,
    /// The time for which a code is to be valid is out of bounds.
    #[error("a code is valid for some minutes to 14 days")]
    Validity,
    /// There is no such device.
    #[error("there is no such device; `device list` shows them")]
    Unknown,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A device, as its sponsor and the organiser see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its id.
    pub id: DeviceId,
    /// Whose it is.
    pub sponsor: SponsorId,
    /// The sponsor's name.
    pub sponsor_name: String,
    /// What it is called.
    pub label: String,
    /// When it enrolled.
    pub enrolled: UnixMillis,
    /// When its enrolment ends.
    pub expires: UnixMillis,
    /// When it was revoked.
    pub revoked: Option<UnixMillis>,
    /// When it last synced.
    pub last_sync: Option<UnixMillis>,
    /// How many records it then said were waiting.
    pub pending: u64,
    /// How far its clock was ahead of the backend's, in milliseconds.
    pub skew: i64,
    /// Up to which record the backend holds everything.
    pub held_seq: u64,
    /// When a fork or a broken chain was first seen: it was cloned or set back.
    pub chain_flagged: Option<UnixMillis>,
    /// When its clock was first seen to be off by more than five minutes.
    pub skew_flagged: Option<UnixMillis>,
    /// When it was first seen to be guessing codes.
    pub guess_flagged: Option<UnixMillis>,
    /// Its records in quarantine.
    pub quarantined: u64,
}

fn is_label(label: &str) -> bool {
    !label.trim().is_empty() && label.len() <= limits::NAME_BYTES && !label.contains('\0')
}

/// Makes a code with which one device can enrol for a sponsor, once.
///
/// # Errors
/// [`DeviceError::Label`] or [`DeviceError::Validity`].
pub async fn new_code(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: SponsorId,
    label: &str,
    valid_millis: i64,
) -> Result<(EnrolmentCode, UnixMillis), DeviceError> {
    if !is_label(label) {
        return Err(DeviceError::Label);
    }
    if !(1..=CODE_VALID_MOST).contains(&valid_millis) {
        return Err(DeviceError::Validity);
    }
    let secret = SecretBytes::new(random());
    let now = backend.now();
    let expires = now.plus_millis(valid_millis);
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

/// The event's devices, by sponsor and label; of one sponsor where it is named.
///
/// # Errors
/// [`DbError`].
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

/// Which of an event's devices are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    /// All.
    #[default]
    All,
    /// Those about which something is odd.
    Flagged,
    /// Those that said that records were waiting.
    Waiting,
    /// Those that were revoked.
    Revoked,
}

impl Which {
    /// The name in addresses.
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

/// A part of the event's devices of a kind, by sponsor and label.
///
/// # Errors
/// [`DbError`].
pub async fn page(
    tx: &mut Tx,
    event: &EventSlug,
    which: Which,
    part: PageRange,
) -> Result<Vec<Device>, DbError> {
    let rest = format!("{} {BY_NAME} LIMIT $2 OFFSET $3", which.condition());
    let params = [event.into(), part.limit.into(), part.offset.into()];
    select(tx, &rest, &params).await
}

/// One device.
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

/// The devices of an event, `$1`, with more to the condition.
async fn select(tx: &mut Tx, rest: &str, params: &[Value<'_>]) -> Result<Vec<Device>, DbError> {
    let sql = format!(
        "SELECT d.device, d.sponsor, s.name, d.label, d.enrolled, d.expires, d.revoked, d.last_sync,
            d.pending, d.skew, d.held_seq, d.chain_flagged, d.skew_flagged,
            d.guess_flagged,
            (SELECT count(*) FROM record r
             WHERE r.event = d.event AND r.device = d.device AND r.state = 'quarantined')
         FROM device d JOIN sponsor s ON s.event = d.event AND s.sponsor = d.sponsor
         WHERE d.event = $1 {rest}"
    );
    tx.query(&sql, params)
        .await?
        .iter()
        .map(|row| {
            Ok(Device {
                id: row.get(0)?,
                sponsor: row.get(1)?,
                sponsor_name: row.get(2)?,
                label: row.get(3)?,
                enrolled: row.get(4)?,
                expires: row.get(5)?,
                revoked: row.get(6)?,
                last_sync: row.get(7)?,
                pending: row.get(8)?,
                skew: row.get(9)?,
                held_seq: row.get(10)?,
                chain_flagged: row.get(11)?,
                skew_flagged: row.get(12)?,
                guess_flagged: row.get(13)?,
                quarantined: row.get(14)?,
            })
        })
        .collect()
}

/// Revokes a device: what arrives of it from the commit on is quarantined, whatever time it claims.
/// Revoking it again changes nothing.
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

/// Whether a device is a sponsor's own.
///
/// # Errors
/// [`DeviceError::Unknown`] where it is nobody's or another sponsor's.
pub async fn check_owner(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    device: &DeviceId,
) -> Result<(), DeviceError> {
    tx.query_one(
        "SELECT 1 FROM device WHERE event = $1 AND sponsor = $2 AND device = $3",
        &[event.into(), sponsor.into(), device.into()],
    )
    .await?
    .map(drop)
    .ok_or(DeviceError::Unknown)
}

/// Gives a device another name. Leads show the new one from then on.
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

/// A code that nobody has used and that still works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCode {
    /// What the database knows it by: a hash, of which nobody makes the code.
    pub hash: Vec<u8>,
    /// What its device is to be called.
    pub label: String,
    /// Until when it works.
    pub expires: UnixMillis,
}

/// A sponsor's codes that nobody has used, the one that ends first before the others.
///
/// # Errors
/// [`DbError`].
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
            hash: row.get(0)?,
            label: row.get(1)?,
            expires: row.get(2)?,
        })
    })
    .collect()
}

/// Makes a sponsor's unused code worthless. One that was used, or is no more, stays as it is.
///
/// # Errors
/// [`DbError`].
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
