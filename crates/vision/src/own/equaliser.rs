//! From a symbol's place to its modules, more or less certain.
//!
//! A picture that is out of focus or moved mixes each module with its neighbours. How, the known patterns tell: they are
//! some hundred modules whose shades were right before. So the weights of a small neighbourhood are chosen for which
//! those come out best (a linear least-squares equaliser, as in modems), and then again for all modules, taken as they
//! came out.

use super::layout::Layout;
use super::least_squares::Equations;
use super::light::Light;
use super::place::Place;

/// Modules to each side of one that count for it.
pub(super) const REACH: usize = 2;
/// Modules of a neighbourhood.
pub(super) const NEAR: usize = (2 * REACH + 1) * (2 * REACH + 1);
/// What weighs them, one for an even shift, and some that are always 0, so that sums are of whole vectors.
pub(super) const WEIGHTS: usize = NEAR + 3;
/// Modules to each side that tell how light and dark it is about.
const ABOUT: usize = 4;
/// How strongly weights are held to those of a sharp picture, as so many modules would.
const HOLD: f32 = 2.0;

/// Rounds in which it is told anew how modules spread.
const EXPLANATIONS: usize = 3;
/// Times that each module takes the best shade, in a round.
const PASSES: usize = 4;

/// Modules of a symbol, and the memory to make them in.
#[derive(Default)]
pub(crate) struct Equaliser {
    /// Shades, with [`REACH`] modules more on each side.
    shades: Vec<f32>,
    sums: Vec<(f32, f32)>,
    pub(super) even: Vec<f32>,
    pub(super) trust: Vec<f32>,
    /// How far shades are apart about each module.
    pub(super) apart: Vec<f32>,
    /// Modules as they are thought to be, with [`REACH`] more on each side, and what of the shades they do not explain.
    pub(super) guess: Vec<f32>,
    left: Vec<f32>,
    unmixed: Vec<f32>,
    /// How a module spreads over its neighbours.
    pub(super) spread: [f32; WEIGHTS],
    /// The answer: above 0 dark, row after row.
    pub(crate) modules: Vec<f32>,
}

impl Equaliser {
    /// Takes the modules' shades out of a frame; `false` where they make no sense.
    pub(crate) fn sample(&mut self, light: &Light<'_>, place: &Place) -> bool {
        let Some(map) = place.map() else { return false };
        let wide = place.side + 2 * REACH;
        self.shades.clear();
        // Where modules are large, more places of each are looked at.
        let spread = if place.module() > 2.6 { 0.22 } else { 0.0 };
        for y in 0..wide {
            for x in 0..wide {
                let at = |dx: f32, dy: f32| {
                    let module = |at: usize, off: f32| at as f32 - REACH as f32 + 0.5 + off;
                    light.at(map.at((module(x, dx), module(y, dy))))
                };
                let middle = at(0.0, 0.0);
                let shade = if spread > 0.0 {
                    (middle * 2.0
                        + at(spread, spread)
                        + at(-spread, spread)
                        + at(spread, -spread)
                        + at(-spread, -spread))
                        / 6.0
                } else {
                    middle
                };
                self.shades
                    .push(if place.dark { shade } else { 255.0 - shade });
            }
        }
        self.level(place.side);
        true
    }

