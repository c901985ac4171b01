//! Marks whose rings run into each other: no threshold parts them, but their shape is still there.
//!
//! A picture out of focus by more than half a module, or full of noise, shows a mark as a dark blot in a grey ring. So
//! dark blots are compared with the drawing of a mark (ISO/IEC 18004, 6.3.3) in several sizes and turns, by their
//! correlation, which asks neither how light it is nor how strong the contrast.

use super::finder::Finder;
use super::light::Light;
use super::thresholds::Thresholds;

/// Sizes that are tried, in pixels a module; what is larger is seen in a smaller view.
const SIZES: [f32; 6] = [1.5, 1.8, 2.1, 2.5, 3.0, 3.6];
/// Turns that are tried, of a quarter turn.
const TURNS: usize = 6;
/// A mark agrees with its drawing at least so much, where 1 is wholly and 0 chance.
const LEAST_LIKENESS: f32 = 0.4;
/// Most that are kept.
const MOST: usize = 10;
/// Blots that are looked at, of a picture: bounds the time.
const MOST_BLOTS: usize = 6000;
/// Shades by which a blot's surroundings are lighter at least.
const LEAST_APART: f32 = 2.0;
/// A mark, the separator around it included, reaches so many modules to each side of its middle.
const REACH: i8 = 4;
/// Modules of that.
const AREA: usize = 81;

/// The memory to look for them in.
#[derive(Default)]
pub(crate) struct Faint {
    rows: Vec<u16>,
    smooth: Vec<u16>,
    /// How often something was compared with the drawing of a mark.
    pub(super) compared: u32,
}

/// How well something agrees with a mark of that size and turn.
#[derive(Clone, Copy)]
struct Match {
    x: f32,
    y: f32,
    size: f32,
    turn: f32,
    likeness: f32,
}

impl Faint {
    /// Those of a picture, the likeliest first. Only of symbols that are dark on light.
    pub(crate) fn look(
        &mut self,
        light: &Light<'_>,
        thresholds: &Thresholds,
        found: &mut Vec<Finder>,
    ) {
        found.clear();
        self.smooth(light);
        let mut best = [None::<Match>; MOST];
        let mut blots = 0;
        for y in 3..light.height.saturating_sub(3) {
            for x in 3..light.width.saturating_sub(3) {
                if !self.is_blot(light, thresholds, x, y) {
                    continue;
                }
                blots += 1;
                if blots > MOST_BLOTS {
                    break;
                }
                let middle = (x as f32 + 0.5, y as f32 + 0.5);
                let (found, compared) = likeliest(light, middle);
                self.compared += compared;
                if let Some(found) = found {
                    keep(&mut best, found);
                }
            }
        }
        for found in best.iter_mut().flatten() {
            *found = settle(light, *found);
        }
        let likeness = |found: &Option<Match>| found.map_or(0.0, |found| found.likeness);
        best.sort_unstable_by(|a, b| likeness(b).total_cmp(&likeness(a)));
        found.extend(best.iter().flatten().map(|found| Finder {
            x: found.x,
            y: found.y,
            module: found.size,
            dark: true,
            rows: 1,
            faint: true,
        }));
    }

    /// Sums of three by three pixels.
    fn smooth(&mut self, light: &Light<'_>) {
        self.rows.clear();
        self.rows.reserve(light.pixels.len());
        for row in light.pixels.chunks_exact(light.width) {
            let start = self.rows.len();
            self.rows
                .extend(row.iter().map(|pixel| u16::from(*pixel) * 3));
            let sums = self.rows[start..].iter_mut().skip(1);
            for (sum, near) in sums.zip(row.windows(3)) {
                *sum = near.iter().map(|pixel| u16::from(*pixel)).sum();
            }
        }
        self.smooth.clear();
        self.smooth.extend(self.rows.iter().map(|sum| sum * 3));
        let (width, rows) = (light.width, &self.rows);
        for y in 1..light.height.saturating_sub(1) {
            let near = |off: usize| rows[(y + off - 1) * width..][..width].iter();
            let into = self.smooth[y * width..][..width].iter_mut();
            for (((sum, a), b), c) in into.zip(near(0)).zip(near(1)).zip(near(2)) {
                *sum = a + b + c;
            }
        }
    }

