//! The team.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use protocol::MemberId;

use crate::App;
use crate::pages::sponsor::{Form, MemberVisit, Page, Problem, done, id, shown, write_down};
use crate::paths;
use backend::people::invitations;
use backend::people::members::{self, Member, MemberError};
use backend_db::Tx;
use backend_model::Action;
use backend_model::MemberRole;

#[derive(Template)]
#[template(path = "sponsor/team.html")]
struct Team<'a> {
    page: &'a Page,
    members: &'a [Member],
    me: &'a MemberId,
    is_owner: bool,
    sends_mail: bool,
    fault: Option<&'static str>,
    typed: Typed<'a>,
}

/// What somebody typed into the form that is shown again.
#[derive(Default)]
struct Typed<'a> {
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

    fn said(&self) -> Option<&'static str> {
        let words = &self.page.words.sponsor.team;
        match self.page.said.as_deref()? {
            "invited" => Some(words.invited_now),
            "role" => Some(words.role_set),
            "removed" => Some(words.removed),
            _ => None,
        }
    }
}

/// `GET /sponsor/team`.
pub(crate) async fn list(visit: MemberVisit, State(app): State<App>) -> Result<Response, Problem> {
    listed(&visit, &app, None, Typed::default()).await
}

async fn listed(
    visit: &MemberVisit,
    app: &App,
    fault: Option<&'static str>,
    typed: Typed<'_>,
) -> Result<Response, Problem> {
    let mut tx = app.backend.db().read_as(visit.tenant()).await?;
    let members = members::list(&mut tx, &visit.event, &visit.sponsor).await?;
    let status = if fault.is_some() {
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
        fault,
        typed,
    };
    Ok(shown(status, &template))
}

/// `POST /sponsor/team/invite`.
pub(crate) async fn invite(
    visit: MemberVisit,
    State(app): State<App>,
    form: Form,
) -> Result<Response, Problem> {
    let (name, email) = (form.text("name")?, form.text("email")?);
    let role = MemberRole::of_name(form.text("role")?).ok_or(Problem::BAD_REQUEST)?;
    let MemberVisit { event, sponsor, .. } = &visit;
    let backend = &app.backend;
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let invited = members::invite(backend, &mut tx, event, sponsor, email, name, role).await;
    let member = match invited {
        Ok(member) => member,
        Err(error) => {
            drop(tx);
            let typed = Typed {
                name,
                email,
                is_owner: role == MemberRole::Owner,
            };
            return refused(&visit, &app, error, typed).await;
        }
    };
    send_invitation(&visit, &app, tx, &member).await
}

/// `POST /sponsor/team/{member}/invite`: once more.
pub(crate) async fn send_again(
    visit: MemberVisit,
    State(app): State<App>,
    Path(member): Path<String>,
) -> Result<Response, Problem> {
    let member: MemberId = id(&member)?;
    let tx = app.backend.db().write_as(visit.tenant()).await?;
    send_invitation(&visit, &app, tx, &member).await
}

/// Writes the mail, writes down who had it sent, and sees it off.
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
    invitations::to_team(backend, &mut tx, event, sponsor, member, page.language).await?;
    let detail = member.to_string();
    write_down(visit, backend, &mut tx, Action::InviteMember, &detail).await?;
    tx.commit().await?;
    app.outbox.wake();
    Ok(done(paths::SPONSOR_TEAM, "invited"))
}

/// `POST /sponsor/team/{member}/role`.
pub(crate) async fn set_role(
    visit: MemberVisit,
    State(app): State<App>,
    Path(member): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let member: MemberId = id(&member)?;
    let role = MemberRole::of_name(form.text("role")?).ok_or(Problem::BAD_REQUEST)?;
    let mut tx = app.backend.db().write_as(visit.tenant()).await?;
    let set = members::set_role(&mut tx, &visit.event, &visit.sponsor, &member, role).await;
    if let Err(error) = set {
        drop(tx);
        return refused(&visit, &app, error, Typed::default()).await;
    }
    write_down(
        &visit,
        &app.backend,
        &mut tx,
        Action::SetMembersRole,
        &member.to_string(),
    )
    .await?;
    tx.commit().await?;
    Ok(done(paths::SPONSOR_TEAM, "role"))
}

/// `POST /sponsor/team/{member}/remove`.
pub(crate) async fn remove(
    visit: MemberVisit,
    State(app): State<App>,
    Path(member): Path<String>,
) -> Result<Response, Problem> {
    let member: MemberId = id(&member)?;
    let backend = &app.backend;
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let removed = members::remove(backend, &mut tx, &visit.event, &visit.sponsor, &member).await;
    if let Err(error) = removed {
        drop(tx);
        return refused(&visit, &app, error, Typed::default()).await;
    }
    write_down(
        &visit,
        backend,
        &mut tx,
        Action::RemoveMember,
        &member.to_string(),
    )
    .await?;
    tx.commit().await?;
    // Whoever has removed themselves is signed out, and is told so there.
    Ok(done(paths::SPONSOR_TEAM, "removed"))
}

async fn refused(
    visit: &MemberVisit,
    app: &App,
    error: MemberError,
    typed: Typed<'_>,
) -> Result<Response, Problem> {
    let words = &visit.page.words.sponsor.team;
    let fault = match error {
        MemberError::Email => words.bad_email,
        MemberError::Name => words.bad_name,
        MemberError::Exists => words.exists,
        MemberError::LastOwner => words.last_owner,
        MemberError::Unknown => words.unknown,
        MemberError::Db(error) => return Err(error.into()),
    };
    listed(visit, app, Some(fault), typed).await
}

impl From<MemberError> for Problem {
    fn from(error: MemberError) -> Self {
        match error {
            MemberError::Unknown => Self::NOT_FOUND,
            MemberError::Email
            | MemberError::Name
            | MemberError::Exists
            | MemberError::LastOwner => Self::BAD_REQUEST,
            MemberError::Db(error) => error.into(),
        }
    }
}
