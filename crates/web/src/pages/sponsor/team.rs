//! `/sponsor/team`: the accounts of the sponsor's team.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use protocol::{EventSlug, MemberId, SponsorId};

use crate::App;
use crate::Problem;
use crate::pages::accounts::{self, AccountManager, Change};
use crate::pages::form::Form;
use crate::pages::layout::{Page, redirect, render};
use crate::pages::path_id::path_id;
use crate::pages::visit::MemberVisit;
use crate::paths;
use backend::audit::Actor;
use backend::people::accounts::{AccountError, Accounts};
use backend::people::invitations;
use backend::people::members::{self, Member};
use backend_db::{Tenant, Tx};
use backend_model::{Action, MemberRole};

#[derive(Template)]
#[template(path = "sponsor/team.html")]
struct Team<'a> {
    page: &'a Page,
    members: &'a [Member],
    me: &'a MemberId,
    is_owner: bool,
    sends_mail: bool,
    form_error: Option<&'static str>,
    values: FormValues<'a>,
}

/// The values of the form that is shown again.
#[derive(Default)]
struct FormValues<'a> {
    name: &'a str,
    email: &'a str,
    is_owner: bool,
}

impl Team<'_> {
    fn role(&self, member: &Member) -> &'static str {
        self.page.words.sponsor.team.roles[usize::from(member.role == MemberRole::Owner)]
    }

    fn is_me(&self, member: &Member) -> bool {
        member.id == *self.me
    }

    fn is_invited(member: &Member) -> bool {
        member.joined.is_none()
    }

    fn flash(&self) -> Option<&'static str> {
        let words = &self.page.words.sponsor.team;
        match self.page.flash.as_deref()? {
            "invited" => Some(words.invited_now),
            "role" => Some(words.role_set),
            "removed" => Some(words.removed),
            _ => None,
        }
    }
}

/// `GET /sponsor/team`.
pub(crate) async fn list(visit: MemberVisit, State(app): State<App>) -> Result<Response, Problem> {
    listed(&visit, &app, None, FormValues::default()).await
}

async fn listed(
    visit: &MemberVisit,
    app: &App,
    form_error: Option<&'static str>,
    values: FormValues<'_>,
) -> Result<Response, Problem> {
    let mut tx = app.backend.db().read_as(visit.tenant()).await?;
    let members = visit.accounts().list(&mut tx).await?;
    let status = if form_error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let template = Team {
        page: &visit.page,
        members: &members,
        me: &visit.member,
        is_owner: visit.is_owner(),
        sends_mail: app.outbox.is_configured(),
        form_error,
        values,
    };
    Ok(render(status, &template))
}

/// `POST /sponsor/team/invite`.
pub(crate) async fn invite(
    visit: MemberVisit,
    State(app): State<App>,
    form: Form,
) -> Result<Response, Problem> {
    let (name, email) = (form.text("name")?, form.text("email")?);
    let role = MemberRole::of_name(form.text("role")?).ok_or(Problem::BAD_REQUEST)?;
    let backend = &app.backend;
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let accounts = visit.accounts();
    let member = match accounts.add(backend, &mut tx, email, name, role).await {
        Ok(member) => member,
        Err(error) => {
            drop(tx);
            let values = FormValues {
                name,
                email,
                is_owner: role == MemberRole::Owner,
            };
            return refused(&visit, &app, error, values).await;
        }
    };
    send_invitation(&visit, &app, tx, &member).await
}

/// `POST /sponsor/team/{member}/invite`: sends the invitation again.
pub(crate) async fn send_again(
    visit: MemberVisit,
    State(app): State<App>,
    Path(member): Path<String>,
) -> Result<Response, Problem> {
    let member: MemberId = path_id(&member)?;
    let tx = app.backend.db().write_as(visit.tenant()).await?;
    send_invitation(&visit, &app, tx, &member).await
}

/// Queues the mail, writes that into the audit log, commits and wakes the outbox.
async fn send_invitation(
    visit: &MemberVisit,
    app: &App,
    mut tx: Tx,
    member: &MemberId,
) -> Result<Response, Problem> {
    let MemberVisit {
        event,
        sponsor,
        page,
        ..
    } = visit;
    let backend = &app.backend;
    invitations::invite_member(backend, &mut tx, event, sponsor, member, page.language).await?;
    let detail = member.to_string();
    visit
        .audit(backend, &mut tx, Action::InviteMember, &detail)
        .await?;
    tx.commit().await?;
    app.outbox.wake();
    Ok(redirect(paths::SPONSOR_TEAM, "invited"))
}

/// `POST /sponsor/team/{member}/role`.
pub(crate) async fn set_role(
    visit: MemberVisit,
    State(app): State<App>,
    Path(member): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let role = MemberRole::of_name(form.text("role")?).ok_or(Problem::BAD_REQUEST)?;
    changed(&visit, &app, &member, Change::Role(role), "role").await
}

/// `POST /sponsor/team/{member}/remove`. A visitor who removed themselves is signed out by the redirect.
pub(crate) async fn remove(
    visit: MemberVisit,
    State(app): State<App>,
    Path(member): Path<String>,
) -> Result<Response, Problem> {
    changed(&visit, &app, &member, Change::Remove, "removed").await
}

async fn changed(
    visit: &MemberVisit,
    app: &App,
    member: &str,
    change: Change<MemberRole>,
    flash: &str,
) -> Result<Response, Problem> {
    match accounts::change(&app.backend, visit, &path_id(member)?, change).await {
        Ok(()) => Ok(redirect(paths::SPONSOR_TEAM, flash)),
        Err(error) => refused(visit, app, error, FormValues::default()).await,
    }
}

async fn refused(
    visit: &MemberVisit,
    app: &App,
    error: AccountError,
    values: FormValues<'_>,
) -> Result<Response, Problem> {
    let words = &visit.page.words.sponsor.team;
    let form_error = match error {
        AccountError::Email => words.bad_email,
        AccountError::Name => words.bad_name,
        AccountError::Exists => words.exists,
        AccountError::LastManager(_) => words.last_owner,
        AccountError::Unknown => words.unknown,
        AccountError::Db(error) => return Err(error.into()),
    };
    listed(visit, app, Some(form_error), values).await
}

impl AccountManager for MemberVisit {
    type Role = MemberRole;
    const SET_ROLE: Action = Action::SetMembersRole;
    const REMOVE: Action = Action::RemoveMember;

    fn accounts(&self) -> Accounts<'_, MemberRole> {
        members::of_sponsor(&self.event, &self.sponsor)
    }

    fn event(&self) -> &EventSlug {
        &self.event
    }

    fn sponsor(&self) -> Option<&SponsorId> {
        Some(&self.sponsor)
    }

    fn tenant(&self) -> Tenant<'_> {
        self.tenant()
    }

    fn actor(&self) -> Actor<'_> {
        Actor::Member(&self.member)
    }
}
