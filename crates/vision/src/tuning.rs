//! Every fitted number of the reader: its name, value, unit and provenance.
//!
//! Limits that size arrays or bound memory stay beside the code that they bound. Numbers that follow from ISO/IEC 18004
//! (3.5 modules to a finder pattern's centre, 17 + 4 modules a version) are not tuning and are not listed.
//!
//! With the feature `sweep`, each number can be scaled while the program runs: `cargo xtask bench reader --sweep NAME`
//! does that. Without the feature [`Number::get`] is a constant.
//!
//! Provenance is what the history and the documents say, and no more. Most values were set by hand while the reader was
//! developed against the synthetic frames of `cargo xtask bench reader` with the seeds 1, 2, 3, 4 and 7
//! (`docs/benchmarks.md`); which frames decided which value was not written down.

#[cfg(feature = "sweep")]
use std::sync::atomic::{AtomicU32, Ordering};

/// A fitted number.
pub(crate) struct Number<T> {
    value: T,
    /// Bits of the `f32` that the value is multiplied by.
    #[cfg(feature = "sweep")]
    scale: AtomicU32,
}

impl<T: Copy> Number<T> {
    const fn new(value: T) -> Self {
        Self {
            value,
            #[cfg(feature = "sweep")]
            scale: AtomicU32::new(1.0_f32.to_bits()),
        }
    }
}

#[cfg(not(feature = "sweep"))]
impl<T: Copy> Number<T> {
    /// The value.
    #[inline]
    pub(crate) const fn get(&self) -> T {
        self.value
    }
}

#[cfg(feature = "sweep")]
impl<T: sweep::Scale> Number<T> {
    /// The value times the scale that [`sweep::Entry::set_scale`] set.
    #[inline]
    pub(crate) fn get(&self) -> T {
        self.value
            .scaled(f32::from_bits(self.scale.load(Ordering::Relaxed)))
    }
}

/// Set by hand; the history does not say which frames decided the value.
#[cfg(any(test, feature = "sweep"))]
const NOT_RECORDED: &str = "set by hand, provenance not recorded";
/// A cost in units of about a microsecond; the history says that costs were measured, not on which machine.
#[cfg(any(test, feature = "sweep"))]
const MEASURED: &str = "measured when live frames got a budget, machine not recorded";
/// A bound on the worst case, chosen so that a hostile frame ends in time.
#[cfg(any(test, feature = "sweep"))]
const BOUND: &str = "bound on the worst case, chosen generously, provenance not recorded";

