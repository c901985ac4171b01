//! Printed badges, as SVG and as PDF sheets.
//!
//! A badge's face is described once, in SVG with text and in millimetres. `svg` converts its letters to outlines, so
//! that it looks the same everywhere; [`sheet_pdf`] places several badges on a sheet and embeds the used part of the
//! fonts. Both use the same description and the same text shaping.
//!
//! Fonts are an argument. A badge set in Noto (`fonts-noto-core`, `fonts-noto-cjk`) has glyphs for the
//! names of the world; with fewer fonts the missing scripts are reported as [`MissingGlyphs`].

mod badge_face;
mod document;
mod error;
mod face;
mod fit;
mod fonts;
mod line;
mod sheet;
mod svg;
mod symbol;

pub use badge_face::{BadgeFace, Format};
pub use error::DrawError;
pub use fonts::{Fonts, MissingGlyphs};
pub use sheet::{Paper, Sheet, sheet_pdf};
pub use svg::{Drawing, code_box, svg};
pub use symbol::CodeBox;
