//! Rate limits: a token bucket for each caller.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use protocol::DeviceId;

use crate::Problem;
use backend::keys::token::TokenHash;

/// The number of buckets beyond which full ones are dropped. A full bucket is the same as none.
const BUCKETS: usize = 16 << 10;
/// Seconds after which a caller that was refused has some tokens again.
const RETRY_AFTER: u32 = 5;

/// The buckets of all callers of one kind. Clones share them.
#[derive(Debug, Clone)]
pub struct RateLimit<K> {
    buckets: Arc<Mutex<HashMap<K, Bucket>>>,
    rate: Rate,
}

#[derive(Debug, Clone, Copy)]
struct Rate {
    /// The largest number of requests in a burst.
    burst: f64,
    /// The sustained number of requests per second.
    per_second: f64,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    tokens: f64,
    at: Instant,
}

impl Bucket {
    fn filled(self, rate: Rate, now: Instant) -> f64 {
        let seconds = now.saturating_duration_since(self.at).as_secs_f64();
        (self.tokens + seconds * rate.per_second).min(rate.burst)
    }
}

impl RateLimit<DeviceId> {
    /// Returns the limit of devices. The burst is a day's records in full batches and its empty requests; the
    /// sustained rate is far above any booth's.
    pub(crate) fn of_devices() -> Self {
        Self::new(Rate {
            burst: 120.0,
            per_second: 4.0,
        })
    }
}

impl RateLimit<TokenHash> {
    /// Returns the limit of API tokens and sessions. The burst is all leads of a large event, one by one; the
    /// sustained rate is above that of a program that polls for changes.
    pub(crate) fn of_tokens() -> Self {
        Self::new(Rate {
            burst: 1000.0,
            per_second: 10.0,
        })
    }

    /// Returns the limit of mails to one address, by its hash. It allows a few requests while a mail is slow to
    /// arrive, and protects the mailbox.
    pub(crate) fn of_addresses() -> Self {
        Self::new(Rate {
            burst: 5.0,
            per_second: 1.0 / 120.0,
        })
    }
}

impl<K: Copy + Eq + Hash> RateLimit<K> {
    fn new(rate: Rate) -> Self {
        Self {
            buckets: Arc::default(),
            rate,
        }
    }

    /// Takes a token out of the caller's bucket.
    ///
    /// # Errors
    /// `Problem::TOO_MANY_REQUESTS` with a `Retry-After` if the bucket is empty.
    pub fn take(&self, caller: K, now: Instant) -> Result<(), Problem> {
        // A panic while the lock was held left the buckets intact.
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= BUCKETS {
            buckets.retain(|_, bucket| bucket.filled(self.rate, now) < self.rate.burst);
        }
        let bucket = buckets.entry(caller).or_insert(Bucket {
            tokens: self.rate.burst,
            at: now,
        });
        let tokens = bucket.filled(self.rate, now);
        let allowed = tokens >= 1.0;
        *bucket = Bucket {
            tokens: if allowed { tokens - 1.0 } else { tokens },
            // If the clock seems to go back, no token is given twice.
            at: now.max(bucket.at),
        };
        if allowed {
            Ok(())
        } else {
            Err(Problem::TOO_MANY_REQUESTS.after(RETRY_AFTER))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_device_is_slowed_down_recovers_and_slows_no_other() {
        let limit = RateLimit::of_devices();
        let (one, other) = (
            DeviceId::from_random([1; 16]),
            DeviceId::from_random([2; 16]),
        );
        let start = Instant::now();
        let allowed = (0..1000).filter(|_| limit.take(one, start).is_ok()).count();
        assert_eq!(allowed, 120);
        assert!(limit.take(other, start).is_ok());
        let later = start + Duration::from_secs(1);
        let allowed = (0..1000).filter(|_| limit.take(one, later).is_ok()).count();
        assert_eq!(allowed, 4);
    }
}
