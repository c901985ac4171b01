//! Whether everything has arrived, so that the device may be switched off or handed back.

use protocol::{Held, RecordHash};

/// What to tell the booth at the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndOfDay {
    /// The device has made no record.
    NothingRecorded,
    /// Green: the backend holds every record.
    AllHeld {
        /// How many of them it keeps without using. They must be told.
        quarantined: u64,
    },
    /// Not yet: the backend's receipt does not cover the last records.
    Waiting {
        /// How many records the receipt does not cover.
        uncovered: u64,
    },
    /// The receipt speaks of another chain than the device's: it was cloned or set back, or another
    /// backend answers.
    Diverged,
}

impl EndOfDay {
    /// Whether the page is green. It is for no other state than a receipt that covers the device's
    /// last record, by number and by hash.
    #[must_use]
    pub const fn is_green(&self) -> bool {
        matches!(self, Self::AllHeld { .. })
    }
}

/// Compares the device's last record with the backend's last receipt. `quarantined` counts the
/// records that the backend keeps without using; the receipt covers these too.
#[must_use]
pub fn end_of_day(
    last: Option<(u64, RecordHash)>,
    receipt: Option<Held>,
    quarantined: u64,
) -> EndOfDay {
    match (last, receipt) {
        (None, None) => EndOfDay::NothingRecorded,
        (None, Some(_)) => EndOfDay::Diverged,
        (Some((seq, _)), None) => EndOfDay::Waiting { uncovered: seq },
        (Some((seq, hash)), Some(held)) => {
            if held.seq < seq {
                EndOfDay::Waiting {
                    uncovered: seq - held.seq,
                }
            } else if held.seq == seq && held.hash == hash {
                EndOfDay::AllHeld { quarantined }
            } else {
                EndOfDay::Diverged
            }
        }
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

    #[test]
    fn it_is_green_only_when_the_receipt_covers_the_last_record_by_number_and_hash() {
        let last = Some((7, hash("seven")));
        assert!(end_of_day(last, held(7, "seven"), 0).is_green());
        for receipt in [None, held(6, "seven"), held(7, "other"), held(8, "seven")] {
            assert!(!end_of_day(last, receipt, 0).is_green(), "{receipt:?}");
        }
        assert!(!end_of_day(None, None, 0).is_green());
        assert!(!end_of_day(None, held(1, "one"), 0).is_green());
    }

    #[test]
    fn what_is_missing_and_what_is_quarantined_is_told() {
        let last = Some((7, hash("seven")));
        assert_eq!(
            end_of_day(last, held(4, "four"), 0),
            EndOfDay::Waiting { uncovered: 3 }
        );
        assert_eq!(
            end_of_day(last, None, 0),
            EndOfDay::Waiting { uncovered: 7 }
        );
        assert_eq!(
            end_of_day(last, held(7, "seven"), 2),
            EndOfDay::AllHeld { quarantined: 2 }
        );
        assert_eq!(end_of_day(last, held(7, "other"), 0), EndOfDay::Diverged);
    }
}
