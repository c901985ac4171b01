//! Deep decoding: registration of the grid on its own modules and ordered-statistics decoding, in turn, for one place where
//! a symbol is certain but could not be decoded.

use super::grid_decoder::GridDecoder;
use super::grid_pose::GridPose;
use super::message::SoftModules;
use super::sampler::Sampler;
use crate::tuning;

/// The result of deep decoding.
pub(super) struct DeepDecoded {
    /// The registered pose.
    pub(super) pose: GridPose,
    /// Agreement of the function patterns at the last pose that was sampled.
    pub(super) agreement: f32,
    /// The text, if the symbol was decoded.
    pub(super) text: Option<String>,
}

impl GridDecoder {
    /// Decodes at a pose, registering the grid up to so many times.
    pub(super) fn deep_decode(
        &mut self,
        sampler: &Sampler<'_>,
        mut pose: GridPose,
        registrations: usize,
        work: &mut u32,
    ) -> DeepDecoded {
        let mut agreement = 0.0;
        for round in 0..=registrations {
            let Some(layout) = self.layouts.of(pose.side) else {
                break;
            };
            if !self.equaliser.sample(sampler, &pose) {
                break;
            }
            *work += tuning::COST_TWO_DEEP_MODULES.get() * (pose.side * pose.side) as u32 / 2;
            self.equaliser.raw(pose.side);
            agreement = self.equaliser.agreement(layout);
            self.equaliser
                .equalise(layout, tuning::EQUALISER_ROUNDS.get());
            self.equaliser.deconvolve(layout);
            let soft = SoftModules {
                modules: &self.equaliser.modules,
                layout,
            };
            if let Some(text) = soft.decode_with_osd(&mut self.osd) {
                return DeepDecoded {
                    pose,
                    agreement,
                    text: Some(text),
                };
            }
            if round == registrations {
                break;
            }
            match self.equaliser.register(sampler, &pose) {
                Some(moved) => pose = moved,
                None => break,
            }
        }
        DeepDecoded {
            pose,
            agreement,
            text: None,
        }
    }
}
