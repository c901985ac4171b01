//! The organiser's list of reports, and deciding one.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use protocol::ReportId;
use serde::Deserialize;

use crate::pages::form::Form;
use crate::pages::layout::{Page, redirect, render};
use crate::pages::names::Names;
use crate::pages::organiser::flash::flash_text;
use crate::pages::path_id::path_id;
use crate::pages::visit::StaffVisit;
use crate::paths;
use crate::{App, Problem};
use backend::Backend;
use backend::audit::Actor;
use backend::event::Event;
use backend::paging::{PageLinks, PageNumber};
use backend::privacy::decisions;
use backend::privacy::evidence::{self, Evidence, ScannedPerson};
use backend::privacy::reports::{self, NewDecision, Report, ReportError, ReportState};
use backend_model::Permission;

/// Whether decided reports are listed too.
#[derive(Default, Deserialize)]
pub(crate) struct Filter {
    #[serde(default)]
    all: bool,
    #[serde(default)]
    page: PageNumber,
}

#[derive(Template)]
#[template(path = "organiser/reports.html")]
struct ReportsPage<'a> {
    page: &'a Page,
    flash: Option<&'static str>,
    form_error: Option<&'static str>,
    all: bool,
    reports: Vec<Report>,
    turn: PageLinks,
}

#[derive(Template)]
#[template(path = "organiser/report.html")]
struct ReportPage<'a> {
    page: &'a Page,
    flash: Option<&'static str>,
    form_error: Option<&'static str>,
    may_change: bool,
    evidence: Evidence,
    values: FormValues<'a>,
}

/// The values of the form.
#[derive(Default)]
struct FormValues<'a> {
    uphold: Option<bool>,
    reason: &'a str,
}

/// `GET /organiser/reports`.
pub(crate) async fn all(
    visit: StaffVisit,
    State(backend): State<Backend>,
    filter: Result<Query<Filter>, QueryRejection>,
) -> Result<Response, Problem> {
    let Filter { all, page } = filter.map_or_else(|_| Filter::default(), |Query(it)| it);
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let actor = Actor::Staff(&visit.staff);
    let (part, now) = (page.range(), backend.now());
    let mut reports = reports::list(&mut tx, &visit.event, !all, part, actor, now).await?;
    tx.commit().await?;
    let first = if all {
        format!("{}?all=true", paths::ORGANISER_REPORTS)
    } else {
        paths::ORGANISER_REPORTS.to_owned()
    };
    let template = ReportsPage {
        page: &visit.page,
        flash: flash_text(&visit.page),
        form_error: None,
        all,
        turn: page.cut(&mut reports, &first),
        reports,
    };
    Ok(render(StatusCode::OK, &template))
}

async fn show(
    backend: &Backend,
    visit: &StaffVisit,
    report: &ReportId,
    form_error: Option<&'static str>,
    values: FormValues<'_>,
) -> Result<Response, Problem> {
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let actor = Actor::Staff(&visit.staff);
    let evidence = evidence::gather(&mut tx, &visit.event, report, actor, backend.now()).await?;
    tx.commit().await?;
    let status = if form_error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let template = ReportPage {
        page: &visit.page,
        flash: flash_text(&visit.page),
        form_error,
        may_change: visit.role.may(Permission::Operate),
        evidence,
        values,
    };
    Ok(render(status, &template))
}

/// `GET /organiser/reports/{report}`: the evidence.
pub(crate) async fn one(
    visit: StaffVisit,
    State(backend): State<Backend>,
    Path(report): Path<String>,
) -> Result<Response, Problem> {
    show(
        &backend,
        &visit,
        &path_id(&report)?,
        None,
        FormValues::default(),
    )
    .await
}

/// `POST /organiser/reports/{report}`: decides it.
pub(crate) async fn decide(
    visit: StaffVisit,
    State(app): State<App>,
    Path(report): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let backend = &app.backend;
    let report: ReportId = path_id(&report)?;
    let words = &visit.page.words.organiser.reports;
    let reason = form.text("reason")?;
    let uphold = match form.maybe("decision") {
        Some("uphold") => true,
        Some("dismiss") => false,
        _ => {
            let values = FormValues {
                uphold: None,
                reason,
            };
            return show(backend, &visit, &report, Some(words.choose), values).await;
        }
    };
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let event = Event::load(backend, &mut tx, &visit.event).await?;
    let decision = NewDecision {
        report: &report,
        uphold,
        reason,
        by: Actor::Staff(&visit.staff),
        role: visit.role,
    };
    let language = visit.page.language;
    if let Err(error) = decisions::decide(backend, &mut tx, &event, &decision, language).await {
        drop(tx);
        let form_error = match error {
            ReportError::NoReason => words.no_reason,
            ReportError::TooLong => words.too_long,
            ReportError::Decided(_) => words.already,
            other => return Err(other.into()),
        };
        let values = FormValues {
            uphold: Some(uphold),
            reason,
        };
        return show(backend, &visit, &report, Some(form_error), values).await;
    }
    tx.commit().await?;
    app.outbox.wake();
    let flash = if uphold { "upheld" } else { "dismissed" };
    Ok(redirect(&paths::ORGANISER_REPORT.with(report), flash))
}
