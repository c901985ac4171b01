//! The SVG document around a drawing, and its units.

/// Millimetres in a CSS pixel, of which there are 96 an inch.
pub(super) const MM_PER_PX: f32 = 25.4 / 96.0;

/// Wraps SVG content into a document whose user unit is the millimetre.
pub(super) fn document(width: f32, height: f32, content: &str) -> String {
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}">{content}</svg>"#
    )
}
