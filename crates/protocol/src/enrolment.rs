//! Enrolment of a booth device for a sponsor: the one-time code, the request, and the signed enrolment.

use std::fmt;
use std::str::FromStr;

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::base32::{decode_base32, encode_base32};
use crate::envelope::Message;
use crate::field::FieldSet;
use crate::id::{DeviceId, EventSlug, KeyId, Nonce, SponsorId};
use crate::key::{SecretBytes, VerifyingKey};
use crate::limit::{Violation, check_text, limits};
use crate::time::UnixMillis;

/// The version of an event's privacy notice. Versions count up from 1.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, Serialize, Deserialize,
)]
#[cbor(transparent)]
#[serde(transparent)]
pub struct NoticeVersion(#[n(0)] pub u32);

impl fmt::Display for NoticeVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A privacy notice of an event.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Notice {
    /// The notice's version.
    #[n(1)]
    pub version: NoticeVersion,
    /// The notice's text, at most [`limits::NOTICE_BYTES`] bytes.
    #[n(2)]
    pub text: String,
}

/// The way in which attendees consent at an event's booths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
#[serde(rename_all = "snake_case")]
pub enum ConsentMode {
    /// Showing the badge is the consent. The scan is saved at once, and fields can be removed afterwards.
    #[n(1)]
    Handover,
    /// The scan is saved only after the attendee has tapped "share".
    #[n(2)]
    Confirm,
}

/// A qualifier question that booths of an event may ask.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Question {
    /// The question's id, which answers refer to. It never changes.
    #[n(1)]
    pub id: u32,
    /// The question's text, at most [`limits::ANSWER_BYTES`] bytes.
    #[n(2)]
    pub text: String,
    /// The kind of answer that the question takes.
    #[n(3)]
    pub kind: QuestionKind,
}

/// The kind of answer that a question takes.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// Free text.
    #[n(1)]
    Text,
    /// One choice of a list of 1 to [`limits::CHOICES`].
    #[n(2)]
    Choice(#[n(0)] Vec<String>),
    /// Yes or no.
    #[n(3)]
    YesNo,
    /// A point on a scale from 1 to this number, which is 2 to 10.
    #[n(4)]
    Scale(#[n(0)] u32),
}

/// A device's request to be enrolled. It carries the one-time code's secret and the device's new public key, and is
/// signed with that key, which proves possession of the private key.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct EnrolmentRequest {
    /// The secret of the one-time code, 80 bits.
    #[n(1)]
    pub secret: SecretBytes<10>,
    /// The device's new public key.
    #[n(2)]
    pub device_key: VerifyingKey,
    /// The device's name on the sponsor's page.
    #[n(3)]
    pub label: String,
    /// A random nonce, new for each request. A repeated request with the same nonce gets the same answer.
    #[n(4)]
    pub nonce: Nonce,
    /// The time of the request by the device's wall clock.
    #[n(5)]
    pub time: UnixMillis,
}

impl EnrolmentRequest {
    /// The label of a device that has no name of its own. The backend then uses the one-time code's label.
    pub const UNNAMED: &str = "Booth device";
}

impl Message for EnrolmentRequest {
    const NAMESPACE: &'static str = "application/vnd.lanyard.enrolment-request";
    const MAX_BYTES: usize = limits::ENROLMENT_REQUEST_BYTES;

    fn signer(&self) -> KeyId {
        self.device_key.id()
    }

    fn check(&self) -> Result<(), Violation> {
        check_name(&self.label, "label")
    }
}

