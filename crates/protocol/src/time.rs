//! Points in time on the wire.

use std::fmt;
use std::time::Duration;

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// A point in time by a wall clock: milliseconds since 1970-01-01 00:00 UTC.
///
/// A device's clock may be wrong by years, so records are never ordered by it.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Encode,
    Decode,
    Serialize,
    Deserialize,
)]
#[cbor(transparent)]
#[serde(transparent)]
pub struct UnixMillis(#[n(0)] pub i64);

impl UnixMillis {
    /// Returns the milliseconds from `earlier` to `self`; negative if `self` is the earlier one.
    #[must_use]
    pub fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Returns the point in time that is `millis` later.
    #[must_use]
    pub fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Returns the point in time that is `duration` later.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        self.plus_millis(duration_millis(duration))
    }

    /// Returns the point in time that is `duration` earlier.
    #[must_use]
    pub fn minus(self, duration: Duration) -> Self {
        self.plus_millis(-duration_millis(duration))
    }
}

/// Returns the whole milliseconds of a duration; one that is too long for the type becomes its maximum.
fn duration_millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

impl fmt::Display for UnixMillis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ms", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_added_and_subtracted_in_milliseconds_and_saturate() {
        let second = Duration::from_secs(1);
        assert_eq!(UnixMillis(5).plus(second), UnixMillis(1005));
        assert_eq!(UnixMillis(5).minus(second), UnixMillis(-995));
        assert_eq!(UnixMillis(5).plus(Duration::MAX), UnixMillis(i64::MAX));
        assert_eq!(UnixMillis(-5).minus(Duration::MAX), UnixMillis(i64::MIN));
    }
}
