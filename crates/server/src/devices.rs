//! Booth devices: the one-time codes that enrol them, what is known of them, and revoking them.

use protocol::{DeviceId, EnrolmentCode, EventSlug, SecretBytes, SponsorId, UnixMillis, limits};

use crate::backend::Backend;
use crate::clock::DAY;
use crate::db::{DbError, Tx};
use crate::random::random;
use crate::token::hash_secret;

/// How long a code may be used unless told otherwise, in milliseconds: made the evening before, used
/// when the booth is set up.
pub const CODE_VALID: i64 = DAY;
/// Longest that a code may be valid, in milliseconds: one that is written down somewhere gets found.
pub const CODE_VALID_MOST: i64 = 14 * DAY;

/// Why something about a device is not done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
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
    if label.trim().is_empty() || label.len() > limits::NAME_BYTES || label.contains('\0') {
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

/// The event's devices, by sponsor and label; of one sponsor where it is named.
///
/// # Errors
/// [`DbError`].
pub async fn list(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: Option<SponsorId>,
) -> Result<Vec<Device>, DbError> {
    tx.query(
        "SELECT d.device, d.sponsor, s.name, d.label, d.enrolled, d.expires, d.revoked, d.last_sync,
            d.pending, d.skew, d.held_seq, d.chain_flagged, d.skew_flagged,
            d.guess_flagged,
            (SELECT count(*) FROM record r
             WHERE r.event = d.event AND r.device = d.device AND r.state = 'quarantined')
         FROM device d JOIN sponsor s ON s.event = d.event AND s.sponsor = d.sponsor
         WHERE d.event = $1 AND (CAST($2 AS BLOB) IS NULL OR d.sponsor = $3)
         ORDER BY s.name, d.label, d.device",
        &[
            event.into(),
            sponsor.as_ref().into(),
            sponsor.as_ref().into(),
        ],
    )
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
