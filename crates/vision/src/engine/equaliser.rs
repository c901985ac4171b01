//! Samples a symbol's modules and undoes the blur between them.
//!
//! A picture that is out of focus or moved mixes each module with its neighbours. The function patterns are some hundred
//! modules whose values are known in advance; a linear least-squares equaliser, as in modems, is trained on them and then,
//! decision-directed, on all modules. Where noise is too strong for that, the modules are deconvolved: box-constrained
//! least squares under an estimated kernel.

use super::grid_pose::GridPose;
use super::layout::Layout;
use super::least_squares::NormalEquations;
use super::sampler::Sampler;
use crate::tuning;

/// Modules to each side of a module that the filter covers.
pub(super) const REACH: usize = 2;
/// Modules that the filter covers.
pub(super) const NEAR: usize = (2 * REACH + 1) * (2 * REACH + 1);
/// Filter coefficients: one a module, one for a constant offset, and two that are always 0 so that sums are of whole SIMD
/// vectors.
pub(super) const COEFFICIENTS: usize = NEAR + 3;

/// The modules of a symbol, and the buffers to compute them.
#[derive(Default)]
pub(crate) struct Equaliser {
    /// Sampled luminance, with [`REACH`] modules more on each side.
    shades: Vec<f32>,
    sums: Vec<(f32, f32)>,
    /// Luminance normalised by local mean and contrast; positive is dark.
    pub(super) levels: Vec<f32>,
    /// Reliability of each level, 0 to 1, by the local contrast.
    pub(super) weights: Vec<f32>,
    /// Local contrast of each module, as a standard deviation.
    pub(super) contrasts: Vec<f32>,
    /// Estimated modules, with [`REACH`] more on each side.
    pub(super) estimate: Vec<f32>,
    /// Levels less what the estimate explains.
    residual: Vec<f32>,
    equalised: Vec<f32>,
    /// Estimated kernel by which a module spreads over its neighbours.
    pub(super) kernel: [f32; COEFFICIENTS],
    /// The result: positive is dark, row by row.
    pub(crate) modules: Vec<f32>,
}

