//! The sharing with one sponsor: changing its fields, withdrawing, and allowing it again.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use consent::{ConsentAction, SelfView};
use protocol::{Field, FieldSet, UnixMillis};

use crate::Problem;
use crate::pages::attendee::fields::{card_of, fields_of, listed};
use crate::pages::form::Form;
use crate::pages::layout::{Page, redirect, render};
use crate::pages::path_id::path_id;
use crate::pages::visit::AttendeeVisit;
use crate::paths;
use backend::Backend;
use backend::event::notices;
use backend::privacy::dashboard;
use backend_text::isolated;

/// A field that can be ticked.
pub(crate) struct Tick {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) value: String,
    pub(crate) hint: &'static str,
    pub(crate) is_ticked: bool,
}

/// The value of a field that sponsors see.
pub(crate) fn value_of(you: &SelfView, field: Field) -> &str {
    match field {
        Field::FirstName => &you.first_name,
        Field::LastName => &you.last_name,
        Field::Email => you.sponsor_email.as_ref().unwrap_or(&you.email),
        Field::JobTitle => &you.job_title,
        Field::Employer => &you.employer,
        Field::Region => &you.region,
        Field::Country => &you.country,
    }
}

#[derive(Template)]
#[template(path = "attendee/change.html")]
struct AskChange<'a> {
    page: &'a Page,
    title: String,
    action: String,
    ticks: Vec<Tick>,
    not_agreed: String,
    is_seen: bool,
}

/// `GET /me/sponsors/{sponsor}/change`
pub(crate) async fn ask_change(
    visit: AttendeeVisit,
    State(backend): State<Backend>,
    Path(sponsor): Path<String>,
) -> Result<Response, Problem> {
    let page = visit.page;
    let me = dashboard::show(&backend, &visit.event, &visit.attendee).await?;
    let card = card_of(me.sponsors, &path_id(&sponsor)?)?;
    let words = &page.words.attendee.change;
    let ticks = card
        .agreed
        .iter()
        .map(|field| {
            let value = value_of(&me.you, field);
            Tick {
                name: field.name(),
                label: page.words.field(field),
                value: if value.is_empty() {
                    words.empty.to_owned()
                } else {
                    value.to_owned()
                },
                hint: if me.sharing.contains(field) {
                    ""
                } else {
                    words.kept_from_all
                },
                is_ticked: card.sharing.contains(field),
            }
        })
        .collect();
    Ok(render(
        StatusCode::OK,
        &AskChange {
            title: (words.title)(&isolated(&card.name)),
            action: paths::ME_SPONSOR_CHANGE.with(card.sponsor),
            ticks,
            not_agreed: listed(page.words, FieldSet::ALL.difference(card.agreed)),
            is_seen: card.disclosed.is_some(),
            page: &page,
        },
    ))
}

/// `POST /me/sponsors/{sponsor}/change`: `shown` names the fields that stood on the page, `fields` those
/// that were ticked. What did not stand on it stays as it is.
pub(crate) async fn change(
    visit: AttendeeVisit,
    State(backend): State<Backend>,
    Path(sponsor): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let sponsor = path_id(&sponsor)?;
    let AttendeeVisit {
        event, attendee, ..
    } = visit;
    let (on_page, ticked) = (fields_of(&form, "shown"), fields_of(&form, "fields"));
    let me = dashboard::show(&backend, &event, &attendee).await?;
    let card = card_of(me.sponsors, &sponsor)?;
    let fields = card.sharing.difference(on_page).union(ticked);
    if fields != card.sharing {
        let action = ConsentAction::ShareWithSponsor(fields);
        dashboard::perform(&backend, &event, &attendee, Some(&sponsor), action).await?;
    }
    Ok(redirect(paths::ME, "changed"))
}

#[derive(Template)]
#[template(path = "attendee/withdraw.html")]
struct AskWithdraw<'a> {
    page: &'a Page,
    title: String,
    action: String,
    copies: &'static str,
}

