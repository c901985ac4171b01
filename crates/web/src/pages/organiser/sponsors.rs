use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use protocol::SponsorId;

use crate::pages::layout::{Page, done, shown};
use crate::pages::organiser::devices::DeviceRow;
use crate::pages::organiser::{Paging, asked, id, note, said};
use crate::pages::{Form, StaffVisit};
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
    said: Option<&'static str>,
    fault: Option<&'static str>,
    may_change: bool,
    sponsors: Vec<SponsorCounts>,
    turn: PageLinks,
    typed: &'a str,
}

#[derive(Template)]
#[template(path = "organiser/sponsor.html")]
struct SponsorPage<'a> {
    page: &'a Page,
    said: Option<&'static str>,
    fault: Option<&'static str>,
    may_change: bool,
    may_rule: bool,
    sponsor: Sponsor,
    team: Vec<Member>,
    devices: Vec<DeviceRow>,
    typed: Typed<'a>,
}

/// What somebody has typed into one of the forms.
#[derive(Default)]
struct Typed<'a> {
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

/// What to tell whoever typed a sponsor's name; another problem is not theirs.
fn fault(page: &Page, error: SponsorError) -> Result<&'static str, Problem> {
    let words = &page.words.organiser;
    match error {
        SponsorError::Name => Ok(words.shared.bad_name),
        SponsorError::Exists => Ok(words.sponsors.exists),
        other => Err(other.into()),
    }
}

const fn status(fault: Option<&'static str>) -> StatusCode {
    if fault.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    }
}

async fn list(
    backend: &Backend,
    visit: &StaffVisit,
    page: PageNumber,
    fault: Option<&'static str>,
    typed: &str,
) -> Result<Response, Problem> {
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let mut sponsors = sponsors::counts(&mut tx, &visit.event, page.range()).await?;
    drop(tx);
    let template = SponsorsPage {
        page: &visit.page,
        said: said(&visit.page),
        fault,
        may_change: visit.role.may(Permission::Operate),
        turn: page.cut(&mut sponsors, paths::ORGANISER_SPONSORS),
        sponsors,
        typed,
    };
    Ok(shown(status(fault), &template))
}

/// `GET /organiser/sponsors`.
pub(crate) async fn all(
    visit: StaffVisit,
    State(backend): State<Backend>,
    paging: Result<Query<Paging>, QueryRejection>,
) -> Result<Response, Problem> {
    list(&backend, &visit, asked(paging), None, "").await
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
            note(
                &backend,
                &mut tx,
                &visit,
                Action::AddSponsor,
                Some(&sponsor),
                "",
            )
            .await?;
            tx.commit().await?;
            Ok(done(
                &paths::ORGANISER_SPONSOR.with(sponsor),
                "sponsor-added",
            ))
        }
        Err(error) => {
            drop(tx);
            let fault = fault(&visit.page, error)?;
            list(&backend, &visit, PageNumber::default(), Some(fault), name).await
        }
    }
}

async fn show(
    backend: &Backend,
    visit: &StaffVisit,
    sponsor: &SponsorId,
    fault: Option<&'static str>,
    typed: Typed<'_>,
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
        said: said(&visit.page),
        fault,
        may_change: visit.role.may(Permission::Operate),
        may_rule: visit.role.may(Permission::Administer),
        sponsor: found,
        team,
        devices: devices
            .into_iter()
            .map(|device| DeviceRow::of(device, now))
            .collect(),
        typed,
    };
    Ok(shown(status(fault), &template))
}

/// `GET /organiser/sponsors/{sponsor}`.
pub(crate) async fn one(
    visit: StaffVisit,
    State(backend): State<Backend>,
    Path(sponsor): Path<String>,
) -> Result<Response, Problem> {
    show(&backend, &visit, &id(&sponsor)?, None, Typed::default()).await
}

/// `POST /organiser/sponsors/{sponsor}/rename`.
pub(crate) async fn rename(
    visit: StaffVisit,
    State(backend): State<Backend>,
    Path(sponsor): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let sponsor: SponsorId = id(&sponsor)?;
    let name = form.text("name")?;
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    if let Err(error) = sponsors::rename(&mut tx, &visit.event, &sponsor, name).await {
        drop(tx);
        let fault = fault(&visit.page, error)?;
        let typed = Typed {
            rename: Some(name),
            ..Typed::default()
        };
        return show(&backend, &visit, &sponsor, Some(fault), typed).await;
    }
    let action = Action::RenameSponsor;
    note(&backend, &mut tx, &visit, action, Some(&sponsor), "").await?;
    tx.commit().await?;
    Ok(done(
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
    let sponsor: SponsorId = id(&sponsor)?;
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
            note(backend, &mut tx, &visit, action, Some(&sponsor), &detail).await?;
            tx.commit().await?;
            app.outbox.wake();
            Ok(done(
                &paths::ORGANISER_SPONSOR.with(sponsor),
                "owner-invited",
            ))
        }
        Err(error) => {
            drop(tx);
            let words = &visit.page.words.organiser;
            let fault = match error {
                AccountError::Email => words.shared.not_an_address,
                AccountError::Name => words.shared.bad_name,
                AccountError::Exists => words.sponsors.member_exists,
                AccountError::Db(error) => return Err(error.into()),
                AccountError::Unknown | AccountError::LastManager(_) => {
                    return Err(Problem::BAD_REQUEST);
                }
            };
            let typed = Typed {
                rename: None,
                name,
                email,
            };
            show(backend, &visit, &sponsor, Some(fault), typed).await
        }
    }
}
