//! The crate `rxing`, a Rust version of ZXing and of ZXing-C++.

use std::collections::HashSet;

use rxing::common::{BitMatrix, DetectorRXingResult, HybridBinarizer};
use rxing::multi::MultipleBarcodeReader;
use rxing::qrcode::cpp_port::QrReader;
use rxing::qrcode::decoder::qrcode_decoder::decode_bitmatrix_with_hints;
use rxing::qrcode::detector::Detector;
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8Source};

use super::Decode;
use crate::geometry::symbol_corners;
use crate::{Decoder, Frame, Point, Sighting};

/// QR codes only, dark on light and then light on dark.
pub(crate) struct Rxing {
    hints: DecodeHints,
}

impl Rxing {
    pub(crate) fn new() -> Self {
        let hints = DecodeHints {
            PossibleFormats: Some(HashSet::from([BarcodeFormat::QR_CODE])),
            TryHarder: Some(true),
            ..DecodeHints::default()
        };
        Self { hints }
    }
}

type Bitmap<'a> = BinaryBitmap<HybridBinarizer<Luma8Source<'a>>>;

impl Decode for Rxing {
    fn decode(&mut self, picture: Frame<'_>) -> Vec<Sighting> {
        let Some(pixels) = picture.packed() else {
            return Vec::new();
        };
        let Ok(source) = Luma8Source::new_with_slice(pixels, picture.width(), picture.height())
        else {
            return Vec::new();
        };
        let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
        let found = self.all_symbols(&mut bitmap);
        if !found.is_empty() {
            return found;
        }
        bitmap.invert();
        self.all_symbols(&mut bitmap)
    }
}

impl Rxing {
    #[cfg(test)]
    pub(super) fn decode_with_older_detector(&self, picture: Frame<'_>) -> Vec<Sighting> {
        let pixels = picture.packed().unwrap();
        let source =
            Luma8Source::new_with_slice(pixels, picture.width(), picture.height()).unwrap();
        let bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
        self.one_symbol(bitmap.get_black_matrix())
            .into_iter()
            .collect()
    }

    /// Every symbol the newer detector finds; where it finds none, the one the older detector may find.
    fn all_symbols(&self, bitmap: &mut Bitmap<'_>) -> Vec<Sighting> {
        let found = QrReader
            .decode_multiple_with_hints(bitmap, &self.hints)
            .unwrap_or_default();
        let found: Vec<_> = found
            .iter()
            .filter_map(|result| {
                // The library gives the corners in the order top left, top right, bottom left, bottom right.
                let [top_left, top_right, bottom_left, bottom_right] = *result.getPoints() else {
                    return None;
                };
                let corners = [top_left, top_right, bottom_right, bottom_left]
                    .map(|p| Point { x: p.x, y: p.y });
                sighting(result.getText(), corners)
            })
            .collect();
        if found.is_empty() {
            self.one_symbol(bitmap.get_black_matrix())
                .into_iter()
                .collect()
        } else {
            found
        }
    }

    fn one_symbol(&self, matrix: &BitMatrix) -> Option<Sighting> {
        let detected = Detector::new(matrix).detect_with_hints(&self.hints).ok()?;
        let decoded = decode_bitmatrix_with_hints(detected.getBits(), &self.hints).ok()?;
        let modules = f64::from(detected.getBits().getWidth());
        // What the older detector knows are the middles of the three finder patterns, and that of the last alignment
        // pattern if there is one.
        let places = detected
            .getPoints()
            .iter()
            .map(|p| (f64::from(p.x), f64::from(p.y)))
            .collect::<Vec<_>>();
        let (first, last) = (3.5, modules - 3.5);
        let (fourth, in_frame) = match places[..] {
            [bottom_left, top_left, top_right] => {
                let parallel = (
                    top_right.0 + bottom_left.0 - top_left.0,
                    top_right.1 + bottom_left.1 - top_left.1,
                );
                (last, [top_left, top_right, parallel, bottom_left])
            }
            [bottom_left, top_left, top_right, alignment] => {
                (modules - 6.5, [top_left, top_right, alignment, bottom_left])
            }
            _ => return None,
        };
        let in_grid = [
            (first, first),
            (last, first),
            (fourth, fourth),
            (first, last),
        ];
        sighting(
            decoded.getText(),
            symbol_corners(modules, in_grid, in_frame)?,
        )
    }
}

fn sighting(text: &str, corners: [Point; 4]) -> Option<Sighting> {
    let real = corners
        .iter()
        .all(|corner| corner.x.is_finite() && corner.y.is_finite());
    real.then(|| Sighting {
        text: text.to_owned(),
        corners,
        decoder: Decoder::Rxing,
    })
}
