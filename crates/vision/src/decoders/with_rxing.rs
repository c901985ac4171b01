//! The crate `rxing`, a Rust port of ZXing and of ZXing-C++, with a detector from each.

use std::cmp::Reverse;

use rxing::common::{BitMatrix, DetectorRXingResult, HybridBinarizer};
use rxing::qrcode::cpp_port::decoder;
use rxing::qrcode::cpp_port::detector::{FindFinderPatterns, GenerateFinderPatternSets, SampleQR};
use rxing::qrcode::decoder::qrcode_decoder::decode_bitmatrix_with_hints;
use rxing::qrcode::detector::Detector;
use rxing::{BinaryBitmap, DecodeHints, Luma8Source};

use super::{Decode, Reading};
use crate::frame::Frame;
use crate::geometry::symbol_corners;
use crate::sighting::{Decoder, Point, Sighting};
use crate::tuning;

/// ZXing-C++'s detector: reads all symbols that are dark on light, or if there are none, all that are light on dark.
pub(crate) struct Rxing;

impl Decode for Rxing {
    fn decode(&mut self, picture: Frame<'_>) -> Reading {
        on_both_polarities(picture, all_symbols)
    }
}

/// ZXing's detector: reads one symbol of either polarity. It rarely reads a symbol that the detector of ZXing-C++ misses.
pub(crate) struct RxingClassic {
    hints: DecodeHints,
}

impl RxingClassic {
    pub(crate) fn new() -> Self {
        Self {
            hints: DecodeHints {
                TryHarder: Some(true),
                ..DecodeHints::default()
            },
        }
    }
}

impl Decode for RxingClassic {
    fn decode(&mut self, picture: Frame<'_>) -> Reading {
        on_both_polarities(picture, |matrix| {
            Vec::from_iter(one_symbol(matrix, &self.hints)).into()
        })
    }
}

fn on_both_polarities(picture: Frame<'_>, read: impl Fn(&BitMatrix) -> Reading) -> Reading {
    let Some(pixels) = picture.packed() else {
        return Reading::default();
    };
    let Ok(source) = Luma8Source::new_with_slice(pixels, picture.width(), picture.height()) else {
        return Reading::default();
    };
    let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    let positive = read(bitmap.get_black_matrix());
    if !positive.found.is_empty() {
        return positive;
    }
    bitmap.invert();
    let negative = read(bitmap.get_black_matrix());
    Reading {
        finders: positive.finders.max(negative.finders),
        ..negative
    }
}

fn all_symbols(matrix: &BitMatrix) -> Reading {
    let mut patterns = FindFinderPatterns(matrix, true, 0);
    let finders = patterns.len();
    patterns.sort_by_key(|pattern| Reverse(pattern.size));
    // A picture full of finder patterns would take minutes.
    patterns.truncate(tuning::RXING_FINDERS_MAX.get());

    let (mut found, mut used) = (Vec::new(), Vec::new());
    let mut tries = 0;
    for set in GenerateFinderPatternSets(&mut patterns) {
        let corners = [set.bl, set.tl, set.tr];
        if corners.iter().any(|pattern| used.contains(pattern)) {
            continue;
        }
        if tries == tuning::RXING_TRIPLES_MAX.get() {
            break;
        }
        tries += 1;
        let Ok(detected) = SampleQR(matrix, &set) else {
            continue;
        };
        let Ok(decoded) = decoder::Decode(detected.getBits()) else {
            continue;
        };
        if !decoded.isValid() {
            continue;
        }
        used.extend(corners);
        // The library returns top left, top right, bottom left, bottom right.
        if let [top_left, top_right, bottom_left, bottom_right] = *detected.getPoints() {
            let corners = [top_left, top_right, bottom_right, bottom_left];
            found.extend(sighting(
                &decoded.text(),
                corners.map(|p| Point { x: p.x, y: p.y }),
            ));
        }
    }
    Reading {
        found,
        finders,
        ..Reading::default()
    }
}

fn one_symbol(matrix: &BitMatrix, hints: &DecodeHints) -> Option<Sighting> {
    let detected = Detector::new(matrix).detect_with_hints(hints).ok()?;
    let decoded = decode_bitmatrix_with_hints(detected.getBits(), hints).ok()?;
    let modules = f64::from(detected.getBits().getWidth());
    // This detector returns the centres of the three finder patterns, and of the last alignment pattern if there is one.
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
