//! Ending the digests by the link in one. Mail programs send the form too, from wherever they run, and
//! open links to look at them.

use std::time::Instant;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use protocol::{AttendeeId, EventSlug};

use crate::pages::layout::{Page, render};
use crate::pages::visit::Visit;
use crate::{App, Problem};
use backend::Backend;
use backend::keys::token::hash_secret;
use backend::privacy::attendees::AttendeeError;
use backend::privacy::dashboard::{self, DashboardError};
use backend::privacy::unsubscribe::whose;

#[derive(Template)]
#[template(path = "unsubscribe.html")]
struct UnsubscribePage<'a> {
    page: &'a Page,
    is_done: bool,
}

fn look_up(backend: &Backend, link: &str) -> Result<(EventSlug, AttendeeId), Problem> {
    whose(backend, link).ok_or(Problem::NOT_FOUND)
}

/// `GET /unsubscribe/{link}`: shows a button.
pub(crate) async fn ask(
    visit: Visit,
    State(backend): State<Backend>,
    Path(link): Path<String>,
) -> Result<Response, Problem> {
    look_up(&backend, &link)?;
    let template = UnsubscribePage {
        page: &visit.page,
        is_done: false,
    };
    Ok(render(StatusCode::OK, &template))
}

/// `POST /unsubscribe/{link}`: ends the digests, whatever the form holds. The answer is no redirect,
/// which RFC 8058 §3.1 forbids.
pub(crate) async fn stop(
    visit: Visit,
    State(app): State<App>,
    Path(link): Path<String>,
) -> Result<Response, Problem> {
    let (event, attendee) = look_up(&app.backend, &link)?;
    app.address_rate
        .take(hash_secret(attendee.as_bytes()), Instant::now())?;
    match dashboard::set_digest(&app.backend, &event, &attendee, false).await {
        // An erased attendee receives no mails either.
        Ok(()) | Err(DashboardError::Attendee(AttendeeError::Erased)) => {}
        Err(error) => return Err(error.into()),
    }
    let template = UnsubscribePage {
        page: &visit.page,
        is_done: true,
    };
    Ok(render(StatusCode::OK, &template))
}
