//! The list of sponsors that scanned the attendee, and withdrawing from all of them.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use consent::ConsentAction;

use crate::Problem;
use crate::pages::attendee::card::Card;
use crate::pages::layout::{Page, redirect, render};
use crate::pages::visit::AttendeeVisit;
use crate::paths;
use backend::Backend;
use backend::privacy::dashboard::{self, SponsorCard};

#[derive(Template)]
#[template(path = "attendee/dashboard.html")]
struct Sponsors<'a> {
    page: &'a Page,
    flash: Option<&'static str>,
    sentence: String,
    unconfirmed: Option<String>,
    do_not_scan: bool,
    cards: Vec<Card<'a>>,
    can_withdraw: bool,
}

/// Whether a sponsor has data: it sees fields, or has seen some and has not confirmed that it deleted
/// them.
fn has_something(card: &SponsorCard) -> bool {
    !card.fields.is_empty() || may_have_copies(card)
}

fn may_have_copies(card: &SponsorCard) -> bool {
    card.disclosed
        .as_ref()
        .is_some_and(|disclosed| disclosed.deletion_acknowledged_at.is_none())
}

/// Whether the sponsor was asked to delete its copies and has not confirmed it.
fn is_unconfirmed(card: &SponsorCard) -> bool {
    card.reason.is_some() && may_have_copies(card)
}

/// `GET /me`
pub(crate) async fn show(
    visit: AttendeeVisit,
    State(backend): State<Backend>,
) -> Result<Response, Problem> {
    let page = visit.page;
    let me = dashboard::show(&backend, &visit.event, &visit.attendee).await?;
    let words = &page.words.attendee.dashboard;
    let count =
        |holds: fn(&SponsorCard) -> bool| me.sponsors.iter().filter(|card| holds(card)).count();
    let unconfirmed = count(is_unconfirmed);
    let flash = page.flash.as_deref().and_then(|flash| match flash {
        "changed" => Some(words.done.changed),
        "withdrawn" => Some(words.done.withdrawn),
        "withdrawn-all" => Some(words.done.withdrawn_all),
        "allowed" => Some(words.done.allowed),
        "reported" => Some(words.done.reported),
        _ => None,
    });
    let cards = me
        .sponsors
        .iter()
        .map(|card| Card::new(&page, card, &me.reports))
        .collect();
    Ok(render(
        StatusCode::OK,
        &Sponsors {
            page: &page,
            flash,
            sentence: (words.count)(count(has_something)),
            unconfirmed: (unconfirmed > 0).then(|| (words.unconfirmed)(unconfirmed)),
            do_not_scan: me.do_not_scan,
            cards,
            can_withdraw: me.sponsors.iter().any(|card| card.reason.is_none()),
        },
    ))
}

#[derive(Template)]
#[template(path = "attendee/withdraw_all.html")]
struct AskWithdrawAll<'a> {
    page: &'a Page,
}

/// `GET /me/withdraw`: says what it means.
pub(crate) async fn ask_withdraw_all(visit: AttendeeVisit) -> Response {
    render(StatusCode::OK, &AskWithdrawAll { page: &visit.page })
}

/// `POST /me/withdraw`
pub(crate) async fn withdraw_all(
    visit: AttendeeVisit,
    State(backend): State<Backend>,
) -> Result<Response, Problem> {
    let AttendeeVisit {
        event, attendee, ..
    } = visit;
    dashboard::perform(&backend, &event, &attendee, None, ConsentAction::Withdraw).await?;
    Ok(redirect(paths::ME, "withdrawn-all"))
}
