//! Printed badges, as SVG and as PDF sheets.
//!
//! A face is described once, in SVG with text and in millimetres. [`svg`] gives it with its letters as
//! outlines, so that it looks the same wherever it is printed; [`sheet_pdf`] puts several on a sheet, with
//! the fonts embedded as far as they are used. Both come from the same description, shaped by the same
//! code.
//!
//! Fonts are an argument. A badge set in Noto (`fonts-noto-core`, `fonts-noto-cjk`) has glyphs for the
//! names of the world; with fewer fonts the missing scripts are reported as [`MissingGlyphs`].

mod face;
mod fit;
mod fonts;
mod line;
mod sheet;
mod symbol;

use thiserror::Error;

use crate::BadgeCode;

pub use fonts::{Fonts, MissingGlyphs};
pub use sheet::{Paper, Sheet, sheet_pdf};
pub use symbol::CodeBox;

/// Millimetres in a CSS pixel, of which there are 96 an inch.
const MM_PER_PX: f32 = 25.4 / 96.0;

/// Why a badge could not be drawn. Nothing in it is personal.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DrawError {
    /// No font with outlines was given.
    #[error("no fonts to draw badges with: install fonts-noto-core and fonts-noto-cjk")]
    NoFonts,
    /// The code does not fit a QR symbol.
    #[error("a badge code does not fit a symbol")]
    Symbol,
    /// The description was not taken back: a defect of this crate.
    #[error("a badge's drawing was not understood")]
    Svg,
    /// The document could not be written: a defect of this crate or a font that can't be embedded.
    #[error("the PDF could not be written")]
    Pdf,
}

/// The size a badge is cut to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// 4 × 3 inches, landscape.
    #[default]
    FourByThree,
    /// 105 × 148 mm, portrait.
    A6,
}

impl Format {
    /// Width in millimetres.
    #[must_use]
    pub const fn width_mm(self) -> f32 {
        match self {
            Self::FourByThree => 101.6,
            Self::A6 => 105.0,
        }
    }

    /// Height in millimetres.
    #[must_use]
    pub const fn height_mm(self) -> f32 {
        match self {
            Self::FourByThree => 76.2,
            Self::A6 => 148.0,
        }
    }
}

/// What stands on one badge. All text is taken as hostile: it is cleaned, escaped and made to fit.
#[derive(Clone, Copy)]
pub struct BadgeFace<'a> {
    /// The event, in small letters at the top.
    pub event_name: &'a str,
    /// The attendee's whole name, in the largest letters.
    pub name: &'a str,
    /// Whom the attendee works for.
    pub employer: Option<&'a str>,
    /// The code; its human code is printed under it.
    pub code: &'a BadgeCode,
    /// Whether to print the wish not to be scanned.
    pub do_not_scan: bool,
}

/// A face drawn as SVG.
#[derive(Clone, PartialEq, Eq)]
pub struct Drawing {
    /// The document, as large as the badge, letters as outlines.
    pub svg: String,
    /// What could not be written with the fonts given.
    pub missing: MissingGlyphs,
}

/// Draws one badge.
///
/// # Errors
/// [`DrawError`]. Glyphs that no font has are no error: they are told in the drawing.
pub fn svg(face: &BadgeFace<'_>, format: Format, fonts: &Fonts) -> Result<Drawing, DrawError> {
    let mut missing = MissingGlyphs::default();
    let (width, height) = (format.width_mm(), format.height_mm());
    let content = face::describe(face, format, fonts, &mut missing)?;
    let tree = fonts.parse(&document(width, height, &content))?;
    let outlined = tree.to_string(&usvg::WriteOptions {
        indent: usvg::Indent::None,
        attributes_indent: usvg::Indent::None,
        coordinates_precision: 4,
        transforms_precision: 6,
        ..usvg::WriteOptions::default()
    });
    // The writer knows pixels only; a print shop wants to read millimetres.
    let (_, body) = outlined.split_once('>').ok_or(DrawError::Svg)?;
    let svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {} {}">{body}"#,
        width / MM_PER_PX,
        height / MM_PER_PX,
    );
    Ok(Drawing { svg, missing })
}

/// Where [`svg`] puts the symbol of this code.
///
/// # Errors
/// [`DrawError::Symbol`].
pub fn code_box(code: &BadgeCode, format: Format) -> Result<CodeBox, DrawError> {
    Ok(face::place_symbol(&symbol::Symbol::of(code)?, format))
}

/// An SVG document whose user unit is the millimetre.
fn document(width: f32, height: f32, content: &str) -> String {
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}">{content}</svg>"#
    )
}
