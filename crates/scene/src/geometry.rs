//! The pinhole camera.

/// A place in a frame, in pixels; (0, 0) is the upper left corner of the upper left pixel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Pixels from the left edge.
    pub x: f32,
    /// Pixels from the upper edge.
    pub y: f32,
}

impl Point {
    pub(crate) fn distance_to(self, other: Self) -> f32 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// The intrinsics of a webcam.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Camera {
    /// Pixels per row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Horizontal field of view.
    pub fov_degrees: f32,
}

impl Default for Camera {
    /// A laptop webcam: 720p, 70 degrees across.
    fn default() -> Self {
        Self {
            width: 1280,
            height: 720,
            fov_degrees: 70.0,
        }
    }
}

impl Camera {
    /// The focal length in pixels.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // A frame's width is far below 2^24.
    pub fn focal_px(&self) -> f32 {
        self.width as f32 / 2.0 / (self.fov_degrees.to_radians() / 2.0).tan()
    }
}

/// The pose of a badge: its centre is `distance_mm` before the camera, moved sideways by the offsets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pose {
    /// Distance from the lens to the plane of the badge's centre.
    pub distance_mm: f32,
    /// Degrees about the vertical axis; positive turns the right edge away.
    pub yaw: f32,
    /// Degrees about the horizontal axis; positive turns the lower edge away.
    pub pitch: f32,
    /// Degrees in the picture's plane; positive turns clockwise.
    pub roll: f32,
    /// Offset to the right.
    pub offset_x_mm: f32,
    /// Offset downwards.
    pub offset_y_mm: f32,
}

impl Default for Pose {
    /// Upright and straight ahead, at 200 mm.
    fn default() -> Self {
        Self {
            distance_mm: 200.0,
            yaw: 0.0,
            pitch: 0.0,
            roll: 0.0,
            offset_x_mm: 0.0,
            offset_y_mm: 0.0,
        }
    }
}

/// Nothing nearer to the lens than this is shown.
pub(crate) const NEAREST_MM: f64 = 5.0;

impl Pose {
    /// The first two columns of the rotation matrix: where the badge's right and down point.
    pub(crate) fn axes(&self) -> ([f64; 3], [f64; 3]) {
        let (yaw, pitch, roll) = (
            f64::from(self.yaw).to_radians(),
            f64::from(self.pitch).to_radians(),
            f64::from(self.roll).to_radians(),
        );
        let turn = |[x, y, z]: [f64; 3]| {
            let (x, y) = (
                x * roll.cos() - y * roll.sin(),
                x * roll.sin() + y * roll.cos(),
            );
            let (y, z) = (
                y * pitch.cos() - z * pitch.sin(),
                y * pitch.sin() + z * pitch.cos(),
            );
            let (x, z) = (x * yaw.cos() - z * yaw.sin(), x * yaw.sin() + z * yaw.cos());
            [x, y, z]
        };
        (turn([1.0, 0.0, 0.0]), turn([0.0, 1.0, 0.0]))
    }
}

/// A plane-to-plane projective map.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Homography([[f64; 3]; 3]);

impl Homography {
    /// From millimetres on a badge of this size, counted from its upper left corner, to pixels.
    pub(crate) fn of(camera: &Camera, pose: &Pose, width_mm: f32, height_mm: f32) -> Self {
        let focal = f64::from(camera.focal_px());
        let (middle_x, middle_y) = (
            f64::from(camera.width) / 2.0,
            f64::from(camera.height) / 2.0,
        );
        let (right, down) = pose.axes();
        let (half_x, half_y) = (f64::from(width_mm) / 2.0, f64::from(height_mm) / 2.0);
        let place = [
            f64::from(pose.offset_x_mm),
            f64::from(pose.offset_y_mm),
            f64::from(pose.distance_mm),
        ];
        let corner: [f64; 3] =
            std::array::from_fn(|axis| place[axis] - right[axis] * half_x - down[axis] * half_y);
        let row = |axis: usize, middle: f64| {
            [
                focal * right[axis] + middle * right[2],
                focal * down[axis] + middle * down[2],
                focal * corner[axis] + middle * corner[2],
            ]
        };
        Self([
            row(0, middle_x),
            row(1, middle_y),
            [right[2], down[2], corner[2]],
        ])
    }

