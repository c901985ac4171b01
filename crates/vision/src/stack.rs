//! A part of successive frames, laid over each other.
//!
//! What is dim and out of focus drowns in a single frame's noise, and a badge is held up for many frames. Laid over each
//! other as it moves, they lose their noise and keep what they show. No mark is seen in it yet, so the part itself is
//! followed: roughly by its likeness, then by its slopes (Lucas and Kanade, "An Iterative Image Registration Technique",
//! 1981).

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    clippy::cast_possible_wrap,
    reason = "places in a frame are small; casts of floating point numbers saturate"
)]

use crate::Frame;
use crate::own::WINDOW_PIXELS;
use crate::view::halve;

/// Pixels a side of the part.
const SIDE: u32 = WINDOW_PIXELS;
/// It is looked for so many pixels further to each side than where it is expected.
const MARGIN: i32 = 32;
/// Frames that are laid over each other before it is given up for a while.
const MOST: u16 = 10;
/// The share that a frame has at least, those before it the less: lenses find their focus, and older frames are more
/// blurred than newer ones. One that is sharper than they has more, and a blurred one less.
const LEAST_SHARE: f32 = 0.4;
/// Frames that are left alone after that.
const REST: u8 = 6;

const HALF: usize = SIDE as usize / 2;
const QUARTER: usize = SIDE as usize / 4;
const NEAR_HALF: usize = HALF + MARGIN as usize;
const NEAR_QUARTER: usize = QUARTER + MARGIN as usize / 2;

/// Where the part is most like, it differs by less than this share of what it differs by elsewhere.
const ALIKE: f32 = 0.8;
/// After it was followed, what differs is at most this share of what the part shows.
const MOST_LEFT_OVER: f32 = 0.3;
/// Rounds in which slopes tell how far it is still off.
const ROUNDS: usize = 5;

/// Frames laid over each other, and the memory to do it in.
#[derive(Default)]
pub(crate) struct Stack {
    /// What they show together, in 256ths of a shade, and rounded.
    levels: Vec<u16>,
    mean: Vec<u8>,
    half: Vec<u8>,
    quarter: Vec<u8>,
    near_half: Vec<u8>,
    near_quarter: Vec<u8>,
    /// Top left corner of the part in the last frame.
    corner: (f32, f32),
    /// How far it moved from the frame before.
    moved: (f32, f32),
    count: u16,
    /// Frames in which nothing was made out.
    in_vain: u16,
    rest: u8,
    /// Where nothing was made out.
    passed: Option<(u32, u32)>,
}

impl Stack {
    /// Whether a part is being followed.
    pub(crate) fn is_under_way(&self) -> bool {
        self.count > 0
    }

    /// What they show is surely a symbol: it is not given up.
    pub(crate) fn go_on(&mut self) {
        self.in_vain = 0;
    }

    /// What there was is over.
    pub(crate) fn forget(&mut self) {
        (self.count, self.rest, self.passed) = (0, 0, None);
    }

    /// The part that was followed in vain: another is worth a look next.
    pub(crate) fn passed(&self) -> Option<(u32, u32)> {
        self.passed
    }

    /// Lays the next frame over those before it, or begins with the part at `start`. Whether it is worth a look at
    /// [`Self::part`].
    pub(crate) fn add(&mut self, frame: Frame<'_>, start: Option<(u32, u32)>) -> bool {
        if self.rest > 0 {
            self.rest -= 1;
            return false;
        }
        let followed = self.count > 0
            && self
                .follow(frame)
                .is_some_and(|(corner, weight)| self.lay(frame, corner, weight));
        if !followed {
            self.count = 0;
            if let Some((x, y)) = start {
                self.moved = (0.0, 0.0);
                self.corner = (x as f32, y as f32);
                self.lay(frame, self.corner, 1.0);
            }
            return false;
        }
        let worth = self.count >= 2;
        self.in_vain += 1;
        if self.in_vain >= MOST {
            (self.count, self.rest) = (0, REST);
            self.passed = Some((self.corner.0 as u32, self.corner.1 as u32));
        }
        worth
    }

    /// What the frames show together, and where its top left corner is in the last one.
    pub(crate) fn part(&self) -> Option<(Frame<'_>, (f32, f32))> {
        let frame = Frame::new(&self.mean, SIDE, SIDE, SIDE as usize).ok()?;
        Some((frame, self.corner))
    }

