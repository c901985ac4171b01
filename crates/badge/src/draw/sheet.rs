//! Sheets of several badges with crop marks, as PDF.

use std::fmt::Write as _;

use krilla::Document;
use krilla::geom::Size;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt, SvgSettings};

use super::badge_face::{BadgeFace, Format};
use super::document::document;
use super::error::DrawError;
use super::face::describe;
use super::fonts::{Fonts, MissingGlyphs};

/// The space between two badges, which has room for the crop marks of both.
const GUTTER_MM: f32 = 10.0;
/// The space between a badge's corner and its crop marks, which is larger than the bleed.
const MARK_OFFSET_MM: f32 = 2.5;
const MARK_LENGTH_MM: f32 = 3.0;
const POINTS_PER_MM: f32 = 72.0 / 25.4;

/// The paper of a sheet, in landscape. Each paper has room for 4 badges of 4 × 3 inches or 2 of A6, with crop marks at
/// least 14 mm inside the margins of printers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    /// A4, 297 × 210 mm.
    #[default]
    A4,
    /// US Letter, 11 × 8½ inches.
    Letter,
}

impl Paper {
    const fn size_mm(self) -> (f32, f32) {
        match self {
            Self::A4 => (297.0, 210.0),
            Self::Letter => (279.4, 215.9),
        }
    }
}

/// A PDF of badges, ready to print.
#[derive(Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The PDF document.
    pub pdf: Vec<u8>,
    /// The number of pages.
    pub pages: usize,
    /// The scripts that the given fonts do not cover.
    pub missing: MissingGlyphs,
}

/// The columns and rows of a sheet.
const fn grid(format: Format) -> (usize, usize) {
    match format {
        Format::FourByThree => (2, 2),
        Format::A6 => (2, 1),
    }
}

/// Draws badges on sheets, in the given order, row by row. After each page, it calls `progress` with the number of
/// finished badges and the total.
///
/// The document has the event's name as its title, and no personal data besides the printed badges.
///
/// # Errors
/// Returns a [`DrawError`] if a badge cannot be drawn or the PDF cannot be written. Missing glyphs are not an error: they
/// are listed in [`Sheet::missing`].
pub fn sheet_pdf(
    faces: &[BadgeFace<'_>],
    format: Format,
    paper: Paper,
    fonts: &Fonts,
    mut progress: impl FnMut(usize, usize),
) -> Result<Sheet, DrawError> {
    let (columns, rows) = grid(format);
    let (page_width, page_height) = paper.size_mm();
    let mut missing = MissingGlyphs::default();
    let mut pages = 0;
    let mut done = 0;
    let mut pdf = Document::new();
    for page_faces in faces.chunks(columns * rows) {
        let mut content = String::with_capacity(page_faces.len() * 16 * 1024);
        for (place, face) in page_faces.iter().enumerate() {
            let (x, y) = corner(place, format, paper);
            let mut lacking = MissingGlyphs::default();
            let drawn = describe(face, format, fonts, &mut lacking)?;
            missing.merge(&lacking);
            let _ = write!(content, r#"<g transform="translate({x} {y})">{drawn}</g>"#);
            content.push_str(&crop_marks(x, y, format));
        }
        let tree = fonts.parse(&document(page_width, page_height, &content))?;
        let settings =
            PageSettings::from_wh(page_width * POINTS_PER_MM, page_height * POINTS_PER_MM);
        let size = Size::from_wh(page_width * POINTS_PER_MM, page_height * POINTS_PER_MM);
        let (Some(settings), Some(size)) = (settings, size) else {
            return Err(DrawError::Pdf);
        };
        let mut page = pdf.start_page_with(settings);
        let mut surface = page.surface();
        surface
            .draw_svg(&tree, size, SvgSettings::default())
            .ok_or(DrawError::Pdf)?;
        surface.finish();
        page.finish();
        pages += 1;
        done += page_faces.len();
        progress(done, faces.len());
    }
    let event = faces.first().map_or("", |face| face.event_name);
    let title = crate::name::showable(&format!("Badges {event}"));
    pdf.set_metadata(Metadata::new().title(title));
    // The library's error is dropped, because it can quote a name that it could not embed.
    let pdf = pdf.finish().map_err(|_| DrawError::Pdf)?;
    Ok(Sheet {
        pdf,
        pages,
        missing,
    })
}

/// Returns the upper left corner of a badge on its sheet, in millimetres. The badges are centred on the sheet.
fn corner(place: usize, format: Format, paper: Paper) -> (f32, f32) {
    let (columns, rows) = grid(format);
    let (page_width, page_height) = paper.size_mm();
    let along = |count: usize, badge: f32, page: f32, index: usize| {
        let (count, index) = (small(count), small(index));
        let used = count * badge + (count - 1.0) * GUTTER_MM;
        (page - used) / 2.0 + index * (badge + GUTTER_MM)
    };
    (
        along(columns, format.width_mm(), page_width, place % columns),
        along(rows, format.height_mm(), page_height, place / columns),
    )
}

fn small(count: usize) -> f32 {
    f32::from(u8::try_from(count).unwrap_or(u8::MAX))
}

fn crop_marks(x: f32, y: f32, format: Format) -> String {
    let mut path = String::new();
    for (corner_x, outward_x) in [(x, -1.0), (x + format.width_mm(), 1.0)] {
        for (corner_y, outward_y) in [(y, -1.0), (y + format.height_mm(), 1.0)] {
            let _ = write!(
                path,
                "M{} {corner_y}h{}M{corner_x} {}v{}",
                corner_x + outward_x * MARK_OFFSET_MM,
                outward_x * MARK_LENGTH_MM,
                corner_y + outward_y * MARK_OFFSET_MM,
                outward_y * MARK_LENGTH_MM,
            );
        }
    }
    format!(r##"<path d="{path}" fill="none" stroke="#000" stroke-width="0.15"/>"##)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn badges_and_their_marks_keep_apart_and_stay_on_the_paper() {
        let reach = MARK_OFFSET_MM + MARK_LENGTH_MM;
        for format in [Format::FourByThree, Format::A6] {
            for paper in [Paper::A4, Paper::Letter] {
                let (columns, rows) = grid(format);
                let (page_width, page_height) = paper.size_mm();
                let (left, top) = corner(0, format, paper);
                let (x, y) = corner(columns * rows - 1, format, paper);
                let (right, bottom) = (x + format.width_mm(), y + format.height_mm());
                // Most printers leave 5 mm free.
                assert!(
                    left - reach >= 5.0 && top - reach >= 5.0,
                    "{format:?} {paper:?}"
                );
                assert!(page_width - right - reach >= 5.0 && page_height - bottom - reach >= 5.0);
            }
        }
        // A neighbour's mark ends before this badge's ribbon begins.
        assert!(GUTTER_MM - reach >= super::super::face::BLEED_MM);
    }
}
