//! Attendees' reports of improper scans, and what the organiser decides about them.

use std::collections::BTreeSet;

use consent::Act;
use protocol::{AttendeeId, EventSlug, ReportId, SponsorId, UnixMillis};
use serde::{Deserialize, Serialize};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::api_schema::{DecidingRole, ReportState};
use crate::audit;
use crate::keys::random::random;
use crate::paging::Stretch;
use crate::privacy::consent_history::{self, Actor};
use crate::timestamp::Timestamp;
use backend_db::{DbError, Tx};
use backend_model::Action;
use backend_model::StaffRole;

/// Characters of a report's text and of a decision's reason: a page.
pub(crate) const TEXT_CHARACTERS: usize = 4_000;
/// Reports of one attendee that may be open at the same time: more than anybody needs, and a bound
/// on what a stolen token can fill.
const OPEN_REPORTS: i64 = 100;

/// Why a report is not taken or not decided.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The text is too long.
    #[error("at most {TEXT_CHARACTERS} characters")]
    TooLong,
    /// The attendee has too many open reports.
    #[error("{OPEN_REPORTS} reports are open already")]
    TooMany,
    /// There is no such report.
    #[error("there is no report {0}")]
    Unknown(ReportId),
    /// It was decided before.
    #[error("report {0} was decided already")]
    Decided(ReportId),
    /// A decision needs a reason, which the attendee reads.
    #[error("say why: the attendee reads the reason")]
    NoReason,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Why a scan was improper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportReason {
    /// Nobody asked before scanning.
    NotAsked,
    /// Somebody else's badge, or somebody else wore it.
    NotMe,
    /// The attendee was never at that booth.
    NeverThere,
    /// The attendee was pressed.
    Pressed,
    /// Something else; the text says what.
    Other,
}

impl ReportReason {
    /// All reasons.
    pub const ALL: [Self; 5] = [
        Self::NotAsked,
        Self::NotMe,
        Self::NeverThere,
        Self::Pressed,
        Self::Other,
    ];

    /// The name used in the database and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotAsked => "not_asked",
            Self::NotMe => "not_me",
            Self::NeverThere => "never_there",
            Self::Pressed => "pressed",
            Self::Other => "other",
        }
    }

    /// The reason of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// How a report stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Being looked into.
    Open,
    /// The organiser agreed.
    Upheld(Decided),
    /// The organiser did not.
    Dismissed(Decided),
}

impl Standing {
    /// What was decided, whichever way.
    #[must_use]
    pub const fn decided(&self) -> Option<&Decided> {
        match self {
            Self::Open => None,
            Self::Upheld(decided) | Self::Dismissed(decided) => Some(decided),
        }
    }
}

/// What was decided about a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// Why.
    pub decision: String,
    /// When it was decided.
    pub at: UnixMillis,
    /// With which role; none where that was not written down.
    pub by: Option<StaffRole>,
}

/// A decision about an open report.
#[derive(Debug, Clone, Copy)]
pub struct Decision<'a> {
    /// Which report.
    pub report: &'a ReportId,
    /// Whether the attendee is right.
    pub uphold: bool,
    /// Why; the attendee reads it.
    pub reason: &'a str,
    /// Who decides.
    pub by: audit::Actor<'a>,
    /// With which role.
    pub role: StaffRole,
}

/// A report, as attendee and organiser see it.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(into = "ReportDocument")]
pub struct Report {
    /// Its id.
    pub report: ReportId,
    /// Of whom.
    pub attendee: AttendeeId,
    /// Against whom.
    pub sponsor: SponsorId,
    /// That sponsor's name.
    pub sponsor_name: String,
    /// What was improper.
    pub reason: ReportReason,
    /// The attendee's words.
    pub text: String,
    /// When it was made.
    pub opened: UnixMillis,
    /// How it stands.
    pub standing: Standing,
}

impl PartialSchema for Report {
    fn schema() -> RefOr<Schema> {
        ReportDocument::schema()
    }
}

impl ToSchema for Report {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        ReportDocument::schemas(schemas);
    }
}