    /// Whether it is nowhere darker about.
    fn is_blot(&self, light: &Light<'_>, thresholds: &Thresholds, x: usize, y: usize) -> bool {
        let at = y * light.width + x;
        let here = self.smooth[at];
        // Most are not by their neighbours already.
        if self.smooth[at - 1] < here || self.smooth[at + 1] <= here {
            return false;
        }
        if thresholds.at((x as f32, y as f32)).is_none() {
            return false;
        }
        (0..5).all(|down| {
            let row = &self.smooth[(y + down - 2) * light.width + x - 2..][..5];
            row.iter().enumerate().all(|(right, other)| {
                // Of equals, the first counts.
                *other > here || *other == here && (down, right) >= (2, 2)
            })
        })
    }
}

/// The size and turn in which what is here is most like a mark, and how many were compared.
fn likeliest(light: &Light<'_>, (x, y): (f32, f32)) -> (Option<Match>, u32) {
    // A ring of eight places so far off, and how light it is.
    let ring = |off: f32| {
        let slant = off * std::f32::consts::FRAC_1_SQRT_2;
        [
            (off, 0.0),
            (slant, slant),
            (0.0, off),
            (-slant, slant),
            (-off, 0.0),
            (-slant, -slant),
            (0.0, -off),
            (slant, -slant),
        ]
        .map(|(dx, dy)| light.at((x + dx, y + dy)))
        .iter()
        .sum::<f32>()
            / 8.0
    };
    let mut best: Option<Match> = None;
    let mut compared = 0;
    for size in SIZES {
        let (core, gap) = (ring(0.7 * size), ring(2.1 * size));
        if gap < core + LEAST_APART {
            continue;
        }
        let (dark, outside) = (ring(3.3 * size), ring(4.7 * size));
        if outside < dark + LEAST_APART || outside < core + 3.0 * LEAST_APART {
            continue;
        }
        for turn in 0..TURNS {
            let turn = turn as f32 * std::f32::consts::FRAC_PI_2 / TURNS as f32;
            let likeness = likeness(light, (x, y), size, turn);
            compared += 1;
            if likeness > best.map_or(LEAST_LIKENESS, |best| best.likeness) {
                best = Some(Match {
                    x,
                    y,
                    size,
                    turn,
                    likeness,
                });
            }
        }
    }
    (best, compared)
}

/// The correlation with the drawing of a mark.
fn likeness(light: &Light<'_>, (x, y): (f32, f32), size: f32, turn: f32) -> f32 {
    let (sin, cos) = (turn.sin() * size, turn.cos() * size);
    let (mut sum, mut squares, mut dark) = (0.0, 0.0, 0.0);
    let mut darks = 0.0;
    for down in -REACH..=REACH {
        for right in -REACH..=REACH {
            let (u, v) = (f32::from(right), f32::from(down));
            let shade = light.at((x + u * cos - v * sin, y + u * sin + v * cos));
            sum += shade;
            squares += shade * shade;
            if matches!(right.abs().max(down.abs()), 0 | 1 | 3) {
                dark += shade;
                darks += 1.0;
            }
        }
    }
    let count = AREA as f32;
    let apart = (squares / count - (sum / count).powi(2)).max(1.0).sqrt();
    let share = darks / count;
    // Of two values, one of which so large a share has.
    let drawn = (share * (1.0 - share)).sqrt();
    (sum / count - dark / darks) * share / (apart * drawn)
}

