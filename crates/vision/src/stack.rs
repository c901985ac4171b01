//! Stacks a window of successive frames (image stacking), so that noise averages out.
//!
//! A dim and defocused symbol drowns in the noise of a single frame, and a badge is held up for many frames. No finder
//! pattern is seen in the window yet, so the window itself is followed: roughly by template matching, and then to a
//! fraction of a pixel by image registration (Lucas and Kanade, "An Iterative Image Registration Technique", 1981).

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    clippy::cast_possible_wrap,
    reason = "places in a frame are small; casts of floating point numbers saturate"
)]

use crate::engine::WINDOW_PIXELS;
use crate::frame::Frame;
use crate::tuning;
use crate::view::downscale_by_two;

/// Side of the window, in pixels.
const SIDE: u32 = WINDOW_PIXELS;
/// Pixels by which the window is searched beyond its expected place, to each side.
const MARGIN: i32 = 32;

const HALF: usize = SIDE as usize / 2;
const QUARTER: usize = SIDE as usize / 4;
const SEARCH_HALF: usize = HALF + MARGIN as usize;
const SEARCH_QUARTER: usize = QUARTER + MARGIN as usize / 2;

/// The stacked window, and the buffers to follow it.
#[derive(Default)]
pub(crate) struct Stack {
    /// The stacked luminance, in 256ths of a level.
    levels: Vec<u16>,
    /// The stacked luminance, rounded.
    mean: Vec<u8>,
    half: Vec<u8>,
    quarter: Vec<u8>,
    search_half: Vec<u8>,
    search_quarter: Vec<u8>,
    /// Top left corner of the window in the last frame.
    corner: (f32, f32),
    /// Movement of the window from the frame before.
    moved: (f32, f32),
    /// Number of frames in the stack.
    count: u16,
    /// Number of frames since the window was begun or a likely symbol was seen in it.
    failures: u16,
    /// Number of frames that are skipped.
    pause: u8,
    /// The window that was given up last.
    excluded: Option<(u32, u32)>,
}

impl Stack {
    /// Whether a window is followed.
    pub(crate) fn is_active(&self) -> bool {
        self.count > 0
    }

    /// Keeps the window, because it shows a likely symbol.
    pub(crate) fn keep(&mut self) {
        self.failures = 0;
    }

    /// Drops the window and begins anew.
    pub(crate) fn reset(&mut self) {
        (self.count, self.pause, self.excluded) = (0, 0, None);
    }

    /// The window that was given up, so that another one is tried next.
    pub(crate) fn excluded(&self) -> Option<(u32, u32)> {
        self.excluded
    }

    /// Adds the next frame to the stack, or begins a stack with the window at `start`. Returns whether the stack has
    /// several frames, so that [`Self::window`] is worth reading.
    pub(crate) fn add(&mut self, frame: Frame<'_>, start: Option<(u32, u32)>) -> bool {
        if self.pause > 0 {
            self.pause -= 1;
            return false;
        }
        let followed = self.count > 0
            && self
                .follow(frame)
                .is_some_and(|(corner, weight)| self.blend(frame, corner, weight));
        if !followed {
            self.count = 0;
            if let Some((x, y)) = start {
                self.moved = (0.0, 0.0);
                self.corner = (x as f32, y as f32);
                self.blend(frame, self.corner, 1.0);
            }
            return false;
        }
        let worth_reading = self.count >= 2;
        self.failures += 1;
        if self.failures >= tuning::STACK_FRAMES_MAX.get() {
            (self.count, self.pause) = (0, tuning::STACK_PAUSE_FRAMES.get());
            self.excluded = Some((self.corner.0 as u32, self.corner.1 as u32));
        }
        worth_reading
    }

    /// The stacked window, and its top left corner in the last frame.
    pub(crate) fn window(&self) -> Option<(Frame<'_>, (f32, f32))> {
        let frame = Frame::new(&self.mean, SIDE, SIDE, SIDE as usize).ok()?;
        Some((frame, self.corner))
    }

