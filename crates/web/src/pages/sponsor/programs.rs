//! Tokens, and the list of webhooks.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::App;
use crate::Problem;
use crate::pages::form::Form;
use crate::pages::layout::{Page, redirect, render};
use crate::pages::visit::MemberVisit;
use crate::paths;
use backend::people::sponsors::{self, KnownToken, SponsorError};
use backend::webhooks::{self, Webhook};
use backend_model::Action;
use backend_model::{Scope, Scopes};

#[derive(Template)]
#[template(path = "sponsor/programs.html")]
struct Programs<'a> {
    page: &'a Page,
    tokens: &'a [KnownToken],
    webhooks: &'a [Webhook],
    form_error: Option<Fault>,
    values: FormValues<'a>,
}

/// The error of one of the two forms.
#[derive(Clone, Copy)]
pub(crate) enum Fault {
    /// The token's.
    Token(&'static str),
    /// The webhook's.
    Webhook(&'static str),
}

/// The values of the forms, which are rendered again with an error.
pub(crate) struct FormValues<'a> {
    pub(crate) label: &'a str,
    pub(crate) scopes: Scopes,
    pub(crate) url: &'a str,
}

impl FormValues<'_> {
    /// As the forms begin.
    pub(crate) const NOTHING: FormValues<'static> = FormValues {
        label: "",
        scopes: Scopes::NONE.with(Scope::Leads),
        url: "",
    };
}

impl Programs<'_> {
    fn token_error(&self) -> Option<&'static str> {
        match self.form_error {
            Some(Fault::Token(form_error)) => Some(form_error),
            _ => None,
        }
    }

    fn webhook_error(&self) -> Option<&'static str> {
        match self.form_error {
            Some(Fault::Webhook(form_error)) => Some(form_error),
            _ => None,
        }
    }

    fn scopes(&self) -> Vec<(&'static str, &'static str, bool)> {
        let words = &self.page.words.sponsor.programs;
        Scope::ALL
            .into_iter()
            .map(|scope| {
                let is_chosen = self.values.scopes.has(scope);
                (scope.name(), words.scope(scope), is_chosen)
            })
            .collect()
    }

    fn may(&self, token: &KnownToken) -> String {
        let words = &self.page.words.sponsor.programs;
        let scopes: Vec<&str> = Scope::ALL
            .into_iter()
            .filter(|scope| token.scopes.has(*scope))
            .map(|scope| words.scope(scope))
            .collect();
        scopes.join(", ")
    }

    fn flash(&self) -> Option<&'static str> {
        let words = &self.page.words.sponsor.programs;
        match self.page.flash.as_deref()? {
            "revoked" => Some(words.token_revoked),
            "removed" => Some(words.removed),
            _ => None,
        }
    }
}

/// A secret, shown this once.
#[derive(Template)]
#[template(path = "sponsor/secret.html")]
pub(crate) struct Shown<'a> {
    pub(crate) page: &'a Page,
    pub(crate) title: &'static str,
    pub(crate) once: &'static str,
    pub(crate) usage: &'static str,
    pub(crate) example: String,
    pub(crate) back: String,
}

/// `GET /sponsor/programs`.
pub(crate) async fn list(visit: MemberVisit, State(app): State<App>) -> Result<Response, Problem> {
    listed(&visit, &app, None, FormValues::NOTHING).await
}

pub(crate) async fn listed(
    visit: &MemberVisit,
    app: &App,
    form_error: Option<Fault>,
    values: FormValues<'_>,
) -> Result<Response, Problem> {
    let mut tx = app.backend.db().read_as(visit.tenant()).await?;
    let tokens = sponsors::tokens(&mut tx, &visit.event, &visit.sponsor).await?;
    let webhooks = webhooks::list(&mut tx, &visit.event, &visit.sponsor).await?;
    let status = if form_error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let template = Programs {
        page: &visit.page,
        tokens: &tokens,
        webhooks: &webhooks,
        form_error,
        values,
    };
    Ok(render(status, &template))
}

/// `POST /sponsor/programs/tokens`: makes a token, and shows it this once.
pub(crate) async fn new_token(
    visit: MemberVisit,
    State(app): State<App>,
    form: Form,
) -> Result<Response, Problem> {
    let label = form.text("label")?;
    let scopes = form
        .all("scope")
        .map(|name| Scope::of_name(name).ok_or(Problem::BAD_REQUEST))
        .try_fold(Scopes::NONE, |scopes, scope| Ok(scopes.with(scope?)))
        .map_err(|problem: Problem| problem)?;
    let backend = &app.backend;
    let words = &visit.page.words.sponsor.programs;
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let MemberVisit { event, sponsor, .. } = &visit;
    let made = sponsors::new_scoped_token(backend, &mut tx, event, *sponsor, label, scopes).await;
    let token = match made {
        Ok(token) => token,
        Err(error) => {
            drop(tx);
            let form_error = match error {
                SponsorError::Label => words.bad_label,
                SponsorError::LabelInUse => words.label_in_use,
                SponsorError::NoScope => words.no_scope,
                SponsorError::Db(error) => return Err(error.into()),
                _ => return Err(Problem::BAD_REQUEST),
            };
            let values = FormValues {
                label,
                scopes,
                ..FormValues::NOTHING
            };
            return listed(&visit, &app, Some(Fault::Token(form_error)), values).await;
        }
    };
    visit
        .audit(backend, &mut tx, Action::MakeSponsorToken, label)
        .await?;
    tx.commit().await?;
    let template = Shown {
        page: &visit.page,
        title: words.token_title,
        once: words.token_once,
        usage: words.token_use,
        example: format!(
            "curl -H 'Authorization: Bearer {}' {}/api/v1/leads",
            token.expose(),
            backend.public_url()
        ),
        back: paths::SPONSOR_PROGRAMS.into(),
    };
    Ok(render(StatusCode::OK, &template))
}

/// `POST /sponsor/programs/tokens/revoke`.
pub(crate) async fn revoke_token(
    visit: MemberVisit,
    State(app): State<App>,
    form: Form,
) -> Result<Response, Problem> {
    let label = form.text("label")?;
    let backend = &app.backend;
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let revoked = sponsors::revoke_token(backend, &mut tx, &visit.event, visit.sponsor, label);
    match revoked.await {
        // Gone already is gone.
        Ok(()) | Err(SponsorError::NoSuchToken) => {}
        Err(SponsorError::Db(error)) => return Err(error.into()),
        Err(_) => return Err(Problem::BAD_REQUEST),
    }
    visit
        .audit(backend, &mut tx, Action::RevokeSponsorToken, label)
        .await?;
    tx.commit().await?;
    Ok(redirect(paths::SPONSOR_PROGRAMS, "revoked"))
}
