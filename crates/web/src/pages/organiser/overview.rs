//! The event's figures, and the tasks that wait.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::Problem;
use crate::pages::layout::{Page, render};
use crate::pages::visit::StaffVisit;
use crate::paths;
use backend::Backend;
use backend::event::overview::{self, Overview};
use backend_model::Permission;

/// A task that waits for the organiser.
struct Step {
    href: &'static str,
    what: &'static str,
    why: &'static str,
}

#[derive(Template)]
#[template(path = "organiser/overview.html")]
struct OverviewPage<'a> {
    page: &'a Page,
    figures: Overview,
    has_ended: bool,
    steps: Vec<Step>,
}

/// `GET /organiser`.
pub(crate) async fn show(
    visit: StaffVisit,
    State(backend): State<Backend>,
) -> Result<Response, Problem> {
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let figures = overview::load(&mut tx, &visit.event).await?;
    drop(tx);
    let now = backend.now();
    Ok(render(
        StatusCode::OK,
        &OverviewPage {
            has_ended: figures.ends <= now,
            steps: steps(&visit, &figures, figures.keep_until <= now),
            page: &visit.page,
            figures,
        },
    ))
}

/// The waiting tasks that the visitor's role may do, the most urgent first.
fn steps(visit: &StaffVisit, figures: &Overview, is_over: bool) -> Vec<Step> {
    let words = &visit.page.words.organiser.overview;
    let all = [
        (
            figures.open_reports > 0,
            Permission::Operate,
            paths::ORGANISER_REPORTS,
            words.next_reports,
            words.next_reports_why,
        ),
        (
            is_over && figures.attendees > 0,
            Permission::Administer,
            paths::ORGANISER_RETENTION,
            words.next_retention,
            words.next_retention_why,
        ),
        (
            figures.flagged > 0,
            Permission::View,
            "/organiser/devices?which=flagged",
            words.next_flagged,
            words.next_flagged_why,
        ),
        (
            figures.attendees == 0 && figures.sponsors == 0,
            Permission::Administer,
            paths::ORGANISER_SETTINGS,
            words.next_notice,
            words.next_notice_why,
        ),
        (
            figures.attendees == 0 && !is_over,
            Permission::Administer,
            paths::ORGANISER_IMPORT,
            words.next_import,
            words.next_import_why,
        ),
        (
            figures.without_badge > 0,
            Permission::Administer,
            paths::ORGANISER_BADGES,
            words.next_badges,
            words.next_badges_why,
        ),
        (
            figures.sponsors == 0 || figures.without_team > 0,
            Permission::Operate,
            paths::ORGANISER_SPONSORS,
            words.next_sponsors,
            words.next_sponsors_why,
        ),
    ];
    all.into_iter()
        .filter(|(is_due, permission, ..)| *is_due && visit.role.may(*permission))
        .map(|(_, _, href, what, why)| Step { href, what, why })
        .collect()
}
