//! For load balancers and supervisors.

use axum::extract::State;

use super::Problem;
use crate::backend::Backend;

/// The process answers.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers too.
pub(super) async fn ready(State(backend): State<Backend>) -> Result<&'static str, Problem> {
    let mut tx = backend.db().read().await?;
    tx.query_one("SELECT only_row FROM backend", &[]).await?;
    Ok("ready\n")
}
