use super::*;
use crate::{Decoder, OwnedFrame};

/// A decoder that does what it is told.
struct Told(fn() -> Vec<Sighting>);

impl Decode for Told {
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

/// Edges, and nothing that looks like a symbol.
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

fn told(rxing: fn() -> Vec<Sighting>, rqrr: fn() -> Vec<Sighting>) -> Vec<Sighting> {
    let frame = stripes(64, 64);
    let (rxing, rqrr) = (Box::new(Told(rxing)), Box::new(Told(rqrr)));
    let decoders = Decoders {
        rxing,
        rxing_older: Box::new(Told(Vec::new)),
        rqrr,
    };
    Reader::with_decoders(decoders).read_still(&frame.as_frame())
}

#[test]
fn a_decoder_that_panics_has_found_nothing_and_the_other_is_asked() {
    let found = told(
        || panic!("a broken decoder"),
        || vec![sighting("B", Decoder::Rqrr)],
    );
    assert_eq!(found, [sighting("B", Decoder::Rqrr)]);
    assert_eq!(
        told(|| panic!("a broken decoder"), || panic!("another")),
        []
    );
}

/// A decoder that finds something in everything.
fn dreamer() -> Decoders {
    let dream = || Box::new(Told(|| vec![sighting("DREAM", Decoder::Rxing)]));
    Decoders {
        rxing: dream(),
        rxing_older: dream(),
        rqrr: dream(),
    }
}

#[test]
fn libraries_are_asked_in_their_turn_and_never_about_a_frame_without_edges() {
    let blank = OwnedFrame::filled(640, 480, 90).unwrap();
    let mut marked = stripes(640, 480);
    for (index, pixel) in marked.pixels_mut().iter_mut().enumerate() {
        let ring = (index % 640).abs_diff(320).max((index / 640).abs_diff(240));
        if ring < 54 {
            // A mark of twelve pixels a module, with white about it.
            *pixel = if ring < 18 || (30..42).contains(&ring) {
                20
            } else {
                230
            };
        }
    }
    for (frame, dreams) in [(blank, false), (marked, true)] {
        let mut reader = Reader::with_decoders(dreamer());
        assert_eq!(!reader.read_still(&frame.as_frame()).is_empty(), dreams);
        let mut turns = (0..LIVE_IN_TURN.len()).map(|_| reader.read(&frame.as_frame()));
        assert_eq!(turns.any(|found| !found.is_empty()), dreams);
    }
}

#[test]
fn the_second_decoder_is_asked_only_when_the_first_found_nothing() {
    let found = told(
        || vec![sighting("A", Decoder::Rxing)],
        || panic!("must not be asked"),
    );
    assert_eq!(found, [sighting("A", Decoder::Rxing)]);
    assert_eq!(
        told(Vec::new, || vec![sighting("B", Decoder::Rqrr)]),
        [sighting("B", Decoder::Rqrr)]
    );
}

#[test]
fn one_symbol_found_twice_is_one_sighting() {
    let twice = || {
        vec![
            sighting("A", Decoder::Rxing),
            sighting("B", Decoder::Rxing),
            sighting("A", Decoder::Rxing),
        ]
    };
    let texts: Vec<_> = told(twice, Vec::new)
        .into_iter()
        .map(|sighting| sighting.text)
        .collect();
    assert_eq!(texts, ["A", "B"]);
}

#[test]
fn a_text_above_the_limit_is_dropped() {
    let longest = || vec![sighting(&"x".repeat(MAX_TEXT_BYTES), Decoder::Rxing)];
    assert_eq!(told(longest, Vec::new).len(), 1);
    let too_long = || vec![sighting(&"x".repeat(MAX_TEXT_BYTES + 1), Decoder::Rxing)];
    assert_eq!(told(too_long, Vec::new), []);
}

#[test]
fn corners_found_in_a_smaller_view_are_the_frames_own() {
    let corners = scaled(sighting("A", Decoder::Rxing), 2.0).corners;
    assert_eq!(corners[2], Point { x: 100.0, y: 100.0 });
}

/// A decoder that sees only corners.
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
fn a_picture_full_of_finder_patterns_is_kept_from_decoders_without_a_limit() {
    let frame = stripes(64, 64);
    for (finders, found) in [(MAX_FINDERS_FOR_OTHERS, 1), (MAX_FINDERS_FOR_OTHERS + 1, 0)] {
        let rqrr = Box::new(Told(|| vec![sighting("B", Decoder::Rqrr)]));
        let rxing_older = Box::new(Told(Vec::new));
        let mut reader = Reader::with_decoders(Decoders {
            rxing: Box::new(Crowd(finders)),
            rxing_older,
            rqrr,
        });
        assert_eq!(reader.read_still(&frame.as_frame()).len(), found);
    }
}

#[test]
fn a_frame_too_large_to_search_is_shrunk_and_its_corners_are_its_own() {
    assert_eq!(
        side_to_shrink(OwnedFrame::filled(4096, 4096, 0).unwrap().as_frame()),
        1
    );
    let frame = stripes(8192, 2049);
    assert_eq!(side_to_shrink(frame.as_frame()), 2);
    let (rxing, rest) = (
        Box::new(Told(|| vec![sighting("A", Decoder::Rxing)])),
        || Box::new(Told(Vec::new)),
    );
    let mut reader = Reader::with_decoders(Decoders {
        rxing,
        rxing_older: rest(),
        rqrr: rest(),
    });
    assert_eq!(
        reader.read_still(&frame.as_frame())[0].corners[2],
        Point { x: 100.0, y: 100.0 }
    );
}

#[test]
fn the_only_part_with_edges_is_followed_again_though_it_was_given_up() {
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
            reader.stack.is_under_way()
        })
    };
    assert!(followed(&mut reader));
    while reader.stack.passed().is_none() {
        reader.read(&frame.as_frame());
    }
    assert!(!reader.stack.is_under_way());
    assert!(followed(&mut reader));
}
