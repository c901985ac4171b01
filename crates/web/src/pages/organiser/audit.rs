//! The audit log: search, pages and export.

use askama::Template;
use axum::body::{Body, Bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use futures_util::stream;
use jiff::civil::Date;
use protocol::{EventSlug, FieldSet, SponsorId, UnixMillis};
use serde::Deserialize;

use crate::Problem;
use crate::pages::layout::{Page, render};
use crate::pages::visit::StaffVisit;
use crate::paths;
use backend::Backend;
use backend::audit::reader::{self, ACTOR_KINDS, Filter, Line, Names, PAGE};
use backend::audit::{self, Actor};
use backend::paging::PageLinks;
use backend_db::{DbError, Tenant};
use backend_model::Action;
use backend_model::Permission;

/// Entries in one part of an export. Each part is its own transaction, so that no writer waits for a
/// slow reader, and the memory that it takes does not grow with the log.
const PART: u32 = 1_000;

/// The filter in the address. It contains no personal data.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    actor: String,
    #[serde(default)]
    action: String,
    #[serde(default)]
    sponsor: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    below: Option<u64>,
}

impl Asked {
    /// The filter, and whether a day in it could not be read.
    fn filter(&self, page: &Page) -> (Filter, bool) {
        let day = |text: &str, next: bool| -> Option<UnixMillis> {
            let date: Date = text.parse().ok()?;
            let date = if next { date.tomorrow().ok()? } else { date };
            let at = page.zone().to_timestamp(date.at(0, 0, 0, 0)).ok()?;
            Some(UnixMillis(at.as_millisecond()))
        };
        let (from, until) = (day(&self.from, false), day(&self.until, true));
        let is_bad = (from.is_none() && !self.from.is_empty())
            || (until.is_none() && !self.until.is_empty());
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let filter = Filter {
            actor_kind: text(&self.actor),
            actor: None,
            action: text(&self.action),
            sponsor: self.sponsor.parse().ok(),
            from,
            until,
        };
        (filter, is_bad)
    }

    /// The filter as an address's query, without where the page begins.
    fn query(&self) -> String {
        let Self {
            actor,
            action,
            sponsor,
            from,
            until,
            below: _,
        } = self;
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("actor", actor),
                ("action", action),
                ("sponsor", sponsor),
                ("from", from),
                ("until", until),
            ])
            .finish()
    }

    fn is_sponsor(&self, sponsor: &SponsorId) -> bool {
        self.sponsor == sponsor.to_string()
    }
}

#[derive(Template)]
#[template(path = "organiser/audit.html")]
struct AuditPage<'a> {
    page: &'a Page,
    flash: Option<&'static str>,
    form_error: Option<&'static str>,
    may_export: bool,
    asked: Asked,
    /// The actions that the log has: name, words, and whether it is the one that is asked for.
    actions: Vec<(String, String, bool)>,
    names: &'a Names,
    lines: Vec<Line>,
    count: usize,
    turn: PageLinks,
}

/// `GET /organiser/audit`.
pub(crate) async fn all(
    visit: StaffVisit,
    State(backend): State<Backend>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Problem> {
    let asked = asked.map_or_else(|_| Asked::default(), |Query(asked)| asked);
    let page = &visit.page;
    let (filter, is_bad) = asked.filter(page);
    let below = asked.below.unwrap_or(u64::MAX);
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let names = Names::load(&mut tx, &visit.event).await?;
    let mut actions: Vec<_> = reader::actions(&mut tx, &visit.event)
        .await?
        .into_iter()
        .map(|name| (page.words.action(&name), asked.action == name, name))
        .map(|(words, is_asked, name)| (name, words, is_asked))
        .collect();
    actions.sort_by(|one, next| one.1.cmp(&next.1));
    let count = reader::count(&mut tx, &visit.event, &filter).await?;
    let lines = reader::page(&mut tx, &visit.event, &names, &filter, below).await?;
    drop(tx);
    let is_full = lines.len() == PAGE as usize;
    let last = lines.last().filter(|_| is_full);
    let first = format!("{}?{}", paths::ORGANISER_AUDIT, asked.query());
    let turn = PageLinks {
        on: last.map(|line| format!("{first}&below={}", line.number)),
        back: asked.below.map(|_| first),
    };
    let template = AuditPage {
        page,
        flash: None,
        form_error: is_bad.then_some(page.words.organiser.audit.bad_day),
        may_export: visit.role.may(Permission::Export),
        asked,
        actions,
        names: &names,
        lines,
        count,
        turn,
    };
    Ok(render(StatusCode::OK, &template))
}

/// `GET /organiser/audit.csv`: what the filter finds. That it was exported is the next entry.
pub(crate) async fn export(
    visit: StaffVisit,
    State(backend): State<Backend>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Problem> {
    let Ok(Query(asked)) = asked else {
        return Err(Problem::BAD_REQUEST);
    };
    let (filter, is_bad) = asked.filter(&visit.page);
    if is_bad {
        return Err(Problem::BAD_REQUEST);
    }
    let mut tx = backend.db().write_as(visit.tenant()).await?;
    let last = reader::last(&mut tx, &visit.event).await?;
    let names = Names::load(&mut tx, &visit.event).await?;
    let entry = audit::Entry {
        actor: Actor::Staff(&visit.staff),
        action: Action::ExportAuditLog,
        sponsor: None,
        leads: 0,
        fields: FieldSet::NONE,
        detail: "",
    };
    audit::write(&mut tx, &visit.event, backend.now(), &entry).await?;
    tx.commit().await?;
    let export = Export {
        backend,
        event: visit.event,
        names,
        filter,
        after: 0,
        last,
    };
    let headings = stream::iter([Ok(Bytes::from(reader::csv_headings()))]);
    let rows = stream::unfold(Some(export), |export| async move {
        let mut export = export?;
        match export.part().await {
            Ok(Some(rows)) => Some((Ok(rows), Some(export))),
            Ok(None) => None,
            Err(error) => {
                tracing::error!(%error, "an export broke off");
                // The connection ends without the last chunk, so that clients see the file as incomplete.
                Some((Err(error), None))
            }
        }
    });
    let headers: [(HeaderName, HeaderValue); 2] = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/csv; charset=utf-8; header=present"),
        ),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"audit.csv\""),
        ),
    ];

    let body = Body::from_stream(headings.chain(rows));
    Ok((headers, body).into_response())
}

/// An export that is under way.
struct Export {
    backend: Backend,
    event: EventSlug,
    names: Names,
    filter: Filter,
    after: u64,
    last: u64,
}

impl Export {
    async fn part(&mut self) -> Result<Option<Bytes>, DbError> {
        let mut tx = self
            .backend
            .db()
            .read_as(Tenant::Event(&self.event))
            .await?;
        let between = (self.after, self.last);
        let lines = reader::part(
            &mut tx,
            &self.event,
            &self.names,
            &self.filter,
            between,
            PART,
        )
        .await?;
        let Some(line) = lines.last() else {
            return Ok(None);
        };
        self.after = line.number;
        Ok(Some(reader::csv_rows(&lines).into()))
    }
}

impl AuditPage<'_> {
    fn kinds(&self) -> Vec<(&'static str, &'static str, bool)> {
        ACTOR_KINDS
            .iter()
            .map(|kind| {
                let label = self.page.words.actor_kind(kind);
                (*kind, label, self.asked.actor == *kind)
            })
            .collect()
    }
}
