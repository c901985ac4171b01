//! What a search of one picture may try and spend.

/// How finder patterns are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scan {
    /// Every row, without skipping candidates that failed a row above.
    Exhaustive,
    /// Every row.
    AllRows,
    /// Every other row, from the first or the second by the parity of this number.
    AlternateRows(usize),
    /// No rows: template matching, for blurred patterns.
    Template,
}

/// Limits of a search of one picture.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Grids that are refined without a result.
    pub(crate) grids: usize,
    /// Grids that are refined without a result for one triple of finder patterns.
    pub(crate) grids_per_triple: usize,
    /// Triples that go to the end of the list, because earlier frames tried them.
    pub(crate) skipped_triples: usize,
    /// Work in all, beyond touching each pixel.
    pub(crate) work: u32,
    /// Cost up to which the first grid is refined even beyond `work`.
    pub(crate) first_grid: u32,
    /// How finder patterns are searched.
    pub(crate) scan: Scan,
    /// Place of the picture's top left corner in the frame.
    pub(crate) origin: (f32, f32),
    /// Whether the next picture shows the same at the same place, so that an undecoded pose is worth holding.
    pub(crate) hold: bool,
}
