//! The pictures that a booth is shown.

use camera::{FrameRate, Y4mWriter};
use qrcode::{Color, QrCode};
use vision::OwnedFrame;

const MODULE: usize = 6;
const WIDTH: usize = 640;
const HEIGHT: usize = 480;

/// A frame with this text held before the camera, or an empty hall.
pub(crate) fn frame(held_up: Option<&str>) -> OwnedFrame {
    let mut pixels = vec![255; WIDTH * HEIGHT];
    if let Some(text) = held_up {
        let code = QrCode::new(text).unwrap();
        let side = code.width() * MODULE;
        let (left, top) = ((WIDTH - side) / 2, (HEIGHT - side) / 2);
        for y in 0..side {
            for x in 0..side {
                if code[(x / MODULE, y / MODULE)] == Color::Dark {
                    pixels[(top + y) * WIDTH + left + x] = 0;
                }
            }
        }
    }
    let size = |pixels: usize| u32::try_from(pixels).unwrap();
    OwnedFrame::new(pixels, size(WIDTH), size(HEIGHT)).unwrap()
}

pub(crate) fn film(frames: &[Option<&str>], per_second: u32) -> Vec<u8> {
    let size = |pixels: usize| u32::try_from(pixels).unwrap();
    let rate = FrameRate {
        frames: per_second,
        seconds: 1,
    };
    let mut film = Y4mWriter::new(Vec::new(), size(WIDTH), size(HEIGHT), rate).unwrap();
    for held_up in frames {
        film.write(&frame(*held_up).as_frame()).unwrap();
    }
    film.finish().unwrap()
}
