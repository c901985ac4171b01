//! Keeps the screen on while badges are scanned.

use std::panic::{AssertUnwindSafe, catch_unwind};

use keepawake::{Builder, KeepAwake};

/// Keeps the screen on and the machine awake. The two are requested one by one, because a desktop may
/// grant one and not know the other. Scanning works without either.
#[derive(Default)]
pub(crate) struct Awake {
    held: Vec<KeepAwake>,
}

impl Awake {
    /// Requests or releases both.
    pub(crate) fn keep(&mut self, awake: bool) {
        if !awake {
            self.release();
        } else if self.held.is_empty() {
            self.held = [
                ("display", Builder::default().display(true)),
                ("idle", Builder::default().idle(true)),
            ]
            .into_iter()
            .filter_map(|(what, hold)| take(what, hold))
            .collect();
        }
    }

    fn release(&mut self) {
        for hold in self.held.drain(..) {
            // Releasing panics if the desktop's part of it has gone away in the meantime.
            let _ = catch_unwind(AssertUnwindSafe(|| drop(hold)));
        }
    }
}

impl Drop for Awake {
    fn drop(&mut self) {
        self.release();
    }
}

fn take(what: &str, hold: &mut Builder) -> Option<KeepAwake> {
    let hold = hold
        .reason("Scanning badges")
        .app_name("Lanyard")
        .app_reverse_domain("org.lanyard.booth");
    match hold.create() {
        Ok(hold) => Some(hold),
        Err(error) => {
            tracing::info!(what, %error, "the screen may turn itself off");
            None
        }
    }
}
