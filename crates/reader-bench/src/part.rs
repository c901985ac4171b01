//! The parts of the benchmark.

/// A part of the benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Part {
    /// Photographs of a folder.
    Photos,
    /// Rendered stills.
    Stills,
    /// Rendered clips.
    Clips,
    /// Scenes without a code.
    Empty,
}
