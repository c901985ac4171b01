use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use protocol::StaffId;

use crate::pages::layout::{Page, done, shown};
use crate::pages::organiser::{id, is_me, note, said};
use crate::pages::{Form, StaffVisit};
use crate::paths;
use crate::{App, Problem};
use backend::Backend;
use backend::event::Event;
use backend::people::invitations::{self, Invited};
use backend::people::staff::{self, Staff, StaffError};
use backend_model::Action;
use backend_model::{Permission, StaffRole};

/// What somebody has typed into the form.
#[derive(Default)]
struct Typed {
    name: String,
    email: String,
    role: Option<StaffRole>,
}

impl Typed {
    fn is(&self, role: &StaffRole) -> bool {
        self.role.as_ref() == Some(role)
    }
}

#[derive(Template)]
#[template(path = "organiser/people.html")]
struct PeoplePage<'a> {
    page: &'a Page,
    said: Option<&'static str>,
    fault: Option<&'static str>,
    may_rule: bool,
    people: Vec<Somebody>,
    roles: [(StaffRole, &'static str, &'static str); 3],
    typed: Typed,
}

struct Somebody {
    staff: Staff,
    role: &'static str,
    is_me: bool,
}

impl From<StaffError> for Problem {
    fn from(error: StaffError) -> Self {
        match error {
            StaffError::Unknown => Self::NOT_FOUND,
            StaffError::Db(error) => error.into(),
            StaffError::Email
            | StaffError::Name
            | StaffError::Exists
            | StaffError::LastOrganiser => Self::BAD_REQUEST,
        }
    }
}

/// What to tell whoever typed it; another problem is not theirs.
fn fault(page: &Page, error: StaffError) -> Result<&'static str, Problem> {
    let words = &page.words.organiser;
    Ok(match error {
        StaffError::Email => words.shared.not_an_address,
        StaffError::Name => words.shared.bad_name,
        StaffError::Exists => words.people.exists,
        StaffError::LastOrganiser => words.people.last_organiser,
        StaffError::Unknown | StaffError::Db(_) => return Err(error.into()),
    })
}

async fn answer(
    backend: &Backend,
    visit: &StaffVisit,
    fault: Option<&'static str>,
    typed: Typed,
) -> Result<Response, Problem> {
    let page = &visit.page;
    let words = &page.words.organiser.people;
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let people = staff::list(&mut tx, &visit.event).await?;
    drop(tx);
    let status = if fault.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let template = PeoplePage {
        page,
        said: said(page),
        fault,
        may_rule: visit.role.may(Permission::Administer),
        people: people
            .into_iter()
            .map(|staff| Somebody {
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
        typed,
    };
    Ok(shown(status, &template))
}

/// `GET /organiser/people`.
pub(crate) async fn all(
    visit: StaffVisit,
    State(backend): State<Backend>,
) -> Result<Response, Problem> {
    answer(&backend, &visit, None, Typed::default()).await
}

/// `POST /organiser/people`: adds somebody, who is told by mail.
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
    let invited = Invited {
        email,
        name,
        language: visit.page.language,
    };
    match invitations::to_staff(backend, &mut tx, &event, invited, role).await {
        Ok(id) => {
            let detail = format!("{id} {}", role.name());
            note(backend, &mut tx, &visit, Action::AddStaff, None, &detail).await?;
            tx.commit().await?;
            app.outbox.wake();
            Ok(done(paths::ORGANISER_PEOPLE, "person-added"))
        }
        Err(error) => {
            drop(tx);
            let fault = fault(&visit.page, error)?;
            let typed = Typed {
                name: name.into(),
                email: email.into(),
                role: Some(role),
            };
            answer(backend, &visit, Some(fault), typed).await
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
    let staff: StaffId = id(&staff)?;
    let role = role_in(&form)?;
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    if let Err(error) = staff::set_role(&mut tx, &visit.event, &staff, role).await {
        drop(tx);
        let fault = fault(&visit.page, error)?;
        return answer(&backend, &visit, Some(fault), Typed::default()).await;
    }
    let detail = format!("{staff} {}", role.name());
    note(&backend, &mut tx, &visit, Action::ChangeRole, None, &detail).await?;
    tx.commit().await?;
    Ok(done(paths::ORGANISER_PEOPLE, "role-changed"))
}

/// `POST /organiser/people/{staff}/remove`.
pub(crate) async fn remove(
    visit: StaffVisit,
    State(backend): State<Backend>,
    Path(staff): Path<String>,
) -> Result<Response, Problem> {
    let staff: StaffId = id(&staff)?;
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    if let Err(error) = staff::remove(&backend, &mut tx, &visit.event, &staff).await {
        drop(tx);
        let fault = fault(&visit.page, error)?;
        return answer(&backend, &visit, Some(fault), Typed::default()).await;
    }
    let detail = staff.to_string();
    note(
        &backend,
        &mut tx,
        &visit,
        Action::RemoveStaff,
        None,
        &detail,
    )
    .await?;
    tx.commit().await?;
    Ok(done(paths::ORGANISER_PEOPLE, "person-removed"))
}
