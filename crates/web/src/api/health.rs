//! For load balancers and supervisors.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::State;
use tokio::sync::Mutex;

use crate::{App, Problem};
use backend::Backend;

/// How long an answer is good for: anybody may ask, and each look writes to the disk.
const GOOD_FOR: Duration = Duration::from_secs(2);
/// How long a look may take. Whoever asks has given up by then.
const LONGEST: Duration = Duration::from_secs(4);

/// Whether the database could be read and written when somebody last asked; clones are one.
#[derive(Debug, Clone, Default)]
pub struct Readiness(Arc<Mutex<Option<Looked>>>);

/// What was found, and when.
type Looked = (Instant, Result<(), Problem>);

impl Readiness {
    async fn look(&self, backend: &Backend) -> Result<(), Problem> {
        let mut last = self.0.lock().await;
        if let Some((at, result)) = &*last
            && at.elapsed() < GOOD_FOR
        {
            return *result;
        }
        let looked = tokio::time::timeout(LONGEST, Box::pin(look(backend))).await;
        let result = looked.unwrap_or(Err(Problem::BUSY));
        *last = Some((Instant::now(), result));
        result
    }
}

async fn look(backend: &Backend) -> Result<(), Problem> {
    // Another replica may have brought the schema further than this program knows.
    backend.db().schema().await?;
    backend.try_to_write().await?;
    Ok(())
}

/// `GET /healthz`: the process answers.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the database answers, has the schema that this program knows, and can be written.
pub(crate) async fn ready(State(app): State<App>) -> Result<&'static str, Problem> {
    app.readiness.look(&app.backend).await?;
    Ok("ready\n")
}
