//! One badge as an SVG document.

use super::badge_face::{BadgeFace, Format};
use super::document::{MM_PER_PX, document};
use super::error::DrawError;
use super::face;
use super::fonts::{Fonts, MissingGlyphs};
use super::symbol::{CodeBox, Symbol};
use crate::BadgeCode;

/// A badge as SVG.
#[derive(Clone, PartialEq, Eq)]
pub struct Drawing {
    /// The SVG document, in the badge's size, with letters as outlines.
    pub svg: String,
    /// The scripts that the given fonts do not cover.
    pub missing: MissingGlyphs,
}

/// Draws one badge as SVG.
///
/// # Errors
/// Returns a [`DrawError`] if the badge cannot be drawn. Missing glyphs are not an error: they are listed in
/// [`Drawing::missing`].
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
    // usvg writes pixels, whereas print shops need millimetres.
    let (_, body) = outlined.split_once('>').ok_or(DrawError::Svg)?;
    let svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {} {}">{body}"#,
        width / MM_PER_PX,
        height / MM_PER_PX,
    );
    Ok(Drawing { svg, missing })
}

/// Returns the position at which [`svg`] draws the symbol of this code.
///
/// # Errors
/// Returns [`DrawError::Symbol`] if the code does not fit into a symbol.
pub fn code_box(code: &BadgeCode, format: Format) -> Result<CodeBox, DrawError> {
    Ok(face::place_symbol(&Symbol::of(code)?, format))
}
