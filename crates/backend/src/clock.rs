//! The backend's clock, which tests can set.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::SystemTime;

use protocol::UnixMillis;

/// The milliseconds of a minute.
pub const MINUTE: i64 = 60 * 1000;
/// The milliseconds of a day.
pub const DAY: i64 = 24 * 60 * 60 * 1000;

/// The source of the current time.
#[derive(Debug, Clone)]
pub enum Clock {
    System,
    /// A clock that stays at its time until it is set. Its clones share the time.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// Returns a fixed clock.
    #[must_use]
    pub fn fixed(at: UnixMillis) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(at.0)))
    }

    /// Returns the current time.
    #[must_use]
    pub fn now(&self) -> UnixMillis {
        match self {
            Self::System => UnixMillis(system_millis()),
            Self::Fixed(at) => UnixMillis(at.load(Ordering::SeqCst)),
        }
    }

    /// Sets a fixed clock. A system clock ignores the call.
    pub fn set(&self, now: UnixMillis) {
        if let Self::Fixed(at) = self {
            at.store(now.0, Ordering::SeqCst);
        }
    }
}

fn system_millis() -> i64 {
    let millis = |duration: std::time::Duration| i64::try_from(duration.as_millis());
    // A clock before 1970 or past the year 292 million is so wrong that the bounds of the type will do.
    match SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => millis(since).unwrap_or(i64::MAX),
        Err(before) => millis(before.duration()).map_or(i64::MIN, |millis| -millis),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_stands_and_its_clones_are_set_with_it() {
        let clock = Clock::fixed(UnixMillis(5));
        let other = clock.clone();
        assert_eq!(other.now(), UnixMillis(5));
        clock.set(UnixMillis(6));
        assert_eq!(other.now(), UnixMillis(6));
    }
}
