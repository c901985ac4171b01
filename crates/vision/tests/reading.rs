//! Draws symbols and reads them back: texts and corners.

#![allow(
    clippy::unwrap_used,
    reason = "a failure to draw a picture fails the test"
)]

mod xorshift;

use qrcode::{Color, EcLevel, QrCode};
use vision::{Frame, OwnedFrame, Point, Reader, Sighting};

/// Width of the quiet zone in modules (ISO/IEC 18004 requires four).
const QUIET: f64 = 4.0;

struct Symbol {
    code: QrCode,
    /// Pixels a module.
    module: f64,
    /// Rotation clockwise, in degrees.
    turned: f64,
    /// Centre, in pixels.
    centre: (f64, f64),
}

impl Symbol {
    fn new(text: &str, module: f64, centre: (f64, f64)) -> Self {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
        Self {
            code,
            module,
            turned: 0.0,
            centre,
        }
    }

    fn turned(self, turned: f64) -> Self {
        Self { turned, ..self }
    }

    fn modules(&self) -> f64 {
        f64::from(u32::try_from(self.code.width()).unwrap())
    }

    /// The pixel of a place in the symbol's grid.
    fn place(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let (sin, cos) = self.turned.to_radians().sin_cos();
        let (x, y) = (
            (x - self.modules() / 2.0) * self.module,
            (y - self.modules() / 2.0) * self.module,
        );
        (
            self.centre.0 + cos * x - sin * y,
            self.centre.1 + sin * x + cos * y,
        )
    }

    fn corners(&self) -> [(f64, f64); 4] {
        let n = self.modules();
        [(0.0, 0.0), (n, 0.0), (n, n), (0.0, n)].map(|corner| self.place(corner))
    }

    /// Draws the symbol into `frame` with 16 samples a pixel.
    fn draw(&self, frame: &mut OwnedFrame) {
        let (width, height) = (frame.width(), frame.height());
        let (sin, cos) = self.turned.to_radians().sin_cos();
        let n = self.modules();
        let shade = |x: f64, y: f64| {
            let (x, y) = (x - self.centre.0, y - self.centre.1);
            let column = (cos * x + sin * y) / self.module + n / 2.0;
            let row = (cos * y - sin * x) / self.module + n / 2.0;
            if column.min(row) < -QUIET || column.max(row) >= n + QUIET {
                None
            } else if column.min(row) < 0.0 || column.max(row) >= n {
                Some(230)
            } else {
                let dark = self.code[(whole(column), whole(row))] == Color::Dark;
                Some(if dark { 25 } else { 230 })
            }
        };
        for y in 0..height {
            for x in 0..width {
                let samples = (0..16).filter_map(|sample| {
                    let (dx, dy) = (f64::from(sample % 4), f64::from(sample / 4));
                    shade(
                        f64::from(x) + (dx + 0.5) / 4.0,
                        f64::from(y) + (dy + 0.5) / 4.0,
                    )
                });
                let (sum, count) = samples.fold((0_u32, 0_u32), |(sum, count), shade| {
                    (sum + shade, count + 1)
                });
                if let Some(average) = sum.checked_div(count) {
                    frame.pixels_mut()[(y * width + x) as usize] = u8::try_from(average).unwrap();
                }
            }
        }
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value is inside a symbol"
)]
fn whole(value: f64) -> usize {
    value as usize
}

fn frame_with(width: u32, height: u32, symbols: &[Symbol]) -> OwnedFrame {
    let mut frame = OwnedFrame::filled(width, height, 180).unwrap();
    for symbol in symbols {
        symbol.draw(&mut frame);
    }
    frame
}

fn inverted(mut frame: OwnedFrame) -> OwnedFrame {
    frame
        .pixels_mut()
        .iter_mut()
        .for_each(|pixel| *pixel = 255 - *pixel);
    frame
}

fn read(frame: &OwnedFrame) -> Vec<Sighting> {
    Reader::new().read(&frame.as_frame())
}

