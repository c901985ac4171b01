//! Reads the audit log by page and by filter, and writes it as CSV.

use std::collections::BTreeMap;

use csv::{QuoteStyle, WriterBuilder};
use protocol::{EventSlug, FieldSet, MemberId, SponsorId, StaffId, UnixMillis};

use crate::spreadsheet_cell::sanitize;
use crate::timestamp::Timestamp;
use backend_db::{DbError, Row, Tx, Value};

/// The entries of one page and of one part of an export.
pub const PAGE: u32 = 100;

/// The kinds of actor in the log.
pub const ACTOR_KINDS: [&str; 5] = ["organiser", "staff", "sponsor", "member", "attendee"];

/// The entries to read. A condition that is `None` matches all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub actor_kind: Option<String>,
    /// The actor's id.
    pub actor: Option<String>,
    pub action: Option<String>,
    pub sponsor: Option<SponsorId>,
    /// The time of the earliest entry.
    pub from: Option<UnixMillis>,
    /// The time before which the entries were made.
    pub until: Option<UnixMillis>,
}

/// An entry with names in place of ids, as far as they are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub number: u64,
    pub at: UnixMillis,
    pub actor_kind: String,
    /// The actor's id.
    pub actor: String,
    /// The name of an actor who is a sponsor or has an account.
    pub actor_name: Option<String>,
    pub action: String,
    /// The name of the sponsor that the action concerns.
    pub sponsor: Option<String>,
    /// The number of attendees whose data the action concerns.
    pub leads: u64,
    /// The fields that were read.
    pub fields: FieldSet,
    pub detail: String,
}

/// The names of the ids in the log.
#[derive(Debug, Default)]
pub struct Names {
    people: BTreeMap<String, String>,
    sponsors: BTreeMap<SponsorId, String>,
}

impl Names {
    /// Loads the names of an event's sponsors and of all accounts, removed ones too.
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
                .insert(row.get::<StaffId>("staff")?.to_string(), row.get("name")?);
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
                .insert(row.get::<MemberId>("member")?.to_string(), row.get("name")?);
        }
        let sponsors = tx
            .query(
                "SELECT sponsor, name FROM sponsor WHERE event = $1",
                &[event.into()],
            )
            .await?;
        for row in sponsors {
            let (id, name): (SponsorId, String) = (row.get("sponsor")?, row.get("name")?);
            names.people.insert(id.to_string(), name.clone());
            names.sponsors.insert(id, name);
        }
        Ok(names)
    }

    /// Lists the sponsors by id with their names.
    pub fn sponsors(&self) -> impl Iterator<Item = (&SponsorId, &str)> {
        self.sponsors.iter().map(|(id, name)| (id, name.as_str()))
    }

    fn line(&self, row: &Row) -> Result<Line, DbError> {
        let actor: String = row.get("actor")?;
        let sponsor: Option<SponsorId> = row.get("sponsor")?;
        Ok(Line {
            number: row.get("number")?,
            at: row.get("at")?,
            actor_kind: row.get("actor_kind")?,
            actor_name: self.people.get(&actor).cloned(),
            actor,
            action: row.get("action")?,
            sponsor: sponsor.map(|id| {
                let name = self.sponsors.get(&id);
                name.cloned().unwrap_or_else(|| id.to_string())
            }),
            leads: row.get("leads")?,
            fields: row.get("fields")?,
            detail: row.get("detail")?,
        })
    }
}

impl Filter {
    /// Returns the condition on `audit` and its parameters.
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

/// Counts the entries that match.
pub async fn count(tx: &mut Tx, event: &EventSlug, filter: &Filter) -> Result<usize, DbError> {
    let (condition, params) = filter.condition(event);
    let sql = format!("SELECT count(*) AS lines FROM audit WHERE {condition}");
    let row = tx.query_one(&sql, &params).await?;
    let count: u64 = row.map_or(Ok(0), |row| row.get("lines"))?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// Reads up to [`PAGE`] entries with numbers below `below`, the newest first.
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

/// Reads up to `limit` entries with numbers above `after` and not above `last`, the oldest first.
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

/// Returns the number of the newest entry; 0 if there is none.
pub async fn last(tx: &mut Tx, event: &EventSlug) -> Result<u64, DbError> {
    tx.query_one(
        "SELECT coalesce(max(number), 0) AS last FROM audit WHERE event = $1",
        &[event.into()],
    )
    .await?
    .map_or(Ok(0), |row| row.get("last"))
}

/// Lists the actions that the log has, in order.
pub async fn actions(tx: &mut Tx, event: &EventSlug) -> Result<Vec<String>, DbError> {
    tx.query(
        "SELECT DISTINCT action FROM audit WHERE event = $1 ORDER BY action",
        &[event.into()],
    )
    .await?
    .iter()
    .map(|row| row.get("action"))
    .collect()
}

/// Returns the first row of an export, after the byte order mark by which spreadsheets recognise UTF-8.
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

/// Returns entries as CSV rows whose cells no spreadsheet takes for formulas.
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
        let cells = row
            .iter()
            .map(|cell| sanitize(cell).into_owned().into_bytes());
        writer.write_record(cells).expect(in_memory);
    }
    writer.into_inner().expect(in_memory)
}
