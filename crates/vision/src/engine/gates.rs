//! The scores that a grid must reach at each step to be worth the next one.

use crate::tuning;

/// Least scores of a grid, for one way of detecting finder patterns.
#[derive(Clone, Copy)]
pub(crate) struct Gates {
    /// Timing score before refinement.
    pub(crate) timing: f32,
    /// Timing score after each round of refinement.
    pub(crate) round: f32,
    /// Timing score of the refined pose.
    pub(crate) refined: f32,
    /// Agreement of the function patterns: 1 is full agreement, 0 chance.
    pub(crate) agreement: f32,
}

impl Gates {
    /// For finder patterns that were found by their edges.
    pub(crate) fn by_edges() -> Self {
        Self {
            timing: tuning::GATE_TIMING.get(),
            round: tuning::GATE_ROUND.get(),
            refined: tuning::GATE_REFINED.get(),
            agreement: tuning::GATE_AGREEMENT.get(),
        }
    }

    /// For finder patterns that were found by template matching. Timing patterns are grey in such a picture, so nearly
    /// every grid passes and the check codewords decide.
    pub(crate) fn by_template() -> Self {
        Self {
            timing: tuning::GATE_TEMPLATE_TIMING.get(),
            round: tuning::GATE_TEMPLATE_ROUND.get(),
            refined: tuning::GATE_TEMPLATE_REFINED.get(),
            agreement: tuning::GATE_TEMPLATE_AGREEMENT.get(),
        }
    }
}
