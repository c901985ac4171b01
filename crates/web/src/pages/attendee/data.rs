//! Taking everything along, and having everything erased.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use backend::privacy::erasure;
use protocol::Field;
use serde::Serialize;

use crate::Problem;
use crate::pages::cookies;
use crate::pages::form::Form;
use crate::pages::layout::Menu;
use crate::pages::layout::{Page, render};
use crate::pages::path_id::path_id;
use crate::pages::visit::AttendeeVisit;
use crate::paths;
use backend::Backend;
use backend::privacy::consent_history::ActionSource;
use backend::privacy::{dashboard, data_export, receipts};
use backend_text::isolated;

#[derive(Template)]
#[template(path = "attendee/data.html")]
struct DataPage<'a> {
    page: &'a Page,
    fields: Vec<(&'static str, String)>,
    receipts: Vec<(String, String)>,
    key: String,
}

/// `GET /me/data`
pub(crate) async fn data(
    visit: AttendeeVisit,
    State(backend): State<Backend>,
) -> Result<Response, Problem> {
    let page = visit.page;
    let me = dashboard::show(&backend, &visit.event, &visit.attendee).await?;
    let words = &page.words.attendee;
    let you = &me.you;
    let mut fields: Vec<(&'static str, String)> = [
        (Field::FirstName, &you.first_name),
        (Field::LastName, &you.last_name),
        (Field::Email, &you.email),
        (Field::JobTitle, &you.job_title),
        (Field::Employer, &you.employer),
        (Field::Region, &you.region),
        (Field::Country, &you.country),
    ]
    .into_iter()
    .map(|(field, value)| (page.words.field(field), value.clone()))
    .collect();
    if let Some(alias) = &you.sponsor_email {
        fields.push((words.sharing.email_label, alias.clone()));
    }
    let receipts = me
        .sponsors
        .iter()
        .filter(|card| !card.scans.is_empty())
        .map(|card| {
            let path = paths::ME_SPONSOR_RECEIPT.with(card.sponsor);
            (path, (words.data.receipt_of)(&isolated(&card.name)))
        })
        .collect();
    Ok(render(
        StatusCode::OK,
        &DataPage {
            page: &page,
            fields,
            receipts,
            key: backend.signing_key().verifying_key().to_string(),
        },
    ))
}

/// A JSON file to be kept.
fn file(name: &str, value: &impl Serialize) -> Result<Response, Problem> {
    let text = serde_json::to_string_pretty(value).map_err(|error| {
        tracing::error!(%error, "a file could not be written");
        Problem::INTERNAL
    })?;
    let disposition = format!("attachment; filename=\"{name}\"");
    let disposition = HeaderValue::try_from(disposition).map_err(|_| Problem::INTERNAL)?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        ),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, text).into_response())
}

/// `GET /me/data/everything.json`
pub(crate) async fn everything(
    visit: AttendeeVisit,
    State(backend): State<Backend>,
) -> Result<Response, Problem> {
    let export = data_export::export(&backend, &visit.event, &visit.attendee).await?;
    file(&format!("lanyard-{}.json", visit.event), &export)
}

/// `GET /me/sponsors/{sponsor}/receipt`
pub(crate) async fn receipt(
    visit: AttendeeVisit,
    State(backend): State<Backend>,
    Path(sponsor): Path<String>,
) -> Result<Response, Problem> {
    let sponsor = path_id(&sponsor)?;
    let AttendeeVisit {
        event, attendee, ..
    } = &visit;
    let receipt = receipts::make(&backend, event, attendee, &sponsor).await?;
    file(&format!("lanyard-receipt-{event}-{sponsor}.json"), &receipt)
}

#[derive(Template)]
#[template(path = "attendee/erase.html")]
struct AskErase<'a> {
    page: &'a Page,
    is_refused: bool,
}

/// `GET /me/data/erase`: says what it means.
pub(crate) async fn ask_erase(visit: AttendeeVisit) -> Response {
    let ask = AskErase {
        page: &visit.page,
        is_refused: false,
    };
    render(StatusCode::OK, &ask)
}

#[derive(Template)]
#[template(path = "attendee/erased.html")]
struct Erased<'a> {
    page: &'a Page,
}

/// `POST /me/data/erase`: erases, where the box was ticked.
pub(crate) async fn erase(
    visit: AttendeeVisit,
    State(backend): State<Backend>,
    form: Form,
) -> Result<Response, Problem> {
    let AttendeeVisit {
        mut page,
        event,
        attendee,
    } = visit;
    if form.maybe("sure") != Some("yes") {
        let ask = AskErase {
            page: &page,
            is_refused: true,
        };
        return Ok(render(StatusCode::UNPROCESSABLE_ENTITY, &ask));
    }
    erasure::erase(&backend, &event, &attendee, ActionSource::Attendee).await?;
    page.menu = Menu::SignedOut;
    page.signed_in_as.clear();
    let mut response = render(StatusCode::OK, &Erased { page: &page });
    response
        .headers_mut()
        .append(header::SET_COOKIE, cookies::forget_session());
    Ok(response)
}