    /// Where the part is in the next frame, and how much that counts.
    fn follow(&mut self, frame: Frame<'_>) -> Option<((f32, f32), f32)> {
        let expected = |at: f32, moved: f32| (at + moved).round() as i32 - MARGIN;
        let (left, top) = (
            expected(self.corner.0, self.moved.0),
            expected(self.corner.1, self.moved.1),
        );
        halve(
            frame,
            (left, top),
            (NEAR_HALF, NEAR_HALF),
            &mut self.near_half,
        );
        let near = Frame::new(
            &self.near_half,
            NEAR_HALF as u32,
            NEAR_HALF as u32,
            NEAR_HALF,
        );
        halve(
            near.ok()?,
            (0, 0),
            (NEAR_QUARTER, NEAR_QUARTER),
            &mut self.near_quarter,
        );
        let (x, y) = most_alike(&self.quarter, &self.near_quarter)?;
        let (x, y) = slide(
            &self.half,
            &self.near_half,
            (2.0 * x as f32, 2.0 * y as f32),
        )?;
        let at = (x as usize, y as usize);
        let new = steepness(|y| &self.near_half[(y + at.1) * NEAR_HALF + at.0..][..HALF]);
        let old = steepness(|y| &self.half[y * HALF..][..HALF]);
        let weight = (new / old.max(1.0)).clamp(0.4, 2.0);
        Some(((left as f32 + 2.0 * x, top as f32 + 2.0 * y), weight))
    }

    /// Adds the part of a frame that begins at `corner`, and weighs so much; `false` where it is not wholly in it.
    fn lay(&mut self, frame: Frame<'_>, corner: (f32, f32), weight: f32) -> bool {
        let (width, height) = (frame.width(), frame.height());
        if width <= SIDE || height <= SIDE || corner.0 < 0.0 || corner.1 < 0.0 {
            return false;
        }
        // At the frame's edge there is nothing to interpolate with.
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
            self.in_vain = 1;
            self.levels.clear();
            self.levels.resize((SIDE * SIDE) as usize, 0);
        }
        self.count = self.count.saturating_add(1);
        let share =
            (64.0 * weight * f32::from(self.count).recip().max(LEAST_SHARE)).min(64.0) as i32;
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
            halve(mean, (0, 0), (HALF, HALF), &mut self.half);
        }
        if let Ok(half) = Frame::new(&self.half, HALF as u32, HALF as u32, HALF) {
            halve(half, (0, 0), (QUARTER, QUARTER), &mut self.quarter);
        }
        true
    }
}

