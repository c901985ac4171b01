//! The background sync: threads that sync every enrolment of a device, whichever is chosen.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use protocol::DeviceId;

use crate::booth::Booth;
use crate::error::BoothError;
#[cfg(target_os = "linux")]
use crate::route_events::RouteEvents;
use crate::sync_session::SyncFault;
use crate::syncing::Wait;

/// How long a thread sleeps at most: another program on the same folder may have made a record.
const LOOK_AGAIN: Duration = Duration::from_secs(15);
/// How long to wait after the device itself failed, with a full disk for example.
const AFTER_FAULT: Duration = Duration::from_secs(5);

/// Syncs all enrolments of a device as soon as there is something to send, and asks for changes
/// otherwise. Each enrolment has a thread of its own, so that a backend that does not answer holds up no
/// other. On Linux it listens to the operating system, so that a sync that failed is tried again within
/// seconds once the network is back.
///
/// Dropping it gives up the exchanges under way and joins its threads. No record is lost: what was sent
/// without an answer is sent again.
#[derive(Debug)]
pub struct Background {
    booth: Arc<Booth>,
    over: Arc<AtomicBool>,
    supervisor: Option<JoinHandle<()>>,
    #[cfg(target_os = "linux")]
    _route_events: Option<RouteEvents>,
}

impl Background {
    /// Starts syncing.
    #[must_use]
    pub fn start(booth: &Arc<Booth>) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let supervised = (Arc::clone(booth), Arc::clone(&over));
        Self {
            booth: Arc::clone(booth),
            over,
            supervisor: spawn("sync", move || supervise(&supervised.0, &supervised.1)),
            #[cfg(target_os = "linux")]
            _route_events: listen(booth),
        }
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Release);
        self.booth.wake.raise();
        self.booth.http.interrupt();
        if let Some(supervisor) = self.supervisor.take() {
            let _ = supervisor.join();
        }
    }
}

/// Where the system has no thread left, nothing is synced in the background; scans are saved all the
/// same.
fn spawn(name: &str, run: impl FnOnce() + Send + 'static) -> Option<JoinHandle<()>> {
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(run)
        .inspect_err(|error| tracing::error!(name, %error, "a thread does not start"))
        .ok()
}

#[cfg(target_os = "linux")]
fn listen(booth: &Arc<Booth>) -> Option<RouteEvents> {
    let booth = Arc::clone(booth);
    RouteEvents::listen(move || booth.network_is_up())
        // Without it a sync is tried again after its back-off.
        .inspect_err(|error| tracing::warn!(%error, "the network is not listened to"))
        .ok()
}

/// Gives each enrolment a thread, those that are added later too, and cuts back-offs short when the
/// network is back.
fn supervise(booth: &Arc<Booth>, over: &Arc<AtomicBool>) {
    let mut followed: HashSet<DeviceId> = HashSet::new();
    let mut threads = Vec::new();
    while !over.load(Ordering::Acquire) {
        let seen = booth.wake.count();
        match booth.enrolments() {
            Ok(enrolments) => {
                for enrolment in enrolments {
                    if followed.insert(enrolment.device) {
                        let (booth, over) = (Arc::clone(booth), Arc::clone(over));
                        threads.extend(spawn("sync", move || {
                            follow(&booth, enrolment.device, &over);
                        }));
                    }
                }
            }
            Err(BoothError::Closed) => break,
            Err(error) => tracing::error!(code = error.code(), "can't list the enrolments"),
        }
        let next_attempt = booth.try_after_network_return();
        let until_attempt = next_attempt.map(|due| until(booth, due));
        booth
            .wake
            .wait(seen, until_attempt.unwrap_or(LOOK_AGAIN).min(LOOK_AGAIN));
    }
    for thread in threads {
        let _ = thread.join();
    }
}

fn until(booth: &Booth, moment: u64) -> Duration {
    Duration::from_millis(moment.saturating_sub(booth.clock.monotonic()))
}

/// Syncs one enrolment until the background sync or the device is over.
fn follow(booth: &Booth, device: DeviceId, over: &AtomicBool) {
    let is_over = || over.load(Ordering::Acquire);
    while !is_over() {
        let seen = booth.wake.count();
        let driven = booth.drive(device, &mut |_| {}, &is_over);
        if matches!(driven, Err(BoothError::Closed)) {
            return;
        }
        let fault = driven.as_ref().err().map(|error| SyncFault {
            code: error.code(),
            message: error.to_string(),
        });
        if booth.session(device).set_fault(fault) {
            booth.changed();
        }
        let wait = match driven {
            Ok(Wait::Until(moment)) => until(booth, moment),
            Ok(Wait::ForRecord) => LOOK_AGAIN,
            Err(error) => {
                tracing::error!(%device, code = error.code(), "can't sync");
                AFTER_FAULT
            }
        };
        booth.wake.wait(seen, wait.min(LOOK_AGAIN));
    }
}
