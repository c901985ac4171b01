//! The printed badges, and how they look to a webcam.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, anyhow};
use badge::BadgeCode;
use badge::draw::{Format, code_box};
use scene::{Artwork, Camera, CodeArea, Difficulty, Shot, SimulatedCamera, clip};
use vision::{OwnedFrame, Reader};

/// Dots a millimetre in which a badge is printed: a module is about ten of them.
const PX_PER_MM: f32 = 10.0;
/// Frames a second of the simulated webcam.
const FPS: f32 = 15.0;
/// Frames for which a badge is before the camera, from the first glimpse to the last.
const FRAMES: u32 = 18;

/// A printed badge, as its artwork.
#[derive(Clone)]
pub struct Print {
    artwork: Artwork,
    text: String,
}

impl Print {
    /// Prints the drawing in a file.
    ///
    /// # Errors
    /// Where it can't be read, or has no symbol that reads.
    pub fn load(path: &Path) -> anyhow::Result<Self> {
        let svg = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        // The letters in it are outlines: no fonts are needed.
        let artwork = Artwork::from_svg(&svg, PX_PER_MM, &Arc::default())?;
        let text = read(&artwork).with_context(|| format!("reading {}", path.display()))?;
        let artwork = match text.parse::<BadgeCode>() {
            Ok(code) => {
                let place = code_box(&code, Format::default())?;
                artwork.with_code(CodeArea {
                    x: place.x,
                    y: place.y,
                    side: place.side,
                    modules: place.modules,
                })
            }
            Err(_) => artwork,
        };
        Ok(Self { artwork, text })
    }

    /// What its symbol says: what a hardware scanner would type.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How it looks.
    #[cfg(unix)]
    pub(crate) const fn artwork(&self) -> &Artwork {
        &self.artwork
    }

    /// A hand brings it before the camera, holds it and takes it away.
    ///
    /// # Errors
    /// None in practice: the camera's size is a fixed one.
    pub fn shown(
        &self,
        difficulty: Difficulty,
        seed: u64,
    ) -> anyhow::Result<impl Iterator<Item = OwnedFrame> + use<>> {
        let mut clip = clip(
            self.artwork.clone(),
            Camera::default(),
            difficulty,
            seed,
            FRAMES,
            FPS,
        )?;
        Ok(std::iter::from_fn(move || {
            clip.next_with_truth().map(|(frame, _)| frame)
        }))
    }
}

/// Reads the symbol in a straight picture of the print.
fn read(artwork: &Artwork) -> anyhow::Result<String> {
    let studio = SimulatedCamera::new(Camera::default(), 0)?;
    let (picture, _) = studio.shoot(artwork, &Shot::default(), 0);
    let sightings = Reader::new().read_still(&picture.as_frame());
    let first = sightings.into_iter().next();
    first
        .map(|sighting| sighting.text)
        .ok_or_else(|| anyhow!("no symbol on it"))
}
