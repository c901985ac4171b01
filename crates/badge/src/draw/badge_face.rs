//! The description of a badge that is to be drawn: its size and its texts.

use crate::BadgeCode;

/// The size to which a badge is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// 4 × 3 inches, landscape.
    #[default]
    FourByThree,
    /// 105 × 148 mm, portrait.
    A6,
}

impl Format {
    /// Returns the width in millimetres.
    #[must_use]
    pub const fn width_mm(self) -> f32 {
        match self {
            Self::FourByThree => 101.6,
            Self::A6 => 105.0,
        }
    }

    /// Returns the height in millimetres.
    #[must_use]
    pub const fn height_mm(self) -> f32 {
        match self {
            Self::FourByThree => 76.2,
            Self::A6 => 148.0,
        }
    }
}

/// The contents of one badge. All texts are treated as hostile: they are cleaned, escaped and fitted.
#[derive(Clone, Copy)]
pub struct BadgeFace<'a> {
    /// The event's name, in small letters at the top.
    pub event_name: &'a str,
    /// The attendee's full name, in the largest letters.
    pub name: &'a str,
    /// The attendee's employer.
    pub employer: Option<&'a str>,
    /// The badge code. Its human code is printed under the symbol.
    pub code: &'a BadgeCode,
    /// Whether to print that the attendee asks not to be scanned.
    pub do_not_scan: bool,
}
