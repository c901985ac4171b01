//! Lanyard's own QR engine.
//!
//! For each picture: detect finder patterns, combine them to poses of a grid, refine each pose by the function patterns,
//! undo the blur that the known modules show, and decode. The check codewords have the last word.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "places in a frame and modules of a symbol are small; casts of floating point numbers saturate"
)]

mod accumulator;
mod alignment;
mod deep_decode;
mod equaliser;
mod finder;
mod finder_pattern;
mod gates;
mod grid_decoder;
mod grid_pose;
mod hypotheses;
mod layout;
mod least_squares;
mod limits;
mod message;
mod osd;
mod pose_fit;
mod reed_solomon;
mod registration;
mod sampler;
mod template_finder;
mod thresholds;

use accumulator::{Accumulator, Location};
use alignment::align;
use finder::FinderDetector;
use finder_pattern::FinderPattern;
use gates::Gates;
use grid_decoder::GridDecoder;
use grid_pose::GridPose;
use hypotheses::{Triple, find_triples, poses_of_pair, poses_of_triple};
pub(crate) use limits::{Limits, Scan};
use pose_fit::{refine, score};
use sampler::Sampler;
pub(crate) use thresholds::WINDOW_PIXELS;

use crate::explain::{CandidateGrid, DetectedFinder, EngineTrace, Gate, Scores};
use crate::frame::Frame;
use crate::sighting::{Decoder, Point, Sighting};
use crate::tuning;

/// The engine, its buffers, and what it keeps from frame to frame.
#[derive(Default)]
pub(crate) struct Engine {
    detector: FinderDetector,
    decoder: GridDecoder,
    accumulator: Accumulator,
    held: Option<HeldPose>,
    triples: Vec<Triple>,
    near: Vec<(f32, usize)>,
    poses: Vec<GridPose>,
    used: Vec<FinderPattern>,
    cells: Vec<u32>,
    trace: Option<EngineTrace>,
}

/// The pose of an undecoded symbol, kept for the next picture of the same place.
#[derive(Clone, Copy)]
struct HeldPose {
    pose: GridPose,
    failures: u32,
}

/// What the engine made of a picture.
#[derive(Default)]
pub(crate) struct EngineReading {
    /// Decoded symbols, in the coordinates of the frame that the picture was made from.
    pub(crate) found: Vec<Sighting>,
    /// Number of finder patterns beyond those of decoded symbols.
    pub(crate) unmatched_finders: usize,
    /// Number of blocks of 8x8 pixels with edges.
    pub(crate) edge_blocks: usize,
    /// Number of places with a likely symbol that was not decoded.
    pub(crate) likely: usize,
    /// Work in units of about a microsecond.
    pub(crate) work: u32,
}

/// The search of one picture.
struct Search<'a> {
    sampler: Sampler<'a>,
    /// Frame pixels a picture pixel.
    scale: f32,
    limits: Limits,
    gates: Gates,
    work: u32,
    work_limit: u32,
    first_grid: u32,
    /// Grids that were refined without a result.
    grids: usize,
    /// The undecoded pose whose function patterns agree most, and their agreement.
    most_agreeing: Option<(f32, GridPose)>,
}

/// The result of trying all poses of some finder patterns.
enum Outcome {
    Decoded(Sighting),
    /// A symbol is likely, but was not decoded.
    Likely,
    Nothing,
}

impl Search<'_> {
    fn is_exhausted(&self) -> bool {
        self.grids >= self.limits.grids || self.work >= self.work_limit
    }

    /// Point of the frame at a place of the picture.
    fn in_frame(&self, (x, y): (f32, f32)) -> Point {
        let (left, top) = self.limits.origin;
        Point {
            x: x * self.scale + left,
            y: y * self.scale + top,
        }
    }

    fn location(&self, pose: &GridPose) -> Location {
        let Point { x, y } = self.in_frame(pose.centre());
        Location {
            side: pose.side,
            centre: (x, y),
            length: pose.module() * pose.side as f32 * self.scale,
        }
    }

    fn sighting(&self, text: String, pose: &GridPose) -> Option<Sighting> {
        sighting(text, pose, self.scale)
    }
}

impl Engine {
    /// Whether undecoded symbols are accumulated.
    pub(crate) fn is_accumulating(&self) -> bool {
        !self.accumulator.is_empty()
    }

