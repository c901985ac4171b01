//! Enrolment: a one-time code and a device's new key become a signed enrolment.

use protocol::{
    DeviceId, Enrolment, EnrolmentRequest, EventSlug, Message, ProtocolError, RecordHash,
    SecretBytes, SponsorId, UnixMillis, Unverified, Verified, VerifyingKey,
};

use crate::Backend;
use crate::event::{Event, EventError, consent_mode_name};
use crate::keys::random::random;
use crate::keys::seal::SealError;
use crate::keys::token::hash_secret;
use backend_db::{DbError, Tenant, Tx};

/// Why a device is not enrolled.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    /// The request is none, or its signature does not hold.
    #[error("the enrolment request can't be taken: {0}")]
    Request(ProtocolError),
    /// No such code was ever given out.
    #[error("no such enrolment code")]
    UnknownCode,
    /// Another device, or another request of this one, has used the code.
    #[error("the enrolment code was used")]
    CodeUsed,
    /// The code was not used in time.
    #[error("the enrolment code has expired")]
    CodeExpired,
    /// The event is over.
    #[error("the event is over")]
    EventOver,
    /// The enrolment can't be signed, because a setting breaks a bound.
    #[error("the enrolment can't be made: {0}")]
    Unsignable(ProtocolError),
    /// The event can't be loaded.
    #[error(transparent)]
    Event(#[from] EventError),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A stored enrolment does not open.
    #[error(transparent)]
    Seal(#[from] SealError),
}

pub(crate) const SEALED_ENROLMENT: &str = "device.sealed_enrolment";
pub(crate) const SEALED_BUNDLE_KEY: &str = "device.sealed_bundle_key";

struct Code {
    event: EventSlug,
    sponsor: SponsorId,
    sponsor_name: String,
    label: String,
    expires: UnixMillis,
    device: Option<DeviceId>,
}

/// Takes a signed [`EnrolmentRequest`] and gives the bytes of a signed [`Enrolment`]. The same request
/// again, because its answer was lost, is given the very same bytes.
///
/// # Errors
/// [`EnrolError`]; then nothing has changed.
pub async fn enrol(backend: &Backend, request: &[u8]) -> Result<Vec<u8>, EnrolError> {
    let request = Unverified::<EnrolmentRequest>::parse(request)
        .and_then(|request| request.verify_with_own_key(|request| request.device_key))
        .map_err(EnrolError::Request)?;
    let secret_hash = hash_secret(request.secret.expose());
    let mut tx = backend.db().read().await?;
    let event = code_of(&mut tx, secret_hash.as_bytes()).await?.event;
    drop(tx);
    let mut tx = backend.db().write_as(Tenant::Event(&event)).await?;
    // Once more: it may have been used meanwhile.
    let code = code_of(&mut tx, secret_hash.as_bytes()).await?;
    if let Some(device) = code.device {
        return again(backend, &mut tx, &code.event, device, &request).await;
    }
    let now = backend.now();
    if now >= code.expires {
        return Err(EnrolError::CodeExpired);
    }
    let event = Event::load(backend, &mut tx, &code.event).await?;
    if now >= event.ends {
        return Err(EnrolError::EventOver);
    }
    let enrolment = enrolment(backend, &event, &code, &request, now);
    let bytes = enrolment
        .sign(backend.signing_key())
        .map_err(EnrolError::Unsignable)?
        .into_bytes();
    let label = match request.label.as_str() {
        EnrolmentRequest::UNNAMED => &code.label,
        given => given,
    };
    store(backend, &mut tx, &enrolment, &bytes, label).await?;
    tx.execute(
        "UPDATE enrolment_code SET device = $1 WHERE event = $2 AND secret_hash = $3",
        &[
            (&enrolment.device).into(),
            (&enrolment.event).into(),
            secret_hash.as_bytes().into(),
        ],
    )
    .await?;
    tx.commit().await?;
    Ok(bytes)
}

async fn code_of(tx: &mut Tx, secret_hash: &[u8; 32]) -> Result<Code, EnrolError> {
    let row = tx
        .query_one(
            "SELECT c.event, c.sponsor, s.name, c.expires, c.device, c.label
             FROM enrolment_code c
             JOIN sponsor s ON s.event = c.event AND s.sponsor = c.sponsor
             WHERE c.secret_hash = $1",
            &[secret_hash.into()],
        )
        .await?
        .ok_or(EnrolError::UnknownCode)?;
    Ok(Code {
        event: row.get(0)?,
        sponsor: row.get(1)?,
        sponsor_name: row.get(2)?,
        expires: row.get(3)?,
        device: row.get(4)?,
        label: row.get(5)?,
    })
}

/// The stored answer, for the device and request that were given it. A revoked device is not given
/// its keys back.
async fn again(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    device: DeviceId,
    request: &Verified<EnrolmentRequest>,
) -> Result<Vec<u8>, EnrolError> {
    let row = tx
        .query_one(
            "SELECT public_key, request_nonce, sealed_enrolment FROM device
             WHERE event = $1 AND device = $2 AND revoked IS NULL",
            &[event.into(), (&device).into()],
        )
        .await?
        .ok_or(EnrolError::CodeUsed)?;
    let key: VerifyingKey = row.get(0)?;
    let nonce: protocol::Nonce = row.get(1)?;
    if key != request.device_key || nonce != request.nonce {
        return Err(EnrolError::CodeUsed);
    }
    let sealed: Vec<u8> = row.get(2)?;
    let bytes =
        backend
            .sealer()
            .unseal(SEALED_ENROLMENT, &[device.as_bytes().as_slice()], &sealed)?;
    Ok(bytes.to_vec())
}

fn enrolment(
    backend: &Backend,
    event: &Event,
    code: &Code,
    request: &EnrolmentRequest,
    now: UnixMillis,
) -> Enrolment {
    Enrolment {
        version: Enrolment::VERSION,
        nonce: request.nonce,
        backend_keys: vec![backend.signing_key().verifying_key()],
        event: event.slug.clone(),
        event_name: event.name.clone(),
        sponsor: code.sponsor,
        sponsor_name: code.sponsor_name.clone(),
        device: DeviceId::from_random(random()),
        device_key: request.device_key,
        badge_key: event.badge_key.secret().clone(),
        bundle_key: SecretBytes::new(random()),
        notice: event.notice.clone(),
        allowed_fields: event.allowed_fields,
        consent_mode: event.consent_mode,
        foreign_codes: event.foreign_codes,
        questions: event.questions.clone(),
        issued: now,
        expires: event.ends,
        keep_until: event.keep_until(),
    }
}

async fn store(
    backend: &Backend,
    tx: &mut Tx,
    enrolment: &Enrolment,
    bytes: &[u8],
    label: &str,
) -> Result<(), DbError> {
    let row: &[&[u8]] = &[enrolment.device.as_bytes()];
    let sealer = backend.sealer();
    tx.execute(
        "INSERT INTO device (event, device, sponsor, label, public_key, request_nonce,
            enrolment_hash, sealed_enrolment, sealed_bundle_key, consent_mode, enrolled, expires, revoked,
            last_sync, pending, skew, held_seq, held_hash, seen_seq, chain_flagged, skew_flagged,
            guess_flagged)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL, NULL, 0, 0, 0, NULL, 0,
            NULL, NULL, NULL)",
        &[
            (&enrolment.event).into(),
            (&enrolment.device).into(),
            (&enrolment.sponsor).into(),
            label.into(),
            (&enrolment.device_key).into(),
            (&enrolment.nonce).into(),
            (&RecordHash::of(bytes)).into(),
            (&sealer.seal(SEALED_ENROLMENT, row, bytes)).into(),
            (&sealer.seal(SEALED_BUNDLE_KEY, row, enrolment.bundle_key.expose())).into(),
            consent_mode_name(enrolment.consent_mode).into(),
            enrolment.issued.into(),
            enrolment.expires.into(),
        ],
    )
    .await
    .map(drop)
}
