//! Enrolment: a device with a one-time code and a new key receives a signed enrolment.

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
    /// The bytes are not an enrolment request, or its signature is not valid.
    #[error("not an enrolment request: {0}")]
    Request(ProtocolError),
    #[error("no such enrolment code")]
    UnknownCode,
    /// Another device, or another request of the same device, has used the code.
    #[error("the enrolment code was used before")]
    CodeUsed,
    #[error("the enrolment code has expired")]
    CodeExpired,
    #[error("the event is over")]
    EventOver,
    /// A setting of the event violates a limit of the protocol.
    #[error("the enrolment cannot be signed: {0}")]
    Unsignable(ProtocolError),
    #[error("cannot load the event of an enrolment code")]
    LoadEvent(#[from] EventError),
    #[error("cannot read or write an enrolment")]
    Db(#[from] DbError),
    #[error("cannot unseal a stored enrolment")]
    Unseal(#[from] SealError),
}

pub(crate) const SEALED_ENROLMENT: &str = "device.sealed_enrolment";
pub(crate) const SEALED_BUNDLE_KEY: &str = "device.sealed_bundle_key";

/// An enrolment code with the device that used it.
struct StoredCode {
    event: EventSlug,
    sponsor: SponsorId,
    sponsor_name: String,
    label: String,
    expires: UnixMillis,
    device: Option<DeviceId>,
}

/// Enrols a device by its signed [`EnrolmentRequest`], and returns the bytes of a signed [`Enrolment`]. If the
/// device repeats the request because the answer was lost, it gets the same bytes again.
///
/// # Errors
/// [`EnrolError`]; then nothing has changed.
pub async fn enrol(backend: &Backend, request: &[u8]) -> Result<Vec<u8>, EnrolError> {
    let request = Unverified::<EnrolmentRequest>::parse(request)
        .and_then(|request| request.verify_with_own_key(|request| request.device_key))
        .map_err(EnrolError::Request)?;
    let secret_hash = hash_secret(request.secret.expose());
    let mut tx = backend.db().read().await?;
    let event = load_code(&mut tx, secret_hash.as_bytes()).await?.event;
    drop(tx);
    let mut tx = backend.db().write_as(Tenant::Event(&event)).await?;
    // Another request may have used the code meanwhile, so it is loaded again in the transaction that writes.
    let code = load_code(&mut tx, secret_hash.as_bytes()).await?;
    if let Some(device) = code.device {
        return stored_enrolment(backend, &mut tx, &code.event, device, &request).await;
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

async fn load_code(tx: &mut Tx, secret_hash: &[u8; 32]) -> Result<StoredCode, EnrolError> {
    let row = tx
        .query_one(
            "SELECT c.event, c.sponsor, s.name AS sponsor_name, c.expires, c.device, c.label
             FROM enrolment_code c
             JOIN sponsor s ON s.event = c.event AND s.sponsor = c.sponsor
             WHERE c.secret_hash = $1",
            &[secret_hash.into()],
        )
        .await?
        .ok_or(EnrolError::UnknownCode)?;
    Ok(StoredCode {
        event: row.get("event")?,
        sponsor: row.get("sponsor")?,
        sponsor_name: row.get("sponsor_name")?,
        expires: row.get("expires")?,
        device: row.get("device")?,
        label: row.get("label")?,
    })
}

/// The enrolment that was returned before, if the device and the request are the same. A revoked device does not
/// get its keys again.
async fn stored_enrolment(
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
    let key: VerifyingKey = row.get("public_key")?;
    let nonce: protocol::Nonce = row.get("request_nonce")?;
    if key != request.device_key || nonce != request.nonce {
        return Err(EnrolError::CodeUsed);
    }
    let sealed: Vec<u8> = row.get("sealed_enrolment")?;
    let bytes =
        backend
            .sealer()
            .unseal(SEALED_ENROLMENT, &[device.as_bytes().as_slice()], &sealed)?;
    Ok(bytes.to_vec())
}

fn enrolment(
    backend: &Backend,
    event: &Event,
    code: &StoredCode,
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
