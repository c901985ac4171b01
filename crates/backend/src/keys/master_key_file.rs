//! The files of a rotation of the master key: the new key while the database is sealed with it, the key in use,
//! and the old keys that backups may need.

use std::path::{Path, PathBuf};

use backend_db::sync_folder;

use crate::keys::seal::{MasterKey, SealError};

/// A key file cannot be moved into place.
#[derive(Debug, thiserror::Error)]
#[error("cannot move {path} into place: {reason}")]
pub struct ReplaceKeyError {
    /// The file to move.
    path: PathBuf,
    /// The system's error.
    reason: String,
}

impl ReplaceKeyError {
    pub(crate) fn new(path: &Path, error: &std::io::Error) -> Self {
        Self {
            path: path.to_owned(),
            reason: error.to_string(),
        }
    }
}

/// Completes a rotation that was interrupted between its commit and the move of the key file.
pub(crate) fn finish_rotation(key_file: &Path) -> Result<(), ReplaceKeyError> {
    let new = with_suffix(key_file, ".new");
    if key_file.exists() {
        rename(key_file, &old_key_path(key_file))?;
    }
    rename(&new, key_file)
}

/// Returns the key that a rotation has written and not yet moved into place.
pub(crate) fn pending_key(key_file: &Path) -> Result<Option<MasterKey>, SealError> {
    MasterKey::read(&with_suffix(key_file, ".new"))
}

/// Returns a free path for the old key. An old key of an earlier rotation stays, because a backup may need it.
pub(crate) fn old_key_path(key_file: &Path) -> PathBuf {
    let first = with_suffix(key_file, ".old");
    let others = (2..).map(|number: u32| with_suffix(key_file, &format!(".old{number}")));
    std::iter::once(first)
        .chain(others)
        .find(|path| !path.exists())
        .expect("a folder does not hold that many files")
}

pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), ReplaceKeyError> {
    std::fs::rename(from, to)
        .and_then(|()| sync_folder(to))
        .map_err(|error| ReplaceKeyError::new(from, &error))
}
