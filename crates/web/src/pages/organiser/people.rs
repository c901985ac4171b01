//! `/organiser/people`: the accounts of the organiser's staff.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use protocol::{EventSlug, SponsorId, StaffId};

use crate::pages::accounts::{self, AccountManager, Change};
use crate::pages::form::Form;
use crate::pages::layout::{Page, redirect, render};
use crate::pages::organiser::flash::flash_text;
use crate::pages::path_id::path_id;
use crate::pages::visit::StaffVisit;
use crate::paths;
use crate::{App, Problem};
use backend::Backend;
use backend::audit::Actor;
use backend::event::Event;
use backend::people::accounts::{AccountError, Accounts};
use backend::people::invitations::{self, Invitation};
use backend::people::staff::{self, Staff};
use backend_db::Tenant;
use backend_model::{Action, Permission, StaffRole};

/// The values of the form to add a person.
#[derive(Default)]
struct FormValues {
    name: String,
    email: String,
    role: Option<StaffRole>,
}

impl FormValues {
    fn is(&self, role: &StaffRole) -> bool {
        self.role.as_ref() == Some(role)
    }
}

#[derive(Template)]
#[template(path = "organiser/people.html")]
struct PeoplePage<'a> {
    page: &'a Page,
    flash: Option<&'static str>,
    form_error: Option<&'static str>,
    may_rule: bool,
    people: Vec<PersonCard>,
    roles: [(StaffRole, &'static str, &'static str); 3],
    values: FormValues,
}

struct PersonCard {
    staff: Staff,
    role: &'static str,
    is_me: bool,
}

impl AccountManager for StaffVisit {
    type Role = StaffRole;
    const SET_ROLE: Action = Action::ChangeRole;
    const REMOVE: Action = Action::RemoveStaff;

    fn accounts(&self) -> Accounts<'_, StaffRole> {
        staff::of_event(&self.event)
    }

    fn event(&self) -> &EventSlug {
        &self.event
    }

    fn sponsor(&self) -> Option<&SponsorId> {
        None
    }

    fn tenant(&self) -> Tenant<'_> {
        self.tenant()
    }

    fn actor(&self) -> Actor<'_> {
        Actor::Staff(&self.staff)
    }
}

/// Returns the form error for the visitor; an error that is no fault of the form becomes a problem.
fn form_error(page: &Page, error: AccountError) -> Result<&'static str, Problem> {
    let words = &page.words.organiser;
    Ok(match error {
        AccountError::Email => words.shared.not_an_address,
        AccountError::Name => words.shared.bad_name,
        AccountError::Exists => words.people.exists,
        AccountError::LastManager(_) => words.people.last_organiser,
        AccountError::Unknown | AccountError::Db(_) => return Err(error.into()),
    })
}

async fn answer(
    backend: &Backend,
    visit: &StaffVisit,
    form_error: Option<&'static str>,
    values: FormValues,
) -> Result<Response, Problem> {
    let page = &visit.page;
    let words = &page.words.organiser.people;
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let people = visit.accounts().list(&mut tx).await?;
    drop(tx);
    let status = if form_error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let template = PeoplePage {
        page,
        flash: flash_text(page),
        form_error,
        may_rule: visit.role.may(Permission::Administer),
        people: people
            .into_iter()
            .map(|staff| PersonCard {
                role: page.words.staff_role(staff.role),
                is_me: is_me(visit, &staff.id),
                staff,
            })
            .collect(),
        roles: [
            (StaffRole::Organiser, words.organiser, words.organiser_may),
            (StaffRole::Support, words.support, words.support_may),
            (StaffRole::Auditor, words.auditor, words.auditor_may),
        ],
        values,
    };
    Ok(render(status, &template))
}

/// `GET /organiser/people`.
pub(crate) async fn all(
    visit: StaffVisit,
    State(backend): State<Backend>,
) -> Result<Response, Problem> {
    answer(&backend, &visit, None, FormValues::default()).await
}

/// `POST /organiser/people`: adds a person and invites them by mail.
pub(crate) async fn add(
    visit: StaffVisit,
    State(app): State<App>,
    form: Form,
) -> Result<Response, Problem> {
    let backend = &app.backend;
    let (email, name) = (form.text("email")?, form.text("name")?);
    let role = role_in(&form)?;
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let event = Event::load(backend, &mut tx, &visit.event).await?;
    let invitation = Invitation {
        email,
        name,
        language: visit.page.language,
    };
    match invitations::invite_staff(backend, &mut tx, &event, invitation, role).await {
        Ok(id) => {
            let detail = format!("{id} {}", role.name());
            visit
                .audit(backend, &mut tx, Action::AddStaff, None, &detail)
                .await?;
            tx.commit().await?;
            app.outbox.wake();
            Ok(redirect(paths::ORGANISER_PEOPLE, "person-added"))
        }
        Err(error) => {
            drop(tx);
            let form_error = form_error(&visit.page, error)?;
            let values = FormValues {
                name: name.into(),
                email: email.into(),
                role: Some(role),
            };
            answer(backend, &visit, Some(form_error), values).await
        }
    }
}

fn role_in(form: &Form) -> Result<StaffRole, Problem> {
    StaffRole::of_name(form.text("role")?).ok_or(Problem::BAD_REQUEST)
}

/// `POST /organiser/people/{staff}/role`.
pub(crate) async fn change_role(
    visit: StaffVisit,
    State(backend): State<Backend>,
    Path(staff): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let change = Change::Role(role_in(&form)?);
    changed(&backend, &visit, &staff, change, "role-changed").await
}

/// `POST /organiser/people/{staff}/remove`.
pub(crate) async fn remove(
    visit: StaffVisit,
    State(backend): State<Backend>,
    Path(staff): Path<String>,
) -> Result<Response, Problem> {
    changed(&backend, &visit, &staff, Change::Remove, "person-removed").await
}

async fn changed(
    backend: &Backend,
    visit: &StaffVisit,
    staff: &str,
    change: Change<StaffRole>,
    flash: &str,
) -> Result<Response, Problem> {
    match accounts::change(backend, visit, &path_id(staff)?, change).await {
        Ok(()) => Ok(redirect(paths::ORGANISER_PEOPLE, flash)),
        Err(error) => {
            let form_error = form_error(&visit.page, error)?;
            answer(backend, visit, Some(form_error), FormValues::default()).await
        }
    }
}

/// Whether an id is the visitor's own.
fn is_me(visit: &StaffVisit, staff: &StaffId) -> bool {
    visit.staff == *staff
}
