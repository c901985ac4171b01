//! The thread that sends every change of the overview to the subscribers, and locks screens that are not
//! used.

use std::time::Duration;

use crate::api::{Event, Overview};
use crate::core::Core;

/// How often the overview is compared without a signal: little in it changes by time alone.
const LOOK_AGAIN: Duration = Duration::from_secs(15);

/// Runs until the window is closed.
pub(crate) fn run(core: &Core) {
    let mut sent: Option<Overview> = None;
    while !core.is_over() {
        let until_lock = core.lock_when_idle();
        let overview = core.overview();
        if sent.as_ref() != Some(&overview) {
            core.subscribers.send(&Event::Overview {
                overview: overview.clone(),
            });
            sent = Some(overview);
        }
        core.changes
            .wait(until_lock.unwrap_or(LOOK_AGAIN).min(LOOK_AGAIN));
    }
}
