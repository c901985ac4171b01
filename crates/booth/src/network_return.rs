//! When a report that the network is back cuts the back-off short.
//!
//! The reports come in bursts: an interface comes up, gets an address, then a route, and name resolution
//! works some seconds later. They also come for no reason, for example when a lease is renewed. So the
//! first attempt waits until the burst has settled, two more follow in case the first came too early,
//! and no two attempts are closer together than [`INTERVAL_MS`], however many reports come.
//!
//! Moments are milliseconds of the device's monotonic clock.

/// How long a burst of reports may settle before the first attempt.
const SETTLE_MS: u64 = 1_000;
/// The shortest time between two attempts. It is the wait that a new record is granted too.
const INTERVAL_MS: u64 = 10_000;
/// The attempts that one report leads to.
const ATTEMPTS: u8 = 3;

/// Schedules attempts to sync after reports that the network is back.
#[derive(Debug, Default)]
pub(crate) struct NetworkReturn {
    due: Option<u64>,
    attempts_left: u8,
    last: Option<u64>,
}

impl NetworkReturn {
    /// Takes in a report.
    pub(crate) fn reported(&mut self, now: u64) {
        self.attempts_left = ATTEMPTS;
        self.due.get_or_insert_with(|| {
            let earliest = self.last.map_or(0, |last| last.saturating_add(INTERVAL_MS));
            now.saturating_add(SETTLE_MS).max(earliest)
        });
    }

    /// The moment of the next attempt, if one is scheduled.
    pub(crate) const fn due(&self) -> Option<u64> {
        self.due
    }

    /// Returns whether an attempt is due, and schedules the one after it.
    pub(crate) fn take_due(&mut self, now: u64) -> bool {
        if self.due.is_none_or(|due| due > now) {
            return false;
        }
        self.last = Some(now);
        self.attempts_left = self.attempts_left.saturating_sub(1);
        self.due = (self.attempts_left > 0).then(|| now.saturating_add(INTERVAL_MS));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The attempts that reports at these moments lead to, within five minutes.
    fn attempts(reports: impl IntoIterator<Item = u64>) -> Vec<u64> {
        let reports: Vec<u64> = reports.into_iter().collect();
        let mut schedule = NetworkReturn::default();
        (0..300_000)
            .filter(|now| {
                if reports.contains(now) {
                    schedule.reported(*now);
                }
                schedule.take_due(*now)
            })
            .collect()
    }

    #[test]
    fn without_a_report_there_is_no_attempt() {
        assert_eq!(attempts([]), [0; 0]);
    }

    #[test]
    fn a_burst_leads_to_one_attempt_once_it_has_settled_and_two_more() {
        assert_eq!(attempts([50_000]), [51_000, 61_000, 71_000]);
        assert_eq!(attempts([50_000, 50_100, 50_900]), [51_000, 61_000, 71_000]);
    }

    #[test]
    fn a_report_between_two_attempts_starts_the_count_again() {
        assert_eq!(
            attempts([50_000, 65_000]),
            [51_000, 61_000, 71_000, 81_000, 91_000]
        );
    }

    #[test]
    fn a_report_soon_after_the_last_attempt_waits_for_the_interval() {
        assert_eq!(
            attempts([50_000, 72_000]),
            [51_000, 61_000, 71_000, 81_000, 91_000, 101_000]
        );
    }

    #[test]
    fn reports_without_end_lead_to_one_attempt_an_interval() {
        let attempts = attempts((0..3_000).map(|report| report * 100));
        assert_eq!(attempts.len(), 30);
        assert!(
            attempts
                .windows(2)
                .all(|pair| pair[1] - pair[0] == INTERVAL_MS)
        );
    }
}
