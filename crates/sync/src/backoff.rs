//! How long to wait after a failure: exponential back-off with full jitter.

use std::time::Duration;

/// The first wait's upper end: short, because most failures are a moment's.
pub const BACKOFF_BASE: Duration = Duration::from_secs(1);
/// The longest wait of our own: a booth that gets its network back should not stand idle for longer,
/// and ten thousand devices at one request in five minutes are few requests a second.
pub const BACKOFF_CAP: Duration = Duration::from_secs(5 * 60);
/// The longest `Retry-After` obeyed: an overloaded backend is helped by it, and a lying portal can't
/// silence a device for the day.
pub const RETRY_AFTER_CAP: Duration = Duration::from_secs(60 * 60);

/// Somewhere between nothing and the base, doubled with each failure after the first, up to the cap.
/// `random` is any random number; devices that failed together come back apart.
pub(crate) fn full_jitter(failures: u32, random: u64) -> u64 {
    let doublings = failures.saturating_sub(1).min(32);
    let ceiling = millis(BACKOFF_BASE)
        .saturating_mul(1 << doublings)
        .min(millis(BACKOFF_CAP));
    random % (ceiling + 1)
}

/// Whole milliseconds, as many as a `u64` holds.
pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_wait_doubles_up_to_the_cap_and_stays_there() {
        // The largest number that is a multiple of the ceiling's modulus less one shows the ceiling.
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
