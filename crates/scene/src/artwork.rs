//! Printed badges, rasterised from SVG at several resolutions.

use std::sync::Arc;

use resvg::tiny_skia::{Color, Pixmap, Transform};
use thiserror::Error;
use usvg::fontdb::Database;

/// Most pixels of an artwork: a page of A4 at 20 pixels a millimetre.
const MAX_PIXELS: f32 = 6000.0 * 4200.0;
/// Millimetres in a CSS pixel.
const MM_PER_PX: f32 = 25.4 / 96.0;

/// The reason for which a drawing could not be printed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ArtworkError {
    /// The drawing is not valid SVG.
    #[error("the drawing is not valid SVG")]
    Svg,
    /// The drawing is empty or too large.
    #[error("a drawing of {width_mm} by {height_mm} mm can't be printed at this resolution")]
    Size {
        /// Rounded.
        width_mm: u32,
        /// Rounded.
        height_mm: u32,
    },
}

/// The area of the code on an artwork without its quiet zone, in millimetres from the upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CodeArea {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Side.
    pub side: f32,
    /// Modules a side.
    pub modules: u16,
}

/// A printed badge, in luminance at several resolutions.
#[derive(Clone)]
pub struct Artwork {
    levels: Vec<Level>,
    px_per_mm: f32,
    code: Option<CodeArea>,
}

/// One resolution, half that of the level before.
#[derive(Clone)]
pub(crate) struct Level {
    pub(crate) pixels: Vec<u8>,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

impl Artwork {
    /// Prints a drawing on white paper. Ten pixels a millimetre are enough for modules of a millimetre. The fonts are for
    /// drawings with text.
    ///
    /// # Errors
    /// [`ArtworkError`].
    pub fn from_svg(
        svg: &str,
        px_per_mm: f32,
        fonts: &Arc<Database>,
    ) -> Result<Self, ArtworkError> {
        let options = usvg::Options {
            fontdb: Arc::clone(fonts),
            ..usvg::Options::default()
        };
        let tree = usvg::Tree::from_str(svg, &options).map_err(|_| ArtworkError::Svg)?;
        let scale = px_per_mm * MM_PER_PX;
        let (width, height) = (tree.size().width() * scale, tree.size().height() * scale);
        let too_large = ArtworkError::Size {
            width_mm: rounded(tree.size().width() * MM_PER_PX),
            height_mm: rounded(tree.size().height() * MM_PER_PX),
        };
        if !(width * height).is_finite() || width * height > MAX_PIXELS {
            return Err(too_large);
        }
        let mut pixmap = Pixmap::new(rounded(width), rounded(height)).ok_or(too_large)?;
        pixmap.fill(Color::WHITE);
        resvg::render(
            &tree,
            Transform::from_scale(scale, scale),
            &mut pixmap.as_mut(),
        );
        let pixels = pixmap
            .pixels()
            .iter()
            .map(|pixel| luminance(pixel.red(), pixel.green(), pixel.blue()))
            .collect();
        let finest = Level {
            pixels,
            width: pixmap.width() as usize,
            height: pixmap.height() as usize,
        };
        Ok(Self {
            levels: levels(finest),
            px_per_mm,
            code: None,
        })
    }

    /// Changes the pixels of the finest level, given with its width, and computes the other levels anew.
    pub(crate) fn redraw(&mut self, draw: impl FnOnce(&mut [u8], usize)) {
        let mut finest = self.levels.swap_remove(0);
        draw(&mut finest.pixels, finest.width);
        self.levels = levels(finest);
    }

    /// Sets the area of the code, for the ground truth of frames.
    #[must_use]
    pub fn with_code(self, code: CodeArea) -> Self {
        Self {
            code: Some(code),
            ..self
        }
    }

    /// The area of the code, if it was set.
    #[must_use]
    pub fn code(&self) -> Option<CodeArea> {
        self.code
    }

    /// Width on paper.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // Below 2^24.
    pub fn width_mm(&self) -> f32 {
        self.levels[0].width as f32 / self.px_per_mm
    }

    /// Height on paper.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // Below 2^24.
    pub fn height_mm(&self) -> f32 {
        self.levels[0].height as f32 / self.px_per_mm
    }

    pub(crate) fn px_per_mm(&self) -> f32 {
        self.px_per_mm
    }

    /// The level whose pixels are as large as the frame's, or the next finer one. `footprint` is the side of a frame pixel in
    /// pixels of the finest level.
    pub(crate) fn level(&self, footprint: f32) -> (usize, &Level) {
        let mut index = 0;
        let mut covered = footprint;
        while covered >= 2.0 && index + 1 < self.levels.len() {
            covered /= 2.0;
            index += 1;
        }
        (index, &self.levels[index])
    }
}

/// All levels from the finest one.
fn levels(finest: Level) -> Vec<Level> {
    let mut levels = vec![finest];
    while let Some(half) = levels.last().and_then(Level::halved) {
        levels.push(half);
    }
    levels
}

impl Level {
    /// Each pixel the mean of four.
    fn halved(&self) -> Option<Self> {
        let (width, height) = (self.width / 2, self.height / 2);
        if width < 8 || height < 8 {
            return None;
        }
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            let upper = &self.pixels[2 * y * self.width..][..2 * width];
            let lower = &self.pixels[(2 * y + 1) * self.width..][..2 * width];
            let pairs = upper.chunks_exact(2).zip(lower.chunks_exact(2));
            pixels.extend(pairs.map(|(upper, lower)| {
                let sum = [upper[0], upper[1], lower[0], lower[1]]
                    .map(u16::from)
                    .iter()
                    .sum::<u16>();
                u8::try_from((sum + 2) / 4).unwrap_or(u8::MAX)
            }));
        }
        Some(Self {
            pixels,
            width,
            height,
        })
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Saturates, which is what is wanted.
fn rounded(length: f32) -> u32 {
    length.round() as u32
}

/// Rec. 601, as webcams do it.
fn luminance(red: u8, green: u8, blue: u8) -> u8 {
    let sum = 77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue);
    u8::try_from((sum + 128) >> 8).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fonts() -> Arc<Database> {
        Arc::new(Database::new())
    }

    #[test]
    fn a_drawing_is_printed_at_its_size_on_white() {
        let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="20mm" viewBox="0 0 40 20"><rect x="20" width="20" height="20" fill="#000"/></svg>"##;
        let artwork = Artwork::from_svg(svg, 10.0, &fonts()).unwrap();
        assert!(
            (artwork.width_mm() - 40.0).abs() < 0.06 && (artwork.height_mm() - 20.0).abs() < 0.06
        );
        let finest = &artwork.levels[0];
        assert_eq!((finest.pixels[5], finest.pixels[395]), (255, 0));
        assert!(artwork.levels.len() > 3);
    }

    #[test]
    fn an_invalid_or_too_large_drawing_is_refused() {
        assert_eq!(
            Artwork::from_svg("no svg", 10.0, &fonts()).err(),
            Some(ArtworkError::Svg)
        );
        let huge = r#"<svg xmlns="http://www.w3.org/2000/svg" width="9000mm" height="9000mm"/>"#;
        assert!(matches!(
            Artwork::from_svg(huge, 10.0, &fonts()),
            Err(ArtworkError::Size { .. })
        ));
    }
}