    /// The place of the window in the next frame, and the weight of that frame by its sharpness.
    fn follow(&mut self, frame: Frame<'_>) -> Option<((f32, f32), f32)> {
        let expected = |at: f32, moved: f32| (at + moved).round() as i32 - MARGIN;
        let (left, top) = (
            expected(self.corner.0, self.moved.0),
            expected(self.corner.1, self.moved.1),
        );
        downscale_by_two(
            frame,
            (left, top),
            (SEARCH_HALF, SEARCH_HALF),
            &mut self.search_half,
        );
        let near = Frame::new(
            &self.search_half,
            SEARCH_HALF as u32,
            SEARCH_HALF as u32,
            SEARCH_HALF,
        );
        downscale_by_two(
            near.ok()?,
            (0, 0),
            (SEARCH_QUARTER, SEARCH_QUARTER),
            &mut self.search_quarter,
        );
        let (x, y) = match_template(&self.quarter, &self.search_quarter)?;
        let (x, y) = register(
            &self.half,
            &self.search_half,
            (2.0 * x as f32, 2.0 * y as f32),
        )?;
        let at = (x as usize, y as usize);
        let new = sharpness(|y| &self.search_half[(y + at.1) * SEARCH_HALF + at.0..][..HALF]);
        let old = sharpness(|y| &self.half[y * HALF..][..HALF]);
        let weight = (new / old.max(1.0)).clamp(
            tuning::STACK_SHARPNESS_MIN.get(),
            tuning::STACK_SHARPNESS_MAX.get(),
        );
        Some(((left as f32 + 2.0 * x, top as f32 + 2.0 * y), weight))
    }

    /// Blends the window at `corner` of a frame into the stack; `false` if it is not wholly inside the frame.
    fn blend(&mut self, frame: Frame<'_>, corner: (f32, f32), weight: f32) -> bool {
        let (width, height) = (frame.width(), frame.height());
        if width <= SIDE || height <= SIDE || corner.0 < 0.0 || corner.1 < 0.0 {
            return false;
        }
        // At the frame's edge there is no pixel to interpolate with.
        let at = |corner: f32, last: u32| {
            let whole = (corner as u32).min(last);
            let part = ((corner - whole as f32) * 16.0).round() as i32;
            (corner < last as f32 + 1.0).then_some((whole, part.min(15)))
        };
        let (Some((x, right)), Some((y, below))) = (
            at(corner.0, width - SIDE - 1),
            at(corner.1, height - SIDE - 1),
        ) else {
            return false;
        };
        if self.count == 0 {
            self.failures = 1;
            self.levels.clear();
            self.levels.resize((SIDE * SIDE) as usize, 0);
        }
        self.count = self.count.saturating_add(1);
        let share = (64.0
            * weight
            * f32::from(self.count)
                .recip()
                .max(tuning::STACK_WEIGHT_MIN.get()))
        .min(64.0) as i32;
        let weights = [
            (16 - right) * (16 - below),
            right * (16 - below),
            (16 - right) * below,
            right * below,
        ];
        let row = |y: u32| &frame.row(y)[x as usize..=(x + SIDE) as usize];
        self.mean.clear();
        for (line, levels) in (y..).zip(self.levels.chunks_exact_mut(SIDE as usize)) {
            let (upper, lower) = (row(line), row(line + 1));
            let pixels = upper
                .iter()
                .zip(&upper[1..])
                .zip(lower.iter().zip(&lower[1..]));
            for (level, ((a, b), (c, d))) in levels.iter_mut().zip(pixels) {
                let mixed = [a, b, c, d]
                    .into_iter()
                    .zip(weights)
                    .map(|(pixel, weight)| i32::from(*pixel) * weight)
                    .sum::<i32>();
                let before = i32::from(*level);
                *level = (before + (((mixed - before) * share) >> 6)) as u16;
            }
            self.mean
                .extend(levels.iter().map(|level| (*level >> 8) as u8));
        }
        if self.count > 1 {
            self.moved = (corner.0 - self.corner.0, corner.1 - self.corner.1);
        }
        self.corner = corner;
        if let Ok(mean) = Frame::new(&self.mean, SIDE, SIDE, SIDE as usize) {
            downscale_by_two(mean, (0, 0), (HALF, HALF), &mut self.half);
        }
        if let Ok(half) = Frame::new(&self.half, HALF as u32, HALF as u32, HALF) {
            downscale_by_two(half, (0, 0), (QUARTER, QUARTER), &mut self.quarter);
        }
        true
    }
}

