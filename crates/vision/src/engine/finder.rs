//! Detects finder patterns by their edges: dark, light and dark rings, 1:1:3:1:1 along every line through the centre
//! (ISO/IEC 18004, 6.3.3).
//!
//! Rows are scanned for the run ratios, and each candidate is cross-checked down its column, along its row and along both
//! diagonals.

use super::finder_pattern::{FinderPattern, MAX_FINDERS};
use super::limits::Scan;
use super::sampler::Sampler;
use super::template_finder::TemplateFinder;
use super::thresholds::{BLOCK, Thresholds};
use crate::tuning;

/// The finder-pattern detector and its buffers.
#[derive(Default)]
pub(crate) struct FinderDetector {
    pub(crate) thresholds: Thresholds,
    pub(crate) found: Vec<FinderPattern>,
    template: TemplateFinder,
    candidates: usize,
    max_candidates: usize,
    /// Candidates that failed the cross-check in the row above, and in this row: centre and polarity.
    failed: [Vec<(f32, bool)>; 2],
}

impl FinderDetector {
    /// Work that candidates of the last picture cost.
    pub(crate) fn work(&self) -> u32 {
        self.candidates as u32 * tuning::COST_CANDIDATE.get()
            + self.template.correlations / tuning::COST_CORRELATIONS.get()
    }

