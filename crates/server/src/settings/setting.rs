//! The settings by name: their keys in the file, and their variables and flags.

use backend::Config;
use backend::keys::seal::MASTER_KEY_VARIABLE;

/// Something that can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
    /// The database.
    DatabaseUrl,
    /// The address at which devices and browsers reach the backend.
    PublicUrl,
    /// Where to listen.
    Listen,
    /// How mails are sent.
    Mail,
    /// The sender of mails.
    MailFrom,
    /// The master key itself.
    MasterKey,
    /// The file that holds the master key.
    MasterKeyFile,
    /// The token that a monitoring client presents.
    MonitorToken,
    /// How much is logged.
    Log,
}

impl Setting {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::DatabaseUrl,
        Self::PublicUrl,
        Self::Listen,
        Self::Mail,
        Self::MailFrom,
        Self::MasterKey,
        Self::MasterKeyFile,
        Self::MonitorToken,
        Self::Log,
    ];

    /// Its name, and its key in the file.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::DatabaseUrl => "database_url",
            Self::PublicUrl => "public_url",
            Self::Listen => "listen",
            Self::Mail => "mail",
            Self::MailFrom => "mail_from",
            Self::MasterKey => "master_key",
            Self::MasterKeyFile => "master_key_file",
            Self::MonitorToken => "monitor_token",
            Self::Log => "log",
        }
    }

    /// Its environment variable.
    #[must_use]
    pub const fn variable(self) -> &'static str {
        match self {
            Self::DatabaseUrl => "DATABASE_URL",
            Self::PublicUrl => "LANYARD_PUBLIC_URL",
            Self::Listen => "LANYARD_LISTEN",
            Self::Mail => "LANYARD_MAIL",
            Self::MailFrom => "LANYARD_MAIL_FROM",
            Self::MasterKey => MASTER_KEY_VARIABLE,
            Self::MasterKeyFile => "LANYARD_MASTER_KEY_FILE",
            Self::MonitorToken => "LANYARD_MONITOR_TOKEN",
            Self::Log => "LANYARD_LOG",
        }
    }

    /// Where it is not set at all.
    pub(crate) const fn default(self) -> Option<&'static str> {
        match self {
            Self::DatabaseUrl => Some(Config::DATABASE_URL),
            Self::Listen => Some("127.0.0.1:8720"),
            Self::Log => Some("info,refinery_core=warn"),
            _ => None,
        }
    }

    /// Whether it may stand in the file. The master key has a file of its own, so that the settings can
    /// appear in output.
    pub(crate) const fn is_for_the_file(self) -> bool {
        !matches!(self, Self::MasterKey)
    }

    /// The value as it may be shown: no secret, and no password of an address.
    pub(crate) fn shown(self, value: &str) -> String {
        match self {
            Self::MasterKey | Self::MonitorToken => "(set; not shown)".into(),
            Self::DatabaseUrl | Self::Mail => without_password(value),
            _ => value.to_owned(),
        }
    }
}

/// An address without the user's part, which may hold a password, and without its query.
pub(crate) fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else {
        // `sqlite:PATH`, `folder:PATH`, or something mistyped that may be a password.
        let is_path = address.starts_with("sqlite:") || address.starts_with("folder:");
        return if is_path {
            address.to_owned()
        } else {
            "(set; not shown)".into()
        };
    };
    let rest = rest.split('?').next().unwrap_or_default();
    match rest.rsplit_once('@') {
        Some((_, host)) => format!("{scheme}://…@{host}"),
        None => format!("{scheme}://{rest}"),
    }
}
