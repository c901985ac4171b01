//! The folder with the device's scans.

use std::env;
use std::path::PathBuf;

/// The environment variable that names another folder.
pub const HOME_VARIABLE: &str = "LANYARD_HOME";

/// The folder that is used if none is named: the value of [`HOME_VARIABLE`], or else `lanyard` in the
/// operating system's folder for application data. `None` if the user has no home.
///
/// Linux: `$XDG_DATA_HOME` (XDG Base Directory Specification) or `~/.local/share`; macOS:
/// `~/Library/Application Support`; Windows: `%LOCALAPPDATA%`, because the database must not roam.
#[must_use]
pub fn default_home() -> Option<PathBuf> {
    if let Some(folder) = env::var_os(HOME_VARIABLE).filter(|folder| !folder.is_empty()) {
        return Some(PathBuf::from(folder));
    }
    data_folder().map(|folder| folder.join("lanyard"))
}

#[cfg(windows)]
fn data_folder() -> Option<PathBuf> {
    absolute(env::var_os("LOCALAPPDATA").map(PathBuf::from))
}

#[cfg(target_os = "macos")]
fn data_folder() -> Option<PathBuf> {
    absolute(env::home_dir()).map(|home| home.join("Library/Application Support"))
}

#[cfg(not(any(windows, target_os = "macos")))]
fn data_folder() -> Option<PathBuf> {
    absolute(env::var_os("XDG_DATA_HOME").map(PathBuf::from))
        .or_else(|| absolute(env::home_dir()).map(|home| home.join(".local/share")))
}

/// Drops a relative path, which would be another folder after each `cd`.
fn absolute(folder: Option<PathBuf>) -> Option<PathBuf> {
    folder.filter(|folder| folder.is_absolute())
}
