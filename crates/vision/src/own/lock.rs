//! Moving a grid to where the modules that were made out by it explain the picture better.
//!
//! The known patterns are a tenth of a symbol, and far from some of its parts. Once most modules are made out, all of them
//! tell how far off each part of the grid is: what the picture shows there differs from what the modules explain as its
//! slope does, times how far it is off (Lucas and Kanade's registration, with the symbol as its own template).

use super::equaliser::{Equaliser, NEAR, REACH, neighbourhood};
use super::light::Light;
use super::place::Place;

/// What is sought: how far each corner is off, across and down.
const UNKNOWNS: usize = 8;
/// Slopes are taken between places so many modules to each side.
const SLOPE: f32 = 0.3;
/// How strongly corners are held where they are, as so many modules of unit slope would.
const HOLD: f32 = 4.0;
/// No corner is moved further, in modules.
const MOST: f32 = 0.8;

impl Equaliser {
    /// The place moved so that the picture is what [`Self::explain`] made of it; none where that leads nowhere.
    pub(crate) fn lock(&self, light: &Light<'_>, place: &Place) -> Option<Place> {
        let map = place.map()?;
        let (side, wide) = (place.side, place.side + 2 * REACH);
        let last = side as f32 - 7.0;
        // A lens and a hand spread a module as far to one side as to the other. What goes further to one was seen from a
        // place beside it.
        let mut spread = self.spread;
        let across = self.spread[..NEAR].iter().rev();
        for (part, across) in spread.iter_mut().zip(across) {
            *part = (*part + across) / 2.0;
        }
        let sign = if place.dark { 1.0 } else { -1.0 };
        let mut matrix = [[0.0_f32; UNKNOWNS]; UNKNOWNS];
        let mut right = [0.0_f32; UNKNOWNS];
        for y in 0..side {
            for x in 0..side {
                let at = (y + REACH) * wide + x + REACH;
                let (u, v) = (x as f32 + 0.5, y as f32 + 0.5);
                let shade = |du: f32, dv: f32| light.at(map.at((u + du, v + dv)));
                // Shades fall where modules get darker.
                let scale = sign / (2.0 * SLOPE * self.apart[at]);
                let across = (shade(-SLOPE, 0.0) - shade(SLOPE, 0.0)) * scale;
                let down = (shade(0.0, -SLOPE) - shade(0.0, SLOPE)) * scale;
                let (p, q) = ((u - 3.5) / last, (v - 3.5) / last);
                let shares = [(1.0 - p) * (1.0 - q), p * (1.0 - q), (1.0 - p) * q, p * q];
                let mut row = [0.0; UNKNOWNS];
                for (corner, share) in shares.into_iter().enumerate() {
                    row[2 * corner] = across * share;
                    row[2 * corner + 1] = down * share;
                }
                let near = neighbourhood(&self.guess, x, y, wide);
                let explained: f32 = near.iter().zip(&spread).map(|(a, b)| a * b).sum();
                let weight = self.trust[at];
                let target = (explained - self.even[at]) * weight;
                for (first, factor) in row.iter().enumerate() {
                    right[first] += factor * target;
                    for (into, value) in matrix[first].iter_mut().zip(&row) {
                        *into += factor * weight * value;
                    }
                }
            }
        }
        for (at, row) in matrix.iter_mut().enumerate() {
            row[at] += HOLD;
        }
        let off = solved(matrix, right)?;
        let grid = [
            (3.5, 3.5),
            (3.5 + last, 3.5),
            (3.5, 3.5 + last),
            (3.5 + last, 3.5 + last),
        ];
        let mut moved = *place;
        for (corner, (x, y)) in grid.into_iter().enumerate() {
            let (dx, dy) = (off[2 * corner], off[2 * corner + 1]);
            if dx.abs().max(dy.abs()) > MOST {
                return None;
            }
            let (from, to) = (map.at((x, y)), map.at((x + dx, y + dy)));
            let (x, y) = &mut moved.corners[corner];
            (*x, *y) = (*x + to.0 - from.0, *y + to.1 - from.1);
        }
        Some(moved)
    }
}

