//! The visitor's own passkeys.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::Problem;
use crate::pages::form::Form;
use crate::pages::layout::{Page, redirect, render, render_with_script};
use crate::pages::organiser::flash::flash_text;
use crate::pages::visit::StaffVisit;
use crate::paths;
use backend::Backend;
use backend::people::passkeys::{self, PasskeyError, PendingCeremony, RegisteredPasskey};
use backend::people::staff;
use backend_model::Action;

#[derive(Template)]
#[template(path = "organiser/passkeys.html")]
struct PasskeysPage<'a> {
    page: &'a Page,
    flash: Option<&'static str>,
    form_error: Option<&'static str>,
    are_possible: bool,
    passkeys: Vec<RegisteredPasskey>,
}

#[derive(Template)]
#[template(path = "organiser/passkey.html")]
struct BeginPage<'a> {
    page: &'a Page,
    begun: PendingCeremony,
}

impl From<PasskeyError> for Problem {
    fn from(error: PasskeyError) -> Self {
        match error {
            PasskeyError::Db(error) => error.into(),
            PasskeyError::Seal(error) => error.into(),
            PasskeyError::Unknown => Self::NOT_FOUND,
            PasskeyError::Busy => Self::BUSY,
            _ => Self::BAD_REQUEST,
        }
    }
}

/// The form error, or the problem if the visitor can't mend it.
pub(crate) fn form_error(page: &Page, error: PasskeyError) -> Result<&'static str, Problem> {
    let words = &page.words.organiser.passkeys;
    Ok(match error {
        PasskeyError::NoDomain => words.no_domain,
        PasskeyError::Ceremony => words.too_long,
        PasskeyError::Refused => words.refused,
        PasskeyError::Exists => words.exists,
        PasskeyError::TooMany => words.too_many,
        PasskeyError::Label => page.words.organiser.shared.bad_name,
        other => return Err(other.into()),
    })
}

async fn answer(
    backend: &Backend,
    visit: &StaffVisit,
    form_error: Option<&'static str>,
) -> Result<Response, Problem> {
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let passkeys = passkeys::list(&mut tx, &visit.event, &visit.staff).await?;
    drop(tx);
    let status = if form_error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let template = PasskeysPage {
        page: &visit.page,
        flash: flash_text(&visit.page),
        form_error,
        are_possible: passkeys::are_possible(backend),
        passkeys,
    };
    Ok(render(status, &template))
}

/// `GET /organiser/passkeys`: the visitor's own.
pub(crate) async fn all(
    visit: StaffVisit,
    State(backend): State<Backend>,
) -> Result<Response, Problem> {
    answer(&backend, &visit, None).await
}

/// `POST /organiser/passkeys/new`: begins, and answers with the page whose script asks the authenticator.
pub(crate) async fn begin(
    visit: StaffVisit,
    State(backend): State<Backend>,
) -> Result<Response, Problem> {
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let me = staff::of_event(&visit.event)
        .load(&mut tx, &visit.staff)
        .await?
        .ok_or(Problem::UNAUTHENTICATED)?;
    match passkeys::begin_registration(&backend, &mut tx, &visit.event, &me).await {
        Ok(begun) => {
            tx.commit().await?;
            let page = &visit.page;
            Ok(render_with_script(
                StatusCode::OK,
                &BeginPage { page, begun },
            ))
        }
        Err(error) => {
            drop(tx);
            let form_error = form_error(&visit.page, error)?;
            answer(&backend, &visit, Some(form_error)).await
        }
    }
}

/// `POST /organiser/passkeys`: registers what the authenticator has answered.
pub(crate) async fn register(
    visit: StaffVisit,
    State(backend): State<Backend>,
    form: Form,
) -> Result<Response, Problem> {
    let brought = (form.text("ceremony")?, form.text("answer")?);
    let label = form.text("label")?;
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let (event, staff) = (&visit.event, &visit.staff);
    let done_ =
        passkeys::finish_registration(&backend, &mut tx, event, staff, brought, label).await;
    if let Err(error) = done_ {
        drop(tx);
        let form_error = form_error(&visit.page, error)?;
        return answer(&backend, &visit, Some(form_error)).await;
    }
    visit
        .audit(&backend, &mut tx, Action::AddPasskey, None, "")
        .await?;
    tx.commit().await?;
    Ok(redirect(paths::ORGANISER_PASSKEYS, "passkey-added"))
}

/// `POST /organiser/passkeys/{passkey}/rename`.
pub(crate) async fn rename(
    visit: StaffVisit,
    State(backend): State<Backend>,
    Path(passkey): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let label = form.text("label")?;
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let renamed = passkeys::rename(&mut tx, &visit.event, &visit.staff, &passkey, label).await;
    if let Err(error) = renamed {
        drop(tx);
        let form_error = form_error(&visit.page, error)?;
        return answer(&backend, &visit, Some(form_error)).await;
    }
    tx.commit().await?;
    Ok(redirect(paths::ORGANISER_PASSKEYS, "saved"))
}

/// `POST /organiser/passkeys/{passkey}/remove`.
pub(crate) async fn remove(
    visit: StaffVisit,
    State(backend): State<Backend>,
    Path(passkey): Path<String>,
) -> Result<Response, Problem> {
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    passkeys::remove(&mut tx, &visit.event, &visit.staff, &passkey).await?;
    visit
        .audit(&backend, &mut tx, Action::RemovePasskey, None, "")
        .await?;
    tx.commit().await?;
    Ok(redirect(paths::ORGANISER_PASSKEYS, "passkey-removed"))
}
