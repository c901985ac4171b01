//! The pose of a symbol's grid in a picture: a homography by four corners, with a bulge along each axis.

use crate::geometry::Homography;

/// The pose of a symbol's grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct GridPose {
    /// Modules a side.
    pub(crate) side: usize,
    /// Centres of the finder patterns at the top left, top right and bottom left, and the corresponding place at the
    /// bottom right, in pixels.
    pub(crate) corners: [(f32, f32); 4],
    /// Displacement of the middle of the upper edge, and of the left edge, by a bent card, in pixels.
    pub(crate) bulge: [(f32, f32); 2],
    /// Whether the symbol is dark on light.
    pub(crate) dark: bool,
}

/// The map of a pose from grid coordinates to pixels.
pub(crate) struct GridMap {
    matrix: [f32; 8],
    bulge: [(f32, f32); 2],
    side: f32,
}

impl GridMap {
    /// The pixel of a place in the grid, given in modules from the symbol's top left corner.
    pub(crate) fn at(&self, (x, y): (f32, f32)) -> (f32, f32) {
        let m = &self.matrix;
        let depth = 1.0 / (m[6] * x + m[7] * y + 1.0);
        let (u, v) = (
            (m[0] * x + m[1] * y + m[2]) * depth,
            (m[3] * x + m[4] * y + m[5]) * depth,
        );
        let arch = |t: f32| 4.0 * t * (1.0 - t);
        let (along, down) = (arch(x / self.side), arch(y / self.side));
        let [first, second] = self.bulge;
        (
            u + first.0 * along + second.0 * down,
            v + first.1 * along + second.1 * down,
        )
    }
}

impl GridPose {
    /// The map to pixels, or `None` for a degenerate pose.
    pub(crate) fn map(&self) -> Option<GridMap> {
        let (first, last) = (3.5, self.side as f64 - 3.5);
        let grid = [(first, first), (last, first), (first, last), (last, last)];
        let frame = self.corners.map(|(x, y)| (f64::from(x), f64::from(y)));
        let matrix = Homography::new(grid, frame)?.coefficients();
        let matrix = matrix.map(|value| value as f32);
        matrix
            .iter()
            .all(|value| value.is_finite())
            .then_some(GridMap {
                matrix,
                bulge: self.bulge,
                side: self.side as f32,
            })
    }

    /// Module size by the distance of the finder patterns, in pixels.
    pub(crate) fn module(&self) -> f32 {
        let [a, b, c, _] = self.corners;
        let length = |p: (f32, f32), q: (f32, f32)| (p.0 - q.0).hypot(p.1 - q.1);
        length(a, b).max(length(a, c)) / (self.side as f32 - 7.0)
    }

    /// Mean of the four corners.
    pub(crate) fn centre(&self) -> (f32, f32) {
        let sum = self
            .corners
            .iter()
            .fold((0.0, 0.0), |sum, p| (sum.0 + p.0, sum.1 + p.1));
        (sum.0 / 4.0, sum.1 / 4.0)
    }

    /// The outer corners of the symbol without its quiet zone, in pixels, clockwise from the top left; `None` if one is
    /// not finite.
    pub(crate) fn outline(&self) -> Option<[(f32, f32); 4]> {
        let map = self.map()?;
        let side = self.side as f32;
        let outline = [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)].map(|at| map.at(at));
        outline
            .iter()
            .all(|(x, y)| x.is_finite() && y.is_finite())
            .then_some(outline)
    }

    /// One of the twelve parameters: the coordinates of the corners (0 to 7) and of the bulges (8 to 11).
    pub(crate) fn parameter(&mut self, number: usize) -> &mut f32 {
        let point = match number / 2 {
            corner @ 0..4 => &mut self.corners[corner],
            bulge => &mut self.bulge[(bulge - 4).min(1)],
        };
        if number.is_multiple_of(2) {
            &mut point.0
        } else {
            &mut point.1
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pose_maps_finder_centres_to_its_corners_and_has_an_outline_around_them() {
        let corners = [(50.0, 50.0), (120.0, 55.0), (48.0, 122.0), (125.0, 130.0)];
        let mut pose = GridPose {
            side: 21,
            corners,
            bulge: [(0.0, 0.0); 2],
            dark: true,
        };
        let map = pose.map().unwrap();
        for (grid, (x, y)) in [(3.5, 3.5), (17.5, 3.5), (3.5, 17.5), (17.5, 17.5)]
            .into_iter()
            .zip(corners)
        {
            let at = map.at(grid);
            assert!((at.0 - x).hypot(at.1 - y) < 0.01, "{at:?}");
        }
        let outline = pose.outline().unwrap();
        assert!(outline[0].0 < 50.0 && outline[0].1 < 50.0 && outline[2].0 > 125.0);
        *pose.parameter(6) += 4.0;
        *pose.parameter(9) = 2.0;
        assert_eq!((pose.corners[3].0, pose.bulge[0].1), (129.0, 2.0));
        pose.corners = [(1.0, 1.0), (2.0, 2.0), (3.0, 3.0), (4.0, 4.0)];
        assert!(pose.outline().is_none());
    }
}
