//! QR codes as SVG, for enrolment codes.

use qrcode::{Color, EcLevel, QrCode};

/// The width of the quiet zone in modules (ISO/IEC 18004).
const QUIET: usize = 4;

/// Returns a QR code of the text as an SVG document with one path; `None` if the text is too long.
#[must_use]
pub fn svg(text: &str) -> Option<String> {
    use std::fmt::Write;
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (index, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (index % width + QUIET, index / width + QUIET);
            write!(path, "M{x} {y}h1v1h-1z").expect("writing to memory does not fail");
        }
    }
    let size = width + 2 * QUIET;
    Some(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="60mm" height="60mm" shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/><path d="{path}"/></svg>"##
    ))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_text_itself_is_not_in_the_drawing_and_too_long_a_text_has_none() {
        let drawn = super::svg("HTTPS://EXAMPLE.ORG/ENROL#ABCD").unwrap();
        assert!(drawn.starts_with("<svg") && !drawn.contains("ABCD"));
        assert!(super::svg(&"x".repeat(5000)).is_none());
    }
}
