//! A finder pattern that was detected: one of the three nested squares in the corners of a symbol
//! (ISO/IEC 18004, 6.3.3).

/// Most finder patterns that are kept of a picture.
pub(crate) const MAX_FINDERS: usize = 160;

/// A detected finder pattern.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct FinderPattern {
    /// Centre, in pixels from the picture's left edge.
    pub(crate) x: f32,
    /// Centre, in pixels from the picture's upper edge.
    pub(crate) y: f32,
    /// Mean module size, in pixels.
    pub(crate) module: f32,
    /// Whether it is dark on light.
    pub(crate) dark: bool,
    /// Number of rows in which it was seen.
    pub(crate) rows: u32,
    /// Whether it was found by template matching: its rings have no edges that could be followed.
    pub(crate) by_template: bool,
}
