//! What the reader tried on a picture, and why it refused each candidate grid.

use crate::sighting::{Point, Sighting};

/// The step at which a candidate grid was refused, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Before refinement, the finder patterns have too little contrast or the timing patterns do not alternate.
    Plausibility,
    /// The work of this picture is used up, and nothing more is tried for these finder patterns.
    Budget,
    /// Refining this grid would cost more than is left; smaller grids are still tried.
    GridCost,
    /// A round of refinement ended with a timing score below its gate.
    Refinement,
    /// The timing score of the refined pose is outside its range.
    RefinedTiming,
    /// The function patterns do not agree with the sampled modules.
    Agreement,
    /// The format information is not valid.
    Format,
    /// The codewords could not be corrected, or their segments are invalid.
    Codewords,
}

impl Gate {
    /// A stable name for programs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Plausibility => "plausibility",
            Self::Budget => "budget",
            Self::GridCost => "grid_cost",
            Self::Refinement => "refinement",
            Self::RefinedTiming => "refined_timing",
            Self::Agreement => "agreement",
            Self::Format => "format",
            Self::Codewords => "codewords",
        }
    }
}

/// The scores of a candidate grid, as far as it came.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Scores {
    /// Contrast of the finder patterns, in levels of luminance.
    pub finder_contrast: Option<f32>,
    /// Contrast of the timing patterns relative to the finder patterns, before refinement.
    pub timing: Option<f32>,
    /// Contrast of the timing patterns relative to the finder patterns, after refinement.
    pub refined_timing: Option<f32>,
    /// Agreement of the function patterns with the sampled modules: 1 is full agreement, 0 chance.
    pub agreement: Option<f32>,
}

/// A grid that was laid over the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CandidateGrid {
    /// The outer corners of the symbol, clockwise from its top left, in the picture's pixels.
    pub outline: [Point; 4],
    /// Version, 1 to 40.
    pub version: usize,
    /// Whether the symbol is dark on light.
    pub dark_on_light: bool,
    /// Its scores.
    pub scores: Scores,
    /// The gate that refused it; `None` for a grid that was decoded.
    pub refused_by: Option<Gate>,
}

/// A finder pattern that was detected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DetectedFinder {
    /// Centre, in the picture's pixels.
    pub centre: Point,
    /// Module size, in the picture's pixels.
    pub module: f32,
    /// Whether it is dark on light.
    pub dark_on_light: bool,
    /// Whether it was found by template matching and not by its edges.
    pub by_template: bool,
}

/// One stage: a detector on a view of the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct ExplainedStage {
    /// Name of the detector: `edges`, `template`, `rxing`, `rxing_classic` or `rqrr`.
    pub detector: &'static str,
    /// Name of the view, such as `plain` or `downscaled 2`.
    pub view: String,
    /// Finder patterns that Lanyard's engine detected.
    pub finders: Vec<DetectedFinder>,
    /// Grids that Lanyard's engine tried; the libraries tell nothing.
    pub grids: Vec<CandidateGrid>,
    /// Work in units of about a microsecond.
    pub work: u32,
    /// Symbols that were decoded.
    pub decoded: usize,
}

impl ExplainedStage {
    /// Converts places from a downscaled picture to the picture itself.
    pub(crate) fn scale(&mut self, scale: f32) {
        let corners = self.grids.iter_mut().flat_map(|grid| &mut grid.outline);
        let centres = self.finders.iter_mut().map(|finder| {
            finder.module *= scale;
            &mut finder.centre
        });
        for point in corners.chain(centres) {
            (point.x, point.y) = (point.x * scale, point.y * scale);
        }
    }
}

/// All stages of a picture, and what they read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Explanation {
    /// Stages in the order in which they ran.
    pub stages: Vec<ExplainedStage>,
    /// Symbols that were read, each once.
    pub sightings: Vec<Sighting>,
}

/// What the engine recorded of one stage.
#[derive(Default)]
pub(crate) struct EngineTrace {
    pub(crate) finders: Vec<DetectedFinder>,
    pub(crate) grids: Vec<CandidateGrid>,
}
