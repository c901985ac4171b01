//! Printed badges, and frames of a simulated webcam that sees them.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, anyhow};
use badge::BadgeCode;
use badge::draw::{Format, code_box};
use scene::{Artwork, Camera, CodeArea, Difficulty, Shot, SimulatedCamera, clip};
use vision::{OwnedFrame, Reader};

/// The resolution of a printed badge, in pixels per millimetre. A module has about ten pixels.
const PX_PER_MM: f32 = 10.0;
/// The frame rate of the simulated webcam.
const FPS: f32 = 15.0;
/// The number of frames in which a badge is visible.
const FRAMES: u32 = 18;

/// A printed badge: its artwork and the text of its symbol.
#[derive(Clone)]
pub struct Print {
    artwork: Artwork,
    text: String,
}

impl Print {
    /// Loads the SVG drawing of a badge.
    ///
    /// # Errors
    /// Fails if the file can't be read, or has no readable symbol.
    pub fn load(path: &Path) -> anyhow::Result<Self> {
        let svg = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        // The letters are outlines, so no fonts are needed.
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

    /// The text of its symbol, which a hardware scanner would type.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The artwork.
    #[cfg(unix)]
    pub(crate) const fn artwork(&self) -> &Artwork {
        &self.artwork
    }

    /// Returns the frames of a webcam before which a hand brings the badge, holds it and takes it away.
    ///
    /// # Errors
    /// Never fails in practice, because the size of the camera is fixed.
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

/// Reads the symbol from a picture that is taken straight on.
fn read(artwork: &Artwork) -> anyhow::Result<String> {
    let studio = SimulatedCamera::new(Camera::default(), 0)?;
    let (picture, _) = studio.shoot(artwork, &Shot::default(), 0);
    let sightings = Reader::new().read_still(&picture.as_frame());
    let first = sightings.into_iter().next();
    first
        .map(|sighting| sighting.text)
        .ok_or_else(|| anyhow!("no symbol on it"))
}
