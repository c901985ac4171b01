//! The stages in which a frame is read.

use crate::decoders::{Decode, Rqrr, Rxing};
use crate::view::{Canvas, View};
use crate::{Decoder, Frame, Point, Sighting, caught};

/// The longest text a sighting has, in bytes: above the 2,953 bytes of the largest symbol in one-byte letters. What is
/// longer is no badge, and is dropped.
pub const MAX_TEXT_BYTES: usize = 4096;

/// A symbol has at least 21 modules a side, and none is read below a pixel a module: smaller frames are not looked at.
const MIN_SIDE: u32 = 21;

/// One decoder looking at one view.
type Stage = (Decoder, View);

/// Every live frame goes through these until one finds something.
const LIVE: &[Stage] = &[(Decoder::Rxing, View::Plain), (Decoder::Rqrr, View::Plain)];

/// A live frame in which [`LIVE`] found nothing goes through one of these, each frame through the next: a symbol is
/// held up for many frames, and a frame has little time.
const LIVE_IN_TURN: &[Stage] = &[
    (Decoder::Rxing, View::Blurred),
    (Decoder::Rxing, View::Shrunk(2)),
];

/// A still picture goes through all of these until one finds something.
const STILL: &[Stage] = &[
    (Decoder::Rxing, View::Plain),
    (Decoder::Rxing, View::Blurred),
    (Decoder::Rxing, View::Shrunk(2)),
    (Decoder::Rqrr, View::Plain),
    (Decoder::Rqrr, View::Shrunk(2)),
    (Decoder::Rxing, View::Doubled),
    (Decoder::Rxing, View::Shrunk(4)),
];

/// Reads QR codes, one frame after the other.
///
/// Keep one reader for each source of frames: it keeps its memory, and spreads what would take too long for one frame
/// over successive ones.
pub struct Reader {
    rxing: Box<dyn Decode>,
    rqrr: Box<dyn Decode>,
    canvas: Canvas,
    turn: usize,
}

impl Default for Reader {
    fn default() -> Self {
        Self::new()
    }
}

impl Reader {
    /// A reader that has seen nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::with_decoders(Box::new(Rxing::new()), Box::new(Rqrr))
    }

    fn with_decoders(rxing: Box<dyn Decode>, rqrr: Box<dyn Decode>) -> Self {
        Self {
            rxing,
            rqrr,
            canvas: Canvas::default(),
            turn: 0,
        }
    }

    /// All symbols seen in one frame of a live source, each once.
    ///
    /// Fast enough for 15 frames of 1280x720 a second. Symbols may be turned and slanted in any way, and light on dark
    /// where there is none dark on light.
    pub fn read(&mut self, frame: &Frame<'_>) -> Vec<Sighting> {
        let found = self.first_finding(frame, LIVE);
        if !found.is_empty() {
            return found;
        }
        let stage = self.turn % LIVE_IN_TURN.len();
        self.turn = self.turn.wrapping_add(1);
        self.first_finding(frame, &LIVE_IN_TURN[stage..=stage])
    }

    /// All symbols seen in a picture that comes alone, each once: a photograph or a file that somebody drops.
    ///
    /// Takes several times as long as [`read`](Self::read) where there is nothing to find.
    pub fn read_still(&mut self, frame: &Frame<'_>) -> Vec<Sighting> {
        self.first_finding(frame, STILL)
    }

    fn first_finding(&mut self, frame: &Frame<'_>, stages: &[Stage]) -> Vec<Sighting> {
        let mut found = Vec::new();
        for &(decoder, view) in stages {
            found = self.stage(frame, decoder, view);
            if !found.is_empty() {
                break;
            }
        }
        found
    }

    fn stage(&mut self, frame: &Frame<'_>, decoder: Decoder, view: View) -> Vec<Sighting> {
        let Some(drawn) = self.canvas.draw(*frame, view) else {
            return Vec::new();
        };
        if drawn.frame.width().min(drawn.frame.height()) < MIN_SIDE {
            return Vec::new();
        }
        let decode = match decoder {
            Decoder::Rxing => &mut self.rxing,
            Decoder::Rqrr => &mut self.rqrr,
        };
        let found = caught::or_nothing(|| decode.decode(drawn.frame));
        each_once(
            found
                .into_iter()
                .map(|sighting| in_frame(sighting, drawn.scale)),
        )
    }
}

fn in_frame(mut sighting: Sighting, scale: f32) -> Sighting {
    sighting.corners = sighting.corners.map(|Point { x, y }| Point {
        x: x * scale,
        y: y * scale,
    });
    sighting
}

fn each_once(found: impl Iterator<Item = Sighting>) -> Vec<Sighting> {
    let mut once: Vec<Sighting> = Vec::new();
    for sighting in found {
        let seen = once.iter().any(|other| other.is_same_symbol(&sighting));
        if !seen && sighting.text.len() <= MAX_TEXT_BYTES {
            once.push(sighting);
        }
    }
    once
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OwnedFrame;

    /// A decoder that does what it is told.
    struct Told(fn() -> Vec<Sighting>);

    impl Decode for Told {
        fn decode(&mut self, _: Frame<'_>) -> Vec<Sighting> {
            (self.0)()
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

    fn told(rxing: fn() -> Vec<Sighting>, rqrr: fn() -> Vec<Sighting>) -> Vec<Sighting> {
        let frame = OwnedFrame::filled(64, 64, 128).unwrap();
        Reader::with_decoders(Box::new(Told(rxing)), Box::new(Told(rqrr))).read(&frame.as_frame())
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
        let corners = in_frame(sighting("A", Decoder::Rxing), 2.0).corners;
        assert_eq!(corners[2], Point { x: 100.0, y: 100.0 });
    }
}
