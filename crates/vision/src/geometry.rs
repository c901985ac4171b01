//! Homographies between a symbol's grid and the frame.

use crate::sighting::Point;

/// A projective map of the plane, as between a flat symbol and its picture.
///
/// `x' = (m0 x + m1 y + m2) / (m6 x + m7 y + 1)`, `y' = (m3 x + m4 y + m5) / (m6 x + m7 y + 1)`
pub(crate) struct Homography([f64; 8]);

impl Homography {
    /// The homography that maps each of four points `from` to the corresponding one of `onto`; `None` if three of them lie
    /// on a line.
    pub(crate) fn new(from: [(f64, f64); 4], onto: [(f64, f64); 4]) -> Option<Self> {
        let mut rows = [[0.0; 9]; 8];
        for (pair, (&(x, y), &(u, v))) in from.iter().zip(&onto).enumerate() {
            rows[2 * pair] = [x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, u];
            rows[2 * pair + 1] = [0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y, v];
        }
        solve(rows).map(Self)
    }

    /// The coefficients m0 to m7.
    pub(crate) fn coefficients(&self) -> [f64; 8] {
        self.0
    }

    /// The image of a point. Not finite for a point on the horizon.
    pub(crate) fn map(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let m = &self.0;
        let depth = m[6] * x + m[7] * y + 1.0;
        (
            (m[0] * x + m[1] * y + m[2]) / depth,
            (m[3] * x + m[4] * y + m[5]) / depth,
        )
    }
}

/// Solves eight linear equations (the ninth column is the right-hand side) by Gaussian elimination with pivoting.
fn solve(mut rows: [[f64; 9]; 8]) -> Option<[f64; 8]> {
    // Coordinates are pixels or modules, so a pivot this small is a rounding error.
    const SINGULAR: f64 = 1e-9;
    for column in 0..8 {
        let pivot =
            (column..8).max_by(|&a, &b| rows[a][column].abs().total_cmp(&rows[b][column].abs()))?;
        if rows[pivot][column].abs() < SINGULAR {
            return None;
        }
        rows.swap(column, pivot);
        let lead = rows[column];
        for (index, row) in rows.iter_mut().enumerate() {
            if index != column {
                let factor = row[column] / lead[column];
                for (value, above) in row.iter_mut().zip(lead).skip(column) {
                    *value -= factor * above;
                }
            }
        }
    }
    Some(std::array::from_fn(|index| {
        rows[index][8] / rows[index][index]
    }))
}

/// The outer corners in the frame of a symbol of `modules` a side, by four places in its grid (in modules from its top left
/// corner) and in the frame. `None` for degenerate places.
pub(crate) fn symbol_corners(
    modules: f64,
    grid: [(f64, f64); 4],
    frame: [(f64, f64); 4],
) -> Option<[Point; 4]> {
    let homography = Homography::new(grid, frame)?;
    let corners = [
        (0.0, 0.0),
        (modules, 0.0),
        (modules, modules),
        (0.0, modules),
    ];
    let corners = corners.map(|corner| homography.map(corner));
    corners
        .iter()
        .all(|(x, y)| x.is_finite() && y.is_finite())
        .then(|| corners.map(point))
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "a frame's coordinates are exact enough in single precision"
)]
fn point((x, y): (f64, f64)) -> Point {
    Point {
        x: x as f32,
        y: y as f32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_homography_maps_its_four_points_and_keeps_lines_straight() {
        let from = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)];
        let onto = [(10.0, 10.0), (110.0, 20.0), (90.0, 80.0), (20.0, 70.0)];
        let homography = Homography::new(from, onto).unwrap();
        for (point, expected) in from.into_iter().zip(onto) {
            let (x, y) = homography.map(point);
            assert!((x - expected.0).abs() < 1e-6 && (y - expected.1).abs() < 1e-6);
        }
        // The centre of a square is where its diagonals meet, also after a homography.
        let (x, y) = homography.map((0.5, 0.5));
        let side = |a: (f64, f64), b: (f64, f64)| (b.0 - a.0) * (y - a.1) - (b.1 - a.1) * (x - a.0);
        assert!(side(onto[0], onto[2]).abs() < 1e-6 && side(onto[1], onto[3]).abs() < 1e-6);
    }

    #[test]
    fn points_on_a_line_have_no_homography() {
        let line = [(0.0, 0.0), (1.0, 1.0), (2.0, 2.0), (3.0, 3.0)];
        assert!(Homography::new(line, [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]).is_none());
    }
}
