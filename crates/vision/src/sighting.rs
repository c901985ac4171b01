//! Symbols that were read, the output of the reader.

/// A place in the frame, in pixels: `x` to the right and `y` down from the frame's top left corner, so that the centre
/// of the first pixel is at (0.5, 0.5).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Pixels from the left edge.
    pub x: f32,
    /// Pixels from the upper edge.
    pub y: f32,
}

/// The decoder that read a symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decoder {
    /// Lanyard's own engine, which is tried first.
    Lanyard,
    /// The crate `rxing`, which is tried when the engine finds nothing.
    Rxing,
    /// The crate `rqrr`, which is tried when rxing finds nothing either.
    Rqrr,
}

/// One symbol seen in one frame.
#[derive(Clone, PartialEq)]
pub struct Sighting {
    /// The symbol's text. Bytes in no text encoding that the decoder knows are replaced.
    pub text: String,
    /// The symbol's outer corners without its quiet zone: top left, top right, bottom right and bottom left, as the
    /// symbol itself is turned. They run clockwise in the frame; those of a symbol seen in a mirror begin at its top
    /// left too, and also run clockwise. They may lie a little outside the frame.
    pub corners: [Point; 4],
    /// The decoder that read the symbol.
    pub decoder: Decoder,
}

impl Sighting {
    /// The mean of the four corners.
    #[must_use]
    pub fn centre(&self) -> Point {
        let sum = self.corners.iter().fold((0.0, 0.0), |sum, corner| {
            (sum.0 + corner.x, sum.1 + corner.y)
        });
        Point {
            x: sum.0 / 4.0,
            y: sum.1 / 4.0,
        }
    }

    /// Whether both are one symbol that was read twice: the same text, and each centre is well inside the other.
    pub(crate) fn is_same_symbol(&self, other: &Self) -> bool {
        let (here, there) = (self.centre(), other.centre());
        let distance = (here.x - there.x).hypot(here.y - there.y);
        self.text == other.text && distance < self.diagonal().min(other.diagonal()) / 4.0
    }

    fn diagonal(&self) -> f32 {
        let [first, _, third, _] = self.corners;
        (first.x - third.x).hypot(first.y - third.y)
    }
}

// The text may be a badge code or other personal data, so it stays out of logs.
impl std::fmt::Debug for Sighting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sighting")
            .field("text", &format_args!("[{} bytes]", self.text.len()))
            .field("corners", &self.corners)
            .field("decoder", &self.decoder)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(text: &str, left: f32, top: f32, side: f32) -> Sighting {
        let corners = [
            (left, top),
            (left + side, top),
            (left + side, top + side),
            (left, top + side),
        ];
        Sighting {
            text: text.into(),
            corners: corners.map(|(x, y)| Point { x, y }),
            decoder: Decoder::Rxing,
        }
    }

    #[test]
    fn the_same_text_at_the_same_place_is_one_symbol() {
        let seen = square("A", 10.0, 10.0, 40.0);
        assert!(seen.is_same_symbol(&square("A", 12.0, 9.0, 41.0)));
        assert!(!seen.is_same_symbol(&square("B", 10.0, 10.0, 40.0)));
        assert!(!seen.is_same_symbol(&square("A", 60.0, 10.0, 40.0)));
    }

    #[test]
    fn debug_hides_the_text() {
        let shown = format!("{:?}", square("SECRET", 0.0, 0.0, 1.0));
        assert!(
            shown.contains("[6 bytes]") && !shown.contains("SECRET"),
            "{shown}"
        );
    }
}
