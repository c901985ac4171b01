//! Moving a grid to where the modules that were made out by it explain the picture better.
//!
//! The known patterns are a tenth of a symbol, and far from some of its parts. Once most modules are made out, all of them
//! tell how far off each part of the grid is: what the picture shows there differs from what the modules explain as its
//! slope does, times how far it is off (Lucas and Kanade's registration, with the symbol as its own template).

use super::equaliser::{Equaliser, NEAR, REACH, neighbourhood};
use super::least_squares::Equations;
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
        let mut equations = Equations::<UNKNOWNS>::held(HOLD);
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
                equations.add(&row, explained - self.even[at], self.trust[at]);
            }
        }
        let off = equations.solved()?;
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
