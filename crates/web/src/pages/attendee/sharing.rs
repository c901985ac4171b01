//! The settings that apply to all sponsors.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use consent::ConsentAction;
use protocol::Field;

use crate::Problem;
use crate::pages::attendee::fields::fields_of;
use crate::pages::attendee::sponsor::{Tick, value_of};
use crate::pages::form::Form;
use crate::pages::layout::{Page, redirect, render};
use crate::pages::visit::AttendeeVisit;
use crate::paths;
use backend::Backend;
use backend::privacy::attendees::AttendeeError;
use backend::privacy::dashboard::{self, DashboardError};
use backend_text::isolated;

#[derive(Template)]
#[template(path = "attendee/sharing.html")]
struct Sharing<'a> {
    page: &'a Page,
    flash: Option<&'static str>,
    ticks: Vec<Tick>,
    email_hint: String,
    email: String,
    has_email: bool,
    is_refused: bool,
    do_not_scan: bool,
    digest: bool,
}

/// `GET /me/sharing`
pub(crate) async fn sharing(
    visit: AttendeeVisit,
    State(backend): State<Backend>,
) -> Result<Response, Problem> {
    page_with(&visit, &backend, None).await
}

/// The page, with an address that was refused in its box.
async fn page_with(
    visit: &AttendeeVisit,
    backend: &Backend,
    refused: Option<&str>,
) -> Result<Response, Problem> {
    let page = &visit.page;
    let me = dashboard::show(backend, &visit.event, &visit.attendee).await?;
    let words = &page.words.attendee.sharing;
    let flash = page.flash.as_deref().and_then(|flash| match flash {
        "fields" => Some(words.done_fields),
        "email" => Some(words.done_email),
        "email-removed" => Some(words.done_email_removed),
        "do-not-scan" => Some(words.done_do_not_scan),
        "scan" => Some(words.done_scan),
        "mails" => Some(words.done_mails),
        _ => None,
    });
    let ticks = Field::ALL
        .into_iter()
        .map(|field| {
            let value = value_of(&me.you, field);
            Tick {
                name: field.name(),
                label: page.words.field(field),
                value: if value.is_empty() {
                    page.words.attendee.data.empty.to_owned()
                } else {
                    value.to_owned()
                },
                hint: if me.allowed_fields.contains(field) {
                    ""
                } else {
                    words.not_allowed
                },
                is_ticked: me.sharing.contains(field),
            }
        })
        .collect();
    let status = if refused.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let alias = me.you.sponsor_email.unwrap_or_default();
    Ok(render(
        status,
        &Sharing {
            page,
            flash,
            ticks,
            email_hint: (words.email_hint)(&isolated(&me.you.email)),
            has_email: !alias.is_empty(),
            email: refused.map_or(alias, str::to_owned),
            is_refused: refused.is_some(),
            do_not_scan: me.do_not_scan,
            digest: me.digest,
        },
    ))
}

/// `POST /me/sharing/fields`
pub(crate) async fn set_fields(
    visit: AttendeeVisit,
    State(backend): State<Backend>,
    form: Form,
) -> Result<Response, Problem> {
    let action = ConsentAction::ShareWithAll(fields_of(&form, "fields"));
    dashboard::perform(&backend, &visit.event, &visit.attendee, None, action).await?;
    Ok(redirect(paths::ME_SHARING, "fields"))
}

/// `POST /me/sharing/email`: an empty box takes the address away.
pub(crate) async fn set_email(
    visit: AttendeeVisit,
    State(backend): State<Backend>,
    form: Form,
) -> Result<Response, Problem> {
    let text = form.text("email")?;
    let email = (!text.is_empty() && !form.has("remove")).then_some(text);
    let AttendeeVisit {
        event, attendee, ..
    } = &visit;
    match dashboard::set_sponsor_email(&backend, event, attendee, email).await {
        Ok(()) if email.is_some() => Ok(redirect(paths::ME_SHARING, "email")),
        Ok(()) => Ok(redirect(paths::ME_SHARING, "email-removed")),
        Err(DashboardError::Attendee(AttendeeError::Email)) => {
            page_with(&visit, &backend, Some(text)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /me/sharing/do-not-scan`
pub(crate) async fn set_do_not_scan(
    visit: AttendeeVisit,
    State(backend): State<Backend>,
    form: Form,
) -> Result<Response, Problem> {
    let (wish, flash) = match form.text("wish")? {
        "yes" => (true, "do-not-scan"),
        "no" => (false, "scan"),
        _ => return Err(Problem::BAD_REQUEST),
    };
    let action = ConsentAction::DoNotScan(wish);
    dashboard::perform(&backend, &visit.event, &visit.attendee, None, action).await?;
    Ok(redirect(paths::ME_SHARING, flash))
}

/// `POST /me/sharing/mails`
pub(crate) async fn set_mails(
    visit: AttendeeVisit,
    State(backend): State<Backend>,
    form: Form,
) -> Result<Response, Problem> {
    let digest = form.has("digest");
    dashboard::set_digest(&backend, &visit.event, &visit.attendee, digest).await?;
    Ok(redirect(paths::ME_SHARING, "mails"))
}
