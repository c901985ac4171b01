//! The size of a batch.

use protocol::limits;

/// The maximum number of records in one batch.
pub const MAX_BATCH_RECORDS: usize = limits::BATCH_RECORDS;
/// The maximum size of all records in one batch, in bytes: the limit of a request, less its envelope and the head of
/// each record (at most 3 bytes each).
pub const MAX_BATCH_BYTES: usize = limits::BATCH_BYTES - 4096;

/// The number of successes after which a size that was too large is tried again. The device may have moved to a network
/// without the restrictive proxy, and one refused batch in so many costs little.
const SUCCESSES_BEFORE_RETRYING_A_SIZE: u32 = 16;

/// The size of the next batch. A failure halves it, and a success doubles it. A size that was refused with 413 is not
/// tried again for a while.
#[derive(Debug, Clone)]
pub(crate) struct BatchSize {
    records: usize,
    too_large: Option<usize>,
    successes: u32,
}

impl BatchSize {
    pub(crate) const fn full() -> Self {
        Self {
            records: MAX_BATCH_RECORDS,
            too_large: None,
            successes: 0,
        }
    }

    pub(crate) const fn records(&self) -> usize {
        self.records
    }

    /// Sets the size to half of the failed batch, which may have been smaller than the current size.
    pub(crate) fn halve(&mut self, sent: usize) {
        self.records = (sent / 2).max(1);
        self.successes = 0;
    }

    /// Does the same as [`halve`](Self::halve), and avoids the failed size for a while.
    pub(crate) fn halve_as_too_large(&mut self, sent: usize) {
        self.halve(sent);
        self.too_large = Some(sent);
    }

    pub(crate) fn grow(&mut self) {
        self.successes = self.successes.saturating_add(1);
        if self.successes >= SUCCESSES_BEFORE_RETRYING_A_SIZE {
            self.too_large = None;
        }
        let most = self
            .too_large
            .map_or(MAX_BATCH_RECORDS, |size| (size / 2).max(1));
        self.records = (self.records * 2).min(most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_that_was_too_large_is_avoided_for_a_while_and_then_tried_again() {
        let mut size = BatchSize::full();
        size.halve_as_too_large(500);
        assert_eq!(size.records(), 250);
        size.grow();
        assert_eq!(size.records(), 250);
        for _ in 0..SUCCESSES_BEFORE_RETRYING_A_SIZE {
            size.grow();
        }
        assert_eq!(size.records(), 500);
    }

    #[test]
    fn halving_goes_by_what_was_sent_and_ends_at_one() {
        let mut size = BatchSize::full();
        size.halve(30);
        assert_eq!(size.records(), 15);
        for _ in 0..20 {
            let sent = size.records();
            size.halve(sent);
        }
        assert_eq!(size.records(), 1);
    }
}
