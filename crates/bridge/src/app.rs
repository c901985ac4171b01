//! The state that the bridge's handlers share.

use std::sync::Arc;

use tokio::sync::watch;
use window::Window;

/// The state that all handlers share.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) window: Arc<Window>,
    /// True once the program ends. Streams that have no end of their own end then.
    pub(crate) ending: watch::Receiver<bool>,
}
