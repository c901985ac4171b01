//! Leads whose copies the sponsor is to delete.

use crate::paths;
use std::collections::BTreeSet;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use consent::Withheld;
use protocol::LeadId;

use crate::Problem;
use crate::pages::form::Form;
use crate::pages::layout::{Page, redirect, render};
use crate::pages::names::Names;
use crate::pages::visit::MemberVisit;
use backend::Backend;
use backend::leads::{self, Deletions};

/// Deletions on one page. Acknowledging all of them at once covers exactly those that were shown.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "sponsor/deletions.html")]
struct DeletionsPage<'a> {
    page: &'a Page,
    deletions: &'a Deletions,
}

impl DeletionsPage<'_> {
    fn count(&self) -> String {
        (self.page.words.sponsor.deletions.count)(self.deletions.pending_count)
    }

    fn all(&self) -> String {
        (self.page.words.sponsor.deletions.acknowledge_all)(self.deletions.pending.len())
    }

    fn reason(&self, reason: &Withheld) -> &'static str {
        self.page.words.lead_withheld(reason)
    }

    fn has_more(&self) -> bool {
        self.deletions.pending_count > self.deletions.pending.len()
    }

    /// Enough of an id to tell it from others by eye.
    fn short(lead: &LeadId) -> String {
        lead.to_string().chars().take(8).collect()
    }

    fn was_said(&self) -> bool {
        self.page.flash.as_deref() == Some("acknowledged")
    }
}

/// `GET /sponsor/deletions`.
pub(crate) async fn list(
    visit: MemberVisit,
    State(backend): State<Backend>,
) -> Result<Response, Problem> {
    let deletions = leads::deletions(&backend, visit.asking(), SHOWN).await?;
    let template = DeletionsPage {
        page: &visit.page,
        deletions: &deletions,
    };
    Ok(render(StatusCode::OK, &template))
}

/// `POST /sponsor/deletions`: every copy of these was deleted.
pub(crate) async fn acknowledge(
    visit: MemberVisit,
    State(backend): State<Backend>,
    form: Form,
) -> Result<Response, Problem> {
    let leads: BTreeSet<LeadId> = form
        .all("lead")
        .map(|lead| lead.parse().map_err(|_| Problem::BAD_REQUEST))
        .collect::<Result<_, _>>()?;
    leads::acknowledge_deletions(&backend, visit.asking(), &leads).await?;
    Ok(redirect(paths::SPONSOR_DELETIONS, "acknowledged"))
}
