//! What the retention run erases, and the run.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::Problem;
use crate::pages::form::Form;
use crate::pages::layout::{Page, redirect, render};
use crate::pages::organiser::flash::flash_text;
use crate::pages::visit::StaffVisit;
use crate::paths;
use backend::Backend;
use backend::audit::Actor;
use backend::event::retention::{self, RetentionError, RetentionPlan};
use backend_model::Permission;

#[derive(Template)]
#[template(path = "organiser/retention.html")]
struct RetentionPage<'a> {
    page: &'a Page,
    flash: Option<&'static str>,
    form_error: Option<&'static str>,
    may_rule: bool,
    slug: String,
    plan: RetentionPlan,
}

impl From<RetentionError> for Problem {
    fn from(error: RetentionError) -> Self {
        match error {
            RetentionError::NotOver(_) => Self::new(
                StatusCode::CONFLICT,
                "retention_not_over",
                "The time for which the data is kept is not over",
            ),
            RetentionError::Event(error) => error.into(),
            RetentionError::Db(error) => error.into(),
        }
    }
}

async fn answer(
    backend: &Backend,
    visit: &StaffVisit,
    form_error: Option<&'static str>,
) -> Result<Response, Problem> {
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let plan = retention::plan(backend, &mut tx, &visit.event).await?;
    drop(tx);
    let status = if form_error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let template = RetentionPage {
        page: &visit.page,
        flash: flash_text(&visit.page),
        form_error,
        may_rule: visit.role.may(Permission::Administer),
        slug: visit.event.to_string(),
        plan,
    };
    Ok(render(status, &template))
}

/// `GET /organiser/retention`: what a run would erase.
pub(crate) async fn show(
    visit: StaffVisit,
    State(backend): State<Backend>,
) -> Result<Response, Problem> {
    answer(&backend, &visit, None).await
}

/// `POST /organiser/retention`: erases it.
pub(crate) async fn run(
    visit: StaffVisit,
    State(backend): State<Backend>,
    form: Form,
) -> Result<Response, Problem> {
    if form.text("event")? != visit.event.as_str() {
        let form_error = visit.page.words.organiser.retention.mismatch;
        return answer(&backend, &visit, Some(form_error)).await;
    }
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    retention::run(&backend, &mut tx, &visit.event, Actor::Staff(&visit.staff)).await?;
    tx.commit().await?;
    // The erasure is committed; only the write-ahead log may still hold the data.
    if let Err(error) = backend.db().fold().await {
        tracing::warn!(%error, "the log could not be folded after a retention run");
    }
    Ok(redirect(paths::ORGANISER_RETENTION, "retention-run"))
}
