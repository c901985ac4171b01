//! Decodes the symbol at a pose, trying stronger filters as long as the check codewords do not agree.

use super::equaliser::Equaliser;
use super::gates::Gates;
use super::grid_pose::GridPose;
use super::layout::{Layout, Layouts};
use super::message::SoftModules;
use super::osd::Osd;
use super::sampler::Sampler;
use crate::explain::Gate;
use crate::tuning;

/// The decoder's tables and buffers.
#[derive(Default)]
pub(crate) struct GridDecoder {
    pub(super) layouts: Layouts,
    pub(super) equaliser: Equaliser,
    pub(super) osd: Osd,
}

impl GridDecoder {
    /// The layout of the version with `side` modules a side.
    pub(crate) fn layout(&mut self, side: usize) -> Option<&Layout> {
        self.layouts.of(side)
    }

    /// Decodes the symbol at a pose. Stores the agreement of its function patterns, and adds to `work`.
    pub(crate) fn decode(
        &mut self,
        sampler: &Sampler<'_>,
        pose: &GridPose,
        gates: &Gates,
        agreement: &mut Option<f32>,
        work: &mut u32,
    ) -> Result<String, Gate> {
        let layout = self.layouts.of(pose.side).ok_or(Gate::Plausibility)?;
        if !self.equaliser.sample(sampler, pose) {
            return Err(Gate::Agreement);
        }
        self.equaliser.raw(pose.side);
        let measured = self.equaliser.agreement(layout);
        *agreement = Some(measured);
        if measured < gates.agreement {
            return Err(Gate::Agreement);
        }
        *work += tuning::COST_FOUR_MODULES.get() * (pose.side * pose.side) as u32 / 4;
        for rounds in [None, Some(0), Some(tuning::EQUALISER_ROUNDS.get())] {
            if let Some(rounds) = rounds {
                self.equaliser.equalise(layout, rounds);
            }
            let soft = SoftModules {
                modules: &self.equaliser.modules,
                layout,
            };
            if rounds == Some(0) && !soft.has_format() {
                return Err(Gate::Format);
            }
            if let Some(text) = soft.decode() {
                return Ok(text);
            }
        }
        self.equaliser.deconvolve(layout);
        let soft = SoftModules {
            modules: &self.equaliser.modules,
            layout,
        };
        soft.decode().ok_or(Gate::Codewords)
    }

    /// The equalised modules at a pose, for accumulation over frames.
    pub(crate) fn equalised(&mut self, sampler: &Sampler<'_>, pose: &GridPose) -> Option<&[f32]> {
        if !self.equaliser.sample(sampler, pose) {
            return None;
        }
        let layout = self.layouts.of(pose.side)?;
        self.equaliser
            .equalise(layout, tuning::EQUALISER_ROUNDS.get());
        Some(&self.equaliser.modules)
    }

    /// Decodes modules that were accumulated over frames.
    pub(crate) fn decode_modules(&mut self, side: usize, modules: &[f32]) -> Option<String> {
        let layout = self.layouts.of(side)?;
        SoftModules { modules, layout }.decode()
    }
}
