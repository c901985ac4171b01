//! Tests of the reader with libraries whose answers are fixed.

use super::*;
use crate::frame::OwnedFrame;
use crate::sighting::Decoder;

/// A library that returns fixed sightings.
struct Fixed(fn() -> Vec<Sighting>);

impl Decode for Fixed {
    fn decode(&mut self, _: Frame<'_>) -> Reading {
        (self.0)().into()
    }
}

fn sighting(text: &str, decoder: Decoder) -> Sighting {
    let corners = [(10.0, 10.0), (50.0, 10.0), (50.0, 50.0), (10.0, 50.0)];
    Sighting {
        text: text.into(),
        corners: corners.map(|(x, y)| Point { x, y }),
        decoder,
    }
}

/// A frame with edges and no finder pattern.
fn stripes(width: u32, height: u32) -> OwnedFrame {
    let shade = |index: u32| {
        if (index % width / 12).is_multiple_of(2) {
            40
        } else {
            200
        }
    };
    let pixels = (0..width * height).map(shade).collect();
    OwnedFrame::new(pixels, width, height).unwrap()
}

fn read_with(rxing: fn() -> Vec<Sighting>, rqrr: fn() -> Vec<Sighting>) -> Vec<Sighting> {
    let frame = stripes(64, 64);
    let (rxing, rqrr) = (Box::new(Fixed(rxing)), Box::new(Fixed(rqrr)));
    let libraries = Libraries {
        rxing,
        rxing_classic: Box::new(Fixed(Vec::new)),
        rqrr,
    };
    Reader::with_libraries(libraries).read_still(&frame.as_frame())
}

#[test]
fn a_library_that_panics_found_nothing_and_the_next_is_called() {
    let found = read_with(
        || panic!("a broken decoder"),
        || vec![sighting("B", Decoder::Rqrr)],
    );
    assert_eq!(found, [sighting("B", Decoder::Rqrr)]);
    assert_eq!(
        read_with(|| panic!("a broken decoder"), || panic!("another")),
        []
    );
}

/// Libraries that find a symbol in every picture.
fn hallucinating() -> Libraries {
    let library = || Box::new(Fixed(|| vec![sighting("FALSE", Decoder::Rxing)]));
    Libraries {
        rxing: library(),
        rxing_classic: library(),
        rqrr: library(),
    }
}

#[test]
fn libraries_are_called_in_their_turn_and_never_for_a_frame_without_edges() {
    let blank = OwnedFrame::filled(640, 480, 90).unwrap();
    let mut with_finder = stripes(640, 480);
    for (index, pixel) in with_finder.pixels_mut().iter_mut().enumerate() {
        let ring = (index % 640).abs_diff(320).max((index / 640).abs_diff(240));
        if ring < 54 {
            // A finder pattern of twelve pixels a module in a light square.
            *pixel = if ring < 18 || (30..42).contains(&ring) {
                20
            } else {
                230
            };
        }
    }
    for (frame, called) in [(blank, false), (with_finder, true)] {
        let mut reader = Reader::with_libraries(hallucinating());
        assert_eq!(!reader.read_still(&frame.as_frame()).is_empty(), called);
        let mut turns = (0..schedule::TURNS).map(|_| reader.read(&frame.as_frame()));
        assert_eq!(turns.any(|found| !found.is_empty()), called);
    }
}

#[test]
fn the_second_library_is_called_only_when_the_first_found_nothing() {
    let found = read_with(
        || vec![sighting("A", Decoder::Rxing)],
        || panic!("must not be called"),
    );
    assert_eq!(found, [sighting("A", Decoder::Rxing)]);
    assert_eq!(
        read_with(Vec::new, || vec![sighting("B", Decoder::Rqrr)]),
        [sighting("B", Decoder::Rqrr)]
    );
}

#[test]
fn a_symbol_that_is_found_twice_is_one_sighting() {
    let twice = || {
        vec![
            sighting("A", Decoder::Rxing),
            sighting("B", Decoder::Rxing),
            sighting("A", Decoder::Rxing),
        ]
    };
    let texts: Vec<_> = read_with(twice, Vec::new)
        .into_iter()
        .map(|sighting| sighting.text)
        .collect();
    assert_eq!(texts, ["A", "B"]);
}

