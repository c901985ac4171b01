//! Shows adversarial frames to the reader: it must return, read nothing that was not drawn, and not panic. Panics of the
//! libraries are caught and do not count.
//!
//! `LANYARD_HOSTILE_FRAMES` sets the number of frames, and `LANYARD_HOSTILE_SEED` their seed.

mod xorshift;

use std::sync::atomic::{AtomicUsize, Ordering};

use qrcode::{Color, QrCode};
use vision::{OwnedFrame, Reader};

struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        xorshift::next(&mut self.0)
    }

    fn below(&mut self, limit: u32) -> u32 {
        u32::try_from(self.roll() >> 33).expect("31 bits") % limit.max(1)
    }

    fn between(&mut self, low: f32, high: f32) -> f32 {
        let share = f32::from(u16::try_from(self.roll() >> 48).expect("16 bits")) / 65_536.0;
        low + (high - low) * share
    }

    fn shade(&mut self) -> u8 {
        self.roll().to_be_bytes()[0]
    }
}

/// A picture that is damaged step by step.
struct Picture {
    pixels: Vec<u8>,
    width: u32,
    height: u32,
}

impl Picture {
    fn even(dice: &mut Dice) -> Self {
        let (width, height) = match dice.below(4) {
            // Larger and smaller than the window that is stacked.
            0 => (dice.below(60) + 1, dice.below(60) + 1),
            1 => (dice.below(340) + 300, 321),
            _ => (640, 480),
        };
        Self {
            pixels: vec![dice.shade(); (width * height) as usize],
            width,
            height,
        }
    }

    fn paint(&mut self, x: u32, y: u32, shade: u8) {
        if x < self.width && y < self.height {
            self.pixels[(y * self.width + x) as usize] = shade;
        }
    }

    /// Draws a symbol at a random place, distorted, and partly outside of the picture.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss
    )]
    fn draw(&mut self, text: &str, dice: &mut Dice) {
        let code = QrCode::new(text).expect("a text that fits");
        let side = code.width();
        let (module, turned) = (dice.between(0.8, 7.0), dice.between(0.0, 6.3));
        let (sin, cos) = turned.sin_cos();
        let (slant, depth) = (dice.between(-0.4, 0.4), dice.between(-0.002, 0.002));
        let middle = (
            dice.between(0.0, self.width as f32),
            dice.between(0.0, self.height as f32),
        );
        let (dark, light) = (dice.shade(), dice.shade());
        for y in 0..self.height {
            for x in 0..self.width {
                let (u, v) = (x as f32 - middle.0, y as f32 - middle.1);
                let far = 1.0 + depth * u;
                let (u, v) = (
                    (cos * u + sin * v) / far,
                    (cos * v - sin * u + slant * u) / far,
                );
                let at = |off: f32| (off / module + side as f32 / 2.0).floor();
                let (column, row) = (at(u), at(v));
                let around = -4.0..side as f32 + 4.0;
                if !around.contains(&column) || !around.contains(&row) {
                    continue;
                }
                let inside = 0.0..side as f32;
                let is_dark = inside.contains(&column)
                    && inside.contains(&row)
                    && code[(column as usize, row as usize)] == Color::Dark;
                self.paint(x, y, if is_dark { dark } else { light });
            }
        }
    }

    /// Applies a box filter of `reach` pixels to each side, along rows and then along columns.
    fn blur(&mut self, reach: usize) {
        for across in [1, self.width as usize] {
            let before = self.pixels.clone();
            for (at, pixel) in self.pixels.iter_mut().enumerate() {
                let (mut sum, mut count) = (0_u32, 0);
                for off in 0..=2 * reach {
                    let place = (at + off * across).checked_sub(reach * across);
                    if let Some(other) = place.and_then(|place| before.get(place)) {
                        (sum, count) = (sum + u32::from(*other), count + 1);
                    }
                }
                *pixel = u8::try_from(sum / count.max(1)).expect("a mean of bytes");
            }
        }
    }

    fn damage(&mut self, dice: &mut Dice) {
        let (left, top) = (dice.below(self.width), dice.below(self.height));
        let (wide, high) = (dice.below(200) + 1, dice.below(200) + 1);
        let (from_x, from_y) = (dice.below(self.width), dice.below(self.height));
        let kind = dice.below(7);
        for y in top..(top + high).min(self.height) {
            for x in left..(left + wide).min(self.width) {
                let at = |x: u32, y: u32| (y % self.height * self.width + x % self.width) as usize;
                let here = self.pixels[at(x, y)];
                let shade = match kind {
                    0 => dice.shade(),
                    1 => 255 - here,
                    2 => self.pixels[at(from_x + x - left, from_y + y - top)],
                    3 => 0,
                    4 => 255,
                    5 => here.saturating_add(dice.shade() / 4),
                    _ => self.pixels[at(x + y % 5, y)],
                };
                self.paint(x, y, shade);
            }
        }
    }

    /// Fills the picture with finder patterns of one size.
    fn crowd(&mut self, dice: &mut Dice) {
        let module = dice.below(5) + 1;
        for y in 0..self.height {
            for x in 0..self.width {
                let (u, v) = (x / module % 9, y / module % 9);
                let ring = u.abs_diff(4).max(v.abs_diff(4));
                self.paint(x, y, if matches!(ring, 0 | 1 | 3) { 30 } else { 220 });
            }
        }
    }
}

static PANICS: AtomicUsize = AtomicUsize::new(0);

fn number(name: &str, or: u64) -> u64 {
    std::env::var(name).map_or(or, |value| value.parse().expect("a number"))
}

#[test]
fn hostile_frames_cause_no_panic_and_no_false_read() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map_or("", |place| place.file());
        // Only panics of the reader itself, not of the libraries.
        if place.contains("vision") {
            PANICS.fetch_add(1, Ordering::Relaxed);
            usual(panic);
        }
    }));
    let frames = number("LANYARD_HOSTILE_FRAMES", 200);
    let mut dice = Dice(number("LANYARD_HOSTILE_SEED", 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut reader = Reader::new();
    let mut read = 0;
    let mut shown = 0;
    while shown < frames {
        let mut picture = Picture::even(&mut dice);
        let mut texts = Vec::new();
        for _ in 0..dice.below(4) {
            let length = 10 + dice.below(110);
            let text: String = (0..length)
                .map(|_| char::from(b'A' + u8::try_from(dice.below(26)).unwrap()))
                .collect();
            picture.draw(&text, &mut dice);
            texts.push(text);
        }
        if dice.below(12) == 0 {
            picture.crowd(&mut dice);
        }
        if dice.below(2) == 0 {
            picture.blur(dice.below(4) as usize);
        }
        // A few frames of the same picture with more and more damage, so that stacking and accumulation run too.
        for _ in 0..dice.below(8) + 1 {
            if dice.below(3) == 0 {
                picture.damage(&mut dice);
            }
            let frame =
                OwnedFrame::new(picture.pixels.clone(), picture.width, picture.height).unwrap();
            let found = if dice.below(16) == 0 {
                reader.read_still(&frame.as_frame())
            } else {
                reader.read(&frame.as_frame())
            };
            for sighting in &found {
                assert!(texts.contains(&sighting.text), "{:?}", sighting.text);
            }
            read += found.len();
            shown += 1;
        }
    }
    assert_eq!(PANICS.load(Ordering::Relaxed), 0);
    // Otherwise nothing after the detection of finder patterns would be tested.
    assert!(read > 0);
}