/// Sharpness of a window, as the mean squared gradient.
fn sharpness<'a>(row: impl Fn(usize) -> &'a [u8]) -> f32 {
    let mut sum = 0_u64;
    for y in (0..HALF - 1).step_by(2) {
        let (here, under) = (row(y), row(y + 1));
        let apart = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
        let pairs = here.windows(2).zip(under);
        let row = pairs.map(|(pair, below)| apart(pair[0], pair[1]) + apart(pair[0], *below));
        sum += u64::from(row.sum::<u32>());
    }
    sum as f32 / ((HALF / 2) * HALF) as f32
}

fn mean_of(pixels: impl ExactSizeIterator<Item = u8>) -> i16 {
    let count = pixels.len().max(1);
    (pixels.map(usize::from).sum::<usize>() / count) as i16
}

/// Finds the window in its search area to a pixel by the least sum of absolute differences; `None` if no place stands out.
fn match_template(part: &[u8], near: &[u8]) -> Option<(usize, usize)> {
    // The exposure may have changed.
    let bias = mean_of(part.iter().copied()) - mean_of(near.iter().copied());
    let places = SEARCH_QUARTER - QUARTER + 1;
    let (mut best, mut all) = ((u32::MAX, 0, 0), 0_u64);
    for down in 0..places {
        for right in 0..places {
            let mut apart = 0_u32;
            let rows = part.chunks_exact(QUARTER);
            for (ours, theirs) in rows.zip(near.chunks_exact(SEARCH_QUARTER).skip(down)) {
                // A row is 80 pixels, each no further apart than 510.
                apart += u32::from(
                    ours.iter()
                        .zip(&theirs[right..])
                        .map(|(a, b)| (i16::from(*a) - i16::from(*b) - bias).unsigned_abs())
                        .sum::<u16>(),
                );
            }
            all += u64::from(apart);
            best = best.min((apart, right, down));
        }
    }
    let usual = all as f32 / (places * places) as f32;
    ((best.0 as f32) < usual * tuning::STACK_MATCH_MAX.get()).then_some((best.1, best.2))
}

/// Registers the window in its search area by Lucas-Kanade iterations; `None` if it does not fit then.
fn register(part: &[u8], near: &[u8], start: (f32, f32)) -> Option<(f32, f32)> {
    let (mut x, mut y) = start;
    let last = (SEARCH_HALF - HALF) as f32 - 1.0;
    let most = tuning::STACK_STEP_MAX.get();
    let mut residual = f32::INFINITY;
    for _ in 0..tuning::STACK_ITERATIONS.get() {
        if !(0.0..last).contains(&x) || !(0.0..last).contains(&y) {
            return None;
        }
        let step = Step::of(part, near, (x, y));
        residual = step.residual;
        let (dx, dy) = step.shift?;
        (x, y) = (x + dx.clamp(-most, most), y + dy.clamp(-most, most));
        if dx.hypot(dy) < tuning::STACK_CONVERGED.get() {
            break;
        }
    }
    (residual < tuning::STACK_RESIDUAL_MAX.get()).then_some((x, y))
}

/// One Lucas-Kanade iteration.
struct Step {
    /// The shift that the gradients and differences tell; `None` where all gradients are parallel.
    shift: Option<(f32, f32)>,
    /// Variance of the difference relative to that of the window.
    residual: f32,
}

/// Values of each pixel: gradient across, gradient down, difference, luminance.
const VALUES: usize = 4;