/// An attendee's report of an improper scan.
#[derive(Serialize, ToSchema)]
struct ReportDocument {
    /// The report's id.
    #[schema(value_type = String)]
    report: ReportId,
    /// The id of the sponsor that it is about.
    #[schema(value_type = String)]
    sponsor: SponsorId,
    /// The name of that sponsor.
    sponsor_name: String,
    /// Why the scan was improper.
    reason: ReportReason,
    /// The attendee's description.
    text: String,
    /// When the report was made.
    opened: Timestamp,
    /// Whether the report was decided, and how.
    #[schema(value_type = ReportState)]
    state: &'static str,
    /// The reason of the decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    decision: Option<String>,
    /// When the report was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Timestamp)]
    decided: Option<Timestamp>,
    /// The role of the staff member who decided the report. Absent if it was not recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = DecidingRole)]
    decided_by: Option<StaffRole>,
}

impl From<Report> for ReportDocument {
    fn from(report: Report) -> Self {
        let Report {
            report,
            attendee: _,
            sponsor,
            sponsor_name,
            reason,
            text,
            opened,
            standing,
        } = report;
        let (state, decided) = match standing {
            Standing::Open => ("open", None),
            Standing::Upheld(decided) => ("upheld", Some(decided)),
            Standing::Dismissed(decided) => ("dismissed", Some(decided)),
        };
        Self {
            report,
            sponsor,
            sponsor_name,
            reason,
            text,
            opened: Timestamp(opened),
            state,
            decided: decided.as_ref().map(|decided| Timestamp(decided.at)),
            decided_by: decided.as_ref().and_then(|decided| decided.by),
            decision: decided.map(|decided| decided.decision),
        }
    }
}

/// Opens a report. The lead is withheld from here on.
///
/// # Errors
/// [`ReportError::TooLong`] or [`ReportError::TooMany`].
pub async fn open(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
    sponsor: &SponsorId,
    reason: ReportReason,
    text: &str,
    now: UnixMillis,
) -> Result<ReportId, ReportError> {
    let text = clean(text)?;
    let open: i64 = tx
        .query_one(
            "SELECT count(*) FROM report WHERE event = $1 AND attendee = $2 AND decided IS NULL",
            &[event.into(), attendee.into()],
        )
        .await?
        .map_or(Ok(0), |row| row.get(0))?;
    if open >= OPEN_REPORTS {
        return Err(ReportError::TooMany);
    }
    let report = ReportId::from_random(random());
    tx.execute(
        "INSERT INTO report (event, report, attendee, sponsor, reason, text, opened)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            event.into(),
            (&report).into(),
            attendee.into(),
            sponsor.into(),
            reason.name().into(),
            (&text).into(),
            now.into(),
        ],
    )
    .await?;
    consent_history::append(
        tx,
        event,
        attendee,
        Some(sponsor),
        Act::Report(report),
        Actor::Attendee,
        now,
    )
    .await?;
    Ok(report)
}

/// Decides an open report.
///
/// # Errors
/// [`ReportError::Unknown`], [`ReportError::Decided`], [`ReportError::NoReason`].
pub async fn decide(
    tx: &mut Tx,
    event: &EventSlug,
    decision: &Decision<'_>,
    now: UnixMillis,
) -> Result<(), ReportError> {
    let Decision {
        report,
        uphold,
        reason,
        by,
        role,
    } = *decision;
    let reason = clean(reason)?;
    if reason.is_empty() {
        return Err(ReportError::NoReason);
    }
    let row = tx
        .query_one(
            "SELECT attendee, sponsor, decided FROM report WHERE event = $1 AND report = $2",
            &[event.into(), report.into()],
        )
        .await?
        .ok_or(ReportError::Unknown(*report))?;
    if row.get::<Option<i64>>(2)?.is_some() {
        return Err(ReportError::Decided(*report));
    }
    let (attendee, sponsor): (AttendeeId, SponsorId) = (row.get(0)?, row.get(1)?);
    tx.execute(
        "UPDATE report SET decided = $1, upheld = $2, decision = $3, decided_by = $4
         WHERE event = $5 AND report = $6",
        &[
            now.into(),
            uphold.into(),
            (&reason).into(),
            role.name().into(),
            event.into(),
            report.into(),
        ],
    )
    .await?;
    let (act, action) = if uphold {
        (Act::Uphold(*report), Action::UpholdReport)
    } else {
        (Act::Dismiss(*report), Action::DismissReport)
    };
    consent_history::append(
        tx,
        event,
        &attendee,
        Some(&sponsor),
        act,
        Actor::Organiser,
        now,
    )
    .await?;
    let entry = audit::Entry {
        actor: by,
        action,
        sponsor: Some(&sponsor),
        leads: 1,
        fields: protocol::FieldSet::NONE,
        detail: &report.to_string(),
    };
    audit::write(tx, event, now, &entry).await?;
    Ok(())
}

