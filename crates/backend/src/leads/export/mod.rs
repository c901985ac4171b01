//! Exports: all leads of a sponsor as one file.
//!
//! A file is made a few hundred leads at a time, each in a transaction of its own: the rule is asked when
//! a row is read, what is given is written down and committed before the row leaves, and the server holds
//! no more of a large export than of a small one.

mod crm;
mod csv;
mod json;
pub mod stream;
mod xlsx;

use std::collections::HashMap;

use protocol::{AttendeeId, EventSlug, MemberId, SponsorId, UnixMillis};

use crate::Backend;
use crate::keys::token::TokenHash;
use crate::leads::keyset::{self, Order, Place, STEP};
use crate::leads::{Asking, By, Lead, LeadError, begin, gather, write_down};
use crate::sql::placeholders;
use backend_db::{DbError, Tx, Value};
use backend_model::Action;
use backend_model::Scope;

pub use crate::leads::export::stream::{ExportFailed, pour};

/// What an export is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values.
    Csv,
    /// A spreadsheet.
    Xlsx,
    /// All there is, for programs.
    Json,
    /// The columns that Salesforce imports.
    Salesforce,
    /// The columns that HubSpot imports.
    HubSpot,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 5] = [
        Self::Csv,
        Self::Xlsx,
        Self::Json,
        Self::Salesforce,
        Self::HubSpot,
    ];

    /// The name used in the database and in forms.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
            Self::Salesforce => "salesforce",
            Self::HubSpot => "hubspot",
        }
    }

    /// The format of that name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// What the file is called. It stands in addresses too.
    #[must_use]
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Csv => "leads.csv",
            Self::Xlsx => "leads.xlsx",
            Self::Json => "leads.json",
            Self::Salesforce => "leads-salesforce.csv",
            Self::HubSpot => "leads-hubspot.csv",
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv | Self::Salesforce | Self::HubSpot => {
                "text/csv; charset=utf-8; header=present"
            }
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Json => "application/json",
        }
    }

    /// What the audit log calls it.
    const fn action(self) -> Action {
        match self {
            Self::Csv => Action::ExportCsv,
            Self::Xlsx => Action::ExportXlsx,
            Self::Json => Action::ExportJson,
            Self::Salesforce => Action::ExportSalesforce,
            Self::HubSpot => Action::ExportHubSpot,
        }
    }
}

/// A lead as an export has it.
#[derive(Debug)]
pub struct Exported {
    /// The lead.
    pub lead: Lead,
    /// It was given since the last export, or in it, and has been taken away since.
    pub is_new_deletion: bool,
    /// It was taken away, and the sponsor has not yet said that its copies are deleted.
    pub is_to_delete: bool,
}

enum Caller {
    Token(TokenHash),
    Member(MemberId),
}

/// An export under way.
pub struct Export {
    backend: Backend,
    event: EventSlug,
    sponsor: SponsorId,
    caller: Caller,
    format: Format,
    number: u64,
    made: UnixMillis,
    last: Option<UnixMillis>,
    place: Option<Place>,
}

impl Export {
    /// Begins an export, and writes down that it was taken.
    ///
    /// # Errors
    /// [`LeadError::Revoked`], [`LeadError::OutOfScope`], and what the database makes impossible.
    pub async fn begin(
        backend: &Backend,
        asking: Asking<'_>,
        format: Format,
    ) -> Result<Self, LeadError> {
        let Asking { event, sponsor, by } = asking;
        let (mut tx, _) = begin(backend, asking, Scope::Exports).await?;
        let made = backend.now();
        let last = last(&mut tx, event, sponsor).await?;
        let number: u64 = tx
            .query_one(
                "SELECT coalesce(max(number), 0) + 1 FROM export WHERE event = $1 AND sponsor = $2",
                &[event.into(), sponsor.into()],
            )
            .await?
            .map_or(Ok(1), |row| row.get(0))?;
        tx.execute(
            "INSERT INTO export (event, sponsor, number, format, made, member, leads, deletions)
             VALUES ($1, $2, $3, $4, $5, $6, 0, 0)",
            &[
                event.into(),
                sponsor.into(),
                number.into(),
                format.name().into(),
                made.into(),
                asking.member().into(),
            ],
        )
        .await?;
        tx.commit().await?;
        Ok(Self {
            backend: backend.clone(),
            event: event.clone(),
            sponsor: *sponsor,
            caller: match by {
                By::Token(token) => Caller::Token(*token),
                By::Member(member) => Caller::Member(*member),
            },
            format,
            number,
            made,
            last,
            place: None,
        })
    }

    /// What it is written as.
    #[must_use]
    pub const fn format(&self) -> Format {
        self.format
    }