    /// Finds all finder patterns of a picture, those seen in most rows first.
    pub(crate) fn detect(&mut self, sampler: &Sampler<'_>, scan: Scan) {
        self.thresholds.compute(sampler);
        self.found.clear();
        for failed in &mut self.failed {
            failed.clear();
        }
        self.candidates = 0;
        self.template.correlations = 0;
        self.max_candidates = match scan {
            Scan::Exhaustive => tuning::FINDER_CANDIDATES_STILL.get(),
            _ => tuning::FINDER_CANDIDATES_LIVE.get(),
        };
        if self.thresholds.edge_blocks == 0 {
            return;
        }
        let (first, step) = match scan {
            Scan::Template => {
                return self
                    .template
                    .detect(sampler, &self.thresholds, &mut self.found);
            }
            Scan::Exhaustive | Scan::AllRows => (0, 1),
            Scan::AlternateRows(first) => (first % 2, 2),
        };
        for y in (first..self.thresholds.rows * BLOCK).step_by(step) {
            self.scan_row(sampler, y);
            self.failed.swap(0, 1);
            self.failed[1].clear();
            if scan == Scan::Exhaustive {
                self.failed[0].clear();
            }
        }
        self.found
            .retain(|finder| finder.rows > 1 || finder.module < 2.0 * step as f32);
        self.found.sort_unstable_by(|a, b| {
            let by_place = || a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x));
            b.rows
                .cmp(&a.rows)
                .then(b.module.total_cmp(&a.module))
                .then_with(by_place)
        });
        self.found.truncate(MAX_FINDERS);
    }

    /// Scans a row's changes between dark and light for the run ratios of a finder pattern.
    fn scan_row(&mut self, sampler: &Sampler<'_>, y: usize) {
        let columns = self.thresholds.columns;
        let first = y / BLOCK * columns;
        let row = &sampler.pixels[y * sampler.width..][..columns * BLOCK];
        let mut edges = LastEdges::default();
        let mut before = 0_i16;
        for (column, pixels) in row.chunks_exact(BLOCK).enumerate() {
            let threshold = i16::from(self.thresholds.values[first + column]);
            if threshold == 0 {
                edges.count = 0;
                before = 0;
                continue;
            }
            let Ok(pixels) = <&[u8; BLOCK]>::try_from(pixels) else {
                continue;
            };
            // A bit for each light pixel, and then one for each pixel that differs from the one before.
            let mut bits = 0_u32;
            for (step, pixel) in pixels.iter().enumerate() {
                bits |= u32::from(i16::from(*pixel) >= threshold) << step;
            }
            let mut changes = (bits ^ (bits << 1 | u32::from(before >= 0))) & ((1 << BLOCK) - 1);
            while changes != 0 {
                let step = changes.trailing_zeros() as usize;
                changes &= changes - 1;
                let now = i16::from(pixels[step]) - threshold;
                let earlier = match step.checked_sub(1) {
                    Some(step) => i16::from(pixels[step]) - threshold,
                    None => before,
                };
                let part = f32::from(now) / f32::from(now - earlier);
                edges.push((column * BLOCK + step) as f32 + 0.5 - part);
                // The pixel after the sixth edge has the polarity that the core has not.
                if edges.count >= 6 && edges.have_finder_ratios() {
                    self.check_candidate(sampler, &edges, y, now >= 0);
                }
            }
            before = i16::from(pixels[BLOCK - 1]) - threshold;
        }
    }

    /// Cross-checks a candidate unless it is a known finder pattern or failed in the row above.
    fn check_candidate(&mut self, sampler: &Sampler<'_>, edges: &LastEdges, y: usize, dark: bool) {
        let (x, module) = (edges.centre(), edges.module());
        let y = y as f32 + 0.5;
        let known = self.found.iter_mut().find(|finder| {
            (finder.x - x).abs() < finder.module * tuning::FINDER_KNOWN_ACROSS.get()
                && (finder.y - y).abs() < finder.module * tuning::FINDER_KNOWN_DOWN.get()
                && finder.dark == dark
        });
        if let Some(known) = known {
            known.rows += 1;
            return;
        }
        // A candidate that failed in the row above is checked again in the next row: a core is several rows high.
        let near = |(other, other_dark): &(f32, bool)| {
            (other - x).abs() < tuning::FINDER_FAILED_NEAR.get() && *other_dark == dark
        };
        if self.failed[0].iter().any(near) {
            return;
        }
        self.candidates += 1;
        if self.candidates > self.max_candidates || self.found.len() >= 4 * MAX_FINDERS {
            return;
        }
        let finder = has_finder_ratios_down(sampler, &self.thresholds, (x, y), module, dark)
            .then(|| cross_check(sampler, &self.thresholds, (x, y), module, dark))
            .flatten();
        if finder.is_none() {
            self.failed[1].push((x, dark));
        }
        if let Some(finder) = finder {
            let twin = self.found.iter_mut().find(|other| {
                (other.x - finder.x).hypot(other.y - finder.y)
                    < other.module * tuning::FINDER_KNOWN_DOWN.get()
                    && other.dark == dark
            });
            match twin {
                Some(twin) => twin.rows += 1,
                None => self.found.push(finder),
            }
        }
    }
}

/// The last six edges along a row.
#[derive(Default)]
struct LastEdges {
    at: [f32; 6],
    count: usize,
}

impl LastEdges {
    fn push(&mut self, x: f32) {
        self.at.copy_within(1.., 0);
        self.at[5] = x;
        self.count += 1;
    }

    fn runs(&self) -> [f32; 5] {
        std::array::from_fn(|run| self.at[run + 1] - self.at[run])
    }

    fn have_finder_ratios(&self) -> bool {
        let [first, _, middle, _, last] = self.runs();
        // A cheap test that refuses most.
        if middle <= first || middle <= last {
            return false;
        }
        module_of(&self.runs(), 0.0).is_some()
    }

    /// Mean module size, if the edges are those of a finder pattern.
    fn module(&self) -> f32 {
        (self.at[5] - self.at[0]) / 7.0
    }

    fn centre(&self) -> f32 {
        (self.at[2] + self.at[3]) / 2.0
    }
}

