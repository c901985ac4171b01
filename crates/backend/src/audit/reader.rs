//! Reading the audit log: by page, by filter, and as CSV.

use std::collections::BTreeMap;

use csv::{QuoteStyle, WriterBuilder};
use protocol::{EventSlug, FieldSet, MemberId, SponsorId, StaffId, UnixMillis};

use crate::spreadsheet_cell::inert;
use crate::timestamp::Timestamp;
use backend_db::{DbError, Row, Tx, Value};

/// Lines of one page, and of one part of an export.
pub const PAGE: u32 = 100;

/// The kinds of actor, as the log names them.
pub const ACTOR_KINDS: [&str; 5] = ["organiser", "staff", "sponsor", "member", "attendee"];

/// Which lines are asked for; all where nothing is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this kind of actor.
    pub actor_kind: Option<String>,
    /// Of this very actor.
    pub actor: Option<String>,
    /// Of this action.
    pub action: Option<String>,
    /// About this sponsor.
    pub sponsor: Option<SponsorId>,
    /// From this moment on.
    pub from: Option<UnixMillis>,
    /// Before this moment.
    pub until: Option<UnixMillis>,
}

/// A line of the log, with names in place of ids where there are any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number.
    pub number: u64,
    /// When.
    pub at: UnixMillis,
    /// What kind of actor.
    pub actor_kind: String,
    /// The actor's id.
    pub actor: String,
    /// The actor's name, where they are the organiser's or a sponsor's.
    pub actor_name: Option<String>,
    /// What was done.
    pub action: String,
    /// The name of the sponsor that it concerns.
    pub sponsor: Option<String>,
    /// How many attendees' data it concerns.
    pub leads: u64,
    /// Which fields were read.
    pub fields: FieldSet,
    /// More.
    pub detail: String,
}

/// The names that stand for ids in the log.
#[derive(Debug, Default)]
pub struct Names {
    people: BTreeMap<String, String>,
    sponsors: BTreeMap<SponsorId, String>,
}

impl Names {
    /// Loads the names of an event's people, removed ones too, and sponsors.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn load(tx: &mut Tx, event: &EventSlug) -> Result<Self, DbError> {
        let mut names = Self::default();
        let staff = tx
            .query(
                "SELECT staff, name FROM staff WHERE event = $1",
                &[event.into()],
            )
            .await?;
        for row in staff {
            names
                .people
                .insert(row.get::<StaffId>(0)?.to_string(), row.get(1)?);
        }
        let members = tx
            .query(
                "SELECT member, name FROM member WHERE event = $1",
                &[event.into()],
            )
            .await?;
        for row in members {
            names
                .people
                .insert(row.get::<MemberId>(0)?.to_string(), row.get(1)?);
        }
        let sponsors = tx
            .query(
                "SELECT sponsor, name FROM sponsor WHERE event = $1",
                &[event.into()],
            )
            .await?;
        for row in sponsors {
            let (id, name): (SponsorId, String) = (row.get(0)?, row.get(1)?);
            names.people.insert(id.to_string(), name.clone());
            names.sponsors.insert(id, name);
        }
        Ok(names)
    }

    /// The sponsors, by name.
    pub fn sponsors(&self) -> impl Iterator<Item = (&SponsorId, &str)> {
        self.sponsors.iter().map(|(id, name)| (id, name.as_str()))
    }

    fn line(&self, row: &Row) -> Result<Line, DbError> {
        let actor: String = row.get(3)?;
        let sponsor: Option<SponsorId> = row.get(5)?;
        Ok(Line {
            number: row.get(0)?,
            at: row.get(1)?,
            actor_kind: row.get(2)?,
            actor_name: self.people.get(&actor).cloned(),
            actor,
            action: row.get(4)?,
            sponsor: sponsor.map(|id| {
                let name = self.sponsors.get(&id);
                name.cloned().unwrap_or_else(|| id.to_string())
            }),
            leads: row.get(6)?,
            fields: row.get(7)?,
            detail: row.get(8)?,
        })
    }
}

impl Filter {
    /// The condition on `audit`, and its parameters.
    fn condition<'a>(&'a self, event: &'a EventSlug) -> (String, Vec<Value<'a>>) {
        let mut sql = "event = $1".to_owned();
        let mut params: Vec<Value<'a>> = vec![event.into()];
        let mut and = |condition: &str, value: Value<'a>| {
            params.push(value);
            sql.push_str(&format!(" AND {condition} ${}", params.len()));
        };
        if let Some(kind) = &self.actor_kind {
            and("actor_kind =", kind.into());
        }
        if let Some(actor) = &self.actor {
            and("actor =", actor.into());
        }
        if let Some(action) = &self.action {
            and("action =", action.into());
        }
        if let Some(sponsor) = &self.sponsor {
            and("sponsor =", sponsor.into());
        }
        if let Some(from) = self.from {
            and("at >=", from.into());
        }
        if let Some(until) = self.until {
            and("at <", until.into());
        }
        (sql, params)
    }
}

