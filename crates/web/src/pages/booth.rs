//! Pages that booth staff open: the one behind an enrolment code, and handing in a bundle.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

use crate::Problem;
use crate::pages::layout::{Page, render};
use crate::pages::visit::Visit;
use backend::devices::bundles::BundleCounts;

#[derive(Template)]
#[template(path = "booth/code.html")]
struct Code<'a> {
    page: &'a Page,
}

#[derive(Template)]
#[template(path = "booth/bundle.html")]
struct BundleForm<'a> {
    page: &'a Page,
}

#[derive(Template)]
#[template(path = "booth/taken.html")]
struct Taken<'a> {
    page: &'a Page,
    rows: [(&'a str, u64); 4],
}

#[derive(Template)]
#[template(path = "booth/refused.html")]
struct Refused<'a> {
    page: &'a Page,
    why: &'a str,
    code: &'a str,
}

/// `GET /enrol`: what to do with a code that was opened in a browser. The code itself stands behind
/// the `#` and stays in the browser.
pub(crate) async fn code(visit: Visit) -> Response {
    render(StatusCode::OK, &Code { page: &visit.page })
}

/// `GET /bundle`: the form.
pub(crate) async fn bundle(visit: Visit) -> Response {
    render(StatusCode::OK, &BundleForm { page: &visit.page })
}

/// The counts of an accepted bundle.
pub(crate) fn bundle_taken(page: &Page, counts: &BundleCounts) -> Response {
    let BundleCounts {
        records,
        accepted,
        duplicates,
        quarantined,
    } = *counts;
    let words = &page.words.booth;
    let rows = [
        (words.records, records),
        (words.accepted, accepted),
        (words.duplicates, duplicates),
        (words.quarantined, quarantined),
    ];
    render(StatusCode::OK, &Taken { page, rows })
}

/// The reason why a bundle was refused.
pub(crate) fn bundle_refused(page: &Page, problem: &Problem) -> Response {
    let words = &page.words.booth;
    let why = match (problem.code(), problem.status()) {
        ("bundle_unknown_device", _) => words.unknown_device,
        ("not_a_bundle" | "bad_request", _) => words.no_bundle,
        (_, StatusCode::PAYLOAD_TOO_LARGE) => words.too_large,
        (_, StatusCode::SERVICE_UNAVAILABLE) => words.busy,
        (_, StatusCode::INTERNAL_SERVER_ERROR) => words.went_wrong,
        _ => words.does_not_open,
    };
    let refused = Refused {
        page,
        why,
        code: problem.code(),
    };
    let mut response = render(problem.status(), &refused);
    if let Some(seconds) = problem.retry_after() {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
