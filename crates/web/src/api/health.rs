//! Liveness and readiness, for load balancers and supervisors.

use axum::extract::State;

use crate::{App, Problem};

/// `GET /healthz`: the process answers.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the database answers, has the schema that this program knows, and can be written.
pub(crate) async fn ready(State(app): State<App>) -> Result<&'static str, Problem> {
    app.readiness.check(&app.backend).await?;
    Ok("ready\n")
}
