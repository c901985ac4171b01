//! Detects finder patterns by template matching, where blur or noise leaves no edges to follow.
//!
//! A picture that is out of focus by more than half a module shows a finder pattern as a dark blob in a grey ring. Every
//! dark local minimum is compared with the drawing of a finder pattern (ISO/IEC 18004, 6.3.3) in several sizes and
//! orientations by normalised correlation, which depends on neither brightness nor contrast.

use super::finder_pattern::FinderPattern;
use super::sampler::Sampler;
use super::thresholds::Thresholds;
use crate::tuning;

/// Module sizes that are tried, in pixels. Larger symbols are found in a downscaled view.
const SIZES: [f32; 6] = [1.5, 1.8, 2.1, 2.5, 3.0, 3.6];
/// Most matches that are kept of a picture.
const MAX_MATCHES: usize = 10;
/// Distance from the template's centre to its edge, in modules; the separator is part of the template.
const TEMPLATE_REACH: i8 = 4;
/// Modules of the template.
const TEMPLATE_MODULES: usize = 81;

/// The template matcher and its buffers.
#[derive(Default)]
pub(crate) struct TemplateFinder {
    rows: Vec<u16>,
    smooth: Vec<u16>,
    /// Number of correlations that were computed.
    pub(super) correlations: u32,
}

/// A finder pattern by its correlation with the template.
#[derive(Clone, Copy)]
struct Match {
    x: f32,
    y: f32,
    /// Module size, in pixels.
    size: f32,
    /// Orientation, in radians.
    turn: f32,
    correlation: f32,
}

impl TemplateFinder {
    /// Finds the finder patterns of a picture that are dark on light, those with the highest correlation first.
    pub(crate) fn detect(
        &mut self,
        sampler: &Sampler<'_>,
        thresholds: &Thresholds,
        found: &mut Vec<FinderPattern>,
    ) {
        found.clear();
        self.smooth(sampler);
        let mut best = [None::<Match>; MAX_MATCHES];
        let mut minima = 0;
        for y in 3..sampler.height.saturating_sub(3) {
            for x in 3..sampler.width.saturating_sub(3) {
                if !self.is_minimum(sampler, thresholds, x, y) {
                    continue;
                }
                minima += 1;
                if minima > tuning::TEMPLATE_MINIMA_MAX.get() {
                    break;
                }
                let centre = (x as f32 + 0.5, y as f32 + 0.5);
                let (found, correlations) = best_match(sampler, centre);
                self.correlations += correlations;
                if let Some(found) = found {
                    keep(&mut best, found);
                }
            }
        }
        for found in best.iter_mut().flatten() {
            *found = refine(sampler, *found);
        }
        let correlation = |found: &Option<Match>| found.map_or(0.0, |found| found.correlation);
        best.sort_unstable_by(|a, b| correlation(b).total_cmp(&correlation(a)));
        found.extend(best.iter().flatten().map(|found| FinderPattern {
            x: found.x,
            y: found.y,
            module: found.size,
            dark: true,
            rows: 1,
            by_template: true,
        }));
    }

    /// Computes the sum of the 3x3 pixels around each pixel.
    fn smooth(&mut self, sampler: &Sampler<'_>) {
        self.rows.clear();
        self.rows.reserve(sampler.pixels.len());
        for row in sampler.pixels.chunks_exact(sampler.width) {
            let start = self.rows.len();
            self.rows
                .extend(row.iter().map(|pixel| u16::from(*pixel) * 3));
            let sums = self.rows[start..].iter_mut().skip(1);
            for (sum, near) in sums.zip(row.windows(3)) {
                *sum = near.iter().map(|pixel| u16::from(*pixel)).sum();
            }
        }
        self.smooth.clear();
        self.smooth.extend(self.rows.iter().map(|sum| sum * 3));
        let (width, rows) = (sampler.width, &self.rows);
        for y in 1..sampler.height.saturating_sub(1) {
            let near = |off: usize| rows[(y + off - 1) * width..][..width].iter();
            let into = self.smooth[y * width..][..width].iter_mut();
            for (((sum, a), b), c) in into.zip(near(0)).zip(near(1)).zip(near(2)) {
                *sum = a + b + c;
            }
        }
    }

