//! Scores a pose by the function patterns, and refines it by that score.

use super::gates::Gates;
use super::grid_pose::GridPose;
use super::layout::{Layout, Pattern};
use super::sampler::Sampler;
use crate::tuning;

/// How well the function patterns agree with a pose.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PatternScore {
    /// Weighted sum of the contrasts of all patterns, by which a pose is refined.
    pub(crate) total: f32,
    /// Contrast of the timing patterns as a share of that of the finder patterns: 1 in a sharp picture, 0 by chance.
    pub(crate) timing: f32,
    /// Contrast of the finder patterns, in levels of luminance.
    pub(crate) finder: f32,
}

impl PatternScore {
    /// Whether the pose is worth refining. Timing patterns never have much more contrast than the finder patterns that the
    /// pose was found by; random texture often has.
    pub(crate) fn is_plausible(&self, least_timing: f32) -> bool {
        self.finder > tuning::FIT_CONTRAST_MIN.get()
            && (least_timing..tuning::FIT_TIMING_MAX.get()).contains(&self.timing)
    }
}

/// Scores a pose; `None` for a degenerate one.
pub(crate) fn score(
    sampler: &Sampler<'_>,
    pose: &GridPose,
    layout: &Layout,
) -> Option<PatternScore> {
    let map = pose.map()?;
    let mut sums = [[(0.0, 0.0); 2]; 3];
    for known in &layout.landmarks {
        let shade = sampler.at(map.at((f32::from(known.x) + 0.5, f32::from(known.y) + 0.5)));
        let (sum, count) = &mut sums[known.pattern as usize][usize::from(known.dark)];
        *sum += shade;
        *count += 1.0;
    }
    let sign = if pose.dark { 1.0 } else { -1.0 };
    let contrast = |pattern: Pattern| {
        let [light, dark] = sums[pattern as usize];
        (dark.1 > 0.0).then(|| (light.0 / light.1 - dark.0 / dark.1) * sign)
    };
    let finder = contrast(Pattern::Finder)?;
    let timing = contrast(Pattern::Timing)?;
    let alignment = contrast(Pattern::Alignment).unwrap_or(timing);
    let scale = finder.max(tuning::FIT_SCALE_MIN.get());
    Some(PatternScore {
        total: finder * tuning::FIT_FINDER_WEIGHT.get()
            + timing * tuning::FIT_TIMING_WEIGHT.get()
            + alignment,
        timing: timing / scale,
        finder,
    })
}

/// Refines corners and bulges by coordinate descent on the score; `None` if a round ends below its gate.
pub(crate) fn refine(
    sampler: &Sampler<'_>,
    pose: &mut GridPose,
    layout: &Layout,
    gates: &Gates,
) -> Option<PatternScore> {
    let mut best = score(sampler, pose, layout)?;
    let mut step = pose.module() * tuning::REFINE_STEP.get();
    for round in 0..tuning::REFINE_ROUNDS.get() {
        for _ in 0..tuning::REFINE_PASSES.get() {
            let mut better = false;
            for number in [6, 7, 2, 3, 4, 5, 0, 1, 8, 9, 10, 11] {
                // Corners first, because bulges would take up their errors.
                if round == 0 && number > 7 {
                    continue;
                }
                for change in [step, -step] {
                    let mut moved = *pose;
                    *moved.parameter(number) += change;
                    if let Some(score) = score(sampler, &moved, layout)
                        && score.total > best.total + tuning::REFINE_GAIN_MIN.get()
                    {
                        (best, *pose, better) = (score, moved, true);
                        break;
                    }
                }
            }
            if !better {
                break;
            }
        }
        // A pose that does not begin to agree never will.
        if best.timing < gates.round {
            return None;
        }
        step *= 0.5;
    }
    Some(best)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::layout::Layouts;
    use crate::test_frames::{blurred, symbol};

    #[test]
    fn a_pose_that_is_off_is_refined_until_its_timing_patterns_agree() {
        const MODULE: f32 = 5.0;
        let (side, dark) = symbol("A POSE THAT IS REFINED", MODULE, 0.0);
        let frame = blurred((240, 240), 0.5, |x, y| dark(x - 120.0, y - 120.0));
        let sampler = Sampler::new(frame.as_frame()).unwrap();
        let far = (side as f32 / 2.0 - 3.5) * MODULE;
        let corners = [(-far, -far), (far, -far), (-far, far), (far, far)];
        let right = corners.map(|(x, y)| (120.0 + x, 120.0 + y));
        let mut pose = GridPose {
            side,
            corners: right,
            bulge: [(0.0, 0.0); 2],
            dark: true,
        };
        let mut layouts = Layouts::default();
        let layout = layouts.of(side).unwrap();
        let best = score(&sampler, &pose, layout).unwrap();
        assert!(best.is_plausible(0.9), "{best:?}");
        pose.corners[3] = (right[3].0 + 5.0, right[3].1 - 4.0);
        let off = score(&sampler, &pose, layout).unwrap();
        let refined = refine(&sampler, &mut pose, layout, &Gates::by_edges()).unwrap();
        assert!(
            off.total < refined.total && refined.timing > 0.9,
            "{off:?} {refined:?}"
        );
        pose.dark = false;
        assert!(!score(&sampler, &pose, layout).unwrap().is_plausible(-1.0));
    }
}