#[test]
fn a_text_above_the_limit_is_dropped() {
    let longest = || vec![sighting(&"x".repeat(MAX_TEXT_BYTES), Decoder::Rxing)];
    assert_eq!(read_with(longest, Vec::new).len(), 1);
    let too_long = || vec![sighting(&"x".repeat(MAX_TEXT_BYTES + 1), Decoder::Rxing)];
    assert_eq!(read_with(too_long, Vec::new), []);
}

#[test]
fn corners_of_a_scaled_view_are_converted_to_the_frame() {
    let corners = scaled(sighting("A", Decoder::Rxing), 2.0).corners;
    assert_eq!(corners[2], Point { x: 100.0, y: 100.0 });
}

/// A library that sees finder patterns and no symbol.
struct Crowd(usize);

impl Decode for Crowd {
    fn decode(&mut self, _: Frame<'_>) -> Reading {
        Reading {
            found: Vec::new(),
            finders: self.0,
            ..Reading::default()
        }
    }
}

#[test]
fn a_picture_full_of_finder_patterns_is_kept_from_libraries_without_a_limit() {
    let frame = stripes(64, 64);
    let limit = tuning::LIBRARY_FINDERS_MAX.get();
    for (finders, found) in [(limit, 1), (limit + 1, 0)] {
        let rqrr = Box::new(Fixed(|| vec![sighting("B", Decoder::Rqrr)]));
        let rxing_classic = Box::new(Fixed(Vec::new));
        let mut reader = Reader::with_libraries(Libraries {
            rxing: Box::new(Crowd(finders)),
            rxing_classic,
            rqrr,
        });
        assert_eq!(reader.read_still(&frame.as_frame()).len(), found);
    }
}

#[test]
fn a_frame_too_large_to_search_is_downscaled_and_its_corners_are_converted_back() {
    assert_eq!(
        downscaling(OwnedFrame::filled(4096, 4096, 0).unwrap().as_frame()),
        1
    );
    let frame = stripes(8192, 2049);
    assert_eq!(downscaling(frame.as_frame()), 2);
    let (rxing, rest) = (
        Box::new(Fixed(|| vec![sighting("A", Decoder::Rxing)])),
        || Box::new(Fixed(Vec::new)),
    );
    let mut reader = Reader::with_libraries(Libraries {
        rxing,
        rxing_classic: rest(),
        rqrr: rest(),
    });
    assert_eq!(
        reader.read_still(&frame.as_frame())[0].corners[2],
        Point { x: 100.0, y: 100.0 }
    );
}

#[test]
fn the_only_window_with_edges_is_followed_again_after_it_was_given_up() {
    let mut frame = OwnedFrame::filled(1280, 720, 130).unwrap();
    for (index, pixel) in frame.pixels_mut().iter_mut().enumerate() {
        let (x, y) = (index % 1280, index / 1280);
        if (600..760).contains(&x) && (300..420).contains(&y) {
            *pixel = if (x / 9 + y / 9) % 2 == 0 { 30 } else { 220 };
        }
    }
    let mut reader = Reader::new();
    let followed = |reader: &mut Reader| {
        (0..40).any(|_| {
            reader.read(&frame.as_frame());
            reader.stack.is_active()
        })
    };
    assert!(followed(&mut reader));
    while reader.stack.excluded().is_none() {
        reader.read(&frame.as_frame());
    }
    assert!(!reader.stack.is_active());
    assert!(followed(&mut reader));
}

#[test]
fn an_explanation_lists_the_stages_of_a_still_with_places_in_the_frame() {
    let (side, dark) = crate::test_frames::symbol("EXPLAINED", 5.0, 0.2);
    let frame = crate::test_frames::blurred((320, 240), 0.4, |x, y| dark(x - 160.0, y - 120.0));
    let mut reader = Reader::new();
    let explanation = reader.explain_still(&frame.as_frame());
    assert_eq!(explanation.sightings, reader.read_still(&frame.as_frame()));
    let [stage] = &explanation.stages[..] else {
        panic!("one stage is enough: {:?}", explanation.stages);
    };
    assert_eq!(
        (stage.detector, stage.view.as_str(), stage.decoded),
        ("edges", "plain", 1)
    );
    let grid = stage.grids.last().unwrap();
    assert_eq!((grid.refused_by, grid.version), (None, (side - 17) / 4));
    for (corner, same) in grid.outline.iter().zip(explanation.sightings[0].corners) {
        assert!((corner.x - same.x).hypot(corner.y - same.y) < 0.01);
    }
}
