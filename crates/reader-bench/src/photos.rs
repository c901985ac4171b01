//! Photographs, each with its text in a file beside it.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use vision::OwnedFrame;

/// A photograph and the text of its code.
pub(crate) struct Photo {
    pub(crate) frame: OwnedFrame,
    pub(crate) text: String,
}

/// All `N.png` and `N.jpg` below a folder that have an `N.txt`, in the order of their names.
pub(crate) fn all(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
        for entry in entries {
            let path = entry?.path();
            let kind = path.extension().and_then(|kind| kind.to_str());
            if path.is_dir() {
                folders.push(path);
            } else if matches!(kind, Some("png" | "jpg" | "jpeg"))
                && path.with_extension("txt").exists()
            {
                found.push(path);
            }
        }
    }
    anyhow::ensure!(
        !found.is_empty(),
        "{}: no pictures with a text beside them (N.png or N.jpg, and N.txt)",
        folder.display()
    );
    found.sort();
    Ok(found)
}

/// Loads a photograph and its text.
pub(crate) fn read(path: &Path) -> anyhow::Result<Photo> {
    let say = || path.display().to_string();
    let picture = image::open(path).with_context(say)?.to_luma8();
    let (width, height) = picture.dimensions();
    let frame = OwnedFrame::new(picture.into_raw(), width, height).with_context(say)?;
    let text = std::fs::read(path.with_extension("txt")).with_context(say)?;
    let text = String::from_utf8(text)
        .unwrap_or_else(|error| error.as_bytes().iter().copied().map(char::from).collect());
    Ok(Photo { frame, text })
}

/// Whether a text is the expected one, by its ASCII letters only, because readers guess encodings differently.
pub(crate) fn same(text: &str, expected: &str) -> bool {
    let ascii = |text: &str| -> String {
        text.chars()
            .filter(|letter| letter.is_ascii() && !letter.is_whitespace())
            .collect()
    };
    ascii(text) == ascii(expected)
}
