//! The signal that wakes the threads of the background sync.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Counts the reasons to look for work, and wakes every thread that waits for one.
#[derive(Debug, Default)]
pub(crate) struct WakeSignal {
    raised: Mutex<u64>,
    changed: Condvar,
}

impl WakeSignal {
    /// Wakes all waiting threads.
    pub(crate) fn raise(&self) {
        *self.raised.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.changed.notify_all();
    }

    /// Returns how often the signal was raised. A thread reads this before it looks for work and hands it
    /// to [`wait`](Self::wait), so that a signal raised in between is not missed.
    pub(crate) fn count(&self) -> u64 {
        *self.raised.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the signal was raised more than `seen` times, for at most `timeout`.
    pub(crate) fn wait(&self, seen: u64, timeout: Duration) {
        let raised = self.raised.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = self
            .changed
            .wait_timeout_while(raised, timeout, |raised| *raised == seen);
    }
}
