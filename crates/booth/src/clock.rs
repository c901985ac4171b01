//! The two clocks of a record, and where random bytes come from.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use protocol::{BootId, UnixMillis};
use ring::rand::{SecureRandom, SystemRandom};

/// The device's two clocks. Tests bring their own.
pub trait Clock: Send + Sync {
    /// The wall clock, which may be wrong.
    fn wall(&self) -> UnixMillis;

    /// Milliseconds since [`boot`](Self::boot) on a clock that can't be set.
    fn monotonic(&self) -> u64;

    /// The id of this run of the monotonic clock.
    fn boot(&self) -> BootId;
}

/// The machine's clocks. The monotonic clock counts from when this value was made, so each start of the
/// program is a run of its own, which needs no help of the operating system.
#[derive(Debug)]
pub struct SystemClock {
    boot: BootId,
    since: Instant,
}

impl SystemClock {
    /// Starts the monotonic clock.
    #[must_use]
    pub fn start() -> Self {
        Self {
            boot: BootId::from_random(random()),
            since: Instant::now(),
        }
    }
}

impl Clock for SystemClock {
    fn wall(&self) -> UnixMillis {
        // A clock before 1970 is wrong, but must not prevent scanning.
        UnixMillis(match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => whole_millis(since),
            Err(before) => -whole_millis(before.duration()),
        })
    }

    fn monotonic(&self) -> u64 {
        u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn boot(&self) -> BootId {
        self.boot
    }
}

fn whole_millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// `N` random bytes of the operating system.
///
/// # Panics
/// If the operating system has none to give: no key and no id may be made then.
#[must_use]
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandom::new()
        .fill(&mut bytes)
        .expect("the operating system gives random bytes");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_starts_are_two_runs_of_the_monotonic_clock() {
        assert_ne!(SystemClock::start().boot(), SystemClock::start().boot());
    }

    #[test]
    fn the_monotonic_clock_never_goes_back() {
        let clock = SystemClock::start();
        let earlier = clock.monotonic();
        assert!(clock.monotonic() >= earlier);
    }
}
