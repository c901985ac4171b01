//! The files around a rotation of the master key: the new key while everything is sealed with it, the
//! file in use, and the old keys that backups may need.

use std::path::{Path, PathBuf};

use backend_db::sync_folder;

use crate::keys::seal::{MasterKey, SealError};

/// A key file can't be put in its place.
#[derive(Debug, thiserror::Error)]
#[error("cannot put {path} in its place: {reason}")]
pub struct PlaceError {
    /// The file that was to be moved.
    path: PathBuf,
    /// What the system says.
    reason: String,
}

impl PlaceError {
    pub(crate) fn new(path: &Path, error: &std::io::Error) -> Self {
        Self {
            path: path.to_owned(),
            reason: error.to_string(),
        }
    }
}

/// Where a rotation was broken off between its commit and putting the key in its place, does the rest.
pub(crate) fn finish(key_file: &Path) -> Result<(), PlaceError> {
    let new = with_suffix(key_file, ".new");
    if key_file.exists() {
        put(key_file, &place_for_old(key_file))?;
    }
    put(&new, key_file)
}

/// The key that a rotation has written and not yet put in its place.
pub(crate) fn key_in_work(key_file: &Path) -> Result<Option<MasterKey>, SealError> {
    MasterKey::read(&with_suffix(key_file, ".new"))
}

/// Where the old key is kept. One from an earlier rotation stays: a backup may need it.
pub(crate) fn place_for_old(key_file: &Path) -> PathBuf {
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

pub(crate) fn put(from: &Path, to: &Path) -> Result<(), PlaceError> {
    std::fs::rename(from, to)
        .and_then(|()| sync_folder(to))
        .map_err(|error| PlaceError::new(from, &error))
}
