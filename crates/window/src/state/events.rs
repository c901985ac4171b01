//! The subscribers of events, and the signal that the overview may have changed.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Condvar, Mutex};
use std::time::Duration;

use crate::api::Event;
use crate::state::mutex::lock;

/// Events that may wait for a subscriber. One that lets so many wait is taken for gone: its stream ends,
/// rather than losing some events, and a new stream begins with the overview.
const WAITING: usize = 1024;

/// The subscribers of events.
#[derive(Default)]
pub(crate) struct Subscribers(Mutex<Streams>);

#[derive(Default)]
struct Streams {
    open: Vec<SyncSender<Event>>,
    ended: bool,
}

impl Subscribers {
    /// Adds a subscriber, who gets `first` before anything that happens after it. After
    /// [`end`](Self::end) the stream holds nothing else.
    pub(crate) fn add(&self, first: impl FnOnce() -> Event) -> Receiver<Event> {
        let (sender, receiver) = sync_channel(WAITING);
        let mut streams = lock(&self.0);
        // There is room for the first one.
        let _ = sender.try_send(first());
        if !streams.ended {
            streams.open.push(sender);
        }
        receiver
    }

    pub(crate) fn send(&self, event: &Event) {
        lock(&self.0)
            .open
            .retain(|subscriber| match subscriber.try_send(event.clone()) {
                Ok(()) => true,
                Err(TrySendError::Full(_)) => {
                    tracing::warn!("a subscriber does not read its events: its stream ends");
                    false
                }
                Err(TrySendError::Disconnected(_)) => false,
            });
    }

    /// Ends all streams.
    pub(crate) fn end(&self) {
        let mut streams = lock(&self.0);
        streams.open.clear();
        streams.ended = true;
    }
}

/// Wakes the thread that compares the overview with the one it sent last.
#[derive(Default)]
pub(crate) struct ChangeSignal {
    raised: Mutex<bool>,
    changed: Condvar,
}

impl ChangeSignal {
    pub(crate) fn raise(&self) {
        *lock(&self.raised) = true;
        self.changed.notify_all();
    }

    /// Waits until the signal was raised since the last call, for at most `timeout`.
    pub(crate) fn wait(&self, timeout: Duration) {
        let raised = lock(&self.raised);
        let waited = self
            .changed
            .wait_timeout_while(raised, timeout, |raised| !*raised);
        if let Ok((mut raised, _)) = waited {
            *raised = false;
        }
    }
}