    /// The pixel of a place on the badge in millimetres, or `None` behind the lens.
    #[allow(clippy::cast_possible_truncation)] // A place in a frame needs no more than an f32.
    pub(crate) fn project(&self, x: f32, y: f32) -> Option<Point> {
        let (x, y) = (f64::from(x), f64::from(y));
        let [u, v, depth] = self.0.map(|row| row[0] * x + row[1] * y + row[2]);
        (depth > NEAREST_MM).then(|| Point {
            x: (u / depth) as f32,
            y: (v / depth) as f32,
        })
    }

    /// The inverse map, with the result multiplied by `scale`; `None` if the badge is seen edge on.
    #[allow(clippy::cast_possible_truncation)] // Good to a thousandth of a pixel.
    pub(crate) fn inverse(&self, scale: f64) -> Option<[[f32; 3]; 3]> {
        let m = &self.0;
        let minor = |a: usize, b: usize, c: usize, d: usize| m[a][c] * m[b][d] - m[a][d] * m[b][c];
        let adjugate = [
            [minor(1, 2, 1, 2), -minor(0, 2, 1, 2), minor(0, 1, 1, 2)],
            [-minor(1, 2, 0, 2), minor(0, 2, 0, 2), -minor(0, 1, 0, 2)],
            [minor(1, 2, 0, 1), -minor(0, 2, 0, 1), minor(0, 1, 0, 1)],
        ];
        let determinant =
            m[0][0] * adjugate[0][0] + m[0][1] * adjugate[1][0] + m[0][2] * adjugate[2][0];
        if determinant.abs() < 1e-6 {
            return None;
        }
        let mut inverse = [[0.0; 3]; 3];
        for (row, (into, from)) in inverse.iter_mut().zip(adjugate).enumerate() {
            let factor = if row < 2 { scale } else { 1.0 } / determinant;
            *into = from.map(|value| (value * factor) as f32);
        }
        Some(inverse)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_badge_straight_ahead_is_as_large_as_the_focal_length_says() {
        let camera = Camera::default();
        let map = Homography::of(&camera, &Pose::default(), 100.0, 50.0);
        let (from, to) = (
            map.project(0.0, 0.0).unwrap(),
            map.project(100.0, 50.0).unwrap(),
        );
        let expected = camera.focal_px() / 200.0;
        assert!((to.x - from.x - 100.0 * expected).abs() < 0.01);
        assert!((to.y - from.y - 50.0 * expected).abs() < 0.01);
        assert!(((from.x + to.x) / 2.0 - 640.0).abs() < 0.01);
    }

    #[test]
    fn the_edge_that_is_turned_away_is_shorter() {
        let pose = Pose {
            yaw: 40.0,
            ..Pose::default()
        };
        let map = Homography::of(&Camera::default(), &pose, 100.0, 50.0);
        let edge = |x: f32| {
            map.project(x, 0.0)
                .unwrap()
                .distance_to(map.project(x, 50.0).unwrap())
        };
        assert!(edge(100.0) < edge(0.0) * 0.8);
        let pose = Pose {
            pitch: 40.0,
            ..Pose::default()
        };
        let map = Homography::of(&Camera::default(), &pose, 100.0, 50.0);
        let edge = |y: f32| {
            map.project(0.0, y)
                .unwrap()
                .distance_to(map.project(100.0, y).unwrap())
        };
        assert!(edge(50.0) < edge(0.0));
    }

    #[test]
    fn the_inverse_map_inverts() {
        let pose = Pose {
            yaw: 20.0,
            pitch: -15.0,
            roll: 33.0,
            offset_x_mm: 20.0,
            ..Pose::default()
        };
        let map = Homography::of(&Camera::default(), &pose, 100.0, 50.0);
        let point = map.project(70.0, 10.0).unwrap();
        let back = map
            .inverse(1.0)
            .unwrap()
            .map(|row| row[0] * point.x + row[1] * point.y + row[2]);
        assert!((back[0] / back[2] - 70.0).abs() < 0.01);
        assert!((back[1] / back[2] - 10.0).abs() < 0.01);
    }

    #[test]
    fn a_badge_behind_the_lens_is_not_projected() {
        let pose = Pose {
            distance_mm: -50.0,
            ..Pose::default()
        };
        assert_eq!(
            Homography::of(&Camera::default(), &pose, 10.0, 10.0).project(0.0, 0.0),
            None
        );
    }
}
