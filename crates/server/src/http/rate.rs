//! How often a device may ask: a bucket of tokens for each.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use protocol::DeviceId;

/// Requests that a device may make at once: a day's records in full batches, and its empty asks.
const BURST: f64 = 120.0;
/// Requests a second that it may go on with: far more than any booth makes.
const PER_SECOND: f64 = 4.0;
/// Buckets after which full ones are forgotten; they are the same as none.
const BUCKETS: usize = 16 << 10;

/// The buckets of all devices. Only devices whose signature has been checked have one.
#[derive(Debug, Clone, Default)]
pub struct RateLimit {
    buckets: Arc<Mutex<HashMap<DeviceId, Bucket>>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    tokens: f64,
    at: Instant,
}

impl Bucket {
    fn filled(self, now: Instant) -> f64 {
        let seconds = now.saturating_duration_since(self.at).as_secs_f64();
        (self.tokens + seconds * PER_SECOND).min(BURST)
    }
}

impl RateLimit {
    /// Whether the device may go on; it costs a token where it may.
    #[must_use]
    pub fn allows(&self, device: DeviceId, now: Instant) -> bool {
        // Whatever panicked while it held the lock left whole buckets.
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= BUCKETS {
            buckets.retain(|_, bucket| bucket.filled(now) < BURST);
        }
        let bucket = buckets.entry(device).or_insert(Bucket {
            tokens: BURST,
            at: now,
        });
        let tokens = bucket.filled(now);
        let allowed = tokens >= 1.0;
        *bucket = Bucket {
            tokens: if allowed { tokens - 1.0 } else { tokens },
            at: now,
        };
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_device_is_slowed_down_recovers_and_slows_no_other() {
        let limit = RateLimit::default();
        let (one, other) = (
            DeviceId::from_random([1; 16]),
            DeviceId::from_random([2; 16]),
        );
        let start = Instant::now();
        let allowed = (0..1000).filter(|_| limit.allows(one, start)).count();
        assert_eq!(allowed, 120);
        assert!(limit.allows(other, start));
        let later = start + Duration::from_secs(1);
        let allowed = (0..1000).filter(|_| limit.allows(one, later)).count();
        assert_eq!(allowed, 4);
    }
}
