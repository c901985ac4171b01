//! Finding an attendee, what is held of them, and erasing it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use backend::privacy::erasure;
use consent::self_view;
use protocol::{AttendeeId, Field};

use crate::Problem;
use crate::pages::form::Form;
use crate::pages::layout::{Page, redirect, render};
use crate::pages::names::Names;
use crate::pages::organiser::flash::flash_text;
use crate::pages::path_id::path_id;
use crate::pages::visit::StaffVisit;
use crate::paths;
use backend::Backend;
use backend::audit::{self, Actor};
use backend::event::overview;
use backend::privacy::attendees::{self, FOUND, RegistrationState};
use backend::privacy::consent_history;
use backend::privacy::dashboard::{self, Dashboard};
use backend::registration::badges::{self, Printed};
use backend_model::Action;
use backend_model::Permission;

/// An attendee found by a search.
struct Found {
    attendee: AttendeeId,
    registration_id: String,
    name: String,
    employer: String,
}

#[derive(Template)]
#[template(path = "organiser/attendees.html")]
struct AttendeesPage<'a> {
    page: &'a Page,
    may_rule: bool,
    count: usize,
    /// The search term and its results, once there was a search.
    found: Option<(&'a str, Vec<Found>)>,
    has_more: bool,
    most: usize,
}

#[derive(Template)]
#[template(path = "organiser/attendee.html")]
struct AttendeePage<'a> {
    page: &'a Page,
    flash: Option<&'static str>,
    form_error: Option<&'static str>,
    may_change: bool,
    attendee: AttendeeId,
    registered: RegistrationState,
    /// None once the data was erased.
    dashboard: Option<Dashboard>,
    badges: Vec<Printed>,
}

impl AttendeePage<'_> {
    /// What is held of each field.
    fn held(&self) -> Vec<(&'static str, &str)> {
        let Some(dashboard) = &self.dashboard else {
            return Vec::new();
        };
        let consent::SelfView {
            first_name,
            last_name,
            email,
            job_title,
            employer,
            region,
            country,
            sponsor_email,
        } = &dashboard.you;
        let words = &self.page.words;
        let mut held = vec![
            (words.field(Field::FirstName), first_name.as_str()),
            (words.field(Field::LastName), last_name),
            (words.field(Field::Email), email),
            (words.field(Field::JobTitle), job_title),
            (words.field(Field::Employer), employer),
            (words.field(Field::Region), region),
            (words.field(Field::Country), country),
        ];
        if let Some(email) = sponsor_email {
            held.push((words.organiser.attendees.sponsor_email, email));
        }
        held
    }

    fn name(&self) -> String {
        self.dashboard.as_ref().map_or_else(
            || self.registered.registration_id.clone(),
            |dashboard| format!("{} {}", dashboard.you.first_name, dashboard.you.last_name),
        )
    }
}

async fn count(backend: &Backend, visit: &StaffVisit) -> Result<usize, Problem> {
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    Ok(overview::load(&mut tx, &visit.event).await?.attendees)
}

/// `GET /organiser/attendees`.
pub(crate) async fn all(
    visit: StaffVisit,
    State(backend): State<Backend>,
) -> Result<Response, Problem> {
    let template = AttendeesPage {
        page: &visit.page,
        may_rule: visit.role.may(Permission::Administer),
        count: count(&backend, &visit).await?,
        found: None,
        has_more: false,
        most: FOUND,
    };
    Ok(render(StatusCode::OK, &template))
}

/// `POST /organiser/attendees`: searches attendees. It changes nothing, and is no GET because a name must not
/// belong into an address.
pub(crate) async fn find(
    visit: StaffVisit,
    State(backend): State<Backend>,
    form: Form,
) -> Result<Response, Problem> {
    let wanted = form.text("find")?;
    let mut found = Vec::new();
    if !wanted.is_empty() {
        let mut tx = backend.db().write_as(visit.tenant()).await?;
        for (attendee, registration_id, person) in
            attendees::search(&mut tx, &visit.event, wanted).await?
        {
            let view = self_view(&person);
            found.push(Found {
                attendee,
                registration_id,
                name: format!("{} {}", view.first_name, view.last_name),
                employer: view.employer,
            });
        }
        let fields = [Field::FirstName, Field::LastName, Field::Employer];
        let entry = audit::Entry {
            actor: Actor::Staff(&visit.staff),
            action: Action::SearchAttendees,
            sponsor: None,
            leads: found.len().min(FOUND),
            fields: fields.into_iter().collect(),
            detail: "",
        };
        audit::write(&mut tx, &visit.event, backend.now(), &entry).await?;
        tx.commit().await?;
    }
    let has_more = found.len() > FOUND;
    found.truncate(FOUND);
    let template = AttendeesPage {
        page: &visit.page,
        may_rule: visit.role.may(Permission::Administer),
        count: count(&backend, &visit).await?,
        found: Some((wanted, found)),
        has_more,
        most: FOUND,
    };
    Ok(render(StatusCode::OK, &template))
}

async fn answer(
    backend: &Backend,
    visit: &StaffVisit,
    attendee: AttendeeId,
    form_error: Option<&'static str>,
) -> Result<Response, Problem> {
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let registered = attendees::registration_state(&mut tx, &visit.event, &attendee).await?;
    let badges = badges::of_attendee(&mut tx, &visit.event, &attendee).await?;
    drop(tx);
    let dashboard = match registered.erased {
        Some(_) => None,
        None => {
            Some(dashboard::show_to_staff(backend, &visit.event, &attendee, &visit.staff).await?)
        }
    };
    let status = if form_error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let template = AttendeePage {
        page: &visit.page,
        flash: flash_text(&visit.page),
        form_error,
        may_change: visit.role.may(Permission::Operate),
        attendee,
        registered,
        dashboard,
        badges,
    };
    Ok(render(status, &template))
}

/// `GET /organiser/attendees/{attendee}`: what is held, and who has it. The audit log says who looked.
pub(crate) async fn one(
    visit: StaffVisit,
    State(backend): State<Backend>,
    Path(attendee): Path<String>,
) -> Result<Response, Problem> {
    answer(&backend, &visit, path_id(&attendee)?, None).await
}

/// `POST /organiser/attendees/{attendee}/erase`.
pub(crate) async fn erase(
    visit: StaffVisit,
    State(backend): State<Backend>,
    Path(attendee): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let attendee: AttendeeId = path_id(&attendee)?;
    let values = form.text("registration_id")?;
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let registered = attendees::registration_state(&mut tx, &visit.event, &attendee).await?;
    if registered.registration_id != values {
        drop(tx);
        let form_error = visit.page.words.organiser.attendees.erase_mismatch;
        return answer(&backend, &visit, attendee, Some(form_error)).await;
    }
    let actor = consent_history::ActionSource::Organiser;
    erasure::erase_in(&mut tx, &visit.event, &attendee, actor, backend.now()).await?;
    let detail = attendee.to_string();
    visit
        .audit(&backend, &mut tx, Action::EraseAttendee, None, &detail)
        .await?;
    tx.commit().await?;
    // The erasure is committed; only the write-ahead log may still hold the data.
    if let Err(error) = backend.db().fold().await {
        tracing::warn!(%error, "the log could not be folded after an erasure");
    }
    Ok(redirect(
        &paths::ORGANISER_ATTENDEE.with(attendee),
        "attendee-erased",
    ))
}
