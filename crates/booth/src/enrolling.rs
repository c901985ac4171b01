//! Enrolling a device with a one-time code.

use protocol::{
    Enrolment, EnrolmentCode, EnrolmentRequest, KeyId, Message, Nonce, ProtocolError, SecretBytes,
    SigningKey, Unverified, Verified, VerifyingKey, limits,
};
use store::{Attempt, EnrolmentSummary};
use sync::Failure;

use crate::booth::Booth;
use crate::clock::random;
use crate::error::BoothError;
use crate::server::{AddressError, COSE, Response, ServerAddress, TransportError};

const PATH: &str = "/v1/enrol";

/// Why the device was not enrolled.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EnrolError {
    /// The code names no usable backend address.
    #[error("{0}")]
    Address(AddressError),
    /// The device's label is not allowed.
    #[error("this label is not allowed: {0}")]
    Label(ProtocolError),
    /// No answer came. The same code can be tried again.
    #[error("{0}; the same code can be tried again")]
    Transport(TransportError),
    /// The backend does not know the code.
    #[error(
        "the backend does not know this code; look for a slip, or make a new one on the sponsor's page"
    )]
    UnknownCode,
    /// Another device has used the code.
    #[error("this code was used by another device; make a new one on the sponsor's page")]
    CodeUsed,
    /// The code is too old.
    #[error("this code has run out; make a new one on the sponsor's page")]
    CodeExpired,
    /// The backend failed in another way. The same code can be tried again.
    #[error("{failure}{}; the same code can be tried again", .code.as_ref().map(|code| format!(" ({code})")).unwrap_or_default())]
    Failed {
        /// What its HTTP status means.
        failure: Failure,
        /// The code of its problem document.
        code: Option<String>,
    },
    /// The answer is signed by another backend than the code names.
    #[error("another backend than the code's has answered; use a network that you trust")]
    OtherBackend,
    /// The answer is no valid enrolment, or not for this request.
    #[error("the backend's answer can't be believed{}; the same code can be tried again", .0.map(|reason| format!(" ({reason})")).unwrap_or_default())]
    BadAnswer(Option<ProtocolError>),
    /// The device itself failed.
    #[error(transparent)]
    Booth(BoothError),
}

impl EnrolError {
    /// The stable code of this error, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Address(_) => "address",
            Self::Label(_) => "label",
            Self::Transport(_) => "connection",
            Self::UnknownCode => "unknown_code",
            Self::CodeUsed => "code_used",
            Self::CodeExpired => "code_expired",
            Self::Failed { failure, .. } => failure.code(),
            Self::OtherBackend => "other_backend",
            Self::BadAnswer(_) => "bad_answer",
            Self::Booth(error) => error.code(),
        }
    }
}

impl<E: Into<BoothError>> From<E> for EnrolError {
    fn from(error: E) -> Self {
        Self::Booth(error.into())
    }
}

impl Booth {
    /// Enrols the device with a one-time code. `label` is its name on the sponsor's page.
    ///
    /// The request is stored before it is sent, so that after a lost answer the same code gives the same
    /// enrolment.
    ///
    /// # Errors
    /// [`EnrolError`].
    pub fn enrol(&self, code: &EnrolmentCode, label: &str) -> Result<EnrolmentSummary, EnrolError> {
        let server: ServerAddress = code.server.parse().map_err(EnrolError::Address)?;
        let fresh = Attempt {
            server: server.to_string(),
            secret: code.secret.clone(),
            backend: code.backend,
            seed: SecretBytes::new(random()),
            nonce: Nonce::from_bytes(random()),
            label: label.to_owned(),
            begun: self.clock.wall(),
        };
        // A label that can't be sent must not be stored either.
        self.enrolment_request(&fresh)?;
        let attempt = self.store()?.begin_enrolment(&fresh)?;
        let (key, request) = self.enrolment_request(&attempt)?;

        let response = self
            .http
            .post(
                &server,
                PATH,
                COSE,
                request,
                limits::ENROLMENT_BYTES,
                &|| false,
            )
            .map_err(EnrolError::Transport)?;
        let Some(answer) = response.cose() else {
            let refusal = refusal(&response);
            let is_final = matches!(
                refusal,
                EnrolError::UnknownCode | EnrolError::CodeUsed | EnrolError::CodeExpired
            );
            if is_final {
                self.store()?.abandon_enrolment(attempt.nonce)?;
            }
            return Err(refusal);
        };
        let expected = Expected {
            backend: code.backend.or(attempt.backend),
            nonce: attempt.nonce,
            device_key: key.verifying_key(),
        };
        let enrolment = read_enrolment(answer, &expected)?;
        let device = self
            .store()?
            .add_enrolment(&attempt.server, &enrolment, &attempt.seed)?;
        tracing::info!(%device, event = %enrolment.event, "enrolled");
        self.wake.raise();
        self.changed();
        Ok(self.enrolment(Some(&device.to_string()))?)
    }

    fn enrolment_request(&self, attempt: &Attempt) -> Result<(SigningKey, Vec<u8>), EnrolError> {
        let key = SigningKey::from_seed(attempt.seed.clone()).map_err(store::StoreError::Key)?;
        let request = EnrolmentRequest {
            secret: attempt.secret.clone(),
            device_key: key.verifying_key(),
            label: attempt.label.clone(),
            nonce: attempt.nonce,
            time: self.clock.wall(),
        };
        let signed = request.sign(&key).map_err(EnrolError::Label)?;
        Ok((key, signed.into_bytes()))
    }
}

/// What an enrolment must match.
struct Expected {
    backend: Option<KeyId>,
    nonce: Nonce,
    device_key: VerifyingKey,
}

/// Verifies an enrolment with the backend's keys that it brings along. The code says which backend they must
/// be of; if the code was typed, only TLS does.
fn read_enrolment(bytes: &[u8], expected: &Expected) -> Result<Verified<Enrolment>, EnrolError> {
    let bad = |reason| EnrolError::BadAnswer(Some(reason));
    let enrolment = Unverified::<Enrolment>::parse(bytes)
        .and_then(|unverified| {
            unverified.verify_with_own_key(|enrolment| {
                // An enrolment without a key fails its own rules, so this key verifies nothing.
                let none = VerifyingKey::from_bytes([0; 32]);
                enrolment.backend_keys.first().copied().unwrap_or(none)
            })
        })
        .map_err(bad)?;
    if expected
        .backend
        .is_some_and(|backend| enrolment.audience() != backend)
    {
        return Err(EnrolError::OtherBackend);
    }
    if enrolment.nonce != expected.nonce || enrolment.device_key != expected.device_key {
        return Err(EnrolError::BadAnswer(None));
    }
    Ok(enrolment)
}

fn refusal(response: &Response) -> EnrolError {
    let code = response.problem_code();
    match code.as_deref() {
        Some("unknown_code") => EnrolError::UnknownCode,
        Some("code_used") => EnrolError::CodeUsed,
        Some("code_expired") => EnrolError::CodeExpired,
        _ => match response.classify() {
            sync::Response::Failed(failure) => EnrolError::Failed { failure, code },
            sync::Response::Verify => EnrolError::BadAnswer(None),
        },
    }
}
