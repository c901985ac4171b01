//! Quarantined records by reason.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use protocol::{Body, FieldSet, Reason, ScannedCode};

use crate::Problem;
use crate::pages::layout::{Page, render};
use crate::pages::organiser::list_page::{Paging, requested_page};
use crate::pages::path_id::path_id;
use crate::pages::visit::StaffVisit;
use crate::paths;
use backend::Backend;
use backend::audit::{self, Actor};
use backend::devices::records::{self, StoredContent, StoredRecord};
use backend::paging::PageLinks;
use backend_model::Action;

#[derive(Template)]
#[template(path = "organiser/quarantine.html")]
struct QuarantinePage<'a> {
    page: &'a Page,
    reasons: Vec<(Reason, usize)>,
}

#[derive(Template)]
#[template(path = "organiser/quarantined.html")]
struct QuarantinedPage<'a> {
    page: &'a Page,
    reason: Reason,
    count: usize,
    records: Vec<StoredRecord>,
    turn: PageLinks,
}

/// `GET /organiser/quarantine`: how much there is, by reason.
pub(crate) async fn all(
    visit: StaffVisit,
    State(backend): State<Backend>,
) -> Result<Response, Problem> {
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let reasons = records::count_quarantined(&mut tx, &visit.event).await?;
    drop(tx);
    let template = QuarantinePage {
        page: &visit.page,
        reasons,
    };
    Ok(render(StatusCode::OK, &template))
}

/// `GET /organiser/quarantine/{reason}`: the records, decoded.
pub(crate) async fn of_reason(
    visit: StaffVisit,
    State(backend): State<Backend>,
    Path(reason): Path<String>,
    paging: Result<Query<Paging>, QueryRejection>,
) -> Result<Response, Problem> {
    let reason: Reason = path_id(&reason)?;
    let page = requested_page(paging);
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let count = records::count_quarantined(&mut tx, &visit.event)
        .await?
        .into_iter()
        .find_map(|(found, count)| (found == reason).then_some(count))
        .unwrap_or(0);
    let part = page.range();
    let mut found = records::in_quarantine(&mut tx, &visit.event, reason, part).await?;
    let turn = page.cut(&mut found, &paths::ORGANISER_QUARANTINE_REASON.with(reason));
    let entry = audit::Entry {
        actor: Actor::Staff(&visit.staff),
        action: Action::ReadQuarantine,
        sponsor: None,
        leads: found.len(),
        fields: FieldSet::NONE,
        detail: reason.code(),
    };
    audit::write(&mut tx, &visit.event, backend.now(), &entry).await?;
    tx.commit().await?;
    let template = QuarantinedPage {
        page: &visit.page,
        reason,
        count,
        records: found,
        turn,
    };
    Ok(render(StatusCode::OK, &template))
}
