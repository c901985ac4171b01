//! Errors as the screens get them, and the conversion of the device's own errors.

use booth::{BoothError, EnrolError, Refusal, StoreError, SyncFault};
use serde::Serialize;
use ts_rs::TS;

/// Why a command failed. The screens match on `code`; `message` is for codes that they have no text for,
/// and for logs. It holds no personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Problem {
    /// The stable code.
    pub code: String,
    /// What happened and what to do, in English.
    pub message: String,
    /// A value that the text needs: an event's short name, seconds to wait, a file.
    pub about: Option<String>,
}

impl Problem {
    pub(crate) fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
            about: None,
        }
    }

    pub(crate) fn locked() -> Self {
        Self::new(
            "locked",
            "The screens are locked. Unlock them with the PIN.",
        )
    }

    pub(crate) fn about(mut self, about: impl ToString) -> Self {
        self.about = Some(about.to_string());
        self
    }

    /// The problem for a code that was refused.
    pub(crate) fn refusal(refusal: &Refusal, event_name: &str) -> Self {
        let problem = Self::new(refusal.code(), refusal.sentence(event_name));
        match refusal.other_event() {
            Some(event) => problem.about(event),
            None => problem,
        }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.message, self.code)
    }
}

impl std::error::Error for Problem {}

/// Turns an error's text into a sentence.
fn sentence(error: &impl ToString) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    let end = if text.ends_with(['.', '!', '?']) {
        ""
    } else {
        "."
    };
    format!("{first}{}{end}", letters.as_str())
}

impl From<BoothError> for Problem {
    fn from(error: BoothError) -> Self {
        // The codes that decisions use for the same reasons.
        let code = match &error {
            BoothError::Store(StoreError::Revoked { .. }) => "device_revoked",
            BoothError::Store(StoreError::Expired { .. }) => "enrolment_expired",
            _ => error.code(),
        };
        match &error {
            BoothError::NotEnrolled => Self::new(
                code,
                "This device is not enrolled yet. Scan or type the code of your sponsor's page.",
            ),
            BoothError::WhichEnrolment { .. } => Self::new(
                code,
                "This device is enrolled more than once. Choose the sponsor to scan for.",
            ),
            BoothError::ExportExists { path } | BoothError::Export { path, .. } => {
                Self::new(code, sentence(&error)).about(path.display())
            }
            BoothError::Folder { path, .. } | BoothError::Open { path, .. } => {
                Self::new(code, sentence(&error)).about(path.display())
            }
            _ => Self::new(code, sentence(&error)),
        }
    }
}

impl From<EnrolError> for Problem {
    fn from(error: EnrolError) -> Self {
        match error {
            EnrolError::Booth(error) => error.into(),
            error => Self::new(error.code(), sentence(&error)),
        }
    }
}

impl From<SyncFault> for Problem {
    fn from(fault: SyncFault) -> Self {
        Self::new(fault.code, sentence(&fault.message))
    }
}