    /// Takes out how light it is about, and how strong the contrast.
    fn level(&mut self, side: usize) {
        let wide = side + 2 * REACH;
        // Sums of all shades, and of their squares, to the left and above.
        self.sums.clear();
        self.sums.resize((wide + 1) * (wide + 1), (0.0, 0.0));
        for y in 0..wide {
            let mut row = (0.0, 0.0);
            for x in 0..wide {
                let shade = self.shades[y * wide + x] - 128.0;
                row = (row.0 + shade, row.1 + shade * shade);
                let above = self.sums[y * (wide + 1) + x + 1];
                self.sums[(y + 1) * (wide + 1) + x + 1] = (above.0 + row.0, above.1 + row.1);
            }
        }
        let about = |x: usize, y: usize| {
            let clip = |at: usize| {
                let least = REACH;
                (
                    at.saturating_sub(ABOUT).max(least),
                    (at + ABOUT + 1).min(wide - REACH),
                )
            };
            let ((left, right), (top, bottom)) = (clip(x), clip(y));
            let at = |x: usize, y: usize| self.sums[y * (wide + 1) + x];
            let (a, b, c, d) = (
                at(left, top),
                at(right, top),
                at(left, bottom),
                at(right, bottom),
            );
            let count = ((right.saturating_sub(left)) * (bottom.saturating_sub(top))).max(1) as f32;
            let mean = (d.0 - b.0 - c.0 + a.0) / count;
            let square = (d.1 - b.1 - c.1 + a.1) / count;
            (mean, (square - mean * mean).max(0.0).sqrt())
        };
        let typical = about(wide / 2, wide / 2).1;
        let whole = {
            let all = self.sums[(wide + 1) * (wide + 1) - 1];
            let count = (wide * wide) as f32;
            (all.1 / count - (all.0 / count).powi(2)).max(0.0).sqrt()
        };
        let usual = typical.max(whole * 0.7).max(1.0);
        self.even.clear();
        self.trust.clear();
        self.apart.clear();
        for y in 0..wide {
            for x in 0..wide {
                let (mean, apart) = about(
                    x.clamp(REACH, wide - 1 - REACH),
                    y.clamp(REACH, wide - 1 - REACH),
                );
                let apart = apart.max(usual * 0.2);
                let shade = self.shades[y * wide + x] - 128.0;
                self.even.push(((mean - shade) / apart).clamp(-2.5, 2.5));
                self.trust.push((apart / usual).min(1.0));
                self.apart.push(apart);
            }
        }
    }

    /// The modules as they are, each by itself.
    pub(crate) fn plain(&mut self, side: usize) {
        let wide = side + 2 * REACH;
        self.modules.clear();
        for y in 0..side {
            let row = &self.even[(y + REACH) * wide + REACH..][..side];
            self.modules.extend_from_slice(row);
        }
    }

    /// How much the known modules agree with the modules as they are: 1 wholly, 0 by chance.
    pub(crate) fn agreement(&self, layout: &Layout) -> f32 {
        let (mut agreeing, mut all) = (0.0, 0.0_f32);
        for known in &layout.known {
            let place = usize::from(known.y) * layout.side + usize::from(known.x);
            let module = self.modules.get(place).copied().unwrap_or_default();
            agreeing += if known.dark { module } else { -module };
            all += module.abs();
        }
        agreeing / all.max(f32::MIN_POSITIVE)
    }

    /// The modules, unmixed; `rounds` times again by what came out.
    pub(crate) fn unmix(&mut self, layout: &Layout, rounds: usize) {
        let side = layout.side;
        let mut equations = held();
        for known in &layout.known {
            let (x, y) = (usize::from(known.x), usize::from(known.y));
            equations.add(
                &self.near(x, y, side),
                if known.dark { 1.0 } else { -1.0 },
                1.0,
            );
        }
        for round in 0..=rounds {
            let Some(weights) = equations.solved() else {
                break;
            };
            self.modules.clear();
            for y in 0..side {
                for x in 0..side {
                    let near = self.near(x, y, side);
                    let sum: f32 = near.iter().zip(&weights).map(|(a, b)| a * b).sum();
                    let wide = side + 2 * REACH;
                    let trust = self.trust[(y + REACH) * wide + x + REACH];
                    self.modules.push(sum * trust);
                }
            }
            if round == rounds {
                break;
            }
            equations = held();
            for known in &layout.known {
                let (x, y) = (usize::from(known.x), usize::from(known.y));
                equations.add(
                    &self.near(x, y, side),
                    if known.dark { 1.0 } else { -1.0 },
                    1.0,
                );
            }
            for place in &layout.bits {
                let (x, y) = (usize::from(*place) % side, usize::from(*place) / side);
                let soft = self.modules[y * side + x];
                equations.add(&self.near(x, y, side), soft.signum(), soft.abs().min(1.0));
            }
        }
    }