const SELECT: &str = "SELECT r.report, r.attendee, r.sponsor, s.name, r.reason, r.text, r.opened,
        r.upheld, r.decision, r.decided, r.decided_by
     FROM report r JOIN sponsor s ON s.event = r.event AND s.sponsor = r.sponsor";

/// A part of an event's reports, or of those that are open, the oldest first. That the organiser reads what
/// attendees wrote stands in the audit log: commit before anything is shown.
///
/// # Errors
/// [`DbError`].
pub async fn list(
    tx: &mut Tx,
    event: &EventSlug,
    only_open: bool,
    part: Stretch,
    by: audit::Actor<'_>,
    now: UnixMillis,
) -> Result<Vec<Report>, DbError> {
    let open = if only_open {
        "AND r.decided IS NULL"
    } else {
        ""
    };
    let sql = format!(
        "{SELECT} WHERE r.event = $1 {open} ORDER BY r.opened, r.report LIMIT $2 OFFSET $3"
    );
    let params = [event.into(), part.limit.into(), part.offset.into()];
    let rows = tx.query(&sql, &params).await?;
    let reports: Vec<Report> = rows.iter().map(report_of).collect::<Result<_, _>>()?;
    let people: BTreeSet<AttendeeId> = reports.iter().map(|report| report.attendee).collect();
    let entry = audit::Entry {
        actor: by,
        action: Action::ListReports,
        sponsor: None,
        leads: people.len(),
        fields: protocol::FieldSet::NONE,
        detail: "",
    };
    audit::write(tx, event, now, &entry).await?;
    Ok(reports)
}

/// One report.
///
/// # Errors
/// [`ReportError::Unknown`].
pub async fn load(
    tx: &mut Tx,
    event: &EventSlug,
    report: &ReportId,
) -> Result<Report, ReportError> {
    let sql = format!("{SELECT} WHERE r.event = $1 AND r.report = $2");
    let row = tx
        .query_one(&sql, &[event.into(), report.into()])
        .await?
        .ok_or(ReportError::Unknown(*report))?;
    Ok(report_of(&row)?)
}

/// An attendee's reports, the oldest first.
///
/// # Errors
/// [`DbError`].
pub async fn of_attendee(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
) -> Result<Vec<Report>, DbError> {
    let sql =
        format!("{SELECT} WHERE r.event = $1 AND r.attendee = $2 ORDER BY r.opened, r.report");
    let rows = tx.query(&sql, &[event.into(), attendee.into()]).await?;
    rows.iter().map(report_of).collect()
}

fn report_of(row: &backend_db::Row) -> Result<Report, DbError> {
    let upheld: Option<bool> = row.get(7)?;
    let decided = || -> Result<Decided, DbError> {
        let role: Option<String> = row.get(10)?;
        Ok(Decided {
            decision: row.get(8)?,
            at: row.get(9)?,
            by: role.as_deref().and_then(StaffRole::of_name),
        })
    };
    Ok(Report {
        report: row.get(0)?,
        attendee: row.get(1)?,
        sponsor: row.get(2)?,
        sponsor_name: row.get(3)?,
        reason: ReportReason::named(&row.get::<String>(4)?).ok_or(DbError::column(4))?,
        text: row.get(5)?,
        opened: row.get(6)?,
        standing: match upheld {
            None => Standing::Open,
            Some(true) => Standing::Upheld(decided()?),
            Some(false) => Standing::Dismissed(decided()?),
        },
    })
}

/// The text without control characters but line breaks, and without blanks at its ends.
fn clean(text: &str) -> Result<String, ReportError> {
    if text.chars().count() > TEXT_CHARACTERS {
        return Err(ReportError::TooLong);
    }
    let kept: String = text
        .chars()
        .filter(|letter| !letter.is_control() || *letter == '\n')
        .collect();
    Ok(kept.trim().to_owned())
}
