//! The progress of the imports that this process runs.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use protocol::DraftId;

/// The imports that this process runs, with the number of rows that each has read. Clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct ImportsInProgress(Arc<Mutex<HashMap<DraftId, usize>>>);

impl ImportsInProgress {
    pub(crate) fn rows(&self) -> MutexGuard<'_, HashMap<DraftId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
