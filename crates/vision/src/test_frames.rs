//! Frames for tests: blurred and noisy symbols, the same in every run.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a test's pixels are few"
)]

use crate::frame::OwnedFrame;

/// Marsaglia's xorshift ("Xorshift RNGs", 2003).
pub(crate) struct Noise(u32);

impl Noise {
    /// A sequence by its seed; with the seed 0 it is all -1.
    pub(crate) fn new(seed: u32) -> Self {
        Self(seed)
    }

    /// The next number, from -1 to 1.
    pub(crate) fn next(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        (self.0 >> 8) as f32 / 8_388_608.0 - 1.0
    }
}

/// A frame that is dark where `dark` says and light elsewhere, with a Gaussian blur of `sigma` pixels.
pub(crate) fn blurred(
    (width, height): (u32, u32),
    sigma: f32,
    dark: impl Fn(f32, f32) -> bool,
) -> OwnedFrame {
    let weight = |off: f32| (-off * off / 2.0).exp();
    let mut frame = OwnedFrame::filled(width, height, 0).unwrap();
    for (index, pixel) in (0..).zip(frame.pixels_mut()) {
        let (x, y) = ((index % width) as f32 + 0.5, (index / width) as f32 + 0.5);
        let (mut sum, mut all) = (0.0, 0.0);
        for down in -6..=6_i16 {
            for right in -6..=6_i16 {
                let (u, v) = (f32::from(right) / 2.5, f32::from(down) / 2.5);
                let weight = weight(u) * weight(v);
                let shade = if dark(x + u * sigma, y + v * sigma) {
                    40.0
                } else {
                    210.0
                };
                (sum, all) = (sum + shade * weight, all + weight);
            }
        }
        *pixel = (sum / all) as u8;
    }
    frame
}

/// The frame with noise of at most so many levels.
pub(crate) fn noisy(frame: &OwnedFrame, noise: f32, seed: u32) -> OwnedFrame {
    let mut noises = Noise::new(seed);
    let mut frame = frame.clone();
    for pixel in frame.pixels_mut() {
        *pixel = (f32::from(*pixel) + noise * noises.next()).clamp(0.0, 255.0) as u8;
    }
    frame
}

/// Modules a side of a symbol, and a function that tells where it is dark: centred at the origin, with modules of so many
/// pixels, rotated by so many radians.
pub(crate) fn symbol(text: &str, module: f32, turned: f32) -> (usize, impl Fn(f32, f32) -> bool) {
    let code = qrcode::QrCode::new(text).unwrap();
    let side = code.width();
    let (sin, cos) = turned.sin_cos();
    let dark = move |x: f32, y: f32| {
        let (x, y) = (cos * x + sin * y, cos * y - sin * x);
        let at = |off: f32| {
            let module = (off / module + side as f32 / 2.0).floor();
            (module >= 0.0 && module < side as f32).then_some(module as usize)
        };
        match (at(x), at(y)) {
            (Some(x), Some(y)) => code[(x, y)] == qrcode::Color::Dark,
            _ => false,
        }
    };
    (side, dark)
}
