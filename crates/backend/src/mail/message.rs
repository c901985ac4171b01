//! The kinds of mail, and a mail itself.

use serde::{Deserialize, Serialize};

use crate::clock::{DAY, MINUTE};

/// What a mail is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailKind {
    /// A link to sign in.
    SignIn,
    /// Somebody was invited to a team, or to the organiser's people.
    Invitation,
    /// A sponsor has scanned the attendee for the first time.
    Digest,
    /// What became of a report.
    Report,
}

impl MailKind {
    const ALL: [Self; 4] = [Self::SignIn, Self::Invitation, Self::Digest, Self::Report];

    /// The kind of that name.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
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

    /// How long delivery is retried, in milliseconds after the mail was written. It equals the life of what
    /// the mail brings, where that ends.
    #[must_use]
    pub const fn life(self) -> i64 {
        match self {
            Self::SignIn => 10 * MINUTE,
            Self::Invitation | Self::Digest | Self::Report => 3 * DAY,
        }
    }
}

/// A mail in plain text: there is nothing in one that could be made to look like something else.
#[derive(Serialize, Deserialize)]
pub struct Message {
    /// The one address it goes to.
    pub to: String,
    /// The subject, without anything personal: it shows on locked telephones.
    pub subject: String,
    /// The text.
    pub text: String,
    /// Where mail programs may end such mails for whoever gets them (RFC 8058).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsubscribe: Option<String>,
}

impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Message(…)")
    }
}
