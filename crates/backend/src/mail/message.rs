//! The kinds of mail and the content of a mail.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The kind of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailKind {
    /// A sign-in link.
    SignIn,
    /// An invitation to a sponsor's team or to the organiser's staff.
    Invitation,
    /// A digest for an attendee, who is scanned by sponsors for the first time.
    Digest,
    /// The decision on an attendee's report.
    Report,
}

impl MailKind {
    const ALL: [Self; 4] = [Self::SignIn, Self::Invitation, Self::Digest, Self::Report];

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The name used in the database and in logs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Invitation => "invitation",
            Self::Digest => "digest",
            Self::Report => "report",
        }
    }

    /// How long delivery is retried after the mail was written. For a sign-in link it equals the link's own
    /// lifetime.
    #[must_use]
    pub const fn lifetime(self) -> Duration {
        match self {
            Self::SignIn => Duration::from_mins(10),
            Self::Invitation | Self::Digest | Self::Report => Duration::from_hours(3 * 24),
        }
    }
}

/// A mail in plain text. It has no HTML part, so a link cannot show another address than its own.
#[derive(Serialize, Deserialize)]
pub struct Message {
    /// The address of the only recipient.
    pub to: String,
    /// The subject. It contains nothing personal, because locked telephones show it.
    pub subject: String,
    pub text: String,
    /// The link with which a mail program unsubscribes the recipient (RFC 8058).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsubscribe: Option<String>,
}

impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Message(…)")
    }
}