/// Gauss's elimination; the matrix is symmetric and positive, so that no pivot has to be sought.
fn solved(
    mut matrix: [[f32; UNKNOWNS]; UNKNOWNS],
    mut right: [f32; UNKNOWNS],
) -> Option<[f32; UNKNOWNS]> {
    for pivot in 0..UNKNOWNS {
        let lead = matrix[pivot];
        if lead[pivot].is_nan() || lead[pivot] < 1e-6 {
            return None;
        }
        for row in pivot + 1..UNKNOWNS {
            let factor = matrix[row][pivot] / lead[pivot];
            for (value, above) in matrix[row].iter_mut().zip(lead) {
                *value -= factor * above;
            }
            right[row] -= factor * right[pivot];
        }
    }
    for row in (0..UNKNOWNS).rev() {
        for at in row + 1..UNKNOWNS {
            right[row] -= matrix[row][at] * right[at];
        }
        right[row] /= matrix[row][row];
    }
    right.iter().all(|value| value.is_finite()).then_some(right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::noise::{blurred, noisy, symbol};
    use crate::own::layout::Layouts;

    #[test]
    fn a_grid_that_is_off_is_moved_to_where_the_modules_are() {
        const MODULE: f32 = 4.2;
        let (side, dark) = symbol("A GRID THAT IS MOVED TO ITS PLACE", MODULE, 0.0);
        let frame = blurred((180, 180), 2.5, |x, y| dark(x - 90.0, y - 90.0));
        let frame = noisy(&frame, 10.0, 7);
        let light = Light::of(frame.as_frame()).unwrap();
        let far = (side as f32 / 2.0 - 3.5) * MODULE;
        let corners =
            [(-far, -far), (far, -far), (-far, far), (far, far)].map(|(x, y)| (90.0 + x, 90.0 + y));
        let off = [(1.4, -0.8), (-1.5, 0.9), (0.7, 1.6), (1.2, 1.3)];
        let right = Place {
            side,
            corners,
            bulge: [(0.0, 0.0); 2],
            dark: true,
        };
        let mut place = right;
        for ((x, y), (dx, dy)) in place.corners.iter_mut().zip(off) {
            (*x, *y) = (*x + dx, *y + dy);
        }
        let mut layouts = Layouts::default();
        let layout = layouts.of(side).unwrap();
        let mut equaliser = Equaliser::default();
        let middle = side as f32 / 2.0 - 0.5;
        // How many modules come out wrong, and where the grid moves to.
        let mut read = |place: &Place| {
            assert!(equaliser.sample(&light, place));
            equaliser.plain(side);
            equaliser.unmix(layout, 2);
            equaliser.explain(layout);
            let modules = equaliser.modules.iter().enumerate();
            let wrong = modules.filter(|(at, soft)| {
                let off = |at: usize| (at as f32 - middle) * MODULE;
                (**soft > 0.0) != dark(off(at % side), off(at / side))
            });
            (wrong.count(), equaliser.lock(&light, place).unwrap())
        };
        let (best, _) = read(&right);
        let wrong: [usize; 4] = std::array::from_fn(|_| {
            let (wrong, moved) = read(&place);
            place = moved;
            wrong
        });
        assert!(
            wrong[0] > best + 20 && wrong[3] < best + 5,
            "{best} {wrong:?}"
        );
    }

    #[test]
    fn where_nothing_is_no_grid_is_moved_far() {
        let frame = blurred((180, 180), 2.0, |_, _| false);
        let light = Light::of(frame.as_frame()).unwrap();
        let corners = [(30.0, 30.0), (150.0, 30.0), (30.0, 150.0), (150.0, 150.0)];
        let place = Place {
            side: 29,
            corners,
            bulge: [(0.0, 0.0); 2],
            dark: true,
        };
        let mut layouts = Layouts::default();
        let layout = layouts.of(29).unwrap();
        let mut equaliser = Equaliser::default();
        assert!(equaliser.sample(&light, &place));
        equaliser.plain(29);
        equaliser.unmix(layout, 2);
        equaliser.explain(layout);
        let moved = equaliser.lock(&light, &place);
        assert!(moved.is_none_or(|moved| {
            let pairs = moved.corners.iter().zip(corners);
            pairs
                .into_iter()
                .all(|(a, b)| (a.0 - b.0).hypot(a.1 - b.1) < 6.0)
        }));
    }
}