/// The module size, if the runs are 1:1:3:1:1 within the slack. Blur and ink spread make all dark runs wider or narrower
/// by the same amount and the light ones the other way round, so each polarity is compared with itself.
fn module_of(runs: &[f32; 5], additional_slack: f32) -> Option<f32> {
    let module = runs.iter().sum::<f32>() / 7.0;
    let ink = (runs[0] + runs[2] + runs[4] - runs[1] - runs[3] - 3.0 * module) / 5.0;
    if ink.abs() > tuning::FINDER_INK_MAX.get() * module {
        return None;
    }
    let slack = (tuning::FINDER_RUN_SLACK.get() + additional_slack) * module
        + tuning::FINDER_RUN_SLACK_PX.get();
    let is = |run: f32, modules: f32, ink: f32| (run - modules * module - ink).abs() < slack;
    (module > tuning::FINDER_MODULE_MIN.get()
        && is(runs[0], 1.0, ink)
        && is(runs[4], 1.0, ink)
        && is(runs[1], 1.0, -ink)
        && is(runs[3], 1.0, -ink)
        && (runs[2] - 3.0 * module - ink).abs() < slack * tuning::FINDER_CORE_SLACK.get())
    .then_some(module)
}

/// The five runs between three edges on one side of a centre and three on the other.
fn runs(back: [f32; 3], ahead: [f32; 3]) -> [f32; 5] {
    [
        back[2] - back[1],
        back[1] - back[0],
        back[0] + ahead[0],
        ahead[1] - ahead[0],
        ahead[2] - ahead[1],
    ]
}

/// The longest distance from a candidate's centre to its first edge, by the module size along the row.
fn max_core_edge(module: f32) -> f32 {
    (module * tuning::FINDER_REACH_MODULES.get() + tuning::FINDER_REACH_BASE.get())
        .min(tuning::FINDER_REACH_MAX.get())
}

/// Whether the runs of whole pixels down the column are roughly those of a finder pattern: a cheap test that refuses most
/// candidates.
fn has_finder_ratios_down(
    sampler: &Sampler<'_>,
    thresholds: &Thresholds,
    (x, y): (f32, f32),
    module: f32,
    dark: bool,
) -> bool {
    let (column, row) = (x as usize, y as usize);
    let last = sampler.height - 1;
    let furthest = max_core_edge(module) as usize;
    let half = |up: bool| {
        let (mut edges, mut found, mut limit) = ([0_usize; 3], 0, furthest);
        for step in 0.. {
            if step > limit || if up { step > row } else { row + step > last } {
                return None;
            }
            let at = if up { row - step } else { row + step };
            let threshold = thresholds.of(column, at)?;
            let inside = (sampler.pixels[at * sampler.width + column] < threshold) == dark;
            if inside == (found % 2 == 0) {
                continue;
            }
            edges[found] = step;
            found += 1;
            if found == 3 {
                return Some(edges.map(|edge| edge as f32 - 0.5));
            }
            limit = edges[0] * 4 + 6;
        }
        None
    };
    let (Some(up), Some(down)) = (half(true), half(false)) else {
        return false;
    };
    let runs = runs(up, down);
    // Each edge is up to half a pixel off.
    let module = runs.iter().sum::<f32>() / 7.0;
    module_of(
        &runs,
        tuning::FINDER_CROSS_SLACK.get() + 1.0 / module.max(0.5),
    )
    .is_some()
}

