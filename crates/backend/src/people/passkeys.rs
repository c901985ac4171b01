//! Passkeys (W3C Web Authentication) of the organiser's staff: a phishing-resistant way to sign in beside the
//! link in a mail.
//!
//! Registration and sign-in are ceremonies of two requests. The state between the requests is sealed in the
//! database for five minutes and is used once.

use protocol::{EventSlug, SecretBytes, StaffId, UnixMillis, decode_base32, encode_base32, limits};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Uuid, WebauthnError,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use crate::Backend;
use crate::keys::random::random;
use crate::keys::seal::SealError;
use crate::keys::token::{TokenHash, hash_secret};
use crate::people::sessions::{self, SessionSecret, Subject};
use crate::people::staff::Staff;
use backend_db::{DbError, Tx};

const SEALED_PASSKEY: &str = "passkey.sealed_passkey";
const SEALED_STATE: &str = "ceremony.sealed_state";
/// The time between the two requests of a ceremony in milliseconds.
const CEREMONY_LIFE: i64 = 5 * 60 * 1000;
/// The most ceremonies that may be open at the same time, because beginning one needs no authentication.
const OPEN_CEREMONIES: i64 = 10_000;
/// The most passkeys of one account.
const PASSKEYS: usize = 20;

/// The reason why a passkey is not registered or does not sign its owner in.
#[derive(Debug, thiserror::Error)]
pub enum PasskeyError {
    /// Browsers bind passkeys to a domain, and the backend's address has none.
    #[error("passkeys need a domain name in LANYARD_PUBLIC_URL, not an IP address")]
    NoDomain,
    /// The ceremony's state is missing: it was used or has expired.
    #[error("this took too long, or was done before")]
    Ceremony,
    /// The browser's answer is malformed or wrong.
    #[error("the passkey was not accepted")]
    Refused,
    #[error("this passkey is registered already")]
    Exists,
    #[error("there is no such passkey")]
    Unknown,
    #[error("at most {PASSKEYS} passkeys")]
    TooMany,
    #[error("a label must have 1 to 120 bytes")]
    Label,
    /// Too many ceremonies are open.
    #[error("too many sign-ins are open at the same time")]
    Busy,
    #[error("cannot open a stored passkey")]
    Seal(#[from] SealError),
    #[error("cannot read or write passkeys")]
    Db(#[from] DbError),
}

impl From<WebauthnError> for PasskeyError {
    fn from(error: WebauthnError) -> Self {
        tracing::info!(%error, "a passkey was refused");
        Self::Refused
    }
}

/// A registered passkey, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisteredPasskey {
    /// The credential id in base32.
    pub credential: String,
    /// The label that its owner chose.
    pub label: String,
    /// The time of the registration.
    pub created: UnixMillis,
    /// The time of the last sign-in with it.
    pub last_used: Option<UnixMillis>,
}

/// A ceremony between its two requests.
pub struct PendingCeremony {
    /// The secret that the second request must present.
    pub ceremony: String,
    /// The options for the browser's call of Web Authentication, as JSON.
    pub options: String,
}

/// Returns whether the backend's address allows passkeys.
#[must_use]
pub fn are_possible(backend: &Backend) -> bool {
    webauthn(backend).is_ok()
}

fn webauthn(backend: &Backend) -> Result<Webauthn, PasskeyError> {
    let origin = Url::parse(backend.origin()).map_err(|_| PasskeyError::NoDomain)?;
    let domain = origin.domain().ok_or(PasskeyError::NoDomain)?.to_owned();
    WebauthnBuilder::new(&domain, &origin)
        .map(|builder| builder.rp_name("Lanyard"))
        .and_then(WebauthnBuilder::build)
        .map_err(|_| PasskeyError::NoDomain)
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("what goes to a browser is texts, numbers and bytes")
}

/// Stores a ceremony's state, and returns the secret that names it.
async fn remember(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    staff: Option<&StaffId>,
    state: &impl serde::Serialize,
) -> Result<String, PasskeyError> {
    let now = backend.now();
    tx.execute("DELETE FROM ceremony WHERE expires <= $1", &[now.into()])
        .await?;
    let open: i64 = tx
        .query_one("SELECT count(*) AS open FROM ceremony", &[])
        .await?
        .map_or(Ok(0), |row| row.get("open"))?;
    if open >= OPEN_CEREMONIES {
        return Err(PasskeyError::Busy);
    }
    let secret = SecretBytes::<32>::new(random());
    let hash = hash_secret(secret.expose());
    let row: &[&[u8]] = &[hash.as_bytes()];
    let sealed = backend
        .sealer()
        .seal(SEALED_STATE, row, json(state).as_bytes());
    tx.execute(
        "INSERT INTO ceremony (event, ceremony_hash, staff, sealed_state, expires)
         VALUES ($1, $2, $3, $4, $5)",
        &[
            event.into(),
            hash.as_bytes().into(),
            staff.into(),
            (&sealed).into(),
            now.plus_millis(CEREMONY_LIFE).into(),
        ],
    )
    .await?;
    Ok(encode_base32(secret.expose()))
}

/// Takes a ceremony's state out of the database.
async fn recall<T: serde::de::DeserializeOwned>(
    backend: &Backend,
    tx: &mut Tx,
    ceremony: &str,
    staff: Option<&StaffId>,
) -> Result<T, PasskeyError> {
    let hash: TokenHash = decode_base32(ceremony)
        .map(|secret| hash_secret(&secret))
        .map_err(|_| PasskeyError::Ceremony)?;
    let row = tx
        .query_one(
            "DELETE FROM ceremony WHERE ceremony_hash = $1 AND expires > $2
             RETURNING staff, sealed_state",
            &[hash.as_bytes().into(), backend.now().into()],
        )
        .await?
        .ok_or(PasskeyError::Ceremony)?;
    if row.get::<Option<StaffId>>("staff")?.as_ref() != staff {
        return Err(PasskeyError::Ceremony);
    }
    let sealed: Vec<u8> = row.get("sealed_state")?;
    let state = backend
        .sealer()
        .unseal(SEALED_STATE, &[hash.as_bytes()], &sealed)?;
    serde_json::from_slice(&state).map_err(|_| PasskeyError::Ceremony)
}

/// Begins the registration of a passkey for a signed-in account.
///
/// # Errors
/// [`PasskeyError::NoDomain`], [`PasskeyError::TooMany`].
pub async fn begin_registration(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    staff: &Staff,
) -> Result<PendingCeremony, PasskeyError> {
    let webauthn = webauthn(backend)?;
    let known = credentials(tx, event, &staff.id).await?;
    if known.len() >= PASSKEYS {
        return Err(PasskeyError::TooMany);
    }
    let user = Uuid::from_bytes(*staff.id.as_bytes());
    let (challenge, state) =
        webauthn.start_passkey_registration(user, &staff.email, &staff.name, Some(known))?;
    let mut options = serde_json::to_value(&challenge).map_err(|_| PasskeyError::Refused)?;
    // The passkey must be discoverable, because sign-in does not ask for an address: asking would reveal which
    // addresses have an account.
    let selection = &mut options["publicKey"]["authenticatorSelection"];
    selection["residentKey"] = "required".into();
    selection["requireResidentKey"] = true.into();
    Ok(PendingCeremony {
        ceremony: remember(backend, tx, event, Some(&staff.id), &state).await?,
        options: options.to_string(),
    })
}

/// Registers the passkey in the browser's answer.
///
/// # Errors
/// [`PasskeyError::Ceremony`], [`PasskeyError::Refused`], [`PasskeyError::Exists`], [`PasskeyError::Label`].
pub async fn finish_registration(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    staff: &StaffId,
    (ceremony, answer): (&str, &str),
    label: &str,
) -> Result<(), PasskeyError> {
    let webauthn = webauthn(backend)?;
    let label = checked(label)?;
    let state: PasskeyRegistration = recall(backend, tx, ceremony, Some(staff)).await?;
    let answer: RegisterPublicKeyCredential =
        serde_json::from_str(answer).map_err(|_| PasskeyError::Refused)?;
    let passkey = webauthn.finish_passkey_registration(&answer, &state)?;
    let credential: &[u8] = passkey.cred_id().as_ref();
    let there = tx
        .query_one(
            "SELECT 1 FROM passkey WHERE credential = $1",
            &[credential.into()],
        )
        .await?;
    if there.is_some() {
        return Err(PasskeyError::Exists);
    }
    let sealed = backend
        .sealer()
        .seal(SEALED_PASSKEY, &[credential], json(&passkey).as_bytes());
    tx.execute(
        "INSERT INTO passkey (event, staff, credential, label, sealed_passkey, created, last_used)
         VALUES ($1, $2, $3, $4, $5, $6, NULL)",
        &[
            event.into(),
            staff.into(),
            credential.into(),
            label.into(),
            (&sealed).into(),
            backend.now().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Begins a sign-in. The passkey tells which account it is for.
///
/// # Errors
/// [`PasskeyError::NoDomain`], [`PasskeyError::Busy`].
pub async fn begin_sign_in(
    backend: &Backend,
    tx: &mut Tx,
) -> Result<PendingCeremony, PasskeyError> {
    let webauthn = webauthn(backend)?;
    // The event is known only after the sign-in. Until then the newest event keeps the ceremony.
    let event: EventSlug = tx
        .query_one("SELECT event FROM event ORDER BY created DESC LIMIT 1", &[])
        .await?
        .ok_or(PasskeyError::Unknown)?
        .get("event")?;
    let (challenge, state) = webauthn.start_discoverable_authentication()?;
    Ok(PendingCeremony {
        ceremony: remember(backend, tx, &event, None, &state).await?,
        options: json(&challenge),
    })
}

/// Signs in the owner of the passkey in the browser's answer.
///
/// # Errors
/// [`PasskeyError::Ceremony`], [`PasskeyError::Refused`].
pub async fn finish_sign_in(
    backend: &Backend,
    tx: &mut Tx,
    ceremony: &str,
    answer: &str,
    before: Option<&SessionSecret>,
) -> Result<(Subject, SessionSecret), PasskeyError> {
    let webauthn = webauthn(backend)?;
    let state: DiscoverableAuthentication = recall(backend, tx, ceremony, None).await?;
    let answer: PublicKeyCredential =
        serde_json::from_str(answer).map_err(|_| PasskeyError::Refused)?;
    let (user, credential) = webauthn.identify_discoverable_authentication(&answer)?;
    let row = tx
        .query_one(
            "SELECT p.event, p.staff, p.sealed_passkey FROM passkey p
             JOIN staff s ON s.event = p.event AND s.staff = p.staff
             WHERE p.credential = $1 AND s.removed IS NULL",
            &[credential.into()],
        )
        .await?
        .ok_or(PasskeyError::Refused)?;
    let (event, staff): (EventSlug, StaffId) = (row.get("event")?, row.get("staff")?);
    if user.as_bytes() != staff.as_bytes() {
        return Err(PasskeyError::Refused);
    }
    let sealed: Vec<u8> = row.get("sealed_passkey")?;
    let opened = backend
        .sealer()
        .unseal(SEALED_PASSKEY, &[credential], &sealed)?;
    let mut passkey: Passkey =
        serde_json::from_slice(&opened).map_err(|_| PasskeyError::Refused)?;
    let result = webauthn.finish_discoverable_authentication_v2(&answer, state, &passkey)?;
    // The signature counter increases, which exposes a cloned authenticator.
    passkey.update_credential(&result);
    let sealed = backend
        .sealer()
        .seal(SEALED_PASSKEY, &[credential], json(&passkey).as_bytes());
    let now = backend.now();
    tx.execute(
        "UPDATE passkey SET sealed_passkey = $1, last_used = $2 WHERE event = $3 AND credential = $4",
        &[
            (&sealed).into(),
            now.into(),
            (&event).into(),
            credential.into(),
        ],
    )
    .await?;
    let subject = Subject::Staff(staff);
    let secret = sessions::begin(tx, &event, &subject, before, now).await?;
    Ok((subject, secret))
}

async fn credentials(
    tx: &mut Tx,
    event: &EventSlug,
    staff: &StaffId,
) -> Result<Vec<Vec<u8>>, DbError> {
    tx.query(
        "SELECT credential FROM passkey WHERE event = $1 AND staff = $2",
        &[event.into(), staff.into()],
    )
    .await?
    .iter()
    .map(|row| row.get("credential"))
    .collect()
}

/// Lists an account's passkeys, the oldest first.
pub async fn list(
    tx: &mut Tx,
    event: &EventSlug,
    staff: &StaffId,
) -> Result<Vec<RegisteredPasskey>, DbError> {
    tx.query(
        "SELECT credential, label, created, last_used FROM passkey
         WHERE event = $1 AND staff = $2 ORDER BY created, label",
        &[event.into(), staff.into()],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(RegisteredPasskey {
            credential: encode_base32(&row.get::<Vec<u8>>("credential")?),
            label: row.get("label")?,
            created: row.get("created")?,
            last_used: row.get("last_used")?,
        })
    })
    .collect()
}

fn checked(label: &str) -> Result<&str, PasskeyError> {
    let label = label.trim();
    if label.is_empty() || label.len() > limits::NAME_BYTES || label.chars().any(char::is_control) {
        return Err(PasskeyError::Label);
    }
    Ok(label)
}

/// Gives one of the account's own passkeys another label.
///
/// # Errors
/// [`PasskeyError::Label`], [`PasskeyError::Unknown`].
pub async fn rename(
    tx: &mut Tx,
    event: &EventSlug,
    staff: &StaffId,
    credential: &str,
    label: &str,
) -> Result<(), PasskeyError> {
    let label = checked(label)?;
    let credential = decode_base32(credential).map_err(|_| PasskeyError::Unknown)?;
    let renamed = tx
        .execute(
            "UPDATE passkey SET label = $1 WHERE event = $2 AND staff = $3 AND credential = $4",
            &[
                label.into(),
                event.into(),
                staff.into(),
                (&credential).into(),
            ],
        )
        .await?;
    if renamed == 0 {
        return Err(PasskeyError::Unknown);
    }
    Ok(())
}

/// Removes one of the account's own passkeys. It does not sign in any more from the commit on.
///
/// # Errors
/// [`PasskeyError::Unknown`].
pub async fn remove(
    tx: &mut Tx,
    event: &EventSlug,
    staff: &StaffId,
    credential: &str,
) -> Result<(), PasskeyError> {
    let credential = decode_base32(credential).map_err(|_| PasskeyError::Unknown)?;
    let removed = tx
        .execute(
            "DELETE FROM passkey WHERE event = $1 AND staff = $2 AND credential = $3",
            &[event.into(), staff.into(), (&credential).into()],
        )
        .await?;
    if removed == 0 {
        return Err(PasskeyError::Unknown);
    }
    Ok(())
}
