//! The open device behind a window, and what its commands and threads do with it.

pub(crate) mod camera_thread;
mod cameras;
pub(crate) mod decisions;
mod diagnostics;
mod enrolments;
pub(crate) mod event_thread;
pub(crate) mod export;
mod overview;
mod preferences;
pub(crate) mod scan_detail;
mod storage;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use booth::{Background, Booth, BoothError, OpenBooth, UnlockedFolder, default_home};
use protocol::{ScanId, UnixMillis};

use crate::api::{Event, LockState};
use crate::command_table::Role;
use crate::options::Options;
use crate::problem::Problem;
use crate::state::dual_clock::DualInstant;
use crate::state::events::{ChangeSignal, Subscribers};
use crate::state::lock_policy::LockPolicy;
use crate::state::mutex::lock;
use crate::state::pending_prompts::PendingPrompts;
use crate::state::pin::PinState;
use crate::state::viewfinder::Viewfinder;

pub(crate) struct Core {
    pub(crate) options: Options,
    device: Mutex<Device>,
    /// Locked first by a thread that opens the device: one at a time.
    opening: Mutex<()>,
    lock_policy: Mutex<LockPolicy>,
    prompts: Mutex<PendingPrompts>,
    pub(crate) pin: PinState,
    pub(crate) viewfinder: Viewfinder,
    pub(crate) subscribers: Subscribers,
    pub(crate) changes: Arc<ChangeSignal>,
    decisions: AtomicU64,
    over: AtomicBool,
}

/// The device, or why there is none.
enum Device {
    /// Dropped in this order: closing the device cuts short what its background sync waits for.
    Open {
        booth: OpenBooth,
        _background: Background,
    },
    Fault(Problem),
}

impl Core {
    /// A core whose device is not open yet.
    pub(crate) fn new(options: Options) -> Arc<Self> {
        let now = DualInstant::now(&*options.clock);
        Arc::new(Self {
            options,
            device: Mutex::new(Device::Fault(closed())),
            opening: Mutex::default(),
            lock_policy: Mutex::new(LockPolicy::new(now)),
            prompts: Mutex::default(),
            pin: PinState::default(),
            viewfinder: Viewfinder::default(),
            subscribers: Subscribers::default(),
            changes: Arc::default(),
            decisions: AtomicU64::new(0),
            over: AtomicBool::new(false),
        })
    }

    /// Opens the device unless it is open, and locks the screens if a PIN is set, so that a restart does
    /// not unlock them. It may wait for the user, whom a keychain may ask first.
    pub(crate) fn open_device(&self) {
        let _one_at_a_time = lock(&self.opening);
        if self.booth().is_ok() {
            return;
        }
        if let Err(problem) = self.try_open() {
            tracing::error!(code = problem.code, "the device can't be opened");
            let mut device = lock(&self.device);
            if !self.is_over() {
                *device = Device::Fault(problem);
            }
        }
        self.apply_lock_timeout();
        self.changes.raise();
    }

    /// Takes over the time after which unused screens are locked.
    pub(crate) fn apply_lock_timeout(&self) {
        let minutes = self.preferences().lock_after_minutes;
        let after = minutes.map(|minutes| Duration::from_secs(u64::from(minutes) * 60));
        // Without a PIN locked screens could not be opened again.
        let after = after.filter(|_| self.pin.is_set());
        self.lock_policy().set_lock_after(after);
        self.changes.raise();
    }

    /// Locks screens that were not used for too long. Otherwise returns the time left, if they may come
    /// to be locked.
    pub(crate) fn lock_when_idle(&self) -> Option<Duration> {
        let left = self.lock_policy().until_lock(self.moment())?;
        if left.is_zero() {
            tracing::info!("the screens were not used: locked");
            self.lock_screens();
            return None;
        }
        Some(left)
    }

