//! Searches the alignment pattern nearest to the fourth corner and moves the pose to it.

use super::grid_pose::GridPose;
use super::layout::Layout;
use super::sampler::Sampler;
use crate::geometry::Homography;
use crate::tuning;

/// Samples a module.
const STEPS_PER_MODULE: usize = 3;
/// Most steps of the search radius.
const MAX_STEPS: usize = 8 * STEPS_PER_MODULE;
const MAX_SAMPLES: usize = 2 * (MAX_STEPS + 2 * STEPS_PER_MODULE) + 1;

/// Moves the fourth corner so that the last alignment pattern is where it is seen, if it is seen.
pub(crate) fn align(sampler: &Sampler<'_>, pose: &mut GridPose, layout: &Layout) {
    let Some(&(x, y)) = layout.alignment.last() else {
        return;
    };
    let Some(map) = pose.map() else { return };
    let sign = if pose.dark { 1.0 } else { -1.0 };
    // The larger the symbol, the further off the pattern may be.
    let reach = (tuning::ALIGNMENT_REACH_BASE.get()
        + pose.side as f32 * tuning::ALIGNMENT_REACH_PER_MODULE.get())
    .min(tuning::ALIGNMENT_REACH_MAX.get());
    let steps = ((reach * STEPS_PER_MODULE as f32) as usize).min(MAX_STEPS);
    // The pattern reaches two modules to each side of its centre.
    let samples = 2 * (steps + 2 * STEPS_PER_MODULE) + 1;
    let off = |at: usize| (at as f32 - (samples / 2) as f32) / STEPS_PER_MODULE as f32;
    let mut shades = [[0.0_f32; MAX_SAMPLES]; MAX_SAMPLES];
    for (down, row) in shades.iter_mut().enumerate().take(samples) {
        for (right, shade) in row.iter_mut().enumerate().take(samples) {
            *shade = sampler.at(map.at((x + off(right), y + off(down))));
        }
    }
    let mut best = (0.0, 0.0, 0.0);
    for down in 0..=2 * steps {
        for right in 0..=2 * steps {
            let (mut all, mut ring) = (0.0, 0.0);
            for row in 0..5 {
                let shades = &shades[down + row * STEPS_PER_MODULE][right..];
                let [a, b, c, d, e] = std::array::from_fn(|at| shades[at * STEPS_PER_MODULE]);
                all += a + b + c + d + e;
                match row {
                    1 | 3 => ring += b + c + d,
                    2 => ring += b + d,
                    _ => {}
                }
            }
            // The pattern has 8 light modules and 17 dark ones.
            let contrast = ring / 8.0 - (all - ring) / 17.0;
            let at = 2 * STEPS_PER_MODULE;
            let (dx, dy) = (off(right + at), off(down + at));
            let score = contrast * sign - (dx.hypot(dy)) * tuning::ALIGNMENT_DISTANCE_PENALTY.get();
            if score > best.0 {
                best = (score, dx, dy);
            }
        }
    }
    if best.0 < tuning::ALIGNMENT_SCORE_MIN.get() {
        return;
    }
    let found = map.at((x + best.1, y + best.2));
    let (first, last) = (3.5, pose.side as f64 - 3.5);
    let wide = |(x, y): (f32, f32)| (f64::from(x), f64::from(y));
    let grid = [(first, first), (last, first), (first, last), wide((x, y))];
    let [a, b, c, _] = pose.corners;
    let Some(homography) = Homography::new(grid, [wide(a), wide(b), wide(c), wide(found)]) else {
        return;
    };
    let (x, y) = homography.map((last, last));
    let moved = (x as f32, y as f32);
    let length = (moved.0 - pose.corners[3].0).hypot(moved.1 - pose.corners[3].1);
    if length < pose.module() * reach * tuning::ALIGNMENT_SHIFT_MAX.get() {
        pose.corners[3] = moved;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::layout::Layouts;
    use crate::test_frames::{blurred, symbol};

    #[test]
    fn the_fourth_corner_moves_to_where_the_alignment_pattern_is() {
        const MODULE: f32 = 5.0;
        let (side, dark) = symbol("A SYMBOL WITH AN ALIGNMENT PATTERN", MODULE, 0.0);
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
        pose.corners[3] = (right[3].0 + 6.0, right[3].1 - 5.0);
        let mut layouts = Layouts::default();
        align(&sampler, &mut pose, layouts.of(side).unwrap());
        let off = (pose.corners[3].0 - right[3].0).hypot(pose.corners[3].1 - right[3].1);
        assert!(off < 2.5, "{off}");
    }
}
