//! The reasons why a badge cannot be drawn.

use thiserror::Error;

/// The reason why a badge cannot be drawn. It contains no personal data.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DrawError {
    /// No font with outlines was given.
    #[error("no fonts to draw badges with: install fonts-noto-core and fonts-noto-cjk")]
    NoFonts,
    /// The code does not fit into a QR symbol.
    #[error("a badge code does not fit a symbol")]
    Symbol,
    /// The SVG description could not be parsed, which is a defect of this crate.
    #[error("a badge's SVG description could not be parsed")]
    Svg,
    /// The document could not be written, because of a defect of this crate or a font that can't be embedded.
    #[error("the PDF could not be written")]
    Pdf,
}
