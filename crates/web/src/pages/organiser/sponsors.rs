//! The organiser's list of sponsors, adding and renaming them, and inviting owners.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use protocol::SponsorId;

use crate::pages::form::Form;
use crate::pages::layout::{Page, redirect, render};
use crate::pages::organiser::devices::DeviceRow;
use crate::pages::organiser::flash::flash_text;
use crate::pages::organiser::list_page::{Paging, requested_page};
use crate::pages::path_id::path_id;
use crate::pages::visit::StaffVisit;
use crate::paths;
use crate::{App, Problem};
use backend::Backend;
use backend::devices;
use backend::event::Event;
use backend::paging::{PageLinks, PageNumber};
use backend::people::accounts::AccountError;
use backend::people::invitations::{self, Invitation};
use backend::people::members::{self, Member};
use backend::people::sponsors::{self, Sponsor, SponsorCounts, SponsorError};
use backend_model::Action;
use backend_model::MemberRole;
use backend_model::Permission;

#[derive(Template)]
#[template(path = "organiser/sponsors.html")]
struct SponsorsPage<'a> {
    page: &'a Page,
    flash: Option<&'static str>,
    form_error: Option<&'static str>,
    may_change: bool,
    sponsors: Vec<SponsorCounts>,
    turn: PageLinks,
    values: &'a str,
}

#[derive(Template)]
#[template(path = "organiser/sponsor.html")]
struct SponsorPage<'a> {
    page: &'a Page,
    flash: Option<&'static str>,
    form_error: Option<&'static str>,
    may_change: bool,
    may_rule: bool,
    sponsor: Sponsor,
    team: Vec<Member>,
    devices: Vec<DeviceRow>,
    values: FormValues<'a>,
}

/// The values of one of the forms.
#[derive(Default)]
struct FormValues<'a> {
    rename: Option<&'a str>,
    name: &'a str,
    email: &'a str,
}

impl From<SponsorError> for Problem {
    fn from(error: SponsorError) -> Self {
        match error {
            SponsorError::Unknown => Self::NOT_FOUND,
            SponsorError::Db(error) => error.into(),
            _ => Self::BAD_REQUEST,
        }
    }
}

/// The form error for a sponsor's name, or the problem if the visitor can't mend it.
fn form_error(page: &Page, error: SponsorError) -> Result<&'static str, Problem> {
    let words = &page.words.organiser;
    match error {
        SponsorError::Name => Ok(words.shared.bad_name),
        SponsorError::Exists => Ok(words.sponsors.exists),
        other => Err(other.into()),
    }
}

const fn status(form_error: Option<&'static str>) -> StatusCode {
    if form_error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    }
}

async fn list(
    backend: &Backend,
    visit: &StaffVisit,
    page: PageNumber,
    form_error: Option<&'static str>,
    values: &str,
) -> Result<Response, Problem> {
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let mut sponsors = sponsors::counts(&mut tx, &visit.event, page.range()).await?;
    drop(tx);
    let template = SponsorsPage {
        page: &visit.page,
        flash: flash_text(&visit.page),
        form_error,
        may_change: visit.role.may(Permission::Operate),
        turn: page.cut(&mut sponsors, paths::ORGANISER_SPONSORS),
        sponsors,
        values,
    };
    Ok(render(status(form_error), &template))
}

/// `GET /organiser/sponsors`.
pub(crate) async fn all(
    visit: StaffVisit,
    State(backend): State<Backend>,
    paging: Result<Query<Paging>, QueryRejection>,
) -> Result<Response, Problem> {
    list(&backend, &visit, requested_page(paging), None, "").await
}

/// `POST /organiser/sponsors`: adds one.
pub(crate) async fn add(
    visit: StaffVisit,
    State(backend): State<Backend>,
    form: Form,
) -> Result<Response, Problem> {
    let name = form.text("name")?;
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    match sponsors::add(&backend, &mut tx, &visit.event, name).await {
        Ok(sponsor) => {
            visit
                .audit(&backend, &mut tx, Action::AddSponsor, Some(&sponsor), "")
                .await?;
            tx.commit().await?;
            Ok(redirect(
                &paths::ORGANISER_SPONSOR.with(sponsor),
                "sponsor-added",
            ))
        }
        Err(error) => {
            drop(tx);
            let form_error = form_error(&visit.page, error)?;
            list(
                &backend,
                &visit,
                PageNumber::default(),
                Some(form_error),
                name,
            )
            .await
        }
    }
}