/// The backend's answer to an [`EnrolmentRequest`]: everything that a device needs to work without a network. It
/// contains secrets and is sent only to the enrolled device, over TLS.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Enrolment {
    /// The format's version, always [`Enrolment::VERSION`].
    #[n(1)]
    pub version: u32,
    /// The nonce of the request.
    #[n(2)]
    pub nonce: Nonce,
    /// The backend's public keys, 1 to [`limits::BACKEND_KEYS`]: first the one that signs, then those that it will
    /// rotate to.
    #[n(3)]
    pub backend_keys: Vec<VerifyingKey>,
    /// The event's short name.
    #[n(4)]
    pub event: EventSlug,
    /// The event's full name.
    #[n(5)]
    pub event_name: String,
    /// The sponsor's id.
    #[n(6)]
    pub sponsor: SponsorId,
    /// The sponsor's name.
    #[n(7)]
    pub sponsor_name: String,
    /// The device's id under this enrolment.
    #[n(8)]
    pub device: DeviceId,
    /// The device's public key, from the request.
    #[n(9)]
    pub device_key: VerifyingKey,
    /// The key that opens the event's badge codes.
    #[n(10)]
    pub badge_key: SecretBytes<32>,
    /// The key that encrypts this device's export bundles. Only the device and the backend have it.
    #[n(11)]
    pub bundle_key: SecretBytes<32>,
    /// The event's current privacy notice.
    #[n(12)]
    pub notice: Notice,
    /// The fields that the event allows sponsors to receive.
    #[n(13)]
    pub allowed_fields: FieldSet,
    /// The way in which attendees consent.
    #[n(14)]
    pub consent_mode: ConsentMode,
    /// Whether the event accepts [`ForeignCode`](crate::ForeignCode)s.
    #[n(15)]
    pub foreign_codes: bool,
    /// The event's qualifier questions.
    #[n(16)]
    pub questions: Vec<Question>,
    /// The time of issue, by the backend's clock.
    #[n(17)]
    pub issued: UnixMillis,
    /// The end of the enrolment. From then on, the device makes no new scans.
    #[n(18)]
    pub expires: UnixMillis,
    /// The end of the device's retention. Until then it keeps its records, so that it can send them again to a backend
    /// that was restored from a backup.
    #[n(19)]
    pub keep_until: UnixMillis,
}

impl Enrolment {
    /// The current version of the format.
    pub const VERSION: u32 = 1;

    /// Returns the audience of this device's sync requests, which is the id of the backend's first key.
    #[must_use]
    pub fn audience(&self) -> KeyId {
        self.signer()
    }
}

impl Message for Enrolment {
    const NAMESPACE: &'static str = "application/vnd.lanyard.enrolment";
    const MAX_BYTES: usize = limits::ENROLMENT_BYTES;

    fn signer(&self) -> KeyId {
        // An enrolment without a key fails `check`; no key has the id of zeros.
        self.backend_keys
            .first()
            .map_or(KeyId::from_bytes([0; 16]), VerifyingKey::id)
    }

    fn check(&self) -> Result<(), Violation> {
        Violation::unless(self.version == Self::VERSION, "version", "must be 1")?;
        Violation::unless(
            (1..=limits::BACKEND_KEYS).contains(&self.backend_keys.len()),
            "backend keys",
            "must be 1 to 4",
        )?;
        check_name(&self.event_name, "event name")?;
        check_name(&self.sponsor_name, "sponsor name")?;
        check_notice(&self.notice)?;
        check_questions(&self.questions)
    }
}

pub(crate) fn check_notice(notice: &Notice) -> Result<(), Violation> {
    check_text(
        &notice.text,
        limits::NOTICE_BYTES,
        "notice",
        "at most 65536 bytes",
    )
}

pub(crate) fn check_questions(questions: &[Question]) -> Result<(), Violation> {
    Violation::unless(
        questions.len() <= limits::QUESTIONS,
        "questions",
        "at most 32",
    )?;
    for question in questions {
        check_text(
            &question.text,
            limits::ANSWER_BYTES,
            "question",
            "at most 500 bytes",
        )?;
        match &question.kind {
            QuestionKind::Choice(choices) => {
                Violation::unless(
                    (1..=limits::CHOICES).contains(&choices.len()),
                    "choices",
                    "must be 1 to 32",
                )?;
                for choice in choices {
                    check_text(choice, limits::ANSWER_BYTES, "choice", "at most 500 bytes")?;
                }
            }
            QuestionKind::Scale(most) => {
                Violation::unless((2..=10).contains(most), "scale", "must end at 2 to 10")?;
            }
            QuestionKind::Text | QuestionKind::YesNo => {}
        }
    }
    Ok(())
}

fn check_name(name: &str, what: &'static str) -> Result<(), Violation> {
    Violation::unless(!name.trim().is_empty(), what, "must not be empty")?;
    check_text(name, limits::NAME_BYTES, what, "at most 120 bytes")
}