    fn try_open(&self) -> Result<(), Problem> {
        let home = match &self.options.home {
            Some(home) => home.clone(),
            None => default_home().ok_or(BoothError::NoHome)?,
        };
        let folder = UnlockedFolder::unlock(&home, self.options.key)?;
        let changes = Arc::clone(&self.changes);
        let options = booth::Options {
            key: self.options.key,
            patience: self.options.patience,
            heartbeat: self.options.heartbeat,
            clock: Arc::clone(&self.options.clock),
            changed: Some(Arc::new(move || changes.raise())),
        };
        // Held until the device is in its place, so that a window that is closed while the key is waited
        // for leaves no device open.
        let mut device = lock(&self.device);
        if self.is_over() {
            return Err(closed());
        }
        let booth = folder.open(options)?;
        self.pin.load(&booth, &*self.options.clock)?;
        if self.pin.is_set() {
            self.lock_policy().lock();
        }
        let chosen = match booth.enrolment(None) {
            Ok(enrolment) => Some(enrolment.device),
            Err(BoothError::NotEnrolled | BoothError::WhichEnrolment { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        self.prompts().choose(chosen);
        let background = Background::start(&booth);
        *device = Device::Open {
            booth,
            _background: background,
        };
        Ok(())
    }

    /// Allows or refuses a command of a person. Screens that should have been locked by now are locked
    /// first: after the computer has slept, no thread has had the time to.
    pub(crate) fn admit(&self, role: Role, scan: Option<ScanId>) -> Result<(), Problem> {
        self.lock_when_idle();
        self.lock_policy().admit(role, scan, self.moment())
    }

    /// Allows or refuses what the screens or the camera do on their own, after the same check.
    pub(crate) fn admit_automatic(&self, role: Role) -> Result<(), Problem> {
        self.lock_when_idle();
        self.lock_policy().admit_automatic(role)
    }

    /// The device.
    pub(crate) fn booth(&self) -> Result<Arc<Booth>, Problem> {
        match &*lock(&self.device) {
            Device::Open { booth, .. } => Ok(Arc::clone(booth)),
            Device::Fault(problem) => Err(problem.clone()),
        }
    }

    pub(crate) fn lock_policy(&self) -> MutexGuard<'_, LockPolicy> {
        lock(&self.lock_policy)
    }

    /// The pending prompts. Where the lock policy is needed too, this is locked first.
    pub(crate) fn prompts(&self) -> MutexGuard<'_, PendingPrompts> {
        lock(&self.prompts)
    }

    /// Locks the screens, releases the camera and closes the prompts. Syncing goes on.
    pub(crate) fn lock_screens(&self) {
        self.lock_policy().lock();
        self.prompts().close_all();
        self.viewfinder.stop();
        self.changes.raise();
    }

    pub(crate) fn is_locked(&self) -> bool {
        self.lock_policy().state() == LockState::Locked
    }

    pub(crate) fn moment(&self) -> DualInstant {
        DualInstant::now(&*self.options.clock)
    }

    pub(crate) fn now(&self) -> UnixMillis {
        self.options.clock.wall()
    }

    pub(crate) fn next_decision_number(&self) -> u64 {
        self.decisions.fetch_add(1, Ordering::Relaxed) + 1
    }

    pub(crate) fn subscribe(&self) -> Receiver<Event> {
        self.subscribers.add(|| Event::Overview {
            overview: self.overview(),
        })
    }

    pub(crate) fn is_over(&self) -> bool {
        self.over.load(Ordering::Acquire)
    }

    /// Closes the device for good, ends the camera's and the background sync's threads, and ends the
    /// streams of events.
    pub(crate) fn end(&self) {
        self.over.store(true, Ordering::Release);
        self.viewfinder.end();
        self.changes.raise();
        self.subscribers.end();
        let device = std::mem::replace(&mut *lock(&self.device), Device::Fault(closed()));
        // Not under the lock, which the device's own threads may be waiting for.
        drop(device);
    }
}

fn closed() -> Problem {
    Problem::new("closed", "The window is closed.")
}