    const fn asking(&self) -> Asking<'_> {
        Asking {
            event: &self.event,
            sponsor: &self.sponsor,
            by: match &self.caller {
                Caller::Token(token) => By::Token(token),
                Caller::Member(member) => By::Member(member),
            },
        }
    }

    /// The next leads, some hundreds at most, by their first scan; nothing where that was all. Withheld
    /// ones are among them, as tombstones. Whoever was revoked or removed meanwhile gets no more.
    ///
    /// # Errors
    /// [`LeadError`].
    pub async fn next(&mut self) -> Result<Option<Vec<Exported>>, LeadError> {
        let asking = self.asking();
        let Asking { event, sponsor, .. } = asking;
        let (mut tx, event_now) = begin(&self.backend, asking, Scope::Exports).await?;
        let order = Order::FirstScanned;
        let step = keyset::next(&mut tx, event, sponsor, order, self.place, STEP).await?;
        let Some((_, place)) = step.last().copied() else {
            return Ok(None);
        };
        let attendees: Vec<AttendeeId> = step.into_iter().map(|(attendee, _)| attendee).collect();
        let given = given(&mut tx, event, sponsor, &attendees).await?;
        let leads = gather(&mut tx, &event_now, sponsor, &attendees).await?;
        let action = self.format.action();
        write_down(&self.backend, &mut tx, asking, &leads, action, true).await?;
        let leads: Vec<Exported> = leads
            .into_iter()
            .map(|lead| {
                let (exported, acknowledged) =
                    given.get(lead.attendee()).copied().unwrap_or_default();
                let has_copy = lead.is_withheld() && exported.is_some();
                Exported {
                    is_new_deletion: has_copy && exported >= self.last,
                    is_to_delete: has_copy && acknowledged.is_none(),
                    lead,
                }
            })
            .collect();
        self.count(&mut tx, &leads).await?;
        tx.commit().await?;
        self.place = Some(place);
        Ok(Some(leads))
    }

    async fn count(&self, tx: &mut Tx, leads: &[Exported]) -> Result<(), DbError> {
        let shared = leads.iter().filter(|lead| !lead.lead.is_withheld()).count();
        let deletions = leads.iter().filter(|lead| lead.is_new_deletion).count();
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        tx.execute(
            "UPDATE export SET leads = leads + $1, deletions = deletions + $2
             WHERE event = $3 AND sponsor = $4 AND number = $5",
            &[
                number(shared).into(),
                number(deletions).into(),
                (&self.event).into(),
                (&self.sponsor).into(),
                self.number.into(),
            ],
        )
        .await
        .map(drop)
    }
}

/// When each attendee's lead was last exported, and when its deletion was acknowledged.
async fn given(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    attendees: &[AttendeeId],
) -> Result<HashMap<AttendeeId, (Option<UnixMillis>, Option<UnixMillis>)>, DbError> {
    let mut params: Vec<Value<'_>> = vec![event.into(), sponsor.into()];
    params.extend(attendees.iter().map(Value::from));
    let sql = format!(
        "SELECT attendee, exported, deletion_acknowledged FROM disclosure
         WHERE event = $1 AND sponsor = $2 AND attendee IN ({})",
        placeholders(3, attendees.len())
    );
    tx.query(&sql, &params)
        .await?
        .iter()
        .map(|row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))
        .collect()
}

/// When the sponsor last took an export.
pub(crate) async fn last(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
) -> Result<Option<UnixMillis>, DbError> {
    tx.query_one(
        "SELECT made FROM export WHERE event = $1 AND sponsor = $2 ORDER BY number DESC LIMIT 1",
        &[event.into(), sponsor.into()],
    )
    .await?
    .map(|row| row.get(0))
    .transpose()
}

/// An export that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// As what, by its name.
    pub format: String,
    /// When.
    pub made: UnixMillis,
    /// The member's name; none where a program took it.
    pub member: Option<String>,
    /// Leads with data in it.
    pub leads: u64,
    /// Deletions in it since the one before.
    pub deletions: u64,
}

/// The last exports that were taken, the newest first.
///
/// # Errors
/// [`DbError`].
pub async fn taken(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
) -> Result<Vec<Taken>, DbError> {
    tx.query(
        "SELECT x.format, x.made, m.name, x.leads, x.deletions FROM export x
         LEFT JOIN member m
            ON m.event = x.event AND m.sponsor = x.sponsor AND m.member = x.member
         WHERE x.event = $1 AND x.sponsor = $2 ORDER BY x.number DESC LIMIT 50",
        &[event.into(), sponsor.into()],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Taken {
            format: row.get(0)?,
            made: row.get(1)?,
            member: row.get(2)?,
            leads: row.get(3)?,
            deletions: row.get(4)?,
        })
    })
    .collect()
}
