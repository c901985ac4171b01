//! Reporting an improper scan.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::Problem;
use crate::pages::attendee::card::reason_words;
use crate::pages::attendee::fields::card_of;
use crate::pages::form::Form;
use crate::pages::layout::{Page, redirect, render};
use crate::pages::path_id::path_id;
use crate::pages::visit::AttendeeVisit;
use crate::paths;
use backend::Backend;
use backend::privacy::dashboard::{self, DashboardError};
use backend::privacy::reports::{ReportError, ReportReason};
use backend_text::isolated;

#[derive(Template)]
#[template(path = "attendee/report.html")]
struct Ask<'a> {
    page: &'a Page,
    title: String,
    action: String,
    reasons: Vec<Choice>,
    text: &'a str,
    form_error: &'static str,
}

struct Choice {
    name: &'static str,
    label: &'static str,
    is_chosen: bool,
}

impl<'a> Ask<'a> {
    fn new(page: &'a Page, sponsor: &str, name: &str) -> Self {
        Self {
            page,
            title: (page.words.attendee.report.title)(&isolated(name)),
            action: paths::ME_SPONSOR_REPORT.with(sponsor),
            reasons: Vec::new(),
            text: "",
            form_error: "",
        }
    }

    fn respond(mut self, status: StatusCode, chosen: Option<ReportReason>) -> Response {
        self.reasons = ReportReason::ALL
            .into_iter()
            .map(|reason| Choice {
                name: reason.name(),
                label: reason_words(self.page.words, reason),
                is_chosen: chosen == Some(reason),
            })
            .collect();
        render(status, &self)
    }
}

/// `GET /me/sponsors/{sponsor}/report`
pub(crate) async fn ask(
    visit: AttendeeVisit,
    State(backend): State<Backend>,
    Path(sponsor): Path<String>,
) -> Result<Response, Problem> {
    let me = dashboard::show(&backend, &visit.event, &visit.attendee).await?;
    let card = card_of(me.sponsors, &path_id(&sponsor)?)?;
    let ask = Ask::new(&visit.page, &sponsor, &card.name);
    Ok(ask.respond(StatusCode::OK, None))
}

/// `POST /me/sponsors/{sponsor}/report`. What can't be taken comes back with what was typed.
pub(crate) async fn send(
    visit: AttendeeVisit,
    State(backend): State<Backend>,
    Path(sponsor): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let id = path_id(&sponsor)?;
    let AttendeeVisit {
        page,
        event,
        attendee,
    } = visit;
    let me = dashboard::show(&backend, &event, &attendee).await?;
    let card = card_of(me.sponsors, &id)?;
    let words = &page.words.attendee.report;
    let text = form.text("text")?;
    let reason = form.maybe("reason").and_then(ReportReason::named);
    let again = |form_error, status| {
        let ask = Ask {
            text,
            form_error,
            ..Ask::new(&page, &sponsor, &card.name)
        };
        Ok(ask.respond(status, reason))
    };
    let Some(reason) = reason else {
        return again(words.no_reason, StatusCode::UNPROCESSABLE_ENTITY);
    };
    match dashboard::report(&backend, &event, &attendee, &id, reason, text).await {
        Ok(_) => Ok(redirect(paths::ME, "reported")),
        Err(DashboardError::Report(ReportError::TooLong)) => {
            again(words.too_long, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(DashboardError::Report(ReportError::TooMany)) => {
            again(words.too_many, StatusCode::CONFLICT)
        }
        Err(error) => Err(error.into()),
    }
}
