//! The PIN of the screens.
//!
//! The PIN protects an unattended device from passers-by; the database's key protects the scans from a
//! thief of the disk. Only a slow hash of the PIN is stored, inside the encrypted database.

use std::num::NonZeroU32;
use std::sync::Mutex;
use std::time::Duration;

use booth::{Booth, Clock, Setting};
use data_encoding::HEXLOWER;
use protocol::UnixMillis;
use ring::pbkdf2;
use ring::rand::{SecureRandom, SystemRandom};
use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::state::mutex::lock;

const DIGITS: std::ops::RangeInclusive<usize> = 4..=12;
/// OWASP's figure for PBKDF2-HMAC-SHA256 (Password Storage Cheat Sheet, 2023).
const ITERATIONS: NonZeroU32 = NonZeroU32::new(600_000).expect("it is not 0");
const SALT_BYTES: usize = 16;
const HASH_BYTES: usize = 32;
/// Wrong tries that cost nothing: fingers slip.
const FREE_TRIES: u32 = 5;
const FIRST_WAIT: Duration = Duration::from_secs(30);
/// With this, all PINs of four digits take more than a year.
const LONGEST_WAIT: Duration = Duration::from_secs(60 * 60);

/// The stored form of a PIN.
#[derive(Clone, Serialize, Deserialize)]
struct Stored {
    salt: String,
    hash: String,
    iterations: NonZeroU32,
    /// Wrong tries in a row, including one under way.
    wrong: u32,
    /// When the last wrong try was, by the device's wall clock.
    last_wrong: UnixMillis,
}

#[derive(Default)]
enum Pin {
    #[default]
    None,
    Set {
        stored: Stored,
        /// No try is taken before this moment of the monotonic clock.
        wait_until: Option<u64>,
    },
    /// A PIN is set that this program can't read.
    Unreadable,
}

/// The PIN, and the wait after wrong tries.
#[derive(Default)]
pub(crate) struct PinState(Mutex<Pin>);

impl PinState {
    /// Reads the stored PIN. A wait that a restart interrupted goes on.
    pub(crate) fn load(&self, booth: &Booth, clock: &dyn Clock) -> Result<(), Problem> {
        let stored = booth.setting(Setting::Pin)?;
        *lock(&self.0) = match stored.map(|json| serde_json::from_str::<Stored>(&json)) {
            None => Pin::None,
            Some(Ok(stored)) => {
                let since = booth.now().0.saturating_sub(stored.last_wrong.0);
                // With a clock that was set back, the wait starts again.
                let passed = Duration::from_millis(u64::try_from(since).unwrap_or(0));
                let left = wait_after(stored.wrong).saturating_sub(passed);
                Pin::Set {
                    stored,
                    wait_until: after(left, clock),
                }
            }
            Some(Err(_)) => Pin::Unreadable,
        };
        Ok(())
    }

    pub(crate) fn is_set(&self) -> bool {
        !matches!(*lock(&self.0), Pin::None)
    }

    /// Checks a PIN. A try is counted before it is checked, so that interrupting it does not make it free,
    /// and two at once count as two.
    pub(crate) fn check(
        &self,
        booth: &Booth,
        clock: &dyn Clock,
        given: &str,
    ) -> Result<(), Problem> {
        let stored = {
            let mut pin = lock(&self.0);
            let (stored, wait_until) = match &mut *pin {
                Pin::Set { stored, wait_until } => (stored, wait_until),
                Pin::None => return Err(no_pin()),
                Pin::Unreadable => {
                    return Err(Problem::new(
                        "pin_unreadable",
                        "The PIN was set by a newer version of Lanyard. Update this program.",
                    ));
                }
            };
            let now = clock.monotonic();
            if let Some(until) = *wait_until
                && until > now
            {
                return Err(too_many(Duration::from_millis(until - now)));
            }
            stored.wrong = stored.wrong.saturating_add(1);
            stored.last_wrong = booth.now();
            let wait = wait_after(stored.wrong);
            *wait_until = after(wait, clock);
            store_count(booth, stored);
            stored.clone()
        };
        if !fits(&stored, given) {
            let wrong = Problem::new("wrong_pin", "That is not the PIN.");
            let wait = wait_after(stored.wrong);
            return Err(if wait.is_zero() {
                wrong
            } else {
                wrong.about(wait.as_secs())
            });
        }
        if let Pin::Set { stored, wait_until } = &mut *lock(&self.0) {
            stored.wrong = 0;
            *wait_until = None;
            store_count(booth, stored);
        }
        Ok(())
    }

