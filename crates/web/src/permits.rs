//! Bounds on the number of expensive requests that run at the same time.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::problem::Problem;

/// Exports that run at the same time. Each holds some hundreds of leads in memory.
const EXPORTS: usize = 4;
/// Bundles that are taken at the same time. Each may be 64 MiB, several times over while it is opened, and the
/// route needs no authentication.
const BUNDLES: usize = 2;

/// The permits of one kind of request. Clones share them.
#[derive(Debug, Clone)]
pub(crate) struct Permits(Arc<Semaphore>);

impl Permits {
    pub(crate) fn of_exports() -> Self {
        Self(Arc::new(Semaphore::new(EXPORTS)))
    }

    pub(crate) fn of_bundles() -> Self {
        Self(Arc::new(Semaphore::new(BUNDLES)))
    }

    /// Takes a permit, which is returned when it is dropped. Does not wait: a waiting request would hold one of
    /// the permits that all requests share, for as long as another's slow upload takes.
    ///
    /// # Errors
    /// [`Problem::BUSY`] if all are taken.
    pub(crate) fn take(&self) -> Result<OwnedSemaphorePermit, Problem> {
        let permits = Arc::clone(&self.0);
        permits.try_acquire_owned().map_err(|_| Problem::BUSY)
    }
}
