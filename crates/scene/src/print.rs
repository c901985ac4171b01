//! Print faults: low ink, banding and ink spread.

use crate::artwork::Artwork;
use crate::random::Random;

/// The faults of a printer. The default has none.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PrintFaults {
    /// Missing ink, from 0 to 1: black is grey and speckled with white.
    pub low_ink: f32,
    /// Missing ink in horizontal stripes, from 0 to 1, as by dead dots of a thermal head or a clogged nozzle.
    pub banding: f32,
    /// Spread of the ink beyond its edges, in millimetres; negative for shrinkage.
    pub spread_mm: f32,
}

/// Mean distance of stripes.
const BAND_MM: f32 = 2.6;
/// Side of a speckle.
const SPECK_MM: f32 = 0.12;

impl Artwork {
    /// The drawing with print faults; the seed decides where ink is missing.
    #[must_use]
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )] // Pixels of an artwork are below 2^24, and none is negative.
    pub fn with_print_faults(mut self, faults: &PrintFaults, seed: u64) -> Self {
        if *faults == PrintFaults::default() {
            return self;
        }
        let px_per_mm = self.px_per_mm();
        let mut random = Random::new(seed, 0x7072_696e);
        self.redraw(|pixels, width| {
            let height = pixels.len() / width;
            spread(pixels, width, faults.spread_mm * px_per_mm);
            let speck = ((SPECK_MM * px_per_mm) as usize).max(1);
            let columns = width.div_ceil(speck);
            let missing: Vec<f32> = (0..columns * height.div_ceil(speck))
                .map(|_| random.unit())
                .collect();
            let bands = stripes(&mut random, height, BAND_MM * px_per_mm);
            for (y, row) in pixels.chunks_exact_mut(width).enumerate() {
                for (x, pixel) in row.iter_mut().enumerate() {
                    let speckled = missing[y / speck * columns + x / speck] < faults.low_ink * 0.45;
                    let lost = if speckled { 0.85 } else { faults.low_ink * 0.4 };
                    let lost = lost.max(faults.banding * bands[y]);
                    let ink = (255.0 - f32::from(*pixel)) * (1.0 - lost);
                    *pixel = (255.5 - ink) as u8;
                }
            }
        });
        self
    }
}

/// The missing ink of each row, from 0 to 1.
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)]
fn stripes(random: &mut Random, height: usize, apart: f32) -> Vec<f32> {
    let mut rows = vec![0.0_f32; height];
    let mut at = random.between(0.0, apart);
    while at < height as f32 {
        let (half, depth) = (random.between(0.04, 0.14) * apart, random.between(0.5, 1.0));
        let from = (at - half).max(0.0) as usize;
        for row in &mut rows[from..((at + half) as usize + 1).min(height)] {
            *row = row.max(depth);
        }
        at += random.between(0.5, 1.5) * apart;
    }
    rows
}

/// Spreads ink by so many pixels, or shrinks it if negative.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn spread(pixels: &mut [u8], width: usize, by: f32) {
    let reach = by.abs().round() as usize;
    if reach == 0 {
        return;
    }
    let pick = |values: &mut dyn Iterator<Item = u8>| {
        let chosen = if by > 0.0 { values.min() } else { values.max() };
        chosen.unwrap_or(u8::MAX)
    };
    let height = pixels.len() / width;
    for row in pixels.chunks_exact_mut(width) {
        let before = row.to_vec();
        for (x, pixel) in row.iter_mut().enumerate() {
            let near = &before[x.saturating_sub(reach)..(x + reach + 1).min(width)];
            *pixel = pick(&mut near.iter().copied());
        }
    }
    let before = pixels.to_vec();
    for (y, row) in pixels.chunks_exact_mut(width).enumerate() {
        let near = y.saturating_sub(reach)..(y + reach + 1).min(height);
        for (x, pixel) in row.iter_mut().enumerate() {
            *pixel = pick(&mut near.clone().map(|y| before[y * width + x]));
        }
    }
}
