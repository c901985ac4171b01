//! Decoding libraries behind one trait.

mod with_rqrr;
mod with_rxing;

pub(crate) use with_rqrr::Rqrr;
pub(crate) use with_rxing::{Rxing, RxingClassic};

use crate::frame::Frame;
use crate::sighting::Sighting;

/// A library that reads the symbols of one picture. It may panic; callers catch that.
pub(crate) trait Decode: Send {
    /// Reads all symbols of `picture`, whose rows have no padding, with corners in its own coordinates.
    fn decode(&mut self, picture: Frame<'_>) -> Reading;
}

/// What a detector made of one view.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    pub(crate) found: Vec<Sighting>,
    /// Number of finder patterns, if a library tells.
    pub(crate) finders: usize,
    /// Number of finder patterns beyond those of decoded symbols, if the engine tells.
    pub(crate) unmatched_finders: usize,
    /// Number of blocks of 8x8 pixels with edges, if the engine tells.
    pub(crate) edge_blocks: usize,
    /// Whether a symbol is likely that was not decoded, if the engine tells.
    pub(crate) likely: bool,
    /// Work in units of about a microsecond.
    pub(crate) work: u32,
}

impl From<Vec<Sighting>> for Reading {
    fn from(found: Vec<Sighting>) -> Self {
        Self {
            found,
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use qrcode::{Color, QrCode};

    use super::*;
    use crate::frame::OwnedFrame;
    use crate::sighting::Point;

    const MODULE: usize = 8;
    const MARGIN: usize = 40;

    /// A symbol rotated clockwise by so many quarter turns, and its corners.
    fn turned(text: &str, quarters: usize) -> (OwnedFrame, [Point; 4]) {
        let code = QrCode::new(text).unwrap();
        let modules = code.width();
        let side = modules * MODULE + 2 * MARGIN;
        let mut pixels = vec![255; side * side];
        for (index, pixel) in pixels.iter_mut().enumerate() {
            let (mut x, mut y) = (index % side, index / side);
            for _ in 0..quarters {
                (x, y) = (y, side - 1 - x);
            }
            let module = |at: usize| {
                at.checked_sub(MARGIN)
                    .map(|at| at / MODULE)
                    .filter(|&at| at < modules)
            };
            if let (Some(column), Some(row)) = (module(x), module(y)) {
                *pixel = if code[(column, row)] == Color::Dark {
                    0
                } else {
                    255
                };
            }
        }
        let side = u32::try_from(side).unwrap();
        let (near, far) = (40.0, f32::from(u16::try_from(side).unwrap()) - 40.0);
        let mut corners =
            [(near, near), (far, near), (far, far), (near, far)].map(|(x, y)| Point { x, y });
        corners.rotate_left(quarters);
        (OwnedFrame::new(pixels, side, side).unwrap(), corners)
    }

    #[test]
    fn all_decoders_return_the_same_corners() {
        type Read = fn(Frame<'_>) -> Vec<Sighting>;
        let decoders: [(&str, Read); 3] = [
            ("rxing", |frame| Rxing.decode(frame).found),
            ("rxing's classic detector", |frame| {
                RxingClassic::new().decode(frame).found
            }),
            ("rqrr", |frame| Rqrr.decode(frame).found),
        ];
        // Without an alignment pattern (version 1), and with one.
        for text in [
            "SMALL",
            "a symbol that is not of the smallest version any more",
        ] {
            for quarters in 0..4 {
                let (frame, expected) = turned(text, quarters);
                for (name, read) in decoders {
                    let found = read(frame.as_frame());
                    assert_eq!(found.len(), 1, "{name}, {quarters} quarters");
                    assert_eq!(found[0].text, text);
                    for (corner, expected) in found[0].corners.iter().zip(expected) {
                        let off = (corner.x - expected.x).hypot(corner.y - expected.y);
                        assert!(
                            off < 6.0,
                            "{name}, {quarters} quarters: {corner:?} for {expected:?}"
                        );
                    }
                }
            }
        }
    }
}
