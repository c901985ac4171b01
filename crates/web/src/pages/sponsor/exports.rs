//! Taking leads out.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::App;
use crate::Problem;
use crate::api::leads::exported;
use crate::pages::form::Form;
use crate::pages::layout::{Page, render};
use crate::pages::visit::MemberVisit;
use backend::Backend;
use backend::leads;
use backend::leads::export::{self, Format, PastExport};

#[derive(Template)]
#[template(path = "sponsor/exports.html")]
struct Exports<'a> {
    page: &'a Page,
    taken: &'a [PastExport],
    since_last: usize,
}

impl Exports<'_> {
    fn formats(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        let words = self.page.words.sponsor.exports.formats;
        Format::ALL
            .into_iter()
            .zip(words)
            .map(|(format, (name, text))| (format.name(), name, text))
            .collect()
    }

    fn since_last(&self) -> String {
        (self.page.words.sponsor.exports.since_last)(self.since_last)
    }

    fn format_name(&self, taken: &PastExport) -> String {
        let named = self
            .formats()
            .into_iter()
            .find(|(name, ..)| *name == taken.format);
        named.map_or_else(|| taken.format.clone(), |(_, name, _)| name.to_owned())
    }
}

/// `GET /sponsor/exports`.
pub(crate) async fn list(
    visit: MemberVisit,
    State(backend): State<Backend>,
) -> Result<Response, Problem> {
    let deletions = leads::deletions(&backend, visit.asking(), 0).await?;
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let taken = export::past_exports(&mut tx, &visit.event, &visit.sponsor).await?;
    let template = Exports {
        page: &visit.page,
        taken: &taken,
        since_last: deletions.since_last_export,
    };
    Ok(render(StatusCode::OK, &template))
}

/// `POST /sponsor/exports`: the file.
pub(crate) async fn take(
    visit: MemberVisit,
    State(app): State<App>,
    form: Form,
) -> Result<Response, Problem> {
    let format = Format::from_name(form.text("format")?).ok_or(Problem::BAD_REQUEST)?;
    exported(&app, visit.asking(), format).await
}
