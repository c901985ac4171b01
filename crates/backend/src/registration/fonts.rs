//! The system's fonts, for badges.

use std::collections::BTreeSet;
use std::path::PathBuf;

use badge::draw::{DrawError, Fonts};
use usvg::fontdb::{Database, Source};

/// Loads the fonts that the system has where it keeps them.
///
/// They are read into memory whole, because drawing looks characters up in every one of them.
///
/// # Errors
/// [`DrawError::NoFonts`], which names the packages that bring some.
pub fn load() -> Result<Fonts, DrawError> {
    let mut found = Database::new();
    found.load_system_fonts();
    let files: BTreeSet<PathBuf> = found
        .faces()
        .filter_map(|face| match &face.source {
            Source::File(path) => Some(path.clone()),
            _ => None,
        })
        .collect();
    // A font that can't be read is as good as none; what is then missing is told with the badges.
    Fonts::from_files(files.iter().filter_map(|path| std::fs::read(path).ok()))
}