fn texts(sightings: &[Sighting]) -> Vec<&str> {
    let mut texts: Vec<_> = sightings
        .iter()
        .map(|sighting| sighting.text.as_str())
        .collect();
    texts.sort_unstable();
    texts
}

fn assert_corners(sighting: &Sighting, symbol: &Symbol) {
    for (&Point { x, y }, expected) in sighting.corners.iter().zip(symbol.corners()) {
        let off = (f64::from(x) - expected.0).hypot(f64::from(y) - expected.1) / symbol.module;
        assert!(
            off < 2.0,
            "({x}, {y}) is {off:.1} modules from {expected:?}, turned {}",
            symbol.turned
        );
    }
}

/// A text as long as a badge code.
const BADGE: &str = "0123456789ABCDEF:EVENT2027:A1B2C3D4E5F6G7H8J9K0M1N2P3Q4R5S6T7V8W9X0";

#[test]
fn a_badge_is_read_at_every_size_with_its_corners() {
    for module in [2.0, 2.5, 3.0, 4.5, 7.0, 12.0] {
        let symbol = Symbol::new(BADGE, module, (322.3, 240.6));
        let found = read(&frame_with(640, 480, std::slice::from_ref(&symbol)));
        assert_eq!(texts(&found), [BADGE], "at {module} pixels a module");
        assert_corners(&found[0], &symbol);
    }
}

#[test]
fn corners_begin_at_the_symbols_own_top_left_however_it_is_turned() {
    for turned in [0.0, 30.0, 90.0, 135.0, 180.0, 200.0, 270.0, 345.0] {
        let symbol = Symbol::new("TURNED", 6.0, (320.0, 240.0)).turned(turned);
        let found = read(&frame_with(640, 480, std::slice::from_ref(&symbol)));
        assert_eq!(texts(&found), ["TURNED"], "turned by {turned} degrees");
        assert_corners(&found[0], &symbol);
    }
}

#[test]
fn a_symbol_that_is_light_on_dark_is_read() {
    let symbol = Symbol::new("NEGATIVE", 5.0, (160.0, 120.0)).turned(90.0);
    let found = read(&inverted(frame_with(
        320,
        240,
        std::slice::from_ref(&symbol),
    )));
    assert_eq!(texts(&found), ["NEGATIVE"]);
    assert_corners(&found[0], &symbol);
}

#[test]
fn a_mirrored_symbol_is_read_and_its_corners_run_clockwise() {
    let symbol = Symbol::new("MIRROR", 6.0, (200.0, 200.0));
    let frame = frame_with(400, 400, std::slice::from_ref(&symbol));
    let mirrored = frame
        .as_frame()
        .rows()
        .flat_map(|row| row.iter().rev().copied())
        .collect();
    let found = read(&OwnedFrame::new(mirrored, 400, 400).unwrap());
    assert_eq!(texts(&found), ["MIRROR"]);
    let [a, b, c, _] = found[0].corners;
    let cross = (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);
    assert!(cross > 0.0, "{:?}", found[0].corners);
    assert!(
        a.x > 200.0 && a.y < 200.0,
        "a mirrored symbol's top left is on the right: {a:?}"
    );
}

#[test]
fn every_symbol_of_a_frame_is_returned_once() {
    let symbols = [
        Symbol::new("FIRST", 4.0, (150.0, 140.0)),
        Symbol::new("SECOND", 5.0, (480.0, 160.0)).turned(60.0),
        Symbol::new(BADGE, 3.0, (320.0, 370.0)).turned(180.0),
    ];
    let found = read(&frame_with(640, 480, &symbols));
    assert_eq!(texts(&found), [BADGE, "FIRST", "SECOND"]);
    for sighting in &found {
        let text = ["FIRST", "SECOND", BADGE]
            .iter()
            .position(|text| *text == sighting.text)
            .unwrap();
        assert_corners(sighting, &symbols[text]);
    }
}

#[test]
fn two_symbols_of_one_text_are_two_sightings() {
    let symbols = [
        Symbol::new("TWIN", 4.0, (150.0, 240.0)),
        Symbol::new("TWIN", 4.0, (480.0, 240.0)),
    ];
    assert_eq!(
        texts(&read(&frame_with(640, 480, &symbols))),
        ["TWIN", "TWIN"]
    );
}