    /// The modules for which the picture would look most as it does (box-constrained least squares): from those that
    /// [`Self::unmix`] left it is told how each spreads over its neighbours, and then one after the other takes the shade
    /// that leaves the least unexplained. It goes on where weighing neighbours drowns in noise.
    ///
    /// Both ways err in other places: what they say together is the answer.
    pub(crate) fn explain(&mut self, layout: &Layout) {
        self.unmixed.clear();
        self.unmixed.extend_from_slice(&self.modules);
        self.explained(layout);
        let share = |modules: &[f32]| {
            let sum: f32 = modules.iter().map(|module| module.abs()).sum();
            sum.max(f32::MIN_POSITIVE).recip() * modules.len() as f32
        };
        let (one, other) = (share(&self.unmixed), share(&self.modules));
        for (module, unmixed) in self.modules.iter_mut().zip(&self.unmixed) {
            *module = *module * other + unmixed * one;
        }
    }

    fn explained(&mut self, layout: &Layout) {
        let side = layout.side;
        let wide = side + 2 * REACH;
        self.guess.clear();
        // About a symbol it is light.
        self.guess.resize(wide * wide, -1.0);
        let place = |x: usize, y: usize| (y + REACH) * wide + x + REACH;
        for bit in &layout.bits {
            let (x, y) = (usize::from(*bit) % side, usize::from(*bit) / side);
            self.guess[place(x, y)] = self.modules[y * side + x].clamp(-1.0, 1.0);
        }
        for known in &layout.known {
            let (x, y) = (usize::from(known.x), usize::from(known.y));
            self.guess[place(x, y)] = if known.dark { 1.0 } else { -1.0 };
        }
        for _ in 0..EXPLANATIONS {
            let mut equations = held();
            for y in 0..side {
                for x in 0..side {
                    let at = place(x, y);
                    let near = neighbourhood(&self.guess, x, y, wide);
                    equations.add(&near, self.even[at], self.trust[at]);
                }
            }
            let Some(spread) = equations.solved() else {
                return;
            };
            self.spread = spread;
            self.left.clear();
            self.left.resize(wide * wide, 0.0);
            for y in 0..side {
                for x in 0..side {
                    let near = neighbourhood(&self.guess, x, y, wide);
                    let explained: f32 = near.iter().zip(&spread).map(|(a, b)| a * b).sum();
                    self.left[place(x, y)] = self.even[place(x, y)] - explained;
                }
            }
            let energy: f32 = spread[..NEAR].iter().map(|part| part * part).sum();
            if energy < 1e-3 {
                return;
            }
            for _ in 0..PASSES {
                for bit in &layout.bits {
                    let (x, y) = (usize::from(*bit) % side, usize::from(*bit) / side);
                    self.explain_one((x, y), (side, wide), &spread, energy);
                }
            }
        }
    }

    /// One module takes the shade that leaves the least unexplained.
    fn explain_one(
        &mut self,
        (x, y): (usize, usize),
        (side, wide): (usize, usize),
        spread: &[f32; WEIGHTS],
        energy: f32,
    ) {
        const WIDE: usize = 2 * REACH + 1;
        // A module's neighbour to the right has it to its left.
        let mut sum = 0.0;
        for (row, parts) in spread[..NEAR].chunks_exact(WIDE).rev().enumerate() {
            let left = &self.left[(y + row) * wide + x..][..WIDE];
            sum += parts
                .iter()
                .rev()
                .zip(left)
                .map(|(a, b)| a * b)
                .sum::<f32>();
        }
        let at = (y + REACH) * wide + x + REACH;
        let best = self.guess[at] + sum / energy;
        let change = best.clamp(-1.0, 1.0) - self.guess[at];
        self.guess[at] += change;
        self.modules[y * side + x] = best * self.trust[at];
        for (row, parts) in spread[..NEAR].chunks_exact(WIDE).rev().enumerate() {
            let left = &mut self.left[(y + row) * wide + x..][..WIDE];
            for (left, part) in left.iter_mut().zip(parts.iter().rev()) {
                *left -= part * change;
            }
        }
    }

