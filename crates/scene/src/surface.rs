//! The surface of a card: flat, or bent about its vertical axis.

use crate::geometry::{Camera, Homography, Point, Pose};

/// A card bent by less than this is flat.
const LEAST_BEND_DEGREES: f32 = 0.1;

/// Maps places of a card to a frame and back.
pub(crate) enum Surface {
    Flat(Homography),
    Bent(Bent),
}

/// A part of a cylinder whose centre line touches the pose's plane, with its edges away from the lens.
pub(crate) struct Bent {
    /// Where the badge's right, down and back point.
    right: [f64; 3],
    down: [f64; 3],
    back: [f64; 3],
    place: [f64; 3],
    radius: f64,
    half_width: f64,
    half_height: f64,
    focal: f64,
    middle: (f64, f64),
}

/// Maps places of a frame to the card.
pub(crate) enum Back<'a> {
    Flat([[f32; 3]; 3]),
    Bent(&'a Bent, f64),
}

impl Surface {
    /// A card of this size, with `bend_degrees` between its left and right edges.
    pub(crate) fn of(
        camera: &Camera,
        pose: &Pose,
        bend_degrees: f32,
        width_mm: f32,
        height_mm: f32,
    ) -> Self {
        if bend_degrees.abs() < LEAST_BEND_DEGREES {
            return Self::Flat(Homography::of(camera, pose, width_mm, height_mm));
        }
        let (right, down) = pose.axes();
        let back = [
            right[1] * down[2] - right[2] * down[1],
            right[2] * down[0] - right[0] * down[2],
            right[0] * down[1] - right[1] * down[0],
        ];
        Self::Bent(Bent {
            right,
            down,
            back,
            place: [
                f64::from(pose.offset_x_mm),
                f64::from(pose.offset_y_mm),
                f64::from(pose.distance_mm),
            ],
            radius: f64::from(width_mm) / f64::from(bend_degrees).to_radians(),
            half_width: f64::from(width_mm) / 2.0,
            half_height: f64::from(height_mm) / 2.0,
            focal: f64::from(camera.focal_px()),
            middle: (
                f64::from(camera.width) / 2.0,
                f64::from(camera.height) / 2.0,
            ),
        })
    }

    /// The pixel of a place on the card in millimetres, or `None` behind the lens.
    pub(crate) fn project(&self, x: f32, y: f32) -> Option<Point> {
        match self {
            Self::Flat(map) => map.project(x, y),
            Self::Bent(bent) => bent.project(f64::from(x), f64::from(y)),
        }
    }

    /// The inverse map, with the result multiplied by `scale`; `None` if the card is seen edge on.
    pub(crate) fn back(&self, scale: f64) -> Option<Back<'_>> {
        match self {
            Self::Flat(map) => map.inverse(scale).map(Back::Flat),
            Self::Bent(bent) => Some(Back::Bent(bent, scale)),
        }
    }
}

impl Bent {
    #[allow(clippy::cast_possible_truncation)] // A place in a frame needs no more than an f32.
    fn project(&self, x: f64, y: f64) -> Option<Point> {
        let turn = (x - self.half_width) / self.radius;
        let (across, away) = (self.radius * turn.sin(), self.radius * (1.0 - turn.cos()));
        let along = y - self.half_height;
        let [u, v, depth]: [f64; 3] = std::array::from_fn(|axis| {
            self.place[axis]
                + self.right[axis] * across
                + self.down[axis] * along
                + self.back[axis] * away
        });
        (depth > crate::geometry::NEAREST_MM).then(|| Point {
            x: (self.focal * u / depth + self.middle.0) as f32,
            y: (self.focal * v / depth + self.middle.1) as f32,
        })
    }

    /// Where the ray through a pixel meets the cylinder, in millimetres from the card's upper left corner.
    fn meet(&self, x: f64, y: f64) -> Option<(f64, f64)> {
        let ray = [
            (x - self.middle.0) / self.focal,
            (y - self.middle.1) / self.focal,
            1.0,
        ];
        let along =
            |axis: &[f64; 3], v: &[f64; 3]| axis[0] * v[0] + axis[1] * v[1] + axis[2] * v[2];
        let start = [
            -along(&self.right, &self.place),
            -along(&self.down, &self.place),
            -along(&self.back, &self.place),
        ];
        let step = [
            along(&self.right, &ray),
            along(&self.down, &ray),
            along(&self.back, &ray),
        ];
        // x² + (z - r)² = r², of which the intersection nearer to the card's centre line is visible.
        let from_axis = start[2] - self.radius;
        let a = step[0] * step[0] + step[2] * step[2];
        let b = step[0] * start[0] + step[2] * from_axis;
        let c = start[0] * start[0] + from_axis * from_axis - self.radius * self.radius;
        let root = (b * b - a * c).sqrt();
        if a < 1e-12 || !root.is_finite() {
            return None;
        }
        let at = |t: f64| {
            let (across, away) = (start[0] + t * step[0], start[2] + t * step[2]);
            let turn = (across / self.radius).atan2(1.0 - away / self.radius);
            (
                turn * self.radius + self.half_width,
                start[1] + t * step[1] + self.half_height,
                away.abs(),
            )
        };
        let (one, other) = (at((-b - root) / a), at((-b + root) / a));
        let (x, y, _) = if one.2 <= other.2 { one } else { other };
        Some((x, y))
    }
}

impl Back<'_> {
    /// The place on the card, scaled; NaN where the ray misses the card.
    #[allow(clippy::cast_possible_truncation)] // Good to a thousandth of a pixel.
    pub(crate) fn at(&self, x: f32, y: f32) -> (f32, f32) {
        match self {
            Self::Flat(back) => {
                let depth = 1.0 / (back[2][0] * x + back[2][1] * y + back[2][2]);
                (
                    (back[0][0] * x + back[0][1] * y + back[0][2]) * depth,
                    (back[1][0] * x + back[1][1] * y + back[1][2]) * depth,
                )
            }
            Self::Bent(bent, scale) => match bent.meet(f64::from(x), f64::from(y)) {
                Some((u, v)) => ((u * scale) as f32, (v * scale) as f32),
                None => (f32::NAN, f32::NAN),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_of_a_bent_card_is_inverted_and_its_edges_are_further_away() {
        let pose = Pose {
            yaw: 12.0,
            pitch: -20.0,
            roll: 30.0,
            ..Pose::default()
        };
        let camera = Camera::default();
        let bent = Surface::of(&camera, &pose, 70.0, 100.0, 50.0);
        let back = bent.back(1.0).unwrap();
        for (x, y) in [(50.0, 25.0), (5.0, 3.0), (96.0, 44.0), (30.0, 40.0)] {
            let seen = bent.project(x, y).unwrap();
            let (u, v) = back.at(seen.x, seen.y);
            assert!(
                (u - x).abs() < 0.05 && (v - y).abs() < 0.05,
                "{x} {y}: {u} {v}"
            );
        }
        let width = |surface: &Surface| {
            surface
                .project(0.0, 25.0)
                .unwrap()
                .distance_to(surface.project(100.0, 25.0).unwrap())
        };
        let straight = Pose::default();
        let flat = Surface::of(&camera, &straight, 0.0, 100.0, 50.0);
        let bent = Surface::of(&camera, &straight, 70.0, 100.0, 50.0);
        assert!(width(&bent) < width(&flat) * 0.95);
        // The middle line stays where it is.
        let (of_flat, of_bent) = (
            flat.project(50.0, 0.0).unwrap(),
            bent.project(50.0, 0.0).unwrap(),
        );
        assert!(of_flat.distance_to(of_bent) < 0.01);
    }
}
