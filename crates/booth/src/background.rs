//! Syncing in the background, for every enrolment, whichever is chosen.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};
use std::thread;
use std::time::Duration;

use protocol::DeviceId;

use crate::booth::{Booth, SyncFault};
use crate::syncing::Wait;

/// How long a thread sleeps at most: another program on the same folder may have made a record.
const LOOK_AGAIN: Duration = Duration::from_secs(15);
/// How long to wait after the device itself failed, a full disk for example.
const AFTER_FAULT: Duration = Duration::from_secs(5);

/// Wakes whoever waits for something to send.
#[derive(Debug, Default)]
pub(crate) struct Bell {
    rung: Mutex<u64>,
    heard: Condvar,
}

impl Bell {
    pub(crate) fn ring(&self) {
        *self.rung.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.heard.notify_all();
    }

    /// How often it was rung. To be asked before looking for work, so that a ring in between is not
    /// missed.
    fn count(&self) -> u64 {
        *self.rung.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until it was rung more than `before` times, or the time is over.
    fn wait(&self, before: u64, most: Duration) {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = self
            .heard
            .wait_timeout_while(rung, most, |rung| *rung == before);
    }
}

/// Threads that sync all enrolments of a booth as soon as there is something to send, and ask for
/// changes otherwise. Each enrolment has its own, so that a backend that does not answer holds up no
/// other.
///
/// When this is dropped they end after the exchange they are in; nothing is lost with them.
#[derive(Debug)]
pub struct Background {
    over: Arc<AtomicBool>,
    booth: Weak<Booth>,
}

impl Background {
    /// Starts syncing.
    #[must_use]
    pub fn start(booth: &Arc<Booth>) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let background = Self {
            over: Arc::clone(&over),
            booth: Arc::downgrade(booth),
        };
        let booth = Arc::clone(booth);
        thread::spawn(move || watch_enrolments(&booth, &over));
        background
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Release);
        if let Some(booth) = self.booth.upgrade() {
            booth.bell.ring();
        }
    }
}

/// Gives each enrolment its thread, those that are added later too.
fn watch_enrolments(booth: &Arc<Booth>, over: &Arc<AtomicBool>) {
    let mut followed: HashSet<DeviceId> = HashSet::new();
    while !over.load(Ordering::Acquire) {
        let before = booth.bell.count();
        match booth.enrolments() {
            Ok(enrolments) => {
                for enrolment in enrolments {
                    if followed.insert(enrolment.device) {
                        let (booth, over) = (Arc::clone(booth), Arc::clone(over));
                        thread::spawn(move || follow(&booth, enrolment.device, &over));
                    }
                }
            }
            Err(error) => tracing::error!(code = error.code(), "can't list the enrolments"),
        }
        booth.bell.wait(before, LOOK_AGAIN);
    }
}

fn follow(booth: &Booth, device: DeviceId, over: &AtomicBool) {
    while !over.load(Ordering::Acquire) {
        let before = booth.bell.count();
        let driven = booth.drive(device, &mut |_| !over.load(Ordering::Acquire));
        let fault = driven.as_ref().err().map(|error| SyncFault {
            code: error.code(),
            message: error.to_string(),
        });
        if booth.line(device).set_fault(fault) {
            booth.changed();
        }
        let wait = match driven {
            Ok(Wait::Until(moment)) => {
                Duration::from_millis(moment.saturating_sub(booth.clock.monotonic()))
            }
            Ok(Wait::ForRecord) => LOOK_AGAIN,
            Err(error) => {
                tracing::error!(%device, code = error.code(), "can't sync");
                AFTER_FAULT
            }
        };
        booth.bell.wait(before, wait.min(LOOK_AGAIN));
    }
}
