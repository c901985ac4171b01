//! What a window is made of, as its commands and its threads share it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use booth::{Background, Booth, BoothError, default_home};
use protocol::{ScanId, UnixMillis};

use crate::api::{Event, LockState};
use crate::commands::Role;
use crate::desk::Desk;
use crate::guard::Guard;
use crate::moment::Moment;
use crate::pin::PinDesk;
use crate::problem::Problem;
use crate::telling::{Changes, Watchers};
use crate::viewfinder::Viewfinder;
use crate::window::Options;

pub(crate) struct Core {
    pub(crate) options: Options,
    opened: Mutex<Opened>,
    /// Taken first, by whoever opens the device: one at a time.
    opening: Mutex<()>,
    guard: Mutex<Guard>,
    desk: Mutex<Desk>,
    pub(crate) pin: PinDesk,
    pub(crate) viewfinder: Viewfinder,
    pub(crate) watchers: Watchers,
    pub(crate) changes: Arc<Changes>,
    decisions: AtomicU64,
    over: AtomicBool,
}

/// The device, or why there is none.
enum Opened {
    Open {
        booth: Arc<Booth>,
        _background: Background,
    },
    Fault(Problem),
}

impl Core {
    pub(crate) fn open(options: Options) -> Arc<Self> {
        let now = Moment::now(&*options.clock);
        let core = Arc::new(Self {
            options,
            opened: Mutex::new(Opened::Fault(closed())),
            opening: Mutex::default(),
            guard: Mutex::new(Guard::new(now)),
            desk: Mutex::default(),
            pin: PinDesk::default(),
            viewfinder: Viewfinder::default(),
            watchers: Watchers::default(),
            changes: Arc::default(),
            decisions: AtomicU64::new(0),
            over: AtomicBool::new(false),
        });
        core.open_device();
        core
    }

    /// Opens the device's scans, unless they are open, and locks the screens if they have a PIN: a
    /// restart must not open what was locked.
    pub(crate) fn open_device(&self) {
        let _one_at_a_time = lock(&self.opening);
        if self.booth().is_ok() {
            return;
        }
        let opened = self.try_open().unwrap_or_else(|problem| {
            tracing::error!(code = problem.code, "the device can't be opened");
            Opened::Fault(problem)
        });
        *lock(&self.opened) = opened;
        self.settle_lock();
        self.changes.ring();
    }

    /// Notes how long screens stay open by themselves.
    pub(crate) fn settle_lock(&self) {
        let minutes = self.preferences().lock_after_minutes;
        let after = minutes.map(|minutes| Duration::from_secs(u64::from(minutes) * 60));
        // Without a PIN nobody could open them again.
        let after = after.filter(|_| self.pin.is_set());
        self.guard().lock_after(after);
        self.changes.ring();
    }

    /// Locks screens that nobody has used for so long; says how long that still takes, where it may come
    /// to that.
    pub(crate) fn lock_when_idle(&self) -> Option<Duration> {
        let left = self.guard().until_lock(self.moment())?;
        if left.is_zero() {
            tracing::info!("nobody used the screens: locked");
            self.lock_screens();
            return None;
        }
        Some(left)
    }

    fn try_open(&self) -> Result<Opened, Problem> {
        let home = match &self.options.home {
            Some(home) => home.clone(),
            None => default_home().ok_or(BoothError::NoHome)?,
        };
        let changes = Arc::clone(&self.changes);
        let booth = Arc::new(Booth::open(
            &home,
            booth::Options {
                key: self.options.key,
                patience: self.options.patience,
                heartbeat: self.options.heartbeat,
                clock: Arc::clone(&self.options.clock),
                changed: Some(Arc::new(move || changes.ring())),
            },
        )?);
        self.pin.load(&booth, &*self.options.clock)?;
        if self.pin.is_set() {
            self.guard().lock();
        }
        let chosen = match booth.enrolment(None) {
            Ok(enrolment) => Some(enrolment.device),
            Err(BoothError::NotEnrolled | BoothError::WhichEnrolment { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        self.desk().choose(chosen);
        let background = Background::start(&booth);
        Ok(Opened::Open {
            booth,
            _background: background,
        })
    }

    /// Lets somebody do something. Screens that should have been locked by now are locked first: after a
    /// computer's sleep nothing else has had the time to.
    pub(crate) fn admit(&self, role: Role, scan: Option<ScanId>) -> Result<(), Problem> {
        self.lock_when_idle();
        self.guard().admit(role, scan, self.moment())
    }

    /// Lets the screens or the camera do something by themselves, in the same order.
    pub(crate) fn admit_passing(&self, role: Role) -> Result<(), Problem> {
        self.lock_when_idle();
        self.guard().admit_passing(role)
    }

    /// The device.
    pub(crate) fn booth(&self) -> Result<Arc<Booth>, Problem> {
        match &*lock(&self.opened) {
            Opened::Open { booth, .. } => Ok(Arc::clone(booth)),
            Opened::Fault(problem) => Err(problem.clone()),
        }
    }

    pub(crate) fn guard(&self) -> MutexGuard<'_, Guard> {
        lock(&self.guard)
    }

    /// What waits on the desk. Where the guard is asked too, this is taken first.
    pub(crate) fn desk(&self) -> MutexGuard<'_, Desk> {
        lock(&self.desk)
    }

    /// Shows nothing but the lock from now on: the camera is let go and what waits for an attendee's
    /// answer is closed. Syncing goes on.
    pub(crate) fn lock_screens(&self) {
        self.guard().lock();
        self.desk().close_all();
        self.viewfinder.stop();
        self.changes.ring();
    }

    pub(crate) fn is_locked(&self) -> bool {
        self.guard().state() == LockState::Locked
    }

    pub(crate) fn moment(&self) -> Moment {
        Moment::now(&*self.options.clock)
    }

    pub(crate) fn now(&self) -> UnixMillis {
        self.options.clock.wall()
    }

    /// The next decision's number.
    pub(crate) fn number(&self) -> u64 {
        self.decisions.fetch_add(1, Ordering::Relaxed) + 1
    }

    pub(crate) fn watch(&self) -> Receiver<Event> {
        self.watchers.add(|| Event::Overview {
            overview: self.overview(),
        })
    }

    pub(crate) fn is_over(&self) -> bool {
        self.over.load(Ordering::Acquire)
    }

    /// Ends the threads, the sync's too, and the streams of events.
    pub(crate) fn end(&self) {
        self.over.store(true, Ordering::Release);
        self.viewfinder.end();
        self.changes.ring();
        self.watchers.end();
        *lock(&self.opened) = Opened::Fault(closed());
    }
}

fn closed() -> Problem {
    Problem::new("closed", "The window is closed.")
}

/// What is behind the locks is whole after every line, so a thread that panicked has left nothing
/// half-done there.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
