//! Tells the screens what happens: decisions at once, and the overview whenever something in it has
//! changed.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Condvar, Mutex};
use std::time::Duration;

use crate::api::{Event, Overview};
use crate::core::{Core, lock};

/// Events that may wait for a reader. One that lets so many wait has gone; it is let go too, rather
/// than told half of them, and whoever comes back begins with the overview.
const WAITING: usize = 1024;

/// How often the overview is looked at when nobody rings: time alone changes little in it.
const LOOK_AGAIN: Duration = Duration::from_secs(15);

/// The readers of events.
#[derive(Default)]
pub(crate) struct Watchers(Mutex<Vec<SyncSender<Event>>>);

impl Watchers {
    /// Adds a reader, who is told `first` before anything that happens after it.
    pub(crate) fn add(&self, first: impl FnOnce() -> Event) -> Receiver<Event> {
        let (sender, receiver) = sync_channel(WAITING);
        let mut watchers = lock(&self.0);
        // There is room for the first one.
        let _ = sender.try_send(first());
        watchers.push(sender);
        receiver
    }

    pub(crate) fn tell(&self, event: &Event) {
        lock(&self.0).retain(|watcher| match watcher.try_send(event.clone()) {
            Ok(()) => true,
            Err(TrySendError::Full(_)) => {
                tracing::warn!("a reader of events does not read, and is let go");
                false
            }
            Err(TrySendError::Disconnected(_)) => false,
        });
    }

    pub(crate) fn end(&self) {
        lock(&self.0).clear();
    }
}

/// Wakes the thread that looks at the overview.
#[derive(Default)]
pub(crate) struct Changes {
    rung: Mutex<bool>,
    heard: Condvar,
}

impl Changes {
    /// Something has changed.
    pub(crate) fn ring(&self) {
        *lock(&self.rung) = true;
        self.heard.notify_all();
    }

    /// Waits until something has changed since the last time, or the time is over.
    fn wait(&self, most: Duration) {
        let rung = lock(&self.rung);
        let waited = self.heard.wait_timeout_while(rung, most, |rung| !*rung);
        if let Ok((mut rung, _)) = waited {
            *rung = false;
        }
    }
}

/// Tells of every change of the overview, and locks the screens that nobody uses, until the window is
/// closed.
pub(crate) fn run(core: &Core) {
    let mut told: Option<Overview> = None;
    while !core.is_over() {
        let until_lock = core.lock_when_idle();
        let overview = core.overview();
        if told.as_ref() != Some(&overview) {
            core.watchers.tell(&Event::Overview {
                overview: overview.clone(),
            });
            told = Some(overview);
        }
        core.changes
            .wait(until_lock.unwrap_or(LOOK_AGAIN).min(LOOK_AGAIN));
    }
}