    /// Whether the smoothed picture has a local minimum within 5x5 pixels here, in a block with edges.
    fn is_minimum(
        &self,
        sampler: &Sampler<'_>,
        thresholds: &Thresholds,
        x: usize,
        y: usize,
    ) -> bool {
        let at = y * sampler.width + x;
        let here = self.smooth[at];
        // A cheap test that refuses most pixels.
        if self.smooth[at - 1] < here || self.smooth[at + 1] <= here {
            return false;
        }
        if thresholds.at((x as f32, y as f32)).is_none() {
            return false;
        }
        (0..5).all(|down| {
            let row = &self.smooth[(y + down - 2) * sampler.width + x - 2..][..5];
            row.iter().enumerate().all(|(right, other)| {
                // Of equal values, the first counts.
                *other > here || *other == here && (down, right) >= (2, 2)
            })
        })
    }
}

/// The size and orientation with the highest correlation at a place, and the number of correlations computed.
fn best_match(sampler: &Sampler<'_>, (x, y): (f32, f32)) -> (Option<Match>, u32) {
    // Mean luminance of eight samples on a circle.
    let ring = |off: f32| {
        let slant = off * std::f32::consts::FRAC_1_SQRT_2;
        [
            (off, 0.0),
            (slant, slant),
            (0.0, off),
            (-slant, slant),
            (-off, 0.0),
            (-slant, -slant),
            (0.0, -off),
            (slant, -slant),
        ]
        .map(|(dx, dy)| sampler.at((x + dx, y + dy)))
        .iter()
        .sum::<f32>()
            / 8.0
    };
    let contrast = tuning::TEMPLATE_CONTRAST_MIN.get();
    let orientations = tuning::TEMPLATE_ORIENTATIONS.get();
    let mut best: Option<Match> = None;
    let mut correlations = 0;
    for size in SIZES {
        // Circles through the core, the light ring, the dark ring and the separator.
        let (core, gap) = (ring(0.7 * size), ring(2.1 * size));
        if gap < core + contrast {
            continue;
        }
        let (dark, outside) = (ring(3.3 * size), ring(4.7 * size));
        if outside < dark + contrast
            || outside < core + tuning::TEMPLATE_OUTER_CONTRAST.get() * contrast
        {
            continue;
        }
        for turn in 0..orientations {
            let turn = turn as f32 * std::f32::consts::FRAC_PI_2 / orientations as f32;
            let correlation = correlation(sampler, (x, y), size, turn);
            correlations += 1;
            let least = tuning::TEMPLATE_CORRELATION_MIN.get();
            if correlation > best.map_or(least, |best| best.correlation) {
                best = Some(Match {
                    x,
                    y,
                    size,
                    turn,
                    correlation,
                });
            }
        }
    }
    (best, correlations)
}

/// The normalised correlation with the template: 1 is full agreement, 0 chance.
fn correlation(sampler: &Sampler<'_>, (x, y): (f32, f32), size: f32, turn: f32) -> f32 {
    let (sin, cos) = (turn.sin() * size, turn.cos() * size);
    let (mut sum, mut squares, mut dark) = (0.0, 0.0, 0.0);
    let mut darks = 0.0;
    for down in -TEMPLATE_REACH..=TEMPLATE_REACH {
        for right in -TEMPLATE_REACH..=TEMPLATE_REACH {
            let (u, v) = (f32::from(right), f32::from(down));
            let shade = sampler.at((x + u * cos - v * sin, y + u * sin + v * cos));
            sum += shade;
            squares += shade * shade;
            if matches!(right.abs().max(down.abs()), 0 | 1 | 3) {
                dark += shade;
                darks += 1.0;
            }
        }
    }
    let count = TEMPLATE_MODULES as f32;
    let deviation = (squares / count - (sum / count).powi(2)).max(1.0).sqrt();
    let share = darks / count;
    // Standard deviation of a template with two values, of which one has that share.
    let drawn = (share * (1.0 - share)).sqrt();
    (sum / count - dark / darks) * share / (deviation * drawn)
}

