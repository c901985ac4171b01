//! Whether the database can be read and written, for `GET /readyz`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use backend::Backend;
use tokio::sync::Mutex;

use crate::problem::Problem;

/// How long a result is reused. The route needs no authentication, and each check writes to the disk.
const MAX_AGE: Duration = Duration::from_secs(2);
/// How long a check may take. Load balancers have given up by then.
const TIMEOUT: Duration = Duration::from_secs(4);

type Checked = (Instant, Result<(), Problem>);

/// The result of the last check. Clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Readiness(Arc<Mutex<Option<Checked>>>);

impl Readiness {
    /// Returns the result of a check that is at most [`MAX_AGE`] old.
    pub(crate) async fn check(&self, backend: &Backend) -> Result<(), Problem> {
        let mut last = self.0.lock().await;
        if let Some((at, result)) = &*last
            && at.elapsed() < MAX_AGE
        {
            return *result;
        }
        let checked = tokio::time::timeout(TIMEOUT, Box::pin(check(backend))).await;
        let result = checked.unwrap_or(Err(Problem::BUSY));
        *last = Some((Instant::now(), result));
        result
    }
}

async fn check(backend: &Backend) -> Result<(), Problem> {
    // Another replica may have migrated the schema further than this program knows.
    backend.db().schema().await?;
    backend.try_to_write().await?;
    Ok(())
}