    /// The densest window of edges in the last picture: the top left corner of a square of [`WINDOW_PIXELS`]. The window
    /// `excluded` is returned only if there is no other.
    pub(crate) fn densest_window(&mut self, excluded: Option<(u32, u32)>) -> Option<(u32, u32)> {
        let thresholds = &self.detector.thresholds;
        let other = thresholds.densest_window(excluded, &mut self.cells);
        match excluded {
            Some(_) if other.is_none() => thresholds.densest_window(None, &mut self.cells),
            _ => other,
        }
    }

    /// Begins a new frame of a live source.
    pub(crate) fn next_frame(&mut self) {
        self.accumulator.next_frame();
    }

    /// Forgets all that was kept from earlier frames.
    pub(crate) fn reset(&mut self) {
        self.accumulator = Accumulator::default();
        self.release();
    }

    /// Whether the pose of an undecoded symbol is held.
    pub(crate) fn holds_pose(&self) -> bool {
        self.held.is_some()
    }

    /// Gives up the held pose.
    pub(crate) fn release(&mut self) {
        self.held = None;
    }

    /// Records from now on what is tried on each picture.
    pub(crate) fn start_trace(&mut self) {
        self.trace = Some(EngineTrace::default());
    }

    /// Records nothing more.
    pub(crate) fn stop_trace(&mut self) {
        self.trace = None;
    }