/// Cross-checks a candidate along its column, its row and both diagonals, and locates its centre.
fn cross_check(
    sampler: &Sampler<'_>,
    thresholds: &Thresholds,
    centre: (f32, f32),
    module: f32,
    dark: bool,
) -> Option<FinderPattern> {
    let section =
        |centre, direction| cross_section(sampler, thresholds, (centre, module), direction, dark);
    let down = section(centre, (0.0, 1.0))?;
    let centre = (centre.0, centre.1 + down.offset);
    let right = section(centre, (1.0, 0.0))?;
    let centre = (centre.0 + right.offset, centre.1);
    let down = section(centre, (0.0, 1.0))?;
    let centre = (centre.0, centre.1 + down.offset);
    let slant = std::f32::consts::FRAC_1_SQRT_2;
    let [one, other] =
        [(slant, slant), (slant, -slant)].map(|direction| section(centre, direction).is_some());
    // The corners of a small pattern may be lost in blur.
    let small = right.module.min(down.module) < tuning::FINDER_SMALL.get();
    if !(one && other || small && (one || other)) {
        return None;
    }
    let aspect = tuning::FINDER_ASPECT_MAX.get();
    if right.module > down.module * aspect || down.module > right.module * aspect {
        return None;
    }
    // Noise makes rings too, but of less contrast.
    let off = [(2.0, 0.0), (-2.0, 0.0), (0.0, 2.0), (0.0, -2.0)];
    let at = |(x, y): (f32, f32), part: f32| {
        let place = (
            centre.0 + x * right.module * part,
            centre.1 + y * down.module * part,
        );
        sampler.at(place)
    };
    let inner = off.map(|off| at(off, 0.4)).iter().sum::<f32>() + sampler.at(centre);
    let ring = off.map(|off| at(off, 1.0)).iter().sum::<f32>();
    let contrast = (ring / 4.0 - inner / 5.0) * if dark { 1.0 } else { -1.0 };
    let least = (f32::from(thresholds.noise) * tuning::FINDER_CONTRAST_NOISE.get())
        .max(tuning::FINDER_CONTRAST_MIN.get());
    (contrast > least).then(|| FinderPattern {
        x: centre.0,
        y: centre.1,
        module: (right.module * down.module).sqrt(),
        dark,
        rows: 1,
        by_template: false,
    })
}

/// What a line through a finder pattern shows.
pub(crate) struct CrossSection {
    /// Module size along the line.
    pub(crate) module: f32,
    /// Distance of the centre from the line's starting point, along the line.
    pub(crate) offset: f32,
}

/// Follows a line both ways through the centre of a candidate; `direction` has unit length, and `module` is an estimate of
/// the module size. `None` if the runs are not those of a finder pattern.
pub(crate) fn cross_section(
    sampler: &Sampler<'_>,
    thresholds: &Thresholds,
    (centre, module): ((f32, f32), f32),
    direction: (f32, f32),
    dark: bool,
) -> Option<CrossSection> {
    let ahead = edges_along(sampler, thresholds, (centre, module), direction, dark)?;
    let opposite = (-direction.0, -direction.1);
    let back = edges_along(sampler, thresholds, (centre, module), opposite, dark)?;
    let module = module_of(&runs(back, ahead), tuning::FINDER_CROSS_SLACK.get())?;
    let offset = (ahead[0] - back[0] + ahead[2] - back[2]) / 4.0;
    Some(CrossSection { module, offset })
}