    fn near(&self, x: usize, y: usize, side: usize) -> [f32; WEIGHTS] {
        neighbourhood(&self.even, x, y, side + 2 * REACH)
    }
}

/// Begun as if modules of a sharp picture had been seen.
fn held() -> Equations<WEIGHTS> {
    let mut equations = Equations::held(HOLD);
    equations.right[NEAR / 2] = HOLD;
    equations
}

/// What lies about a module, and 1.
pub(super) fn neighbourhood(all: &[f32], x: usize, y: usize, wide: usize) -> [f32; WEIGHTS] {
    let mut near = [0.0; WEIGHTS];
    near[NEAR] = 1.0;
    for (row, into) in near[..NEAR].chunks_exact_mut(2 * REACH + 1).enumerate() {
        into.copy_from_slice(&all[(y + row) * wide + x..][..2 * REACH + 1]);
    }
    near
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::noise::Noise;
    use crate::own::layout::Layouts;

    /// Errors among the bits before and after explaining, where each module spreads over its neighbours like that and
    /// there is so much noise.
    fn errors(sigma: f32, noise: f32) -> (usize, usize) {
        let mut layouts = Layouts::default();
        let layout = layouts.of(33).unwrap();
        let (side, wide) = (33, 33 + 2 * REACH);
        let mut noises = Noise::new(77);
        let mut random = || noises.next();
        let mut truth = vec![-1.0; wide * wide];
        let place = |x: usize, y: usize| (y + REACH) * wide + x + REACH;
        for bit in &layout.bits {
            let (x, y) = (usize::from(*bit) % side, usize::from(*bit) / side);
            truth[place(x, y)] = random().signum();
        }
        for known in &layout.known {
            let at = place(usize::from(known.x), usize::from(known.y));
            truth[at] = if known.dark { 1.0 } else { -1.0 };
        }
        let weight = |off: i32| (-((off * off) as f32) / (2.0 * sigma * sigma)).exp();
        let all: f32 = (-3..=3).map(weight).sum();
        let mut equaliser = Equaliser::default();
        for y in 0..wide as i32 {
            for x in 0..wide as i32 {
                let mut sum = 0.0;
                for dy in -3..=3 {
                    for dx in -3..=3 {
                        let (u, v) = (x + dx, y + dy);
                        let inside = (0..wide as i32).contains(&u) && (0..wide as i32).contains(&v);
                        let module = if inside {
                            truth[(v * wide as i32 + u) as usize]
                        } else {
                            -1.0
                        };
                        sum += module * weight(dx) * weight(dy) / (all * all);
                    }
                }
                equaliser
                    .even
                    .push(sum + noise * (random() + random() + random()));
                equaliser.trust.push(1.0);
            }
        }
        let wrong = |modules: &[f32]| {
            let bits = layout.bits.iter().map(|bit| usize::from(*bit));
            bits.filter(|bit| modules[*bit] * truth[place(bit % side, bit / side)] < 0.0)
                .count()
        };
        equaliser.plain(side);
        equaliser.unmix(layout, 2);
        let before = wrong(&equaliser.modules);
        equaliser.explained(layout);
        (before, wrong(&equaliser.modules))
    }

    #[test]
    fn what_modules_spread_over_each_other_is_explained() {
        for (sigma, noise, most_before, most_after) in [
            (0.5, 0.05, 0, 0),
            (0.7, 0.05, 20, 0),
            (0.8, 0.02, 80, 15),
            (0.8, 0.05, 90, 40),
        ] {
            let (before, after) = errors(sigma, noise);
            assert!(
                before <= most_before && after <= most_after,
                "{before} {after}"
            );
            assert!(after * 5 <= before * 3, "{sigma} {noise}: {before} {after}");
        }
    }
}