const COLUMNS: &str = "number, at, actor_kind, actor, action, sponsor, leads, fields, detail";

/// How many lines a filter finds.
///
/// # Errors
/// [`DbError`].
pub async fn count(tx: &mut Tx, event: &EventSlug, filter: &Filter) -> Result<usize, DbError> {
    let (condition, params) = filter.condition(event);
    let sql = format!("SELECT count(*) FROM audit WHERE {condition}");
    let row = tx.query_one(&sql, &params).await?;
    let count: u64 = row.map_or(Ok(0), |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// Up to [`PAGE`] lines with numbers below `below`, the newest first.
///
/// # Errors
/// [`DbError`].
pub async fn page(
    tx: &mut Tx,
    event: &EventSlug,
    names: &Names,
    filter: &Filter,
    below: u64,
) -> Result<Vec<Line>, DbError> {
    let (condition, mut params) = filter.condition(event);
    params.push(below.into());
    params.push(PAGE.into());
    let (at, limit) = (params.len() - 1, params.len());
    let sql = format!(
        "SELECT {COLUMNS} FROM audit WHERE {condition} AND number < ${at}
         ORDER BY number DESC LIMIT ${limit}"
    );
    let rows = tx.query(&sql, &params).await?;
    rows.iter().map(|row| names.line(row)).collect()
}

/// Up to so many lines with numbers above `after` and not above `last`, the oldest first.
///
/// # Errors
/// [`DbError`].
pub async fn part(
    tx: &mut Tx,
    event: &EventSlug,
    names: &Names,
    filter: &Filter,
    (after, last): (u64, u64),
    limit: u32,
) -> Result<Vec<Line>, DbError> {
    let (condition, mut params) = filter.condition(event);
    params.push(after.into());
    params.push(last.into());
    params.push(limit.into());
    let at = params.len();
    let sql = format!(
        "SELECT {COLUMNS} FROM audit WHERE {condition} AND number > ${} AND number <= ${}
         ORDER BY number LIMIT ${at}",
        at - 2,
        at - 1
    );
    let rows = tx.query(&sql, &params).await?;
    rows.iter().map(|row| names.line(row)).collect()
}

/// The number of the newest line; 0 where there is none.
///
/// # Errors
/// [`DbError`].
pub async fn last(tx: &mut Tx, event: &EventSlug) -> Result<u64, DbError> {
    tx.query_one(
        "SELECT coalesce(max(number), 0) FROM audit WHERE event = $1",
        &[event.into()],
    )
    .await?
    .map_or(Ok(0), |row| row.get(0))
}

/// The actions that the log has, in order.
///
/// # Errors
/// [`DbError`].
pub async fn actions(tx: &mut Tx, event: &EventSlug) -> Result<Vec<String>, DbError> {
    tx.query(
        "SELECT DISTINCT action FROM audit WHERE event = $1 ORDER BY action",
        &[event.into()],
    )
    .await?
    .iter()
    .map(|row| row.get(0))
    .collect()
}

/// The first row of an export, behind the mark by which spreadsheets know UTF-8.
#[must_use]
pub fn csv_headings() -> Vec<u8> {
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    bytes.extend(rows([[
        "number",
        "at",
        "actor_kind",
        "actor",
        "actor_name",
        "action",
        "sponsor",
        "attendees",
        "fields",
        "detail",
    ]
    .map(String::from)]));
    bytes
}

/// Lines as rows whose cells no spreadsheet takes for formulas.
#[must_use]
pub fn csv_rows(lines: &[Line]) -> Vec<u8> {
    rows(lines.iter().map(|line| {
        let Line {
            number,
            at,
            actor_kind,
            actor,
            actor_name,
            action,
            sponsor,
            leads,
            fields,
            detail,
        } = line;
        let fields: Vec<&str> = fields.iter().map(protocol::Field::name).collect();
        [
            number.to_string(),
            Timestamp(*at).to_string(),
            actor_kind.clone(),
            actor.clone(),
            actor_name.clone().unwrap_or_default(),
            action.clone(),
            sponsor.clone().unwrap_or_default(),
            leads.to_string(),
            fields.join("; "),
            detail.clone(),
        ]
    }))
}

fn rows(rows: impl IntoIterator<Item = [String; 10]>) -> Vec<u8> {
    let in_memory = "writing to memory does not fail, and all rows have one length";
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        let cells = row.iter().map(|cell| inert(cell).into_owned().into_bytes());
        writer.write_record(cells).expect(in_memory);
    }
    writer.into_inner().expect(in_memory)
}
