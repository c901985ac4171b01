//! Makes changes of names in a folder durable.

use std::fs::File;
use std::path::Path;

/// Makes the name of a new or renamed file durable, by syncing its folder. Does nothing where folders can't be
/// opened as files.
///
/// # Errors
/// [`std::io::Error`] where the folder can't be opened or synced.
#[cfg(unix)]
pub fn sync_folder(path: &Path) -> std::io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub fn sync_folder(_path: &Path) -> std::io::Result<()> {
    Ok(())
}
