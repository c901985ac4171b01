//! Elapsed time by two clocks, so that neither sleep nor a clock that is set shortens it.

use std::time::Duration;

use booth::Clock;

/// A moment by the device's wall clock and by its monotonic clock.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DualInstant {
    wall: i64,
    monotonic: u64,
}

impl DualInstant {
    pub(crate) fn now(clock: &dyn Clock) -> Self {
        Self {
            wall: clock.wall().0,
            monotonic: clock.monotonic(),
        }
    }

    /// The time from this moment to `now`, by the clock that says more: the monotonic clock stands still
    /// while the computer sleeps, and the wall clock may be set back.
    pub(crate) fn elapsed(self, now: Self) -> Duration {
        let by_wall = u64::try_from(now.wall.saturating_sub(self.wall)).unwrap_or(0);
        let by_monotonic = now.monotonic.saturating_sub(self.monotonic);
        Duration::from_millis(by_wall.max(by_monotonic))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sleep_counts_and_a_clock_that_is_set_back_shortens_nothing() {
        let moment = |wall, monotonic| DualInstant { wall, monotonic };
        let since = moment(1_000_000, 500);
        for (now, millis) in [
            (moment(1_000_000, 500), 0),
            (moment(1_000_300, 800), 300),
            (moment(9_000_000, 600), 8_000_000),
            (moment(0, 1_500), 1_000),
            (moment(i64::MIN, 0), 0),
        ] {
            assert_eq!(since.elapsed(now), Duration::from_millis(millis));
        }
    }
}
