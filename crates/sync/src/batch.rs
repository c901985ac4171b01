//! How many records go into one batch.

use protocol::limits;

/// Records in one batch at the most.
pub const MAX_BATCH_RECORDS: usize = limits::BATCH_RECORDS;
/// Bytes of records in one batch at the most: the request's bound, less its envelope and the length
/// before each record (at most 3 bytes each).
pub const MAX_BATCH_BYTES: usize = limits::BATCH_BYTES - 4096;

/// Successes after which a size that was once too large is tried again: the device may have moved to
/// a network without the narrow proxy, and one refused batch in this many costs little.
const SUCCESSES_BEFORE_RETRYING_A_SIZE: u32 = 16;

/// The size of the next batch. A failure halves it, a success doubles it, and a size that a 413 has
/// refused is not tried again for a while.
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

    /// Half of the batch that failed, which may have been smaller than allowed.
    pub(crate) fn halve(&mut self, sent: usize) {
        self.records = (sent / 2).max(1);
        self.successes = 0;
    }

    /// As [`halve`](Self::halve), and this size is not come back to soon.
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