impl Step {
    fn of(part: &[u8], near: &[u8], (x, y): (f32, f32)) -> Self {
        let (column, row) = (x as usize, y as usize);
        let (right, below) = (x - column as f32, y - row as f32);
        let mut sums = [0.0_f32; VALUES];
        let mut products = [[0.0_f32; VALUES]; VALUES];
        let mut count = 0.0_f32;
        // Every third row is enough.
        for line in (1..HALF - 1).step_by(3) {
            let ours = |off: usize| &part[(line + off - 1) * HALF..][..HALF];
            let (above, here, under) = (ours(0), ours(1), ours(2));
            let theirs = |off: usize| &near[(line + row + off) * SEARCH_HALF + column..][..=HALF];
            let (upper, lower) = (theirs(0), theirs(1));
            for at in 1..HALF - 1 {
                let mix = |pixels: &[u8]| {
                    let (a, b) = (f32::from(pixels[at]), f32::from(pixels[at + 1]));
                    a + (b - a) * right
                };
                let apart = |a: u8, b: u8| (f32::from(a) - f32::from(b)) / 2.0;
                let (top, bottom) = (mix(upper), mix(lower));
                let shown = f32::from(here[at]);
                let values = [
                    apart(here[at + 1], here[at - 1]),
                    apart(under[at], above[at]),
                    top + (bottom - top) * below - shown,
                    shown,
                ];
                for (first, products) in products.iter_mut().enumerate() {
                    sums[first] += values[first];
                    for (second, product) in products.iter_mut().enumerate().skip(first) {
                        *product += values[first] * values[second];
                    }
                }
                count += 1.0;
            }
        }
        let together =
            |one: usize, other: usize| products[one][other] - sums[one] * sums[other] / count;
        let (xx, xy, yy) = (together(0, 0), together(0, 1), together(1, 1));
        let (xd, yd) = (together(0, 2), together(1, 2));
        let whole = xx * yy - xy * xy;
        // The aperture problem: across parallel gradients the shift is not determined.
        let shift = (whole > tuning::STACK_APERTURE_MIN.get() * xx * yy)
            .then(|| ((xy * yd - yy * xd) / whole, (xy * xd - xx * yd) / whole));
        Self {
            shift,
            residual: together(2, 2) / together(3, 3).max(1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::OwnedFrame;
    use crate::test_frames::Noise;

    /// A smooth texture, shifted by so many pixels, with different noise in each frame.
    fn texture(number: u32, (x, y): (f32, f32), noise: f32) -> OwnedFrame {
        let mut noises = Noise::new(number.wrapping_mul(0x9e37_79b9) | 1);
        let mut frame = OwnedFrame::filled(640, 480, 0).unwrap();
        for (index, pixel) in frame.pixels_mut().iter_mut().enumerate() {
            let (u, v) = ((index % 640) as f32 - x, (index / 640) as f32 - y);
            let shade =
                120.0 + 25.0 * ((u / 7.0).sin() * (v / 9.0).cos() + (u / 31.0 + v / 23.0).sin());
            *pixel = (shade + noise * noises.next()) as u8;
        }
        frame
    }

    fn moved(number: u32) -> (f32, f32) {
        let number = number as f32;
        (2.3 * number, 9.0 * (number * 0.7).sin())
    }

    #[test]
    fn a_window_is_followed_and_its_noise_averages_out() {
        let mut stack = Stack::default();
        for number in 0..u32::from(tuning::STACK_FRAMES_MAX.get()) {
            let frame = texture(number, moved(number), 24.0);
            let worth = stack.add(frame.as_frame(), Some((150, 90)));
            assert_eq!(worth, number > 0);
            let (_, (x, y)) = stack.window().unwrap();
            let (right, down) = moved(number);
            assert!(
                (x - 150.0 - right).hypot(y - 90.0 - down) < 0.5,
                "{number}: {x} {y}"
            );
        }
        let truth = texture(0, (0.0, 0.0), 0.0);
        let (part, _) = stack.window().unwrap();
        let apart = (0..SIDE)
            .flat_map(|y| (0..SIDE).map(move |x| (x, y)))
            .map(|(x, y)| {
                let truth = truth.as_frame().pixel(x + 150, y + 90).unwrap();
                f32::from(part.pixel(x, y).unwrap().abs_diff(truth))
            });
        let mean = apart.sum::<f32>() / (SIDE * SIDE) as f32;
        // A single frame is 12 off.
        assert!(mean < 7.0, "{mean}");
    }

    #[test]
    fn a_window_that_is_lost_begins_anew() {
        let mut stack = Stack::default();
        stack.add(texture(0, (0.0, 0.0), 5.0).as_frame(), Some((150, 90)));
        stack.add(texture(1, (2.0, 1.0), 5.0).as_frame(), Some((150, 90)));
        assert_eq!(stack.count, 2);
        let other = OwnedFrame::filled(640, 480, 90).unwrap();
        assert!(!stack.add(other.as_frame(), None));
        assert!(!stack.is_active());
        assert!(!stack.add(other.as_frame(), Some((150, 90))));
        assert_eq!(stack.count, 1);
    }

    #[test]
    fn a_window_without_a_symbol_is_given_up_for_a_while() {
        let mut stack = Stack::default();
        let frame = texture(0, (0.0, 0.0), 5.0);
        let looks = |stack: &mut Stack, hope: bool| {
            (0..3 * (tuning::STACK_FRAMES_MAX.get() + u16::from(tuning::STACK_PAUSE_FRAMES.get())))
                .filter(|_| {
                    let worth = stack.add(frame.as_frame(), Some((150, 90)));
                    if hope {
                        stack.keep();
                    }
                    worth
                })
                .count()
        };
        // All but the first of each time.
        assert_eq!(
            looks(&mut stack, false),
            3 * (usize::from(tuning::STACK_FRAMES_MAX.get()) - 1)
        );
        assert_eq!(stack.excluded(), Some((150, 90)));
        stack.reset();
        assert_eq!(stack.excluded(), None);
        assert_eq!(
            looks(&mut stack, true),
            3 * usize::from(
                tuning::STACK_FRAMES_MAX.get() + u16::from(tuning::STACK_PAUSE_FRAMES.get())
            ) - 1
        );
    }

    #[test]
    fn a_sharp_frame_has_more_weight_than_a_blurred_one() {
        let flat = |frame: &OwnedFrame| {
            let mut frame = frame.clone();
            for pixel in frame.pixels_mut() {
                *pixel =
                    120 + (pixel.saturating_sub(120)) / 2 - (120_u8.saturating_sub(*pixel)) / 2;
            }
            frame
        };
        let sharp = texture(0, (0.0, 0.0), 0.0);
        let dull = flat(&sharp);
        let shown = |frames: [&OwnedFrame; 3]| {
            let mut stack = Stack::default();
            for frame in frames {
                stack.add(frame.as_frame(), Some((150, 90)));
            }
            let (part, _) = stack.window().unwrap();
            // Of what is shown sharply, the share that is left.
            let pixels = (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (x, y)));
            let (shown, all) = pixels.fold((0.0, 0.0), |sum, (x, y)| {
                let off = |pixel: Option<u8>| (f32::from(pixel.unwrap()) - 120.0).abs();
                (
                    sum.0 + off(part.pixel(x, y)),
                    sum.1 + off(sharp.as_frame().pixel(x + 150, y + 90)),
                )
            });
            shown / all
        };
        let (last_sharp, last_dull) = (
            shown([&dull, &dull, &sharp]),
            shown([&sharp, &sharp, &dull]),
        );
        // With equal shares of 0.4 each would be as near to its last frame as the other.
        assert!(last_sharp > 0.78, "{last_sharp}");
        assert!(last_dull > 0.85, "{last_dull}");
    }

    #[test]
    fn small_frames_and_windows_at_the_edge_are_skipped() {
        let mut stack = Stack::default();
        for (width, height) in [(1, 1), (320, 320), (321, 100), (321, 321)] {
            let frame = OwnedFrame::filled(width, height, 80).unwrap();
            for start in [(0, 0), (5, 5), (4000, 4000)] {
                for _ in 0..3 {
                    stack.add(frame.as_frame(), Some(start));
                }
            }
        }
        assert!(stack.window().is_none_or(|(part, _)| part.width() == SIDE));
    }
}
