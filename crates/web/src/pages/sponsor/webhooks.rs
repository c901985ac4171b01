//! WebhookSender, and what became of their deliveries.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use protocol::WebhookId;

use crate::App;
use crate::Problem;
use crate::pages::form::Form;
use crate::pages::layout::{Page, redirect, render};
use crate::pages::path_id::path_id;
use crate::pages::sponsor::programs::{Fault, FormValues, Shown, listed};
use crate::pages::visit::MemberVisit;
use crate::paths;
use backend::webhooks::{self, Delivery, UrlError, Webhook, WebhookError, WebhookUrl};
use backend_db::Tx;
use backend_model::Action;

#[derive(Template)]
#[template(path = "sponsor/webhook.html")]
struct WebhookPage<'a> {
    page: &'a Page,
    webhook: &'a Webhook,
    log: &'a [Delivery],
}

impl WebhookPage<'_> {
    fn outcome(&self, delivery: &Delivery) -> String {
        let Some(word) = &delivery.outcome else {
            return String::new();
        };
        let words = &self.page.words.sponsor.programs;
        words
            .outcome_text(word)
            .map_or_else(|| format!("HTTP {word}"), Into::into)
    }

    fn is_given_up(delivery: &Delivery) -> bool {
        delivery.delivered.is_none() && delivery.next_attempt.is_none()
    }

    fn flash(&self) -> Option<&'static str> {
        let words = &self.page.words.sponsor.programs;
        match self.page.flash.as_deref()? {
            "pinged" => Some(words.pinged),
            "again" => Some(words.sent_again),
            "paused" => Some(words.paused_now),
            "resumed" => Some(words.resumed),
            _ => None,
        }
    }
}

fn path(webhook: &WebhookId) -> String {
    paths::SPONSOR_WEBHOOK.with(webhook)
}

/// `POST /sponsor/programs/webhooks`: adds one, and shows its secret this once.
pub(crate) async fn add(
    visit: MemberVisit,
    State(app): State<App>,
    form: Form,
) -> Result<Response, Problem> {
    let text = form.text("url")?;
    let words = &visit.page.words.sponsor.programs;
    let refused = async |form_error| {
        let values = FormValues {
            url: text,
            ..FormValues::NOTHING
        };
        listed(&visit, &app, Some(Fault::Webhook(form_error)), values).await
    };
    let url = match WebhookUrl::parse(text, app.webhooks.targets()) {
        Ok(url) => url,
        Err(UrlError::Shape) => return refused(words.bad_url).await,
        Err(UrlError::NotEncrypted) => return refused(words.not_encrypted).await,
        Err(UrlError::NotPublic) => return refused(words.not_public).await,
    };
    let backend = &app.backend;
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let MemberVisit { event, sponsor, .. } = &visit;
    let (webhook, secret) = match webhooks::add(backend, &mut tx, event, sponsor, &url).await {
        Ok(added) => added,
        Err(WebhookError::TooMany) => {
            drop(tx);
            return refused(words.too_many).await;
        }
        Err(other) => return Err(other.into()),
    };
    let detail = webhook.to_string();
    visit
        .audit(backend, &mut tx, Action::AddWebhook, &detail)
        .await?;
    tx.commit().await?;
    let template = Shown {
        page: &visit.page,
        title: words.secret_title,
        once: words.secret_once,
        usage: words.secret_use,
        example: secret.expose().to_owned(),
        back: path(&webhook),
    };
    Ok(render(StatusCode::OK, &template))
}

/// `GET /sponsor/programs/webhooks/{webhook}`.
pub(crate) async fn show(
    visit: MemberVisit,
    State(app): State<App>,
    Path(webhook): Path<String>,
) -> Result<Response, Problem> {
    let webhook: WebhookId = path_id(&webhook)?;
    let MemberVisit { event, sponsor, .. } = &visit;
    let mut tx = app.backend.db().read_as(visit.tenant()).await?;
    let one = webhooks::load(&mut tx, event, sponsor, &webhook).await?;
    let log = webhooks::log(&mut tx, event, sponsor, &webhook).await?;
    let template = WebhookPage {
        page: &visit.page,
        webhook: &one,
        log: &log,
    };
    Ok(render(StatusCode::OK, &template))
}

/// `POST /sponsor/programs/webhooks/{webhook}/{verb}`: a test, a pause, its end, or the end of it all.
pub(crate) async fn act(
    visit: MemberVisit,
    State(app): State<App>,
    Path((webhook, verb)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let webhook: WebhookId = path_id(&webhook)?;
    let backend = &app.backend;
    let MemberVisit { event, sponsor, .. } = &visit;
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let (action, flash) = match verb.as_str() {
        "ping" => {
            webhooks::ping(backend, &mut tx, event, sponsor, &webhook).await?;
            (Action::TestWebhook, "pinged")
        }
        "pause" => {
            webhooks::set_paused(backend, &mut tx, event, sponsor, &webhook, true).await?;
            (Action::PauseWebhook, "paused")
        }
        "resume" => {
            webhooks::set_paused(backend, &mut tx, event, sponsor, &webhook, false).await?;
            (Action::ResumeWebhook, "resumed")
        }
        "remove" => {
            webhooks::remove(&mut tx, event, sponsor, &webhook).await?;
            (Action::RemoveWebhook, "removed")
        }
        _ => return Err(Problem::NOT_FOUND),
    };
    finish(&visit, &app, tx, action, &webhook).await?;
    if verb == "remove" {
        return Ok(redirect(paths::SPONSOR_PROGRAMS, flash));
    }
    Ok(redirect(&path(&webhook), flash))
}

/// `POST /sponsor/programs/webhooks/{webhook}/deliveries/{number}`: sends it once more.
pub(crate) async fn redeliver(
    visit: MemberVisit,
    State(app): State<App>,
    Path((webhook, number)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let webhook: WebhookId = path_id(&webhook)?;
    let number: u64 = path_id(&number)?;
    let backend = &app.backend;
    let MemberVisit { event, sponsor, .. } = &visit;
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    webhooks::redeliver(backend, &mut tx, event, sponsor, &webhook, number).await?;
    finish(&visit, &app, tx, Action::RedeliverWebhook, &webhook).await?;
    Ok(redirect(&path(&webhook), "again"))
}

async fn finish(
    visit: &MemberVisit,
    app: &App,
    mut tx: Tx,
    action: Action,
    webhook: &WebhookId,
) -> Result<(), Problem> {
    visit
        .audit(&app.backend, &mut tx, action, &webhook.to_string())
        .await?;
    tx.commit().await?;
    app.webhooks.wake();
    Ok(())
}

impl From<WebhookError> for Problem {
    fn from(error: WebhookError) -> Self {
        match error {
            WebhookError::Unknown => Self::NOT_FOUND,
            WebhookError::TooMany => Self::BAD_REQUEST,
            WebhookError::Db(error) => error.into(),
        }
    }
}
