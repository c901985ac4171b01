//! The state of one enrolment's sync: its machine, and how the last exchanges went.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use sync::{Config, Machine};

/// Why the device itself could not sync, as opposed to the network or the backend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncFault {
    /// The error's stable code.
    pub code: &'static str,
    /// What happened and what to do.
    pub message: String,
}

/// One enrolment's sync, shared between the threads that drive it and the screens that show it.
pub(crate) struct SyncSession {
    /// Held for the length of an exchange, so that two threads never sync one enrolment at once.
    in_flight: Mutex<()>,
    /// Held for moments only, so that a screen never waits for an exchange.
    machine: Mutex<Machine>,
    fault: Mutex<Option<SyncFault>>,
    answered: AtomicBool,
}

impl SyncSession {
    pub(crate) fn new(config: Config) -> Self {
        Self {
            in_flight: Mutex::new(()),
            machine: Mutex::new(Machine::new(config)),
            fault: Mutex::default(),
            answered: AtomicBool::default(),
        }
    }

    /// Waits for the exchange under way and keeps others from starting until the guard is dropped.
    pub(crate) fn begin(&self) -> MutexGuard<'_, ()> {
        self.in_flight
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn machine(&self) -> MutexGuard<'_, Machine> {
        self.machine.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a valid reply has come since the program started.
    pub(crate) fn answered(&self) -> bool {
        self.answered.load(Ordering::Relaxed)
    }

    pub(crate) fn set_answered(&self) {
        self.answered.store(true, Ordering::Relaxed);
    }

    /// Why the device could not sync in the background at its last attempt.
    pub(crate) fn fault(&self) -> Option<SyncFault> {
        let fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        fault.clone()
    }

    /// Replaces the fault, and returns whether it differs from the one before.
    pub(crate) fn set_fault(&self, fault: Option<SyncFault>) -> bool {
        let mut known = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        let differs = *known != fault;
        *known = fault;
        differs
    }

    pub(crate) fn status(&self) -> sync::Status {
        self.machine().status()
    }
}