#[test]
fn padding_between_rows_is_ignored() {
    let symbol = Symbol::new("PADDED", 5.0, (160.0, 120.0));
    let packed = frame_with(320, 240, std::slice::from_ref(&symbol));
    let mut noise = Noise(7);
    let padded: Vec<u8> = packed
        .as_frame()
        .rows()
        .flat_map(|row| {
            row.iter()
                .copied()
                .chain((0..37).map(|_| noise.byte()))
                .collect::<Vec<_>>()
        })
        .collect();
    let found = Reader::new().read(&Frame::new(&padded, 320, 240, 357).unwrap());
    assert_eq!(texts(&found), ["PADDED"]);
    assert_corners(&found[0], &symbol);
}

#[test]
fn a_symbol_with_bytes_that_are_no_text_is_read() {
    let code = QrCode::new([0xFF, 0xFE, 0x00, 0x80, 0xC3]).unwrap();
    let symbol = Symbol {
        code,
        module: 6.0,
        turned: 0.0,
        centre: (160.0, 120.0),
    };
    let found = read(&frame_with(320, 240, &[symbol]));
    assert_eq!(found.len(), 1);
}

#[test]
fn text_in_other_scripts_comes_out_as_it_went_in() {
    for text in ["Zoë Müller, Łódź", "グイド", "Ana 🐍"] {
        let found = read(&frame_with(
            400,
            400,
            &[Symbol::new(text, 6.0, (200.0, 200.0))],
        ));
        assert_eq!(texts(&found), [text]);
    }
}

#[test]
fn frames_without_a_symbol_have_no_sightings() {
    let mut reader = Reader::new();
    for (width, height) in [
        (1, 1),
        (1, 500),
        (500, 1),
        (20, 20),
        (21, 21),
        (39, 41),
        (40, 40),
        (640, 480),
    ] {
        for shade in [0, 128, 255] {
            let frame = OwnedFrame::filled(width, height, shade).unwrap();
            for _ in 0..3 {
                assert_eq!(
                    reader.read(&frame.as_frame()),
                    [],
                    "{width}x{height} of shade {shade}"
                );
            }
            assert_eq!(
                reader.read_still(&frame.as_frame()),
                [],
                "{width}x{height} of shade {shade}"
            );
        }
    }
}

#[test]
fn noise_has_no_sightings() {
    let mut noise = Noise(0x5EED);
    let mut reader = Reader::new();
    for (width, height) in [(64, 64), (320, 240), (173, 311), (640, 480)] {
        for levels in [2, 4, 256] {
            let pixels = (0..width * height).map(|_| noise.shade(levels)).collect();
            let frame = OwnedFrame::new(pixels, width, height).unwrap();
            assert_eq!(reader.read(&frame.as_frame()), []);
            assert_eq!(reader.read_still(&frame.as_frame()), []);
        }
    }
}

#[test]
fn a_symbol_too_speckled_for_one_live_frame_is_read_within_a_few_or_as_a_still() {
    let symbol = Symbol::new("SPECKLED", 8.0, (160.0, 120.0));
    let mut frame = frame_with(320, 240, &[symbol]);
    let mut noise = Noise(99);
    for pixel in frame.pixels_mut() {
        // Every fifth pixel is inverted, as in a bad print.
        if noise.byte() < 51 {
            *pixel = 255 - *pixel;
        }
    }
    let mut reader = Reader::new();
    let live: Vec<_> = (0..6).map(|_| reader.read(&frame.as_frame())).collect();
    assert_eq!(live[0], [], "too easy a picture to show anything");
    assert!(live.iter().any(|found| texts(found) == ["SPECKLED"]));
    assert_eq!(texts(&reader.read_still(&frame.as_frame())), ["SPECKLED"]);
}