/// Distances to the first three edges along a line.
fn edges_along(
    sampler: &Sampler<'_>,
    thresholds: &Thresholds,
    (from, module): ((f32, f32), f32),
    direction: (f32, f32),
    dark: bool,
) -> Option<[f32; 3]> {
    let step = tuning::FINDER_LINE_STEP.get();
    let sign = if dark { -1.0 } else { 1.0 };
    let mut edges = [0.0; 3];
    let mut found = 0;
    let mut before = 0.0;
    let mut length = 0.0;
    let mut limit = max_core_edge(module);
    while length < limit {
        let at = (from.0 + direction.0 * length, from.1 + direction.1 * length);
        if !sampler.contains(at) {
            return None;
        }
        let now = (sampler.at(at) - thresholds.at(at)?) * sign;
        let inside = found % 2 == 0;
        if (now < 0.0) == inside {
            if length == 0.0 {
                return None;
            }
            let part = now / (now - before);
            edges[found] = length - part.clamp(0.0, 1.0) * step;
            found += 1;
            if found == 3 {
                return Some(edges);
            }
            // The remaining rings are two modules wide.
            limit = edges[0] * tuning::FINDER_OUTER_EDGE.get() + tuning::FINDER_REACH_BASE.get();
        }
        before = now;
        length += step;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::OwnedFrame;
    use crate::test_frames::{blurred, noisy};

    /// A finder pattern of `module` pixels a module, centred at `middle` and rotated by `turned` radians.
    fn drawn(module: f32, middle: (f32, f32), turned: f32, invert: bool) -> OwnedFrame {
        let mut frame = OwnedFrame::filled(160, 120, 0).unwrap();
        let (sin, cos) = turned.sin_cos();
        for (index, pixel) in frame.pixels_mut().iter_mut().enumerate() {
            let mut sum = 0.0;
            for sample in 0..16 {
                let x = (index % 160) as f32 + (sample % 4) as f32 / 4.0 + 0.125 - middle.0;
                let y = (index / 160) as f32 + (sample / 4) as f32 / 4.0 + 0.125 - middle.1;
                let (x, y) = (cos * x + sin * y, cos * y - sin * x);
                let ring = x.abs().max(y.abs()) / module;
                let dark = ring < 1.5 || (2.5..3.5).contains(&ring);
                sum += if dark != invert { 30.0 } else { 220.0 };
            }
            *pixel = (sum / 16.0) as u8;
        }
        frame
    }

    #[test]
    fn a_finder_pattern_is_located_at_every_size_and_orientation() {
        for module in [1.6, 2.3, 4.0, 9.0] {
            for turned in [0.0, 0.3, 0.785, 1.2] {
                for invert in [false, true] {
                    let frame = drawn(module, (80.3, 59.6), turned, invert);
                    let mut detector = FinderDetector::default();
                    let sampler = Sampler::new(frame.as_frame()).unwrap();
                    detector.detect(&sampler, Scan::AllRows);
                    assert_eq!(detector.found.len(), 1, "{module} {turned} {invert}");
                    let found = detector.found[0];
                    assert!((found.x - 80.3).abs() < 0.4 && (found.y - 59.6).abs() < 0.4);
                    assert_eq!(found.dark, !invert);
                    // Along rows, a rotated module is longer.
                    assert!((0.85..1.6).contains(&(found.module / module)), "{found:?}");
                }
            }
        }
    }

    #[test]
    fn a_blurred_finder_pattern_is_found_by_template_and_not_by_edges() {
        for (module, turned) in [(1.8, 0.0), (2.3, 0.5), (3.0, 1.1)] {
            let (sin, cos) = f32::sin_cos(turned);
            let frame = blurred((120, 96), module * 0.65, |x, y| {
                let (x, y) = (x - 60.3, y - 47.6);
                let (x, y) = (cos * x + sin * y, cos * y - sin * x);
                let ring = x.abs().max(y.abs()) / module;
                ring < 1.5 || (2.5..3.5).contains(&ring)
            });
            let frame = noisy(&frame, 8.0, 99);
            let sampler = Sampler::new(frame.as_frame()).unwrap();
            let mut detector = FinderDetector::default();
            detector.detect(&sampler, Scan::Exhaustive);
            assert_eq!(detector.found, [], "{module}: its edges are enough");
            detector.detect(&sampler, Scan::Template);
            let found = &detector.found;
            let first = found.first().unwrap();
            assert!((first.x - 60.3).hypot(first.y - 47.6) < 0.6, "{found:?}");
            assert!((0.75..1.3).contains(&(first.module / module)), "{found:?}");
        }
    }

    #[test]
    fn nothing_is_found_in_one_shade_or_in_small_frames() {
        let mut detector = FinderDetector::default();
        for (width, height) in [(2, 2), (7, 9), (8, 8), (64, 64)] {
            let frame = OwnedFrame::filled(width, height, 77).unwrap();
            detector.detect(&Sampler::new(frame.as_frame()).unwrap(), Scan::AllRows);
            assert!(detector.found.is_empty() && detector.thresholds.edge_blocks == 0);
        }
    }
}