/// Keeps the matches with the highest correlation, one of those that overlap.
fn keep(best: &mut [Option<Match>; MAX_MATCHES], new: Match) {
    let overlaps = |old: &Match| {
        (old.x - new.x).hypot(old.y - new.y)
            < tuning::TEMPLATE_OVERLAP.get() * old.size.max(new.size)
    };
    let place = best
        .iter()
        .position(|old| old.as_ref().is_some_and(overlaps))
        .or_else(|| best.iter().position(Option::is_none))
        .or_else(|| {
            let correlation = |at: &usize| best[*at].map_or(0.0, |old| old.correlation);
            (0..MAX_MATCHES).min_by(|a, b| correlation(a).total_cmp(&correlation(b)))
        });
    if let Some(old) = place.map(|place| &mut best[place])
        && old.is_none_or(|old| old.correlation < new.correlation)
    {
        *old = Some(new);
    }
}

/// Moves, scales and rotates a match by hill climbing on the correlation.
fn refine(sampler: &Sampler<'_>, mut best: Match) -> Match {
    let mut step = tuning::TEMPLATE_REFINE_STEP.get();
    let (grow, turn) = (
        tuning::TEMPLATE_REFINE_SCALE.get(),
        tuning::TEMPLATE_REFINE_TURN.get(),
    );
    for _ in 0..3 {
        for (dx, dy, grown, turned) in [
            (1.0, 0.0, 0.0, 0.0),
            (-1.0, 0.0, 0.0, 0.0),
            (0.0, 1.0, 0.0, 0.0),
            (0.0, -1.0, 0.0, 0.0),
            (0.0, 0.0, grow, 0.0),
            (0.0, 0.0, -grow, 0.0),
            (0.0, 0.0, 0.0, turn),
            (0.0, 0.0, 0.0, -turn),
        ] {
            let mut moved = best;
            moved.x += dx * step * best.size * 0.5;
            moved.y += dy * step * best.size * 0.5;
            moved.size *= 1.0 + grown * step;
            moved.turn += turned * step;
            moved.correlation = correlation(sampler, (moved.x, moved.y), moved.size, moved.turn);
            if moved.correlation > best.correlation {
                best = moved;
            }
        }
        step *= tuning::TEMPLATE_REFINE_SHRINK.get();
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_frames::{blurred, noisy};

    fn found(sigma: f32, noise: f32, dark: impl Fn(f32, f32) -> bool) -> Vec<FinderPattern> {
        let frame = noisy(&blurred((120, 96), sigma, dark), noise, 99);
        let sampler = Sampler::new(frame.as_frame()).unwrap();
        let mut thresholds = Thresholds::default();
        thresholds.compute(&sampler);
        let mut found = Vec::new();
        TemplateFinder::default().detect(&sampler, &thresholds, &mut found);
        found
    }

    #[test]
    fn discs_stripes_and_even_pictures_have_no_finder_pattern() {
        let module = 3.0;
        let disc = |x: f32, y: f32| (x - 60.0).hypot(y - 48.0) < 1.5 * module;
        assert_eq!(found(2.0, 8.0, disc), []);
        let stripes = |x: f32, _: f32| ((x / module) as u32).is_multiple_of(2);
        assert_eq!(found(2.0, 8.0, stripes), []);
        assert_eq!(found(2.0, 8.0, |_, _| false), []);
    }
}