/// Declares the numbers, and with the feature `sweep` the table that lists them.
macro_rules! numbers {
    ($($(#[$doc:meta])+ $name:ident: $type:ty = $value:expr, $unit:literal, $provenance:expr;)+) => {
        $($(#[$doc])+ pub(crate) static $name: Number<$type> = Number::new($value);)+

        #[cfg(feature = "sweep")]
        static ENTRIES: &[sweep::Entry] = &[$(sweep::Entry {
            name: stringify!($name),
            unit: $unit,
            provenance: $provenance,
            number: &$name,
        },)+];

        #[cfg(test)]
        const PROVENANCES: &[(&str, &str, &str)] = &[$((stringify!($name), $unit, $provenance),)+];
    };
}

numbers! {
    // The budget of live frames.

    /// Work that a live frame may cost on average while nothing is likely to be read.
    BUDGET_IDLE: u32 = 1600, "work", NOT_RECORDED;
    /// Work that a live frame may cost on average while a likely symbol is not decoded yet.
    BUDGET_LIKELY: u32 = 9000, "work", NOT_RECORDED;
    /// Work that one live frame may cost when there is no debt, so that a new symbol gets its effort at once.
    BUDGET_BURST: u32 = 2200, "work", NOT_RECORDED;
    /// Work after which a live frame runs no additional stage; the next frame runs only that stage.
    BUDGET_DEFER: u32 = 1200, "work", NOT_RECORDED;
    /// Least work of a stage, however large the debt is.
    BUDGET_STAGE_MIN: u32 = 150, "work", NOT_RECORDED;
    /// Least work of a stage while a symbol is likely.
    BUDGET_LIKELY_STAGE_MIN: u32 = 1500, "work", NOT_RECORDED;
    /// Most that the first grid of a stage may cost while there is debt. A symbol of 45 modules costs 450, one of 133
    /// modules 2,800.
    BUDGET_FIRST_GRID: u32 = 500, "work", NOT_RECORDED;
    /// Debt above this is written off.
    BUDGET_DEBT_MAX: u32 = 24_000, "work", NOT_RECORDED;
    /// Edge blocks up to which a frame counts as empty. A symbol of 40 px a side has 25 and more.
    EMPTY_EDGE_BLOCKS: usize = 12, "blocks of 8x8 px", NOT_RECORDED;
    /// Failed grids of one view of a live frame.
    LIVE_GRIDS: usize = 8, "grids", NOT_RECORDED;
    /// Failed grids over the same three finder patterns of a live frame.
    LIVE_GRIDS_PER_TRIPLE: usize = 3, "grids", NOT_RECORDED;
    /// Failed grids of one view of a still.
    STILL_GRIDS: usize = 80, "grids", NOT_RECORDED;
    /// Failed grids over the same three finder patterns of a still.
    STILL_GRIDS_PER_TRIPLE: usize = 10, "grids", NOT_RECORDED;
    /// Failed grids of the stacked window.
    STACK_GRIDS: usize = 24, "grids", NOT_RECORDED;
    /// Failed grids over the same three finder patterns of the stacked window.
    STACK_GRIDS_PER_TRIPLE: usize = 6, "grids", NOT_RECORDED;
    /// Finder patterns above which the libraries without a limit of their own are not called.
    LIBRARY_FINDERS_MAX: usize = 24, "finder patterns", BOUND;
    /// Most finder patterns that rxing combines, the largest first: those of fifty symbols. Noise and print have a dozen.
    RXING_FINDERS_MAX: usize = 150, "finder patterns", BOUND;
    /// Most triples of finder patterns that rxing samples, the most plausible first.
    RXING_TRIPLES_MAX: usize = 250, "triples", "one costs about 50 µs, so that all take less than a frame's time";

    // What steps cost.

    /// Pixels that are searched for finder patterns in a unit of work.
    COST_PIXELS: u32 = 2400, "px per unit of work", MEASURED;
    /// Pixels that a library searches in a unit of work.
    COST_LIBRARY_PIXELS: u32 = 330, "px per unit of work", MEASURED;
    /// Cost of cross-checking a finder candidate along four lines.
    COST_CANDIDATE: u32 = 1, "work", MEASURED;
    /// Template correlations in a unit of work.
    COST_CORRELATIONS: u32 = 3, "correlations per unit of work", MEASURED;
    /// Cost of measuring the lines between three finder patterns.
    COST_TRIPLE: u32 = 25, "work", MEASURED;
    /// Cost of searching the alignment pattern.
    COST_ALIGNMENT: u32 = 45, "work", MEASURED;
    /// Cost of refining a grid, for two of its landmarks.
    COST_TWO_LANDMARKS: u32 = 5, "work", MEASURED;
    /// Modules that are sampled in a unit of work.
    COST_MODULES: u32 = 8, "modules per unit of work", MEASURED;
    /// Cost of equalising and decoding four modules.
    COST_FOUR_MODULES: u32 = 3, "work", MEASURED;
    /// Cost of deep decoding two modules.
    COST_TWO_DEEP_MODULES: u32 = 3, "work", MEASURED;
    /// Cost of registering a frame on the stack.
    COST_STACK: u32 = 500, "work", MEASURED;

    // Local thresholds.

    /// Contrast up to which a block has no edge.
    THRESHOLD_CONTRAST_MIN: u8 = 16, "levels of 255", NOT_RECORDED;
    /// Contrast above which nothing is taken for noise.
    THRESHOLD_NOISE_MAX: u8 = 90, "levels of 255", NOT_RECORDED;
    /// Blocks to each side that a block's threshold is averaged over.
    THRESHOLD_REACH: usize = 2, "blocks of 8x8 px", NOT_RECORDED;
    /// Share of the frame's blocks, as one in this many, that is taken as free of edges to estimate noise.
    THRESHOLD_NOISE_QUANTILE: usize = 4, "1/share", NOT_RECORDED;
    /// Noise contrast relative to that of the blocks without edges.
    THRESHOLD_NOISE_PERCENT: usize = 160, "%", NOT_RECORDED;
    /// Least sum of block contrasts in the densest window: 50 blocks of 32 levels.
    DENSEST_CONTRAST_MIN: u32 = 1600, "levels of 255, summed", NOT_RECORDED;
    /// Times the mean contrast that the densest window has at least; noise has as many edges everywhere.
    DENSEST_PROMINENCE: u64 = 2, "ratio", NOT_RECORDED;

    // Finder patterns by edges.

    /// Module size below which a finder pattern counts as small: one diagonal may be lost to blur.
    FINDER_SMALL: f32 = 3.2, "px/module", NOT_RECORDED;
    /// Candidates that are cross-checked in a still.
    FINDER_CANDIDATES_STILL: usize = 4000, "candidates", BOUND;
    /// Candidates that are cross-checked in a live frame.
    FINDER_CANDIDATES_LIVE: usize = 1500, "candidates", BOUND;
    /// Longest distance from a finder pattern's centre to its first edge.
    FINDER_REACH_MAX: f32 = 260.0, "px", BOUND;
    /// Distance to the first edge that is searched, per module of the row's estimate. The edge is at 1.5 modules, and a
    /// pattern is never seen more than four times as long as wide.
    FINDER_REACH_MODULES: f32 = 6.0, "modules", "geometry: 1.5 modules times an aspect ratio of 4";
    /// Distance to the first edge that is searched in any case.
    FINDER_REACH_BASE: f32 = 4.0, "px", NOT_RECORDED;
    /// Most ink spread (blur, bleeding) of the runs.
    FINDER_INK_MAX: f32 = 0.65, "modules", NOT_RECORDED;
    /// Most deviation of a run from 1:1:3:1:1, relative.
    FINDER_RUN_SLACK: f32 = 0.45, "modules", NOT_RECORDED;
    /// Most deviation of a run from 1:1:3:1:1, absolute.
    FINDER_RUN_SLACK_PX: f32 = 0.25, "px", NOT_RECORDED;
    /// Slack of the middle run relative to that of the others.
    FINDER_CORE_SLACK: f32 = 1.3, "ratio", NOT_RECORDED;
    /// Additional slack of lines other than the scanned row.
    FINDER_CROSS_SLACK: f32 = 0.15, "modules", NOT_RECORDED;
    /// Least module size.
    FINDER_MODULE_MIN: f32 = 0.9, "px/module", NOT_RECORDED;
    /// Distance along the row within which a candidate is a known finder pattern.
    FINDER_KNOWN_ACROSS: f32 = 1.2, "modules", NOT_RECORDED;
    /// Distance down the column within which a candidate is a known finder pattern, and of twins.
    FINDER_KNOWN_DOWN: f32 = 2.0, "modules", NOT_RECORDED;
    /// Distance within which a candidate is one that failed in the row above.
    FINDER_FAILED_NEAR: f32 = 1.5, "px", NOT_RECORDED;
    /// Most ratio of a finder pattern's module sizes along its two axes.
    FINDER_ASPECT_MAX: f32 = 4.0, "ratio", NOT_RECORDED;
    /// Least contrast of a finder pattern's rings.
    FINDER_CONTRAST_MIN: f32 = 8.0, "levels of 255", NOT_RECORDED;
    /// Least contrast of a finder pattern's rings relative to the noise.
    FINDER_CONTRAST_NOISE: f32 = 0.5, "ratio", NOT_RECORDED;
    /// Distance between two samples of a line that is followed.
    FINDER_LINE_STEP: f32 = 0.75, "px", NOT_RECORDED;
    /// Distance to the third edge relative to that to the first; 3.5 / 1.5 modules in theory.
    FINDER_OUTER_EDGE: f32 = 4.0, "ratio", NOT_RECORDED;

    // Finder patterns by template matching.

    /// Orientations of the template within a quarter turn.
    TEMPLATE_ORIENTATIONS: usize = 6, "orientations", NOT_RECORDED;
    /// Least normalised correlation with the template.
    TEMPLATE_CORRELATION_MIN: f32 = 0.4, "correlation, 0..1", NOT_RECORDED;
    /// Local minima that are correlated, of a picture.
    TEMPLATE_MINIMA_MAX: usize = 6000, "minima", BOUND;
    /// Least difference of luminance between neighbouring rings.
    TEMPLATE_CONTRAST_MIN: f32 = 2.0, "levels of 255", NOT_RECORDED;
    /// Difference of the quiet zone and the core relative to that of neighbouring rings.
    TEMPLATE_OUTER_CONTRAST: f32 = 3.0, "ratio", NOT_RECORDED;
    /// Distance below which two matches are one.
    TEMPLATE_OVERLAP: f32 = 4.0, "modules", NOT_RECORDED;
    /// First step of the refinement.
    TEMPLATE_REFINE_STEP: f32 = 0.5, "share of a full step", NOT_RECORDED;
    /// Factor by which the refinement's step shrinks in each round.
    TEMPLATE_REFINE_SHRINK: f32 = 0.6, "ratio", NOT_RECORDED;
    /// Change of size of a full step of the refinement.
    TEMPLATE_REFINE_SCALE: f32 = 0.1, "ratio", NOT_RECORDED;
    /// Change of orientation of a full step of the refinement.
    TEMPLATE_REFINE_TURN: f32 = 0.13, "radians", NOT_RECORDED;

    // Triples and pairs of finder patterns.

    /// Least distance of two finder patterns of one symbol; 14 modules in theory.
    TRIPLE_DISTANCE_MIN: f32 = 8.0, "modules", "geometry: 14 modules, with room for lens and tilt";
    /// Most distance of two finder patterns of one symbol; 170 modules in theory.
    TRIPLE_DISTANCE_MAX: f32 = 260.0, "modules", "geometry: 170 modules, with room for lens and tilt";
    /// Nearest neighbours that a finder pattern is combined with.
    TRIPLE_NEIGHBOURS: usize = 14, "finder patterns", NOT_RECORDED;
    /// Most ratio of the module sizes of two finder patterns of one symbol.
    TRIPLE_SIZE_RATIO: f32 = 1.9, "ratio", NOT_RECORDED;
    /// Most cosine of the angle at the corner.
    TRIPLE_COSINE_MAX: f32 = 0.75, "cosine", NOT_RECORDED;
    /// Most ratio of the two sides at the corner.
    TRIPLE_SIDE_RATIO: f32 = 3.2, "ratio", NOT_RECORDED;
    /// Weight of unequal sides in a triple's penalty.
    TRIPLE_SIDE_WEIGHT: f32 = 0.6, "penalty per ratio", NOT_RECORDED;
    /// Weight of unequal module sizes in a triple's penalty.
    TRIPLE_SIZE_WEIGHT: f32 = 0.8, "penalty per ratio", NOT_RECORDED;
    /// Sum of both sides that costs a penalty of 1: near triples are of one symbol rather than far ones.
    TRIPLE_FAR: f32 = 400.0, "modules", NOT_RECORDED;
    /// Unmeasurable lines that are forgiven if the corner's finder pattern is small.
    TRIPLE_MISSING_SMALL: u32 = 4, "lines of 4", NOT_RECORDED;
    /// Unmeasurable lines that are forgiven otherwise.
    TRIPLE_MISSING: u32 = 1, "lines of 4", NOT_RECORDED;
    /// Least ratio of depths that perspective is estimated by.
    PERSPECTIVE_DEPTH_MIN: f32 = 0.75, "ratio", NOT_RECORDED;
    /// Most ratio of depths that perspective is estimated by.
    PERSPECTIVE_DEPTH_MAX: f32 = 1.33, "ratio", NOT_RECORDED;
    /// Finder patterns that are combined in pairs, the first ones.
    PAIR_FINDERS: usize = 6, "finder patterns", NOT_RECORDED;
    /// Most ratio of the module sizes of a pair.
    PAIR_SIZE_RATIO: f32 = 1.5, "ratio", NOT_RECORDED;
    /// Most that the first grid over a pair may cost beyond the budget: pairs are seen almost everywhere.
    PAIR_FIRST_GRID: u32 = 500, "work", NOT_RECORDED;
    /// Failed grids that are forgiven for each symbol that is decoded.
    REFUND_GRIDS: usize = 6, "grids", NOT_RECORDED;
    /// Work that is added to the budget for each symbol that is decoded.
    REFUND_WORK: u32 = 1500, "work", NOT_RECORDED;

    // Alignment pattern.

    /// Search radius for the alignment pattern, constant part.
    ALIGNMENT_REACH_BASE: f32 = 1.5, "modules", NOT_RECORDED;
    /// Search radius for the alignment pattern, for each module of the symbol's side.
    ALIGNMENT_REACH_PER_MODULE: f32 = 0.09, "modules per module", NOT_RECORDED;
    /// Most search radius for the alignment pattern.
    ALIGNMENT_REACH_MAX: f32 = 6.0, "modules", NOT_RECORDED;
    /// Penalty for distance from the expected place.
    ALIGNMENT_DISTANCE_PENALTY: f32 = 1.5, "levels of 255 per module", NOT_RECORDED;
    /// Least contrast of the alignment pattern, less the penalty.
    ALIGNMENT_SCORE_MIN: f32 = 8.0, "levels of 255", NOT_RECORDED;
    /// Most shift of the fourth corner relative to the search radius.
    ALIGNMENT_SHIFT_MAX: f32 = 2.5, "ratio", NOT_RECORDED;

    // Scores and gates of a grid.

    /// Weight of the finder patterns in a pose's score.
    FIT_FINDER_WEIGHT: f32 = 0.8, "weight", NOT_RECORDED;
    /// Weight of the timing patterns in a pose's score; alignment patterns have 1.
    FIT_TIMING_WEIGHT: f32 = 1.2, "weight", NOT_RECORDED;
    /// Contrast of the finder patterns that the timing score is divided by at least.
    FIT_SCALE_MIN: f32 = 4.0, "levels of 255", NOT_RECORDED;
    /// Least contrast of the finder patterns.
    FIT_CONTRAST_MIN: f32 = 6.0, "levels of 255", NOT_RECORDED;
    /// Timing score that no symbol reaches before refinement.
    FIT_TIMING_MAX: f32 = 1.8, "timing score", NOT_RECORDED;
    /// Timing score above which a refined pose is refused.
    GATE_TIMING_MAX: f32 = 2.5, "timing score", NOT_RECORDED;
    /// Least timing score before refinement.
    GATE_TIMING: f32 = 0.1, "timing score", NOT_RECORDED;
    /// Least timing score after each round of refinement.
    GATE_ROUND: f32 = 0.12, "timing score", NOT_RECORDED;
    /// Least timing score of a refined pose.
    GATE_REFINED: f32 = 0.2, "timing score", NOT_RECORDED;
    /// Least agreement of the function patterns.
    GATE_AGREEMENT: f32 = 0.45, "agreement, 0..1", "synthetic frames: symbols that are decoded have 0.75 and more, places without a symbol 0.43 at most";
    /// Least timing score before refinement, of finder patterns found by template.
    GATE_TEMPLATE_TIMING: f32 = -0.1, "timing score", NOT_RECORDED;
    /// Least timing score after each round of refinement, of finder patterns found by template.
    GATE_TEMPLATE_ROUND: f32 = -0.2, "timing score", NOT_RECORDED;
    /// Least timing score of a refined pose, of finder patterns found by template.
    GATE_TEMPLATE_REFINED: f32 = 0.0, "timing score", NOT_RECORDED;
    /// Least agreement of the function patterns, of finder patterns found by template.
    GATE_TEMPLATE_AGREEMENT: f32 = 0.1, "agreement, 0..1", NOT_RECORDED;
    /// Side from which on the timing gate rises with the side: chance never agrees with long timing patterns.
    GATE_LONG_SIDE: f32 = 57.0, "modules", NOT_RECORDED;
    /// Modules beyond that side for which the timing gate rises by 1.
    GATE_LONG_RANGE: f32 = 150.0, "modules per timing score", NOT_RECORDED;
    /// Timing score above which an undecoded symbol is accumulated over frames.
    GATE_ACCUMULATE: f32 = 0.3, "timing score", NOT_RECORDED;

    // Refinement of a pose.

    /// First step of the refinement.
    REFINE_STEP: f32 = 0.5, "modules", NOT_RECORDED;
    /// Rounds of refinement; the step halves after each.
    REFINE_ROUNDS: u32 = 4, "rounds", NOT_RECORDED;
    /// Passes over all parameters in a round.
    REFINE_PASSES: u32 = 2, "passes", NOT_RECORDED;
    /// Least gain of the score for which a parameter is changed.
    REFINE_GAIN_MIN: f32 = 0.05, "levels of 255, weighted", NOT_RECORDED;

    // Equaliser.

    /// Modules to each side that local mean and contrast are taken over.
    EQUALISER_LOCAL_REACH: usize = 4, "modules", NOT_RECORDED;
    /// Module size above which five samples a module are averaged.
    EQUALISER_SUPERSAMPLE: f32 = 2.6, "px/module", NOT_RECORDED;
    /// Offset of the additional samples.
    EQUALISER_SAMPLE_OFFSET: f32 = 0.22, "modules", NOT_RECORDED;
    /// Contrast of the whole symbol, relative, below which the centre's contrast is not typical.
    EQUALISER_TYPICAL_CONTRAST: f32 = 0.7, "ratio", NOT_RECORDED;
    /// Least local contrast relative to the typical one.
    EQUALISER_LOCAL_CONTRAST_MIN: f32 = 0.2, "ratio", NOT_RECORDED;
    /// Most normalised level.
    EQUALISER_LEVEL_MAX: f32 = 2.5, "standard deviations", NOT_RECORDED;
    /// Ridge regularisation towards the identity filter.
    EQUALISER_RIDGE: f32 = 2.0, "modules", NOT_RECORDED;
    /// Decision-directed rounds of the linear equaliser.
    EQUALISER_ROUNDS: usize = 2, "rounds", NOT_RECORDED;
    /// Rounds in which the kernel is estimated anew from the modules.
    DECONVOLVE_ROUNDS: usize = 3, "rounds", NOT_RECORDED;
    /// Coordinate-descent passes over all modules in a round.
    DECONVOLVE_PASSES: usize = 4, "passes", NOT_RECORDED;

    // Registration of a grid on its own modules.

    /// Offset between which a module's gradient is taken.
    REGISTRATION_GRADIENT_OFFSET: f32 = 0.3, "modules", NOT_RECORDED;
    /// Ridge regularisation towards no movement.
    REGISTRATION_RIDGE: f32 = 4.0, "modules of unit gradient", NOT_RECORDED;
    /// Movement of a corner above which registration has failed.
    REGISTRATION_SHIFT_MAX: f32 = 0.8, "modules", NOT_RECORDED;

    // Deep decoding.

    /// Agreement of the function patterns above which a place is decoded deeply.
    DEEP_AGREEMENT_MIN: f32 = 0.5, "agreement, 0..1", NOT_RECORDED;
    /// Registrations of a place that is decoded deeply for the first time.
    DEEP_REGISTRATIONS: usize = 3, "registrations", NOT_RECORDED;
    /// Registrations of a place that was decoded deeply in the frame before.
    DEEP_REGISTRATIONS_AGAIN: usize = 1, "registrations", NOT_RECORDED;
    /// Frames after which a held pose is given up.
    DEEP_HOLD_FRAMES: u32 = 6, "frames", NOT_RECORDED;

    // Accumulation over frames.

    /// Frames after which an unseen symbol is forgotten.
    ACCUMULATE_FRAMES: u64 = 20, "frames", NOT_RECORDED;
    /// Cosine above which two observations are of one symbol; chance gives about 0.2 at most with 441 modules.
    ACCUMULATE_COSINE_MIN: f32 = 0.25, "cosine", "chance gives about 0.2 at most for a symbol of version 1";
    /// Most movement of a symbol between two frames.
    ACCUMULATE_SHIFT_MAX: f32 = 1.5, "sides of the symbol", NOT_RECORDED;
    /// Most that one observation adds to a module.
    ACCUMULATE_LEVEL_MAX: f32 = 1.5, "normalised level", NOT_RECORDED;

    // Format information, codewords and messages.

    /// Least agreement of the best format information; chance seldom gives half.
    FORMAT_AGREEMENT_MIN: f32 = 0.52, "agreement, 0..1", "chance seldom gives 0.5";
    /// Agreement relative to the best from which other format information is tried.
    FORMAT_RUNNER_UP: f32 = 0.8, "ratio", NOT_RECORDED;
    /// Check codewords that stay unused where codewords are erased, so that chance makes no message.
    ERASURE_SPARE: usize = 2, "codewords", NOT_RECORDED;
    /// Unused check codewords below which the padding must be as ISO/IEC 18004 says.
    PADDING_SPARE: usize = 6, "codewords", NOT_RECORDED;

    // Ordered-statistics decoding.

    /// Least reliable information bits that are flipped in pairs.
    OSD_PAIR_BITS: usize = 160, "bits", NOT_RECORDED;
    /// Least reliable information bits that are flipped in threes.
    OSD_TRIPLE_BITS: usize = 24, "bits", NOT_RECORDED;
    /// Standard deviations by which the accepted codeword is nearer than codewords of chance.
    OSD_DEVIATIONS: f32 = 6.5, "standard deviations", "the tens of thousands of codewords that are tried deviate by four at most";

    // Stacking of frames.

    /// Frames that are stacked without a result before the window is given up.
    STACK_FRAMES_MAX: u16 = 10, "frames", NOT_RECORDED;
    /// Frames that are skipped after that.
    STACK_PAUSE_FRAMES: u8 = 6, "frames", NOT_RECORDED;
    /// Least weight of the newest frame, because a lens finds its focus.
    STACK_WEIGHT_MIN: f32 = 0.4, "share", NOT_RECORDED;
    /// Least factor by which a blurred frame's weight is reduced.
    STACK_SHARPNESS_MIN: f32 = 0.4, "ratio", NOT_RECORDED;
    /// Most factor by which a sharp frame's weight is raised.
    STACK_SHARPNESS_MAX: f32 = 2.0, "ratio", NOT_RECORDED;
    /// Difference at the best match relative to the mean difference, below which the window was found again.
    STACK_MATCH_MAX: f32 = 0.8, "ratio", NOT_RECORDED;
    /// Most residual variance relative to the window's own.
    STACK_RESIDUAL_MAX: f32 = 0.3, "ratio", NOT_RECORDED;
    /// Lucas-Kanade iterations.
    STACK_ITERATIONS: usize = 5, "iterations", NOT_RECORDED;
    /// Most movement in an iteration.
    STACK_STEP_MAX: f32 = 2.0, "half-resolution px", NOT_RECORDED;
    /// Movement below which the iteration has converged.
    STACK_CONVERGED: f32 = 0.02, "half-resolution px", NOT_RECORDED;
    /// Least ratio of the determinant of the structure tensor to the product of its diagonal (the aperture problem).
    STACK_APERTURE_MIN: f32 = 0.02, "ratio", NOT_RECORDED;

    // Views.

    /// Times that the difference to the blurred picture is added when sharpening.
    VIEW_SHARPENING: i16 = 2, "ratio", NOT_RECORDED;
}

/// Scaling numbers while the program runs, to measure what each is worth.
#[cfg(feature = "sweep")]
pub mod sweep {
    use super::{ENTRIES, Number, Ordering};

    /// A number of the table.
    pub struct Entry {
        /// Its name.
        pub name: &'static str,
        /// Its unit.
        pub unit: &'static str,
        /// What it was fitted on, as far as that was recorded.
        pub provenance: &'static str,
        pub(super) number: &'static dyn Scaled,
    }

    impl Entry {
        /// Its value now, rounded to single precision.
        #[must_use]
        pub fn value(&self) -> f32 {
            self.number.now()
        }

        /// Multiplies its value by `scale` for all readers of this process. Integers change by at least 1 unless the
        /// scale is 1.
        pub fn set_scale(&self, scale: f32) {
            self.number.set_scale(scale);
        }
    }

    /// All numbers, in the order of the stages that use them.
    #[must_use]
    pub fn entries() -> &'static [Entry] {
        ENTRIES
    }

    pub(super) trait Scaled: Sync {
        fn set_scale(&self, scale: f32);
        fn now(&self) -> f32;
    }

    pub(crate) trait Scale: Copy {
        fn scaled(self, scale: f32) -> Self;
        fn rounded(self) -> f32;
    }

    impl Scale for f32 {
        fn scaled(self, scale: f32) -> Self {
            self * scale
        }

        fn rounded(self) -> f32 {
            self
        }
    }

    macro_rules! scale_integers {
        ($($type:ty),+) => {$(
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                clippy::cast_lossless,
                reason = "casts of floating point numbers saturate"
            )]
            impl Scale for $type {
                fn scaled(self, scale: f32) -> Self {
                    let scaled = (self as f32 * scale).round() as Self;
                    match scale {
                        _ if scaled != self => scaled,
                        scale if scale < 1.0 => self.saturating_sub(1),
                        scale if scale > 1.0 => self.saturating_add(1),
                        _ => self,
                    }
                }

                fn rounded(self) -> f32 {
                    self as f32
                }
            }
        )+};
    }

    scale_integers!(u8, u16, i16, u32, u64, usize);

    impl<T: Scale + Sync> Scaled for Number<T> {
        fn set_scale(&self, scale: f32) {
            self.scale.store(scale.to_bits(), Ordering::Relaxed);
        }

        fn now(&self) -> f32 {
            self.get().rounded()
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn integers_change_by_at_least_one_and_a_scale_of_one_changes_nothing() {
            assert_eq!((1_u32.scaled(0.8), 1_u32.scaled(1.2)), (0, 2));
            assert_eq!((10_usize.scaled(0.8), 10_usize.scaled(1.2)), (8, 12));
            assert_eq!((2_i16.scaled(1.0), 250_u8.scaled(1.2)), (2, 255));
            assert!((0.5_f32.scaled(1.2) - 0.6).abs() < 1e-6);
        }

        #[test]
        fn a_scaled_number_is_its_old_self_again_at_a_scale_of_one() {
            let entry = entries()
                .iter()
                .find(|entry| entry.name == "BUDGET_DEBT_MAX");
            let entry = entry.expect("it is in the table");
            let before = entry.value();
            entry.set_scale(1.5);
            let scaled = entry.value();
            entry.set_scale(1.0);
            assert_eq!(
                (before, scaled, entry.value()),
                (24_000.0, 36_000.0, 24_000.0)
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::PROVENANCES;

    #[test]
    fn every_number_has_a_name_of_its_own_a_unit_and_a_provenance() {
        let names: BTreeSet<_> = PROVENANCES.iter().map(|(name, ..)| name).collect();
        assert_eq!(names.len(), PROVENANCES.len());
        for (name, unit, provenance) in PROVENANCES {
            assert!(!unit.is_empty() && !provenance.is_empty(), "{name}");
        }
    }
}
