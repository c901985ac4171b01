//! The system's fonts, for badges.

use std::collections::BTreeSet;
use std::path::PathBuf;

use badge::draw::{DrawError, Fonts};
use usvg::fontdb::{Database, Source};

/// Loads the fonts of the system into memory, because drawing looks characters up in every font.
///
/// # Errors
/// [`DrawError::NoFonts`], which names packages with fonts.
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
    // An unreadable font counts as missing. The drawn badges report missing characters.
    Fonts::from_files(files.iter().filter_map(|path| std::fs::read(path).ok()))
}