    /// What was recorded since the last call.
    pub(crate) fn take_trace(&mut self) -> EngineTrace {
        self.trace.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Reads all symbols of a picture, of which a pixel is `scale` pixels of the frame. After template matching, all else
    /// is done in `fine`, the same picture at twice the resolution, if it is given.
    pub(crate) fn read(
        &mut self,
        picture: Frame<'_>,
        fine: Option<Frame<'_>>,
        scale: f32,
        limits: Limits,
    ) -> EngineReading {
        let mut reading = EngineReading::default();
        let Some(sampler) = Sampler::new(picture) else {
            return reading;
        };
        self.detector.detect(&sampler, limits.scan);
        reading.edge_blocks = self.detector.thresholds.edge_blocks;
        reading.work = picture.width() * picture.height() / tuning::COST_PIXELS.get();
        let mut search = Search {
            sampler,
            scale,
            limits,
            gates: match limits.scan {
                Scan::Template => Gates::by_template(),
                _ => Gates::by_edges(),
            },
            work: self.detector.work(),
            work_limit: limits.work,
            first_grid: limits.first_grid,
            grids: 0,
            most_agreeing: None,
        };
        if let Some(fine) = fine.and_then(Sampler::new) {
            for finder in &mut self.detector.found {
                (finder.x, finder.y) = (2.0 * finder.x, 2.0 * finder.y);
                finder.module *= 2.0;
            }
            search.sampler = fine;
            search.scale /= 2.0;
        }
        self.trace_finders(&search);
        self.used.clear();
        let mut poses = std::mem::take(&mut self.poses);
        self.search_triples(&mut search, &mut poses, &mut reading);
        if reading.found.is_empty() && reading.likely == 0 {
            self.search_pairs(&mut search, &mut poses, &mut reading);
        }
        self.poses = poses;
        if reading.found.is_empty() {
            self.deep_decode_most_agreeing(&mut search, &mut reading);
        }
        reading.work += search.work;
        reading.unmatched_finders = self
            .detector
            .found
            .len()
            .saturating_sub(3 * reading.found.len());
        reading
    }

    /// Reads at the held pose in the next picture of the same place.
    pub(crate) fn read_held(&mut self, picture: Frame<'_>, scale: f32) -> EngineReading {
        let mut reading = EngineReading::default();
        let (Some(sampler), Some(held)) = (Sampler::new(picture), self.held.take()) else {
            return reading;
        };
        let decoded = self.decoder.deep_decode(
            &sampler,
            held.pose,
            tuning::DEEP_REGISTRATIONS_AGAIN.get(),
            &mut reading.work,
        );
        if let Some(text) = decoded.text {
            reading.found.extend(sighting(text, &decoded.pose, scale));
        } else if decoded.agreement > tuning::DEEP_AGREEMENT_MIN.get()
            && held.failures < tuning::DEEP_HOLD_FRAMES.get()
        {
            self.held = Some(HeldPose {
                pose: decoded.pose,
                failures: held.failures + 1,
            });
        }
        reading
    }

    fn search_triples(
        &mut self,
        search: &mut Search<'_>,
        poses: &mut Vec<GridPose>,
        reading: &mut EngineReading,
    ) {
        let mut triples = std::mem::take(&mut self.triples);
        find_triples(&self.detector.found, &mut self.near, &mut triples);
        // Triples that earlier frames tried go to the end of the list.
        let skipped = search
            .limits
            .skipped_triples
            .checked_rem(triples.len())
            .unwrap_or_default();
        for triple in triples.iter().skip(skipped).chain(&triples[..skipped]) {
            let finders = triple.finders.map(|finder| self.detector.found[finder]);
            if finders.iter().any(|finder| self.used.contains(finder)) {
                continue;
            }
            if search.is_exhausted() {
                break;
            }
            search.work += tuning::COST_TRIPLE.get();
            poses_of_triple(&search.sampler, &self.detector.thresholds, finders, poses);
            poses.truncate(search.limits.grids_per_triple);
            match self.try_poses(search, poses) {
                Outcome::Decoded(sighting) => {
                    reading.found.push(sighting);
                    self.used.extend(finders);
                    // Where there are many symbols, all are worth the time.
                    search.grids = search.grids.saturating_sub(tuning::REFUND_GRIDS.get());
                    search.work_limit = search.work_limit.saturating_add(tuning::REFUND_WORK.get());
                }
                Outcome::Likely => {
                    reading.likely += 1;
                    self.used.extend(finders);
                }
                Outcome::Nothing => {}
            }
        }
        self.triples = triples;
    }

    /// Tries pairs of finder patterns, for a symbol whose third finder pattern is covered.
    fn search_pairs(
        &mut self,
        search: &mut Search<'_>,
        poses: &mut Vec<GridPose>,
        reading: &mut EngineReading,
    ) {
        let count = self.detector.found.len().min(tuning::PAIR_FINDERS.get());
        search.first_grid = search.first_grid.min(tuning::PAIR_FIRST_GRID.get());
        for first in 0..count {
            for second in first + 1..count {
                if search.is_exhausted() {
                    return;
                }
                search.work += tuning::COST_TRIPLE.get();
                let pair = [self.detector.found[first], self.detector.found[second]];
                poses_of_pair(&search.sampler, &self.detector.thresholds, pair, poses);
                match self.try_poses(search, poses) {
                    Outcome::Decoded(sighting) => return reading.found.push(sighting),
                    Outcome::Likely => {
                        reading.likely += 1;
                        return;
                    }
                    Outcome::Nothing => {}
                }
            }
        }
    }

    fn try_poses(&mut self, search: &mut Search<'_>, poses: &[GridPose]) -> Outcome {
        // The likely pose with the highest timing score.
        let mut likely: Option<(f32, GridPose)> = None;
        for mut pose in poses.iter().copied() {
            let mut scores = Scores::default();
            let result = self.try_pose(search, &mut pose, &mut scores, likely.is_some());
            self.trace_grid(search, &pose, scores, result.as_ref().err().copied());
            match result {
                Ok(text) => {
                    search.grids -= 1;
                    self.accumulator.remove(search.location(&pose));
                    return search
                        .sighting(text, &pose)
                        .map_or(Outcome::Nothing, Outcome::Decoded);
                }
                Err(Gate::Codewords) => {
                    let timing = scores.refined_timing.unwrap_or_default();
                    if likely.is_none_or(|(best, _)| best < timing) {
                        likely = Some((timing, pose));
                    }
                    let agreement = scores.agreement.unwrap_or_default();
                    if agreement > tuning::DEEP_AGREEMENT_MIN.get()
                        && search
                            .most_agreeing
                            .is_none_or(|(most, _)| most < agreement)
                    {
                        search.most_agreeing = Some((agreement, pose));
                    }
                }
                Err(Gate::Budget) => break,
                Err(_) => {}
            }
        }
        let likely = likely.filter(|(timing, _)| *timing > tuning::GATE_ACCUMULATE.get());
        let Some((_, pose)) = likely else {
            return Outcome::Nothing;
        };
        self.accumulate(search, &pose)
            .and_then(|text| search.sighting(text, &pose))
            .map_or(Outcome::Likely, Outcome::Decoded)
    }

    /// Takes one pose through all gates; where a symbol is `likely`, the budget is not one of them.
    fn try_pose(
        &mut self,
        search: &mut Search<'_>,
        pose: &mut GridPose,
        scores: &mut Scores,
        likely: bool,
    ) -> Result<String, Gate> {
        let layout = self.decoder.layout(pose.side).ok_or(Gate::Plausibility)?;
        search.work += tuning::COST_ALIGNMENT.get();
        align(&search.sampler, pose, layout);
        // Chance never agrees with much of a long timing pattern, and decoding a large symbol takes long.
        let long =
            (pose.side as f32 - tuning::GATE_LONG_SIDE.get()) / tuning::GATE_LONG_RANGE.get();
        let first = score(&search.sampler, pose, layout).ok_or(Gate::Plausibility)?;
        (scores.finder_contrast, scores.timing) = (Some(first.finder), Some(first.timing));
        if !first.is_plausible(search.gates.timing.max(long / 2.0)) {
            return Err(Gate::Plausibility);
        }
        let cost = tuning::COST_TWO_LANDMARKS.get() * layout.landmarks.len() as u32 / 2;
        if !likely {
            if search.grids > 0 && search.work > search.work_limit {
                return Err(Gate::Budget);
            }
            if cost > search.first_grid && search.work + cost > search.work_limit {
                return Err(Gate::GridCost);
            }
        }
        search.grids += 1;
        search.work += cost;
        let refined =
            refine(&search.sampler, pose, layout, &search.gates).ok_or(Gate::Refinement)?;
        scores.refined_timing = Some(refined.timing);
        if refined.timing < search.gates.refined.max(long)
            || refined.timing > tuning::GATE_TIMING_MAX.get()
        {
            return Err(Gate::RefinedTiming);
        }
        search.work += (pose.side * pose.side) as u32 / tuning::COST_MODULES.get();
        self.decoder.decode(
            &search.sampler,
            pose,
            &search.gates,
            &mut scores.agreement,
            &mut search.work,
        )
    }

    /// Adds the modules at a pose to those of earlier frames, and decodes the sum.
    fn accumulate(&mut self, search: &Search<'_>, pose: &GridPose) -> Option<String> {
        let modules = self.decoder.equalised(&search.sampler, pose)?;
        let location = search.location(pose);
        let sum = self.accumulator.add(location, modules)?;
        let text = self.decoder.decode_modules(pose.side, sum)?;
        self.accumulator.remove(location);
        Some(text)
    }

    /// Decodes deeply at the undecoded pose whose function patterns agree most, if there is one.
    fn deep_decode_most_agreeing(&mut self, search: &mut Search<'_>, reading: &mut EngineReading) {
        let Some((_, pose)) = search.most_agreeing.take() else {
            return;
        };
        let decoded = self.decoder.deep_decode(
            &search.sampler,
            pose,
            tuning::DEEP_REGISTRATIONS.get(),
            &mut search.work,
        );
        match decoded.text {
            Some(text) => reading.found.extend(search.sighting(text, &decoded.pose)),
            None => {
                reading.likely += 1;
                if search.limits.hold {
                    self.held = Some(HeldPose {
                        pose: decoded.pose,
                        failures: 0,
                    });
                }
            }
        }
    }

    fn trace_finders(&mut self, search: &Search<'_>) {
        let Some(trace) = &mut self.trace else { return };
        let finders = self.detector.found.iter();
        trace.finders.extend(finders.map(|finder| DetectedFinder {
            centre: search.in_frame((finder.x, finder.y)),
            module: finder.module * search.scale,
            dark_on_light: finder.dark,
            by_template: finder.by_template,
        }));
    }

    fn trace_grid(
        &mut self,
        search: &Search<'_>,
        pose: &GridPose,
        scores: Scores,
        refused_by: Option<Gate>,
    ) {
        let Some(trace) = &mut self.trace else { return };
        let Some(outline) = pose.outline() else {
            return;
        };
        trace.grids.push(CandidateGrid {
            outline: outline.map(|corner| search.in_frame(corner)),
            version: (pose.side - 17) / 4,
            dark_on_light: pose.dark,
            scores,
            refused_by,
        });
    }
}

/// A sighting whose corners are those of the pose, without the picture's origin.
fn sighting(text: String, pose: &GridPose, scale: f32) -> Option<Sighting> {
    let outline = pose.outline()?;
    Some(Sighting {
        text,
        corners: outline.map(|(x, y)| Point {
            x: x * scale,
            y: y * scale,
        }),
        decoder: Decoder::Lanyard,
    })
}

#[cfg(test)]
mod tests;
