//! Reports of improper scans by attendees, and the organiser's decisions on them.

use std::collections::BTreeSet;

use consent::ConsentAction;
use protocol::{AttendeeId, EventSlug, ReportId, SponsorId, UnixMillis};
use serde::{Deserialize, Serialize};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::api_schema::{self, DecidingRole};
use crate::audit;
use crate::keys::random::random;
use crate::paging::PageRange;
use crate::privacy::consent_history::{self, ActionSource};
use crate::timestamp::Timestamp;
use backend_db::{DbError, Tx};
use backend_model::Action;
use backend_model::StaffRole;

/// The most characters of a report's text and of a decision's reason.
pub(crate) const TEXT_CHARACTERS: usize = 4_000;
/// The most open reports of one attendee, so that a stolen token cannot fill the database.
const OPEN_REPORTS: i64 = 100;

/// The reason why a report is not opened or decided.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    #[error("at most {TEXT_CHARACTERS} characters")]
    TooLong,
    #[error("{OPEN_REPORTS} reports are open already")]
    TooMany,
    #[error("there is no report {0}")]
    Unknown(ReportId),
    #[error("report {0} was decided already")]
    Decided(ReportId),
    #[error("give a reason: the attendee reads it")]
    NoReason,
    #[error("cannot read or write reports")]
    Db(#[from] DbError),
}

/// Why a scan was improper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportReason {
    /// The scan was made without asking.
    NotAsked,
    /// The badge was another person's, or another person wore it.
    NotMe,
    /// The attendee was never at that booth.
    NeverThere,
    /// The attendee was put under pressure.
    Pressed,
    /// Another reason, which the text explains.
    Other,
}

impl ReportReason {
    pub const ALL: [Self; 5] = [
        Self::NotAsked,
        Self::NotMe,
        Self::NeverThere,
        Self::Pressed,
        Self::Other,
    ];

    /// Returns the name in the database and in JSON.
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

    /// Returns the reason with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// The state of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportState {
    /// Being looked into.
    Open,
    /// The organiser agreed with the attendee.
    Upheld(Decision),
    /// The organiser disagreed with the attendee.
    Dismissed(Decision),
}

impl ReportState {
    /// Returns the decision.
    #[must_use]
    pub const fn decided(&self) -> Option<&Decision> {
        match self {
            Self::Open => None,
            Self::Upheld(decided) | Self::Dismissed(decided) => Some(decided),
        }
    }
}

/// A decision on a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The reason of the decision.
    pub decision: String,
    /// The time of the decision.
    pub at: UnixMillis,
    /// The role of the member of staff who decided; `None` if it was not recorded.
    pub by: Option<StaffRole>,
}

/// A decision to make on an open report.
#[derive(Debug, Clone, Copy)]
pub struct NewDecision<'a> {
    pub report: &'a ReportId,
    /// Whether the report is upheld.
    pub uphold: bool,
    /// The reason, which the attendee reads.
    pub reason: &'a str,
    pub by: audit::Actor<'a>,
    /// The role of the member of staff who decides.
    pub role: StaffRole,
}

/// A report as the attendee and the organiser see it.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(into = "ReportDocument")]
pub struct Report {
    pub report: ReportId,
    pub attendee: AttendeeId,
    /// The sponsor that is reported.
    pub sponsor: SponsorId,
    pub sponsor_name: String,
    pub reason: ReportReason,
    /// The attendee's text.
    pub text: String,
    /// The time at which the report was made.
    pub opened: UnixMillis,
    pub state: ReportState,
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
    #[schema(value_type = api_schema::ReportState)]
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
            state: report_state,
        } = report;
        let (state, decided) = match report_state {
            ReportState::Open => ("open", None),
            ReportState::Upheld(decided) => ("upheld", Some(decided)),
            ReportState::Dismissed(decided) => ("dismissed", Some(decided)),
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

/// Opens a report. The lead is withheld from then on.
///
/// # Errors
/// [`ReportError::TooLong`], [`ReportError::TooMany`].
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
            "SELECT count(*) AS open FROM report WHERE event = $1 AND attendee = $2 AND decided IS NULL",
            &[event.into(), attendee.into()],
        )
        .await?
        .map_or(Ok(0), |row| row.get("open"))?;
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
        ConsentAction::Report(report),
        ActionSource::Attendee,
        now,
    )
    .await?;
    Ok(report)
}

/// Decides an open report.
///
/// # Errors
/// [`ReportError::Unknown`], [`ReportError::Decided`], [`ReportError::NoReason`], [`ReportError::TooLong`].
pub async fn decide(
    tx: &mut Tx,
    event: &EventSlug,
    decision: &NewDecision<'_>,
    now: UnixMillis,
) -> Result<(), ReportError> {
    let NewDecision {
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
    if row.get::<Option<i64>>("decided")?.is_some() {
        return Err(ReportError::Decided(*report));
    }
    let (attendee, sponsor): (AttendeeId, SponsorId) = (row.get("attendee")?, row.get("sponsor")?);
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
    let (consent_action, action) = if uphold {
        (ConsentAction::Uphold(*report), Action::UpholdReport)
    } else {
        (ConsentAction::Dismiss(*report), Action::DismissReport)
    };
    consent_history::append(
        tx,
        event,
        &attendee,
        Some(&sponsor),
        consent_action,
        ActionSource::Organiser,
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

const SELECT: &str =
    "SELECT r.report, r.attendee, r.sponsor, s.name AS sponsor_name, r.reason, r.text, r.opened,
        r.upheld, r.decision, r.decided, r.decided_by
     FROM report r JOIN sponsor s ON s.event = r.event AND s.sponsor = r.sponsor";

/// Lists a part of an event's reports or of its open ones, the oldest first, and writes that into the audit log:
/// commit before they are shown.
pub async fn list(
    tx: &mut Tx,
    event: &EventSlug,
    only_open: bool,
    part: PageRange,
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

/// Loads a report.
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

/// Lists an attendee's reports, the oldest first.
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
    let upheld: Option<bool> = row.get("upheld")?;
    let decided = || -> Result<Decision, DbError> {
        let role: Option<String> = row.get("decided_by")?;
        Ok(Decision {
            decision: row.get("decision")?,
            at: row.get("decided")?,
            by: role.as_deref().and_then(StaffRole::of_name),
        })
    };
    Ok(Report {
        report: row.get("report")?,
        attendee: row.get("attendee")?,
        sponsor: row.get("sponsor")?,
        sponsor_name: row.get("sponsor_name")?,
        reason: ReportReason::named(&row.get::<String>("reason")?)
            .ok_or(DbError::column("reason"))?,
        text: row.get("text")?,
        opened: row.get("opened")?,
        state: match upheld {
            None => ReportState::Open,
            Some(true) => ReportState::Upheld(decided()?),
            Some(false) => ReportState::Dismissed(decided()?),
        },
    })
}

/// Returns the text without outer blanks and without control characters other than line breaks.
///
/// # Errors
/// [`ReportError::TooLong`].
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
