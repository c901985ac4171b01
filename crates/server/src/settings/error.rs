//! Why settings can not be used.

use std::path::PathBuf;

use backend::keys::seal::SealError;

use crate::settings::origin::Origin;

/// Why the settings can't be used. No variant holds a value that may be a secret.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// The file can't be read.
    #[error("cannot read the settings {path}: {reason}")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The file is no TOML.
    #[error("{path}, line {line}: this is not TOML: {reason}")]
    NotToml {
        /// Which file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// The file has a key that is none.
    #[error("{path}: there is no setting `{key}`; there are {known}")]
    UnknownKey {
        /// Which file.
        path: PathBuf,
        /// The key.
        key: String,
        /// All keys.
        known: String,
    },
    /// The settings file holds the master key.
    #[error("{path}: the master key has a file of its own; name that as `master_key_file`")]
    MasterKeyInside {
        /// Which file.
        path: PathBuf,
    },
    /// A value of the file is no text.
    #[error("{path}: `{key}` must be a text in quotes")]
    NotText {
        /// Which file.
        path: PathBuf,
        /// The key.
        key: String,
    },
    /// A variable is not Unicode.
    #[error("{0} is not text")]
    NotUnicode(&'static str),
    /// A value is of no use.
    #[error("`{key}`, from {origin}, must be {expected}")]
    Unusable {
        /// Which setting.
        key: &'static str,
        /// Where it came from.
        origin: Origin,
        /// What it must be.
        expected: &'static str,
    },
    /// Both ways to give the master key are taken.
    #[error("the master key is set twice: take back LANYARD_MASTER_KEY or `master_key_file`")]
    TwoMasterKeys,
    /// The way of mails is set without a sender.
    #[error("`mail` is set and `mail_from` is not: set the sender of mails")]
    NoSender,
    /// The named key file is not there.
    #[error("there is no master key in {0}")]
    NoMasterKey(PathBuf),
    /// The master key.
    #[error(transparent)]
    Seal(#[from] SealError),
}
