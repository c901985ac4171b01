//! The list of leads.

use crate::paths;
use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use consent::Withheld;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use protocol::{Field, UnixMillis};
use serde::Deserialize;

use crate::Problem;
use crate::pages::form::Form;
use crate::pages::layout::{Page, render};
use crate::pages::names::Names;
use crate::pages::visit::MemberVisit;
use backend::Backend;
use backend::leads::{self, Filter, Lead, LeadQuery, StateFilter};

#[derive(Template)]
#[template(path = "sponsor/leads.html")]
struct Leads<'a> {
    page: &'a Page,
    rows: Vec<Row>,
    total: u64,
    filter: &'a Filter,
    is_first: bool,
    next: Option<String>,
    has_looked: bool,
}

struct Row {
    href: String,
    name: String,
    about: String,
    reason: Option<Withheld>,
    rating: Option<u32>,
    tags: Vec<String>,
    operators: Vec<String>,
    last_scan: Option<UnixMillis>,
}

impl Row {
    fn of(lead: &Lead) -> Self {
        let view = lead.view();
        let notes = lead.notes();
        let mut tags = BTreeSet::new();
        tags.extend(notes.iter().flat_map(|note| note.tags.iter().cloned()));
        let mut operators = BTreeSet::new();
        operators.extend(lead.scans().iter().map(|scan| scan.operator.clone()));
        operators.extend(notes.iter().map(|note| note.operator.clone()));
        operators.remove("");
        let about: Vec<&str> = [Field::JobTitle, Field::Employer]
            .into_iter()
            .filter_map(|field| view.value(field))
            .collect();
        Self {
            href: paths::SPONSOR_LEAD.with(view.lead()),
            name: name_of(lead),
            about: about.join(", "),
            reason: view.withheld(),
            rating: notes.iter().rev().find_map(|note| note.rating),
            tags: tags.into_iter().collect(),
            operators: operators.into_iter().collect(),
            last_scan: lead.scans().iter().map(|scan| scan.scanned_at.0).max(),
        }
    }
}

/// First and last name, as far as they are shared.
pub(crate) fn name_of(lead: &Lead) -> String {
    let names: Vec<&str> = [Field::FirstName, Field::LastName]
        .into_iter()
        .filter_map(|field| lead.view().value(field))
        .collect();
    names.join(" ")
}

impl Leads<'_> {
    fn count(&self) -> String {
        (self.page.words.sponsor.leads.count)(self.total)
    }

    fn reason(&self, reason: &Withheld) -> &'static str {
        self.page.words.lead_withheld(reason)
    }

    fn stars(&self, rating: &u32) -> String {
        (self.page.words.sponsor.leads.stars)(*rating)
    }

    fn kinds(&self) -> Vec<(&'static str, &'static str, bool)> {
        let names = self.page.words.sponsor.leads.kinds;
        StateFilter::ALL
            .into_iter()
            .zip(names)
            .map(|(kind, name)| (kind.name(), name, kind == self.filter.kind))
            .collect()
    }

    fn ratings(&self) -> Vec<(u32, String, bool)> {
        let words = &self.page.words.sponsor.leads;
        (1..=5)
            .map(|rating| {
                (
                    rating,
                    (words.at_least)(rating),
                    self.filter.rating == Some(rating),
                )
            })
            .collect()
    }
}

#[derive(Deserialize)]
pub(crate) struct ListQuery {
    view: Option<String>,
}

/// `GET /sponsor`.
pub(crate) async fn list(
    visit: MemberVisit,
    State(backend): State<Backend>,
    Query(query): Query<ListQuery>,
) -> Result<Response, Problem> {
    // An address that was cut or is another's shows the first page.
    let view = query
        .view
        .and_then(|text| LeadQuery::unseal(&backend, &visit.sponsor, &text))
        .unwrap_or_default();
    let found = leads::list(&backend, visit.asking(), &view).await?;
    let template = Leads {
        rows: found.leads.iter().map(Row::of).collect(),
        total: found.total,
        filter: &view.filter,
        is_first: view.is_first(),
        next: found.next.map(|next| {
            format!(
                "{}?view={}",
                paths::SPONSOR,
                next.seal(&backend, &visit.sponsor)
            )
        }),
        has_looked: !view.filter.is_empty(),
        page: &visit.page,
    };
    Ok(render(StatusCode::OK, &template))
}

/// `POST /sponsor/find`: leads to the list of what was asked for. It comes by POST and goes on in a
/// sealed address, because people look for names.
pub(crate) async fn find(
    visit: MemberVisit,
    State(backend): State<Backend>,
    form: Form,
) -> Result<Response, Problem> {
    let text = |name: &str| form.maybe(name).unwrap_or_default().to_owned();
    let day = text("day");
    let hours = hours_of(&day, visit.page.zone());
    let filter = Filter {
        text: text("text"),
        rating: form
            .maybe("rating")
            .and_then(|rating| rating.parse().ok())
            .filter(|rating| (1..=5).contains(rating)),
        tag: text("tag"),
        operator: text("operator"),
        day: if hours.is_some() { day } else { String::new() },
        hours,
        kind: StateFilter::ALL
            .into_iter()
            .find(|kind| form.maybe("kind") == Some(kind.name()))
            .unwrap_or_default(),
    }
    .truncated();
    let to = if filter.is_empty() {
        paths::SPONSOR.to_owned()
    } else {
        let view = LeadQuery::first(filter).seal(&backend, &visit.sponsor);
        format!("{}?view={view}", paths::SPONSOR)
    };
    Ok(crate::pages::layout::redirect(&to, ""))
}

/// A day's first moment in the event's zone, and the next day's.
fn hours_of(day: &str, zone: &TimeZone) -> Option<(UnixMillis, UnixMillis)> {
    let day: Date = day.parse().ok()?;
    let start = |day: Date| {
        let moment = day.to_zoned_datetime(zone.clone()).ok()?.timestamp();
        Some(UnixMillis(moment.as_millisecond()))
    };
    Some((start(day)?, start(day.tomorrow().ok()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_the_event_s_and_may_have_23_hours() {
        let zone = TimeZone::get("America/New_York").unwrap();
        let (from, to) = hours_of("2027-03-14", &zone).unwrap();
        assert_eq!(to.0 - from.0, 23 * 60 * 60 * 1000);
        // 05:00 UTC.
        assert_eq!(from.0 % backend::clock::DAY, 5 * 60 * 60 * 1000);
        assert!(hours_of("14/03/2027", &zone).is_none());
    }
}