/// The one-time code on the sponsor's page: `https://backend.example/enrol#SECRET.BACKENDKEY`.
///
/// In a browser, the URL opens a page with instructions; the fragment after the `#` is not sent to the server. The
/// backend key's id allows the device to refuse the answer of another backend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolmentCode {
    /// The backend's URL, without a slash at the end.
    pub server: String,
    /// The one-time secret, 80 bits.
    pub secret: SecretBytes<10>,
    /// The id of the key that must have signed the enrolment. A code typed by hand may lack it; then only TLS
    /// authenticates the backend.
    pub backend: Option<KeyId>,
}

/// The text is not an enrolment code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an enrolment code: it looks like https://backend.example/enrol#ABCD…")]
pub struct EnrolmentCodeError;

impl EnrolmentCode {
    /// The maximum length of a code, in bytes.
    pub const MAX_BYTES: usize = 512;
    const PATH: &'static str = "/enrol#";

    /// Parses a typed secret. Hyphens and blanks are ignored.
    ///
    /// # Errors
    /// Returns [`EnrolmentCodeError`] if the text is not 16 characters of base32.
    pub fn parse_secret(text: &str) -> Result<SecretBytes<10>, EnrolmentCodeError> {
        let plain: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
        let bytes = decode_base32(&plain).map_err(|_| EnrolmentCodeError)?;
        SecretBytes::try_from(bytes.as_slice()).map_err(|_| EnrolmentCodeError)
    }

    /// Returns the secret as it is printed for typing: `ABCD-EFGH-JKMN-PQRS`.
    #[must_use]
    pub fn secret_text(&self) -> String {
        let plain = encode_base32(self.secret.expose());
        let mut text = String::with_capacity(plain.len() + 3);
        for (index, letter) in plain.chars().enumerate() {
            if index > 0 && index % 4 == 0 {
                text.push('-');
            }
            text.push(letter);
        }
        text
    }
}

impl fmt::Display for EnrolmentCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secret = encode_base32(self.secret.expose());
        write!(f, "{}{}{secret}", self.server, Self::PATH)?;
        match &self.backend {
            Some(key) => write!(f, ".{}", encode_base32(key.as_bytes())),
            None => Ok(()),
        }
    }
}

impl FromStr for EnrolmentCode {
    type Err = EnrolmentCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text.len() > Self::MAX_BYTES {
            return Err(EnrolmentCodeError);
        }
        let (server, rest) = text.split_once(Self::PATH).ok_or(EnrolmentCodeError)?;
        let host = server
            .strip_prefix("https://")
            .or_else(|| server.strip_prefix("http://"))
            .ok_or(EnrolmentCodeError)?;
        if host.is_empty() || host.contains(['/', '?', '#', '@', ' ']) {
            return Err(EnrolmentCodeError);
        }
        let (secret, backend) = match rest.split_once('.') {
            Some((secret, key)) => {
                let bytes = decode_base32(key).map_err(|_| EnrolmentCodeError)?;
                let key = KeyId::try_from(bytes.as_slice()).map_err(|_| EnrolmentCodeError)?;
                (secret, Some(key))
            }
            None => (rest, None),
        };
        Ok(Self {
            server: server.to_owned(),
            secret: Self::parse_secret(secret)?,
            backend,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_enrolment_code_is_read_back_from_its_text() {
        let code = EnrolmentCode {
            server: "https://lanyard.example:8443".into(),
            secret: SecretBytes::new([0x5a; 10]),
            backend: Some(KeyId::from_bytes([7; 16])),
        };
        assert_eq!(code.to_string().parse(), Ok(code.clone()));
        let typed = code.secret_text().to_lowercase();
        assert_eq!(EnrolmentCode::parse_secret(&typed), Ok(code.secret));
    }

    #[test]
    fn what_is_no_enrolment_code_is_refused() {
        for text in [
            "",
            "https://lanyard.example/",
            "https://lanyard.example/enrol#",
            "https://user@lanyard.example/enrol#0000000000000000",
            "ftp://lanyard.example/enrol#0000000000000000",
            "https://lanyard.example/enrol#000000000000000",
            "https://lanyard.example/enrol#0000000000000000.00",
        ] {
            assert_eq!(
                text.parse::<EnrolmentCode>(),
                Err(EnrolmentCodeError),
                "{text}"
            );
        }
    }
}
