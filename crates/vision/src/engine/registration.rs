//! Registers a grid on its own modules (Lucas and Kanade's image registration, with the decoded modules as the template).
//!
//! The function patterns are a tenth of a symbol, and far from some of its parts. Once most modules are known, all of them
//! tell how far off each part of the grid is: the difference between the picture and what the modules explain is the
//! picture's gradient times the displacement.

use super::equaliser::{Equaliser, NEAR, REACH, neighbourhood};
use super::grid_pose::GridPose;
use super::least_squares::NormalEquations;
use super::sampler::Sampler;
use crate::tuning;

/// Unknowns: the displacement of each corner, across and down.
const UNKNOWNS: usize = 8;

impl Equaliser {
    /// The pose moved so that the picture agrees with the modules of [`Self::deconvolve`]; `None` if a corner would move
    /// too far.
    pub(crate) fn register(&self, sampler: &Sampler<'_>, pose: &GridPose) -> Option<GridPose> {
        let gradient_offset = tuning::REGISTRATION_GRADIENT_OFFSET.get();
        let map = pose.map()?;
        let (side, wide) = (pose.side, pose.side + 2 * REACH);
        let last = side as f32 - 7.0;
        // Defocus and motion are symmetric, so the asymmetric part of the kernel is the displacement that is sought.
        let mut kernel = self.kernel;
        let opposite = self.kernel[..NEAR].iter().rev();
        for (part, opposite) in kernel.iter_mut().zip(opposite) {
            *part = (*part + opposite) / 2.0;
        }
        let sign = if pose.dark { 1.0 } else { -1.0 };
        let mut equations =
            NormalEquations::<UNKNOWNS>::with_ridge(tuning::REGISTRATION_RIDGE.get());
        for y in 0..side {
            for x in 0..side {
                let at = (y + REACH) * wide + x + REACH;
                let (u, v) = (x as f32 + 0.5, y as f32 + 0.5);
                let shade = |du: f32, dv: f32| sampler.at(map.at((u + du, v + dv)));
                // Levels are positive where it is dark.
                let scale = sign / (2.0 * gradient_offset * self.contrasts[at]);
                let across = (shade(-gradient_offset, 0.0) - shade(gradient_offset, 0.0)) * scale;
                let down = (shade(0.0, -gradient_offset) - shade(0.0, gradient_offset)) * scale;
                let (p, q) = ((u - 3.5) / last, (v - 3.5) / last);
                let shares = [(1.0 - p) * (1.0 - q), p * (1.0 - q), (1.0 - p) * q, p * q];
                let mut row = [0.0; UNKNOWNS];
                for (corner, share) in shares.into_iter().enumerate() {
                    row[2 * corner] = across * share;
                    row[2 * corner + 1] = down * share;
                }
                let near = neighbourhood(&self.estimate, x, y, wide);
                let explained: f32 = near.iter().zip(&kernel).map(|(a, b)| a * b).sum();
                equations.add(&row, explained - self.levels[at], self.weights[at]);
            }
        }
        let shifts = equations.solve()?;
        let grid = [
            (3.5, 3.5),
            (3.5 + last, 3.5),
            (3.5, 3.5 + last),
            (3.5 + last, 3.5 + last),
        ];
        let mut moved = *pose;
        for (corner, (x, y)) in grid.into_iter().enumerate() {
            let (dx, dy) = (shifts[2 * corner], shifts[2 * corner + 1]);
            if dx.abs().max(dy.abs()) > tuning::REGISTRATION_SHIFT_MAX.get() {
                return None;
            }
            let (from, to) = (map.at((x, y)), map.at((x + dx, y + dy)));
            let (x, y) = &mut moved.corners[corner];
            (*x, *y) = (*x + to.0 - from.0, *y + to.1 - from.1);
        }
        Some(moved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::layout::Layouts;
    use crate::test_frames::{blurred, noisy, symbol};

    #[test]
    fn a_displaced_grid_is_registered_on_its_modules() {
        const MODULE: f32 = 4.2;
        let (side, dark) = symbol("A GRID THAT IS MOVED TO ITS PLACE", MODULE, 0.0);
        let frame = blurred((180, 180), 2.5, |x, y| dark(x - 90.0, y - 90.0));
        let frame = noisy(&frame, 10.0, 7);
        let sampler = Sampler::new(frame.as_frame()).unwrap();
        let far = (side as f32 / 2.0 - 3.5) * MODULE;
        let corners =
            [(-far, -far), (far, -far), (-far, far), (far, far)].map(|(x, y)| (90.0 + x, 90.0 + y));
        let off = [(1.4, -0.8), (-1.5, 0.9), (0.7, 1.6), (1.2, 1.3)];
        let right = GridPose {
            side,
            corners,
            bulge: [(0.0, 0.0); 2],
            dark: true,
        };
        let mut pose = right;
        for ((x, y), (dx, dy)) in pose.corners.iter_mut().zip(off) {
            (*x, *y) = (*x + dx, *y + dy);
        }
        let mut layouts = Layouts::default();
        let layout = layouts.of(side).unwrap();
        let mut equaliser = Equaliser::default();
        let middle = side as f32 / 2.0 - 0.5;
        // The number of wrong modules, and the registered pose.
        let mut read = |pose: &GridPose| {
            assert!(equaliser.sample(&sampler, pose));
            equaliser.raw(side);
            equaliser.equalise(layout, 2);
            equaliser.deconvolve(layout);
            let modules = equaliser.modules.iter().enumerate();
            let wrong = modules.filter(|(at, soft)| {
                let off = |at: usize| (at as f32 - middle) * MODULE;
                (**soft > 0.0) != dark(off(at % side), off(at / side))
            });
            (wrong.count(), equaliser.register(&sampler, pose).unwrap())
        };
        let (best, _) = read(&right);
        let wrong: [usize; 4] = std::array::from_fn(|_| {
            let (wrong, moved) = read(&pose);
            pose = moved;
            wrong
        });
        assert!(
            wrong[0] > best + 20 && wrong[3] < best + 5,
            "{best} {wrong:?}"
        );
    }

    #[test]
    fn without_a_symbol_no_corner_moves_far() {
        let frame = blurred((180, 180), 2.0, |_, _| false);
        let sampler = Sampler::new(frame.as_frame()).unwrap();
        let corners = [(30.0, 30.0), (150.0, 30.0), (30.0, 150.0), (150.0, 150.0)];
        let pose = GridPose {
            side: 29,
            corners,
            bulge: [(0.0, 0.0); 2],
            dark: true,
        };
        let mut layouts = Layouts::default();
        let layout = layouts.of(29).unwrap();
        let mut equaliser = Equaliser::default();
        assert!(equaliser.sample(&sampler, &pose));
        equaliser.raw(29);
        equaliser.equalise(layout, 2);
        equaliser.deconvolve(layout);
        let moved = equaliser.register(&sampler, &pose);
        assert!(moved.is_none_or(|moved| {
            let pairs = moved.corners.iter().zip(corners);
            pairs
                .into_iter()
                .all(|(a, b)| (a.0 - b.0).hypot(a.1 - b.1) < 6.0)
        }));
    }
}
