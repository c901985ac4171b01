//! How often one caller may ask: a bucket of tokens for each.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use protocol::DeviceId;

use crate::Problem;
use backend::keys::token::TokenHash;

/// Buckets after which full ones are forgotten; they are the same as none.
const BUCKETS: usize = 16 << 10;
/// Seconds after which a caller that asked too often has some tokens again.
const SLOW_DOWN: u32 = 5;

/// The buckets of all callers of a kind. Only callers that have been authenticated have one.
#[derive(Debug, Clone)]
pub struct RateLimit<K> {
    buckets: Arc<Mutex<HashMap<K, Bucket>>>,
    rate: Rate,
}

#[derive(Debug, Clone, Copy)]
struct Rate {
    /// Requests that may come at once.
    burst: f64,
    /// Requests a second that it may go on with.
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
    /// For devices: at once a day's records in full batches and its empty asks, and then far more than
    /// any booth makes.
    #[must_use]
    pub fn of_devices() -> Self {
        Self::new(Rate {
            burst: 120.0,
            per_second: 4.0,
        })
    }
}

impl RateLimit<TokenHash> {
    /// For holders of bearer tokens, by the token: at once all leads of a large event one by one, and
    /// then more than a program that looks for changes needs.
    #[must_use]
    pub fn of_tokens() -> Self {
        Self::new(Rate {
            burst: 1000.0,
            per_second: 10.0,
        })
    }

    /// For mails to one address, by its hash: somebody whose mail is slow asks a few times, and nobody
    /// fills another's mailbox.
    #[must_use]
    pub fn of_addresses() -> Self {
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

    /// Takes a token of the caller's.
    ///
    /// # Errors
    /// [`Problem::TOO_MANY_REQUESTS`] where there is none left; it says when to come back.
    pub fn take(&self, caller: K, now: Instant) -> Result<(), Problem> {
        // Whatever panicked while it held the lock left whole buckets.
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
            // A clock that seems to stand back gives nothing a second time.
            at: now.max(bucket.at),
        };
        if allowed {
            Ok(())
        } else {
            Err(Problem::TOO_MANY_REQUESTS.after(SLOW_DOWN))
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