/// Keeps the likeliest, and of those that lie over each other one.
fn keep(best: &mut [Option<Match>; MOST], new: Match) {
    let over = |old: &Match| (old.x - new.x).hypot(old.y - new.y) < 4.0 * old.size.max(new.size);
    let place = best
        .iter()
        .position(|old| old.as_ref().is_some_and(over))
        .or_else(|| best.iter().position(Option::is_none))
        .or_else(|| {
            let likeness = |at: &usize| best[*at].map_or(0.0, |old| old.likeness);
            (0..MOST).min_by(|a, b| likeness(a).total_cmp(&likeness(b)))
        });
    if let Some(old) = place.map(|place| &mut best[place])
        && old.is_none_or(|old| old.likeness < new.likeness)
    {
        *old = Some(new);
    }
}

/// Moves, turns and sizes it until it is like a mark most.
fn settle(light: &Light<'_>, mut best: Match) -> Match {
    let mut step = 0.5;
    for _ in 0..3 {
        for (dx, dy, grown, turned) in [
            (1.0, 0.0, 0.0, 0.0),
            (-1.0, 0.0, 0.0, 0.0),
            (0.0, 1.0, 0.0, 0.0),
            (0.0, -1.0, 0.0, 0.0),
            (0.0, 0.0, 0.1, 0.0),
            (0.0, 0.0, -0.1, 0.0),
            (0.0, 0.0, 0.0, 0.13),
            (0.0, 0.0, 0.0, -0.13),
        ] {
            let mut moved = best;
            moved.x += dx * step * best.size * 0.5;
            moved.y += dy * step * best.size * 0.5;
            moved.size *= 1.0 + grown * step;
            moved.turn += turned * step;
            moved.likeness = likeness(light, (moved.x, moved.y), moved.size, moved.turn);
            if moved.likeness > best.likeness {
                best = moved;
            }
        }
        step *= 0.6;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OwnedFrame;
    use crate::noise::{blurred, noisy};

    fn drawn(sigma: f32, noise: f32, dark: impl Fn(f32, f32) -> bool) -> OwnedFrame {
        noisy(&blurred((120, 96), sigma, dark), noise, 99)
    }

    fn faint(frame: &OwnedFrame) -> Vec<Finder> {
        let light = Light::of(frame.as_frame()).unwrap();
        let mut thresholds = Thresholds::default();
        thresholds.look(&light);
        let mut found = Vec::new();
        Faint::default().look(&light, &thresholds, &mut found);
        found
    }

    #[test]
    fn a_mark_whose_rings_run_into_each_other_is_found_where_it_is() {
        for (module, turned) in [(1.8, 0.0), (2.3, 0.5), (3.0, 1.1)] {
            let (sin, cos) = f32::sin_cos(turned);
            let frame = drawn(module * 0.65, 8.0, |x, y| {
                let (x, y) = (x - 60.3, y - 47.6);
                let (x, y) = (cos * x + sin * y, cos * y - sin * x);
                let ring = x.abs().max(y.abs()) / module;
                ring < 1.5 || (2.5..3.5).contains(&ring)
            });
            let light = Light::of(frame.as_frame()).unwrap();
            let mut edges = super::super::finder::Search::default();
            edges.look(&light, super::super::finder::Rows::Patiently);
            assert_eq!(edges.found, [], "{module}: its edges are enough");
            let found = faint(&frame);
            let first = found.first().unwrap();
            assert!((first.x - 60.3).hypot(first.y - 47.6) < 0.6, "{found:?}");
            assert!((0.75..1.3).contains(&(first.module / module)), "{found:?}");
        }
    }

    #[test]
    fn what_is_no_mark_is_not_found() {
        let module = 3.0;
        let blot = drawn(2.0, 8.0, |x, y| (x - 60.0).hypot(y - 48.0) < 1.5 * module);
        assert_eq!(faint(&blot), []);
        let dashes = drawn(2.0, 8.0, |x, _| ((x / module) as u32).is_multiple_of(2));
        assert_eq!(faint(&dashes), []);
        let even = drawn(2.0, 8.0, |_, _| false);
        assert_eq!(faint(&even), []);
    }
}