/// How steep slopes are in a part, as the mean of their squares.
fn steepness<'a>(row: impl Fn(usize) -> &'a [u8]) -> f32 {
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

/// Where in the surroundings the part is, to a pixel; none where it is nowhere more than elsewhere.
fn most_alike(part: &[u8], near: &[u8]) -> Option<(usize, usize)> {
    // Exposure may have changed.
    let bias = mean_of(part.iter().copied()) - mean_of(near.iter().copied());
    let places = NEAR_QUARTER - QUARTER + 1;
    let (mut best, mut all) = ((u32::MAX, 0, 0), 0_u64);
    for down in 0..places {
        for right in 0..places {
            let mut apart = 0_u32;
            let rows = part.chunks_exact(QUARTER);
            for (ours, theirs) in rows.zip(near.chunks_exact(NEAR_QUARTER).skip(down)) {
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
    ((best.0 as f32) < usual * ALIKE).then_some((best.1, best.2))
}

/// Moves the part over its surroundings until slopes tell that it is there; none where it does not fit then.
fn slide(part: &[u8], near: &[u8], start: (f32, f32)) -> Option<(f32, f32)> {
    let (mut x, mut y) = start;
    let last = (NEAR_HALF - HALF) as f32 - 1.0;
    let mut left_over = f32::INFINITY;
    for _ in 0..ROUNDS {
        if !(0.0..last).contains(&x) || !(0.0..last).contains(&y) {
            return None;
        }
        let slopes = Slopes::of(part, near, (x, y));
        left_over = slopes.left_over;
        let (dx, dy) = slopes.off?;
        (x, y) = (x + dx.clamp(-2.0, 2.0), y + dy.clamp(-2.0, 2.0));
        if dx.hypot(dy) < 0.02 {
            break;
        }
    }
    (left_over < MOST_LEFT_OVER).then_some((x, y))
}

struct Slopes {
    /// How far the part is off.
    off: Option<(f32, f32)>,
    /// What differs, as a share of what the part shows.
    left_over: f32,
}

/// What is known of each pixel: slope across, slope down, what differs, what is shown.
const VALUES: usize = 4;

impl Slopes {
    fn of(part: &[u8], near: &[u8], (x, y): (f32, f32)) -> Self {
        let (column, row) = (x as usize, y as usize);
        let (right, below) = (x - column as f32, y - row as f32);
        let mut sums = [0.0_f32; VALUES];
        let mut products = [[0.0_f32; VALUES]; VALUES];
        let mut count = 0.0_f32;
        // Every third row tells enough.
        for line in (1..HALF - 1).step_by(3) {
            let ours = |off: usize| &part[(line + off - 1) * HALF..][..HALF];
            let (above, here, under) = (ours(0), ours(1), ours(2));
            let theirs = |off: usize| &near[(line + row + off) * NEAR_HALF + column..][..=HALF];
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
        // Where all slopes go one way, it may have moved anywhere along them.
        let off = (whole > 0.02 * xx * yy)
            .then(|| ((xy * yd - yy * xd) / whole, (xy * xd - xx * yd) / whole));
        Self {
            off,
            left_over: together(2, 2) / together(3, 3).max(1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OwnedFrame;
    use crate::noise::Noise;

    /// Blots, moved by so many pixels, each frame with noise of its own.
    fn blots(number: u32, (x, y): (f32, f32), noise: f32) -> OwnedFrame {
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
    fn a_part_is_followed_and_its_noise_goes() {
        let mut stack = Stack::default();
        for number in 0..u32::from(MOST) {
            let frame = blots(number, moved(number), 24.0);
            let worth = stack.add(frame.as_frame(), Some((150, 90)));
            assert_eq!(worth, number > 0);
            let (_, (x, y)) = stack.part().unwrap();
            let (right, down) = moved(number);
            assert!(
                (x - 150.0 - right).hypot(y - 90.0 - down) < 0.5,
                "{number}: {x} {y}"
            );
        }
        let truth = blots(0, (0.0, 0.0), 0.0);
        let (part, _) = stack.part().unwrap();
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
    fn what_is_somewhere_else_is_begun_anew() {
        let mut stack = Stack::default();
        stack.add(blots(0, (0.0, 0.0), 5.0).as_frame(), Some((150, 90)));
        stack.add(blots(1, (2.0, 1.0), 5.0).as_frame(), Some((150, 90)));
        assert_eq!(stack.count, 2);
        let other = OwnedFrame::filled(640, 480, 90).unwrap();
        assert!(!stack.add(other.as_frame(), None));
        assert!(!stack.is_under_way());
        assert!(!stack.add(other.as_frame(), Some((150, 90))));
        assert_eq!(stack.count, 1);
    }

    #[test]
    fn what_can_not_be_read_is_left_alone_for_a_while() {
        let mut stack = Stack::default();
        let frame = blots(0, (0.0, 0.0), 5.0);
        let looks = |stack: &mut Stack, hope: bool| {
            (0..3 * (MOST + u16::from(REST)))
                .filter(|_| {
                    let worth = stack.add(frame.as_frame(), Some((150, 90)));
                    if hope {
                        stack.go_on();
                    }
                    worth
                })
                .count()
        };
        // All but the first of each time.
        assert_eq!(looks(&mut stack, false), 3 * (usize::from(MOST) - 1));
        assert_eq!(stack.passed(), Some((150, 90)));
        stack.forget();
        assert_eq!(stack.passed(), None);
        assert_eq!(
            looks(&mut stack, true),
            3 * usize::from(MOST + u16::from(REST)) - 1
        );
    }

    #[test]
    fn a_sharper_frame_counts_more_than_a_blurred_one() {
        let flat = |frame: &OwnedFrame| {
            let mut frame = frame.clone();
            for pixel in frame.pixels_mut() {
                *pixel =
                    120 + (pixel.saturating_sub(120)) / 2 - (120_u8.saturating_sub(*pixel)) / 2;
            }
            frame
        };
        let sharp = blots(0, (0.0, 0.0), 0.0);
        let dull = flat(&sharp);
        let shown = |frames: [&OwnedFrame; 3]| {
            let mut stack = Stack::default();
            for frame in frames {
                stack.add(frame.as_frame(), Some((150, 90)));
            }
            let (part, _) = stack.part().unwrap();
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
    fn small_frames_and_parts_at_the_edge_are_let_be() {
        let mut stack = Stack::default();
        for (width, height) in [(1, 1), (320, 320), (321, 100), (321, 321)] {
            let frame = OwnedFrame::filled(width, height, 80).unwrap();
            for start in [(0, 0), (5, 5), (4000, 4000)] {
                for _ in 0..3 {
                    stack.add(frame.as_frame(), Some(start));
                }
            }
        }
        assert!(stack.part().is_none_or(|(part, _)| part.width() == SIDE));
    }
}