    pub(crate) fn set(&self, booth: &Booth, new: Option<&str>) -> Result<(), Problem> {
        let Some(new) = new else {
            booth.set_setting(Setting::Pin, None)?;
            *lock(&self.0) = Pin::None;
            return Ok(());
        };
        if !DIGITS.contains(&new.len()) || !new.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Problem::new("bad_pin", "A PIN has 4 to 12 digits."));
        }
        let stored = hashed(new);
        booth.set_setting(Setting::Pin, Some(&json(&stored)))?;
        *lock(&self.0) = Pin::Set {
            stored,
            wait_until: None,
        };
        Ok(())
    }
}

fn wait_after(wrong: u32) -> Duration {
    match wrong.checked_sub(FREE_TRIES) {
        None => Duration::ZERO,
        Some(more) => FIRST_WAIT
            .saturating_mul(2_u32.saturating_pow(more))
            .min(LONGEST_WAIT),
    }
}

/// The moment at which a wait is over; `None` for no wait.
fn after(wait: Duration, clock: &dyn Clock) -> Option<u64> {
    let millis = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
    (millis > 0).then(|| clock.monotonic().saturating_add(millis))
}

fn too_many(left: Duration) -> Problem {
    let seconds = left.as_millis().div_ceil(1000);
    Problem::new(
        "too_many_tries",
        format!("Too many wrong tries. Wait {seconds} seconds."),
    )
    .about(seconds)
}

pub(crate) fn no_pin() -> Problem {
    Problem::new(
        "no_pin",
        "Set a PIN first. Without one the screens can't be opened again.",
    )
}

fn hashed(pin: &str) -> Stored {
    let mut salt = [0; SALT_BYTES];
    SystemRandom::new()
        .fill(&mut salt)
        .expect("the operating system gives random bytes");
    let mut hash = [0; HASH_BYTES];
    let algorithm = pbkdf2::PBKDF2_HMAC_SHA256;
    pbkdf2::derive(algorithm, ITERATIONS, &salt, pin.as_bytes(), &mut hash);
    Stored {
        salt: HEXLOWER.encode(&salt),
        hash: HEXLOWER.encode(&hash),
        iterations: ITERATIONS,
        wrong: 0,
        last_wrong: UnixMillis(0),
    }
}

fn fits(stored: &Stored, given: &str) -> bool {
    let decoded = (
        HEXLOWER.decode(stored.salt.as_bytes()),
        HEXLOWER.decode(stored.hash.as_bytes()),
    );
    // A text longer than any PIN is not worth the time that hashing takes.
    let (Ok(salt), Ok(hash), true) = (decoded.0, decoded.1, DIGITS.contains(&given.len())) else {
        return false;
    };
    let algorithm = pbkdf2::PBKDF2_HMAC_SHA256;
    pbkdf2::verify(algorithm, stored.iterations, &salt, given.as_bytes(), &hash).is_ok()
}

/// Stores the count of wrong tries. If that fails, on a full disk for example, this run of the program
/// still knows it.
fn store_count(booth: &Booth, stored: &Stored) {
    if let Err(error) = booth.set_setting(Setting::Pin, Some(&json(stored))) {
        tracing::error!(code = error.code(), "the count of wrong PINs is not stored");
    }
}

fn json(stored: &Stored) -> String {
    serde_json::to_string(stored).expect("texts and numbers can be written")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_slips_are_free_and_then_each_try_waits_longer_up_to_an_hour() {
        let seconds: Vec<_> = (0..=14).map(|wrong| wait_after(wrong).as_secs()).collect();
        assert_eq!(
            seconds,
            [
                0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600
            ]
        );
        assert_eq!(wait_after(u32::MAX), LONGEST_WAIT);
    }
}
