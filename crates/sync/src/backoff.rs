//! The wait after a failure: exponential back-off with full jitter.

use std::time::Duration;

/// The upper end of the first wait. It is short, because most failures are brief.
pub const BACKOFF_BASE: Duration = Duration::from_secs(1);
/// The longest back-off. A booth whose network returns should not wait longer, and ten thousand devices with one
/// request in five minutes make few requests per second.
pub const BACKOFF_CAP: Duration = Duration::from_secs(5 * 60);
/// The longest `Retry-After` (RFC 9110 §10.2.3) that is honoured. It relieves an overloaded backend, and a captive portal
/// can't silence a device for the day.
pub const RETRY_AFTER_CAP: Duration = Duration::from_secs(60 * 60);

/// Returns a random wait in milliseconds, from 0 to a ceiling that starts at [`BACKOFF_BASE`] and doubles with each
/// failure up to [`BACKOFF_CAP`]. The jitter spreads devices that failed at the same time.
pub(crate) fn full_jitter(failures: u32, random: u64) -> u64 {
    let doublings = failures.saturating_sub(1).min(32);
    let ceiling = millis(BACKOFF_BASE)
        .saturating_mul(1 << doublings)
        .min(millis(BACKOFF_CAP));
    random % (ceiling + 1)
}

/// Converts a duration to whole milliseconds, saturating.
pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_wait_doubles_up_to_the_cap_and_stays_there() {
        // The maximum over enough consecutive numbers is the ceiling.
        let longest = |failures| {
            (0..=u64::from(u16::MAX) * 8)
                .map(|random| full_jitter(failures, random))
                .max()
                .unwrap()
        };
        assert_eq!(longest(1), 1_000);
        assert_eq!(longest(2), 2_000);
        assert_eq!(longest(5), 16_000);
        assert_eq!(longest(10), 300_000);
        assert_eq!(longest(u32::MAX), 300_000);
    }

    #[test]
    fn the_wait_may_be_anything_down_to_nothing() {
        assert_eq!(full_jitter(10, 0), 0);
        assert_eq!(full_jitter(10, 150_000), 150_000);
    }
}
