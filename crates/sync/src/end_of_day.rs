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
    /// Not yet: the backend's receipt does not cover the last records, or it has not said what became
    /// of some.
    Waiting {
        /// How many records that is.
        uncovered: u64,
    },
    /// The receipt speaks of another chain than the device's: it was cloned or set back, or another
    /// backend answers.
    Diverged,
}

impl EndOfDay {
    /// Whether the page is green. It is for no other state than a receipt that covers the device's
    /// last record, by number and by hash, with nothing left in the queue.
    #[must_use]
    pub const fn is_green(&self) -> bool {
        matches!(self, Self::AllHeld { .. })
    }
}

/// How an enrolment's records stand, as the device knows it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// The last record's `seq` and hash; none before the first.
    pub last: Option<(u64, RecordHash)>,
    /// The backend's last receipt.
    pub receipt: Option<Held>,
    /// Records that wait.
    pub pending: u64,
    /// Records that the backend keeps without using; the receipt covers these too.
    pub quarantined: u64,
    /// The backend has once spoken of another chain than the device's. No later receipt makes up for
    /// that: it may cover a part that both have in common.
    pub diverged: bool,
}

/// Compares the device's last record with the backend's last receipt.
#[must_use]
pub fn end_of_day(standing: &Standing) -> EndOfDay {
    let Standing {
        last,
        receipt,
        pending,
        quarantined,
        diverged,
    } = *standing;
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

    /// Seven records, and this receipt.
    fn seven(receipt: Option<Held>) -> Standing {
        Standing {
            last: Some((7, hash("seven"))),
            receipt,
            ..Standing::default()
        }
    }

    #[test]
    fn it_is_green_only_when_the_receipt_covers_the_last_record_by_number_and_hash() {
        assert!(end_of_day(&seven(held(7, "seven"))).is_green());
        for receipt in [None, held(6, "six"), held(7, "other"), held(8, "seven")] {
            assert!(!end_of_day(&seven(receipt)).is_green(), "{receipt:?}");
        }
        assert!(!end_of_day(&Standing::default()).is_green());
        let nothing_made = Standing {
            receipt: held(1, "one"),
            ..Standing::default()
        };
        assert!(!end_of_day(&nothing_made).is_green());
    }

    #[test]
    fn what_is_missing_and_what_is_quarantined_is_told() {
        let waiting = |uncovered| EndOfDay::Waiting { uncovered };
        assert_eq!(end_of_day(&seven(held(4, "four"))), waiting(3));
        assert_eq!(end_of_day(&seven(None)), waiting(7));
        let some_unused = Standing {
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
        let named_in_part = Standing {
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
            let diverged = Standing {
                diverged: true,
                ..seven(receipt)
            };
            assert_eq!(end_of_day(&diverged), EndOfDay::Diverged);
        }
    }
}