impl Equaliser {
    /// Samples and normalises the modules; `false` for a degenerate pose.
    pub(crate) fn sample(&mut self, sampler: &Sampler<'_>, pose: &GridPose) -> bool {
        let Some(map) = pose.map() else { return false };
        let wide = pose.side + 2 * REACH;
        self.shades.clear();
        // Large modules are sampled at more places.
        let spread = if pose.module() > tuning::EQUALISER_SUPERSAMPLE.get() {
            tuning::EQUALISER_SAMPLE_OFFSET.get()
        } else {
            0.0
        };
        for y in 0..wide {
            for x in 0..wide {
                let at = |dx: f32, dy: f32| {
                    let module = |at: usize, off: f32| at as f32 - REACH as f32 + 0.5 + off;
                    sampler.at(map.at((module(x, dx), module(y, dy))))
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
                    .push(if pose.dark { shade } else { 255.0 - shade });
            }
        }
        self.normalise(pose.side);
        true
    }

    /// Normalises the samples by their local mean and contrast.
    fn normalise(&mut self, side: usize) {
        let reach = tuning::EQUALISER_LOCAL_REACH.get();
        let wide = side + 2 * REACH;
        // Summed-area tables of the shades and of their squares.
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
        let local = |x: usize, y: usize| {
            let clip = |at: usize| {
                let least = REACH;
                (
                    at.saturating_sub(reach).max(least),
                    (at + reach + 1).min(wide - REACH),
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
        let typical = local(wide / 2, wide / 2).1;
        let whole = {
            let all = self.sums[(wide + 1) * (wide + 1) - 1];
            let count = (wide * wide) as f32;
            (all.1 / count - (all.0 / count).powi(2)).max(0.0).sqrt()
        };
        let usual = typical
            .max(whole * tuning::EQUALISER_TYPICAL_CONTRAST.get())
            .max(1.0);
        let (least_contrast, most_level) = (
            tuning::EQUALISER_LOCAL_CONTRAST_MIN.get(),
            tuning::EQUALISER_LEVEL_MAX.get(),
        );
        self.levels.clear();
        self.weights.clear();
        self.contrasts.clear();
        for y in 0..wide {
            for x in 0..wide {
                let (mean, contrast) = local(
                    x.clamp(REACH, wide - 1 - REACH),
                    y.clamp(REACH, wide - 1 - REACH),
                );
                let contrast = contrast.max(usual * least_contrast);
                let shade = self.shades[y * wide + x] - 128.0;
                self.levels
                    .push(((mean - shade) / contrast).clamp(-most_level, most_level));
                self.weights.push((contrast / usual).min(1.0));
                self.contrasts.push(contrast);
            }
        }
    }

    /// Takes the levels as the modules, without any filter.
    pub(crate) fn raw(&mut self, side: usize) {
        let wide = side + 2 * REACH;
        self.modules.clear();
        for y in 0..side {
            let row = &self.levels[(y + REACH) * wide + REACH..][..side];
            self.modules.extend_from_slice(row);
        }
    }

    /// Agreement of the function patterns with the modules: 1 is full agreement, 0 chance.
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

    /// Filters the modules by an equaliser that is trained on the function patterns, and in `rounds` further rounds on its
    /// own decisions too.
    pub(crate) fn equalise(&mut self, layout: &Layout, rounds: usize) {
        let side = layout.side;
        let mut equations = identity_filter();
        for known in &layout.known {
            let (x, y) = (usize::from(known.x), usize::from(known.y));
            equations.add(
                &self.near(x, y, side),
                if known.dark { 1.0 } else { -1.0 },
                1.0,
            );
        }
        for round in 0..=rounds {
            let Some(filter) = equations.solve() else {
                break;
            };
            self.modules.clear();
            for y in 0..side {
                for x in 0..side {
                    let near = self.near(x, y, side);
                    let sum: f32 = near.iter().zip(&filter).map(|(a, b)| a * b).sum();
                    let wide = side + 2 * REACH;
                    let weight = self.weights[(y + REACH) * wide + x + REACH];
                    self.modules.push(sum * weight);
                }
            }
            if round == rounds {
                break;
            }
            equations = identity_filter();
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

    /// Deconvolves the modules after [`Self::equalise`]: box-constrained least squares by coordinate descent, under a kernel
    /// that is estimated from the equalised modules. It works where the equaliser amplifies too much noise.
    ///
    /// Both methods err in different modules, so the result is the sum of both.
    pub(crate) fn deconvolve(&mut self, layout: &Layout) {
        self.equalised.clear();
        self.equalised.extend_from_slice(&self.modules);
        self.estimate_modules(layout);
        let share = |modules: &[f32]| {
            let sum: f32 = modules.iter().map(|module| module.abs()).sum();
            sum.max(f32::MIN_POSITIVE).recip() * modules.len() as f32
        };
        let (one, other) = (share(&self.equalised), share(&self.modules));
        for (module, equalised) in self.modules.iter_mut().zip(&self.equalised) {
            *module = *module * other + equalised * one;
        }
    }

    fn estimate_modules(&mut self, layout: &Layout) {
        let side = layout.side;
        let wide = side + 2 * REACH;
        self.estimate.clear();
        // The quiet zone is light.
        self.estimate.resize(wide * wide, -1.0);
        let place = |x: usize, y: usize| (y + REACH) * wide + x + REACH;
        for bit in &layout.bits {
            let (x, y) = (usize::from(*bit) % side, usize::from(*bit) / side);
            self.estimate[place(x, y)] = self.modules[y * side + x].clamp(-1.0, 1.0);
        }
        for known in &layout.known {
            let (x, y) = (usize::from(known.x), usize::from(known.y));
            self.estimate[place(x, y)] = if known.dark { 1.0 } else { -1.0 };
        }
        for _ in 0..tuning::DECONVOLVE_ROUNDS.get() {
            let mut equations = identity_filter();
            for y in 0..side {
                for x in 0..side {
                    let at = place(x, y);
                    let near = neighbourhood(&self.estimate, x, y, wide);
                    equations.add(&near, self.levels[at], self.weights[at]);
                }
            }
            let Some(kernel) = equations.solve() else {
                return;
            };
            self.kernel = kernel;
            self.residual.clear();
            self.residual.resize(wide * wide, 0.0);
            for y in 0..side {
                for x in 0..side {
                    let near = neighbourhood(&self.estimate, x, y, wide);
                    let explained: f32 = near.iter().zip(&kernel).map(|(a, b)| a * b).sum();
                    self.residual[place(x, y)] = self.levels[place(x, y)] - explained;
                }
            }
            let energy: f32 = kernel[..NEAR].iter().map(|part| part * part).sum();
            if energy < 1e-3 {
                return;
            }
            for _ in 0..tuning::DECONVOLVE_PASSES.get() {
                for bit in &layout.bits {
                    let (x, y) = (usize::from(*bit) % side, usize::from(*bit) / side);
                    self.descend((x, y), (side, wide), &kernel, energy);
                }
            }
        }
    }

    /// Sets one module to the value that leaves the least residual.
    fn descend(
        &mut self,
        (x, y): (usize, usize),
        (side, wide): (usize, usize),
        kernel: &[f32; COEFFICIENTS],
        energy: f32,
    ) {
        const WIDE: usize = 2 * REACH + 1;
        // The kernel is reversed: a module's right neighbour has it on its left.
        let mut sum = 0.0;
        for (row, parts) in kernel[..NEAR].chunks_exact(WIDE).rev().enumerate() {
            let residual = &self.residual[(y + row) * wide + x..][..WIDE];
            sum += parts
                .iter()
                .rev()
                .zip(residual)
                .map(|(a, b)| a * b)
                .sum::<f32>();
        }
        let at = (y + REACH) * wide + x + REACH;
        let best = self.estimate[at] + sum / energy;
        let change = best.clamp(-1.0, 1.0) - self.estimate[at];
        self.estimate[at] += change;
        self.modules[y * side + x] = best * self.weights[at];
        for (row, parts) in kernel[..NEAR].chunks_exact(WIDE).rev().enumerate() {
            let residual = &mut self.residual[(y + row) * wide + x..][..WIDE];
            for (residual, part) in residual.iter_mut().zip(parts.iter().rev()) {
                *residual -= part * change;
            }
        }
    }

    fn near(&self, x: usize, y: usize, side: usize) -> [f32; COEFFICIENTS] {
        neighbourhood(&self.levels, x, y, side + 2 * REACH)
    }
}

/// Normal equations that are drawn to the filter of a sharp picture: the module itself and none of its neighbours.
fn identity_filter() -> NormalEquations<COEFFICIENTS> {
    let ridge = tuning::EQUALISER_RIDGE.get();
    let mut equations = NormalEquations::with_ridge(ridge);
    equations.right[NEAR / 2] = ridge;
    equations
}

/// The values around a module, and 1 for the constant offset.
pub(super) fn neighbourhood(all: &[f32], x: usize, y: usize, wide: usize) -> [f32; COEFFICIENTS] {
    let mut near = [0.0; COEFFICIENTS];
    near[NEAR] = 1.0;
    for (row, into) in near[..NEAR].chunks_exact_mut(2 * REACH + 1).enumerate() {
        into.copy_from_slice(&all[(y + row) * wide + x..][..2 * REACH + 1]);
    }
    near
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::layout::Layouts;
    use crate::test_frames::Noise;

    /// Wrong bits after equalising and after deconvolving a symbol with a Gaussian blur of `sigma` modules and noise.
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
                    .levels
                    .push(sum + noise * (random() + random() + random()));
                equaliser.weights.push(1.0);
            }
        }
        let wrong = |modules: &[f32]| {
            let bits = layout.bits.iter().map(|bit| usize::from(*bit));
            bits.filter(|bit| modules[*bit] * truth[place(bit % side, bit / side)] < 0.0)
                .count()
        };
        equaliser.raw(side);
        equaliser.equalise(layout, 2);
        let before = wrong(&equaliser.modules);
        equaliser.estimate_modules(layout);
        (before, wrong(&equaliser.modules))
    }

    #[test]
    fn blur_between_modules_is_deconvolved() {
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
