//! The check whether the backend has every record, so that the device may be switched off or handed back.

use protocol::{Held, RecordHash};

/// The result of the end-of-day check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndOfDay {
    /// The device has made no record.
    NothingRecorded,
    /// Green: the backend holds every record.
    AllHeld {
        /// The number of quarantined records, which the screen must show.
        quarantined: u64,
    },
    /// Not yet: the backend's receipt does not cover the last records, or outcomes of some are missing.
    Waiting {
        /// The number of such records.
        uncovered: u64,
    },
    /// The receipt is for another chain than the device's: the device was cloned or restored, or another backend
    /// answers.
    Diverged,
}

impl EndOfDay {
    /// Returns whether the screen may be green: the receipt covers the device's last record, by number and by hash, and
    /// the queue is empty.
    #[must_use]
    pub const fn is_green(&self) -> bool {
        matches!(self, Self::AllHeld { .. })
    }
}

/// The state of an enrolment's chain of records, as the device knows it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ChainState {
    /// The `seq` and the hash of the last record; `None` before the first.
    pub last: Option<(u64, RecordHash)>,
    /// The backend's last receipt.
    pub receipt: Option<Held>,
    /// The number of pending records.
    pub pending: u64,
    /// The number of quarantined records, which the receipt covers too.
    pub quarantined: u64,
    /// Whether the backend has ever reported another chain than the device's. A later receipt does not clear it, because
    /// it may cover a part that both chains have in common.
    pub diverged: bool,
}

/// Compares the device's last record with the backend's last receipt.
#[must_use]
pub fn end_of_day(state: &ChainState) -> EndOfDay {
    let ChainState {
        last,
        receipt,
        pending,
        quarantined,
        diverged,
    } = *state;
    if diverged {
        return EndOfDay::Diverged;
    }
    let uncovered = match (last, receipt) {
        (None, None) => return EndOfDay::NothingRecorded,
        (None, Some(_)) => return EndOfDay::Diverged,
        (Some((seq, _)), None) => seq,
        (Some((seq, _)), Some(held)) if held.seq < seq => seq - held.seq,
        (Some((seq, hash)), Some(held)) if held.seq == seq && held.hash == hash => 0,
        (Some(_), Some(_)) => return EndOfDay::Diverged,
    };
    match uncovered.max(pending) {
        0 => EndOfDay::AllHeld { quarantined },
        uncovered => EndOfDay::Waiting { uncovered },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(of: &str) -> RecordHash {
        RecordHash::of(of.as_bytes())
    }

    fn held(seq: u64, of: &str) -> Option<Held> {
        Some(Held {
            seq,
            hash: hash(of),
        })
    }

    /// Returns the state of seven records with this receipt.
    fn seven(receipt: Option<Held>) -> ChainState {
        ChainState {
            last: Some((7, hash("seven"))),
            receipt,
            ..ChainState::default()
        }
    }

    #[test]
    fn it_is_green_only_when_the_receipt_covers_the_last_record_by_number_and_hash() {
        assert!(end_of_day(&seven(held(7, "seven"))).is_green());
        for receipt in [None, held(6, "six"), held(7, "other"), held(8, "seven")] {
            assert!(!end_of_day(&seven(receipt)).is_green(), "{receipt:?}");
        }
        assert!(!end_of_day(&ChainState::default()).is_green());
        let nothing_made = ChainState {
            receipt: held(1, "one"),
            ..ChainState::default()
        };
        assert!(!end_of_day(&nothing_made).is_green());
    }

    #[test]
    fn missing_and_quarantined_records_are_counted() {
        let waiting = |uncovered| EndOfDay::Waiting { uncovered };
        assert_eq!(end_of_day(&seven(held(4, "four"))), waiting(3));
        assert_eq!(end_of_day(&seven(None)), waiting(7));
        let some_unused = ChainState {
            quarantined: 2,
            ..seven(held(7, "seven"))
        };
        assert_eq!(
            end_of_day(&some_unused),
            EndOfDay::AllHeld { quarantined: 2 }
        );
        assert_eq!(end_of_day(&seven(held(7, "other"))), EndOfDay::Diverged);
    }

    #[test]
    fn it_is_not_green_while_a_record_waits_for_its_outcome() {
        let named_in_part = ChainState {
            pending: 2,
            ..seven(held(7, "seven"))
        };
        assert_eq!(
            end_of_day(&named_in_part),
            EndOfDay::Waiting { uncovered: 2 }
        );
    }

    #[test]
    fn a_device_that_once_diverged_is_never_green_again() {
        for receipt in [None, held(4, "four"), held(7, "seven")] {
            let diverged = ChainState {
                diverged: true,
                ..seven(receipt)
            };
            assert_eq!(end_of_day(&diverged), EndOfDay::Diverged);
        }
    }
}
