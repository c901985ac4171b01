//! The crate `rqrr`, a Rust port of quirc.

use rqrr::{BitGrid, PreparedImage};

use super::{Decode, Reading};
use crate::frame::Frame;
use crate::geometry::symbol_corners;
use crate::sighting::{Decoder, Sighting};

/// Reads symbols that are dark on light. It panics on some pictures.
pub(crate) struct Rqrr;

impl Decode for Rqrr {
    fn decode(&mut self, picture: Frame<'_>) -> Reading {
        let Some(pixels) = picture.packed() else {
            return Reading::default();
        };
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let pixel = |x, y| pixels[y * width + x];
        let mut prepared = PreparedImage::prepare_from_greyscale(width, height, pixel);
        let grids = prepared.detect_grids();
        grids
            .iter()
            .filter_map(read_grid)
            .collect::<Vec<_>>()
            .into()
    }
}

fn read_grid(grid: &rqrr::Grid<impl BitGrid>) -> Option<Sighting> {
    let mut bytes = Vec::new();
    grid.decode_to(&mut bytes).ok()?;
    // A byte segment without a declared encoding is ISO-8859-1 (ISO/IEC 18004, 7.3.5), but most encoders write UTF-8.
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|error| error.as_bytes().iter().copied().map(char::from).collect());
    // The bounds are one module too far to the right and down, and pixels are addressed by their top left corners.
    let modules = f64::from(u16::try_from(grid.grid.size()).ok()?);
    let beyond = modules + 1.0;
    let in_grid = [(0.0, 0.0), (beyond, 0.0), (beyond, beyond), (0.0, beyond)];
    let in_frame = grid
        .bounds
        .map(|place| (f64::from(place.x) + 0.5, f64::from(place.y) + 0.5));
    Some(Sighting {
        text,
        corners: symbol_corners(modules, in_grid, in_frame)?,
        decoder: Decoder::Rqrr,
    })
}