/// `GET /me/sponsors/{sponsor}/withdraw`: says what it means.
pub(crate) async fn ask_withdraw(
    visit: AttendeeVisit,
    State(backend): State<Backend>,
    Path(sponsor): Path<String>,
) -> Result<Response, Problem> {
    let page = visit.page;
    let me = dashboard::show(&backend, &visit.event, &visit.attendee).await?;
    let card = card_of(me.sponsors, &path_id(&sponsor)?)?;
    let words = &page.words.attendee.withdraw;
    Ok(render(
        StatusCode::OK,
        &AskWithdraw {
            title: (words.title)(&isolated(&card.name)),
            action: paths::ME_SPONSOR_WITHDRAW.with(card.sponsor),
            copies: if card.disclosed.is_some() {
                words.copies
            } else {
                words.no_copies
            },
            page: &page,
        },
    ))
}

/// `POST /me/sponsors/{sponsor}/withdraw`
pub(crate) async fn withdraw(
    visit: AttendeeVisit,
    State(backend): State<Backend>,
    Path(sponsor): Path<String>,
) -> Result<Response, Problem> {
    let sponsor = path_id(&sponsor)?;
    let AttendeeVisit {
        event, attendee, ..
    } = visit;
    dashboard::perform(
        &backend,
        &event,
        &attendee,
        Some(&sponsor),
        ConsentAction::Withdraw,
    )
    .await?;
    Ok(redirect(paths::ME, "withdrawn"))
}

#[derive(Template)]
#[template(path = "attendee/allow.html")]
struct AskAllow<'a> {
    page: &'a Page,
    title: String,
    action: String,
    fields: Option<String>,
}

/// `GET /me/sponsors/{sponsor}/allow`: says what the sponsor gets then.
pub(crate) async fn ask_allow(
    visit: AttendeeVisit,
    State(backend): State<Backend>,
    Path(sponsor): Path<String>,
) -> Result<Response, Problem> {
    let page = visit.page;
    let me = dashboard::show(&backend, &visit.event, &visit.attendee).await?;
    let card = card_of(me.sponsors, &path_id(&sponsor)?)?;
    let title = (page.words.attendee.allow.title)(&isolated(&card.name));
    Ok(render(
        StatusCode::OK,
        &AskAllow {
            title,
            action: paths::ME_SPONSOR_ALLOW.with(card.sponsor),
            fields: card.if_allowed.map(|fields| listed(page.words, fields)),
            page: &page,
        },
    ))
}

/// `POST /me/sponsors/{sponsor}/allow`
pub(crate) async fn allow(
    visit: AttendeeVisit,
    State(backend): State<Backend>,
    Path(sponsor): Path<String>,
) -> Result<Response, Problem> {
    let sponsor = path_id(&sponsor)?;
    let AttendeeVisit {
        event, attendee, ..
    } = visit;
    let me = dashboard::show(&backend, &event, &attendee).await?;
    // A change without effect is not recorded.
    if card_of(me.sponsors, &sponsor)?.if_allowed.is_none() {
        return Err(Problem::new(
            StatusCode::CONFLICT,
            "nothing_to_allow",
            "There is nothing to allow now",
        ));
    }
    dashboard::perform(
        &backend,
        &event,
        &attendee,
        Some(&sponsor),
        ConsentAction::Allow,
    )
    .await?;
    Ok(redirect(paths::ME, "allowed"))
}

#[derive(Template)]
#[template(path = "attendee/notice.html")]
struct NoticePage<'a> {
    page: &'a Page,
    title: String,
    since: String,
    text: &'a str,
}

/// `GET /me/notices/{version}`: the privacy notice that was in force at a scan.
pub(crate) async fn notice(
    visit: AttendeeVisit,
    State(backend): State<Backend>,
    Path(version): Path<String>,
) -> Result<Response, Problem> {
    let page = &visit.page;
    let version: u32 = version.parse().map_err(|_| Problem::NOT_FOUND)?;
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let (text, created): (String, UnixMillis) = notices::load(&mut tx, &visit.event, version)
        .await?
        .ok_or(Problem::NOT_FOUND)?;
    let words = &page.words.attendee.notice;
    Ok(render(
        StatusCode::OK,
        &NoticePage {
            title: (words.title)(version),
            since: (words.since)(&page.day(&created)),
            text: &text,
            page,
        },
    ))
}