async fn show(
    backend: &Backend,
    visit: &StaffVisit,
    sponsor: &SponsorId,
    form_error: Option<&'static str>,
    values: FormValues<'_>,
) -> Result<Response, Problem> {
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let found = sponsors::load(&mut tx, &visit.event, sponsor).await?;
    let team = members::of_sponsor(&visit.event, sponsor)
        .list(&mut tx)
        .await?;
    let devices = devices::list(&mut tx, &visit.event, Some(*sponsor)).await?;
    drop(tx);
    let now = backend.now();
    let template = SponsorPage {
        page: &visit.page,
        flash: flash_text(&visit.page),
        form_error,
        may_change: visit.role.may(Permission::Operate),
        may_rule: visit.role.may(Permission::Administer),
        sponsor: found,
        team,
        devices: devices
            .into_iter()
            .map(|device| DeviceRow::of(device, now))
            .collect(),
        values,
    };
    Ok(render(status(form_error), &template))
}

/// `GET /organiser/sponsors/{sponsor}`.
pub(crate) async fn one(
    visit: StaffVisit,
    State(backend): State<Backend>,
    Path(sponsor): Path<String>,
) -> Result<Response, Problem> {
    show(
        &backend,
        &visit,
        &path_id(&sponsor)?,
        None,
        FormValues::default(),
    )
    .await
}

/// `POST /organiser/sponsors/{sponsor}/rename`.
pub(crate) async fn rename(
    visit: StaffVisit,
    State(backend): State<Backend>,
    Path(sponsor): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let sponsor: SponsorId = path_id(&sponsor)?;
    let name = form.text("name")?;
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    if let Err(error) = sponsors::rename(&mut tx, &visit.event, &sponsor, name).await {
        drop(tx);
        let form_error = form_error(&visit.page, error)?;
        let values = FormValues {
            rename: Some(name),
            ..FormValues::default()
        };
        return show(&backend, &visit, &sponsor, Some(form_error), values).await;
    }
    let action = Action::RenameSponsor;
    visit
        .audit(&backend, &mut tx, action, Some(&sponsor), "")
        .await?;
    tx.commit().await?;
    Ok(redirect(
        &paths::ORGANISER_SPONSOR.with(sponsor),
        "sponsor-renamed",
    ))
}

/// `POST /organiser/sponsors/{sponsor}/invite`: adds an owner to the team.
pub(crate) async fn invite(
    visit: StaffVisit,
    State(app): State<App>,
    Path(sponsor): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let backend = &app.backend;
    let sponsor: SponsorId = path_id(&sponsor)?;
    let (email, name) = (form.text("email")?, form.text("name")?);
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let event = Event::load(backend, &mut tx, &visit.event).await?;
    let found = sponsors::load(&mut tx, &visit.event, &sponsor).await?;
    let invitation = Invitation {
        email,
        name,
        language: visit.page.language,
    };
    let whose = (&sponsor, found.name.as_str());
    match invitations::invite_owner(backend, &mut tx, &event, whose, invitation).await {
        Ok(member) => {
            let (action, detail) = (Action::InviteOwner, member.to_string());
            visit
                .audit(backend, &mut tx, action, Some(&sponsor), &detail)
                .await?;
            tx.commit().await?;
            app.outbox.wake();
            Ok(redirect(
                &paths::ORGANISER_SPONSOR.with(sponsor),
                "owner-invited",
            ))
        }
        Err(error) => {
            drop(tx);
            let words = &visit.page.words.organiser;
            let form_error = match error {
                AccountError::Email => words.shared.not_an_address,
                AccountError::Name => words.shared.bad_name,
                AccountError::Exists => words.sponsors.member_exists,
                AccountError::Db(error) => return Err(error.into()),
                AccountError::Unknown | AccountError::LastManager(_) => {
                    return Err(Problem::BAD_REQUEST);
                }
            };
            let values = FormValues {
                rename: None,
                name,
                email,
            };
            show(backend, &visit, &sponsor, Some(form_error), values).await
        }
    }
}
