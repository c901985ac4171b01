use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use protocol::ReportId;
use serde::Deserialize;

use crate::pages::layout::{Page, done, shown};
use crate::pages::organiser::names::Names;
use crate::pages::organiser::{id, said};
use crate::pages::{Form, StaffVisit};
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
    said: Option<&'static str>,
    fault: Option<&'static str>,
    all: bool,
    reports: Vec<Report>,
    turn: PageLinks,
}

#[derive(Template)]
#[template(path = "organiser/report.html")]
struct ReportPage<'a> {
    page: &'a Page,
    said: Option<&'static str>,
    fault: Option<&'static str>,
    may_change: bool,
    evidence: Evidence,
    typed: Typed<'a>,
}

/// What somebody has typed into the form.
#[derive(Default)]
struct Typed<'a> {
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
        said: said(&visit.page),
        fault: None,
        all,
        turn: page.cut(&mut reports, &first),
        reports,
    };
    Ok(shown(StatusCode::OK, &template))
}

async fn show(
    backend: &Backend,
    visit: &StaffVisit,
    report: &ReportId,
    fault: Option<&'static str>,
    typed: Typed<'_>,
) -> Result<Response, Problem> {
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let actor = Actor::Staff(&visit.staff);
    let evidence = evidence::gather(&mut tx, &visit.event, report, actor, backend.now()).await?;
    tx.commit().await?;
    let status = if fault.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let template = ReportPage {
        page: &visit.page,
        said: said(&visit.page),
        fault,
        may_change: visit.role.may(Permission::Operate),
        evidence,
        typed,
    };
    Ok(shown(status, &template))
}

/// `GET /organiser/reports/{report}`: the evidence.
pub(crate) async fn one(
    visit: StaffVisit,
    State(backend): State<Backend>,
    Path(report): Path<String>,
) -> Result<Response, Problem> {
    show(&backend, &visit, &id(&report)?, None, Typed::default()).await
}

/// `POST /organiser/reports/{report}`: decides it.
pub(crate) async fn decide(
    visit: StaffVisit,
    State(app): State<App>,
    Path(report): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let backend = &app.backend;
    let report: ReportId = id(&report)?;
    let words = &visit.page.words.organiser.reports;
    let reason = form.text("reason")?;
    let uphold = match form.maybe("decision") {
        Some("uphold") => true,
        Some("dismiss") => false,
        _ => {
            let typed = Typed {
                uphold: None,
                reason,
            };
            return show(backend, &visit, &report, Some(words.choose), typed).await;
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
        let fault = match error {
            ReportError::NoReason => words.no_reason,
            ReportError::TooLong => words.too_long,
            ReportError::Decided(_) => words.already,
            other => return Err(other.into()),
        };
        let typed = Typed {
            uphold: Some(uphold),
            reason,
        };
        return show(backend, &visit, &report, Some(fault), typed).await;
    }
    tx.commit().await?;
    app.outbox.wake();
    let said = if uphold { "upheld" } else { "dismissed" };
    Ok(done(&paths::ORGANISER_REPORT.with(report), said))
}