/// The frame with a Gaussian blur of `sigma` pixels and with fresh noise.
fn out_of_focus(frame: &OwnedFrame, sigma: f64, amplitude: f64, noise: &mut Noise) -> OwnedFrame {
    let (width, height) = (frame.width(), frame.height());
    let weight = |off: i32| (-f64::from(off * off) / (2.0 * sigma * sigma)).exp();
    let all: f64 = (-5..=5).map(weight).sum();
    let blur = |pixels: &[f64], across: bool| -> Vec<f64> {
        let (wide, high) = (width.cast_signed(), height.cast_signed());
        let at = |x: i32, y: i32| {
            let (x, y) = (x.clamp(0, wide - 1), y.clamp(0, high - 1));
            pixels[(y * wide + x).unsigned_abs() as usize]
        };
        let places = (0..high).flat_map(|y| (0..wide).map(move |x| (x, y)));
        places
            .map(|(x, y)| {
                let near = (-5..=5).map(|off| match across {
                    true => at(x + off, y) * weight(off),
                    false => at(x, y + off) * weight(off),
                });
                near.sum::<f64>() / all
            })
            .collect()
    };
    let sharp: Vec<f64> = frame.pixels().iter().copied().map(f64::from).collect();
    let smooth = blur(&blur(&sharp, true), false);
    let pixels = smooth.into_iter().map(|shade| {
        let off = (f64::from(noise.byte()) - 127.5) / 127.5 * amplitude;
        u8::try_from(whole((shade + off).clamp(0.0, 255.0))).unwrap()
    });
    OwnedFrame::new(pixels.collect(), width, height).unwrap()
}

#[test]
fn a_symbol_too_blurred_for_a_single_frame_is_read_from_stacked_frames() {
    let mut noise = Noise(4242);
    let mut reader = Reader::new();
    let mut found = None;
    for number in 0..16 {
        let hand = f64::from(number);
        let centre = (320.0 + 2.2 * hand, 240.0 + 3.0 * (hand * 0.8).sin());
        let symbol = Symbol::new(BADGE, 2.4, centre).turned(20.0);
        let sharp = frame_with(640, 480, std::slice::from_ref(&symbol));
        let frame = out_of_focus(&sharp, 1.45, 20.0, &mut noise);
        assert_eq!(read(&frame), [], "one frame is enough");
        if let [sighting] = &reader.read(&frame.as_frame())[..] {
            assert_eq!(sighting.text, BADGE);
            assert_corners(sighting, &symbol);
            found = Some(number);
            break;
        }
    }
    assert!(found.is_some());
}

#[test]
fn the_search_of_a_picture_full_of_finder_patterns_ends() {
    let (width, height) = (1280_u32, 720_u32);
    let pixels = (0..width * height).map(|index| {
        let (x, y) = (index % width / 3 % 9, index / width / 3 % 9);
        let ring = x.abs_diff(3).max(y.abs_diff(3));
        if ring > 3 || ring == 2 { 230 } else { 20 }
    });
    let frame = OwnedFrame::new(pixels.collect(), width, height).unwrap();
    assert_eq!(read(&frame), []);
    assert_eq!(Reader::new().read_still(&frame.as_frame()), []);
}

#[test]
fn forty_symbols_of_a_sheet_are_all_read() {
    let text = |index: u32| format!("SHEET {index}");
    let symbols: Vec<_> = (0..40)
        .map(|index| {
            let (column, row) = (f64::from(index % 8), f64::from(index / 8));
            Symbol::new(
                &text(index),
                4.0,
                (80.0 + 155.0 * column, 80.0 + 140.0 * row),
            )
        })
        .collect();
    let found = read(&frame_with(1280, 720, &symbols));
    let mut expected: Vec<_> = (0..40).map(text).collect();
    expected.sort_unstable();
    assert_eq!(texts(&found), expected);
}

/// Pseudo-random noise, the same in every run.
struct Noise(u64);

impl Noise {
    fn byte(&mut self) -> u8 {
        xorshift::next(&mut self.0).to_be_bytes()[2]
    }

    fn shade(&mut self, levels: u16) -> u8 {
        let step = 255 / (levels - 1).min(255);
        u8::try_from(u16::from(self.byte()) % levels * step).unwrap_or(255)
    }
}
