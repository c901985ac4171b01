//! Erasure at the end of an event's retention period. Personal data is erased, and the evidence of how it was
//! handled stays.
//!
//! Rows about attendees and sponsors' teams are deleted. The devices' records lose their bytes and keep their
//! numbers and hashes, as on the devices themselves, so that a late device is not asked to send erased records
//! again. The audit log, whose ids refer to no data any more, the organiser's staff, and the event with its
//! notices stay.

use protocol::{EventSlug, FieldSet, UnixMillis};

use crate::Backend;
use crate::audit;
use crate::event::{Event, EventError};
use backend_db::{DbError, Tx};
use backend_model::Action;

/// The reason why the retention is not run.
#[derive(Debug, thiserror::Error)]
pub enum RetentionError {
    /// The retention period has not ended.
    #[error("the event's data is kept until {}", crate::timestamp::Timestamp(*.0))]
    NotOver(UnixMillis),
    #[error("cannot load the event")]
    Event(#[from] EventError),
    #[error("cannot erase the event's data")]
    Db(#[from] DbError),
}

/// What is erased in a table: the query that counts the rows, and the statement that erases them.
struct Step {
    table: &'static str,
    rows: &'static str,
    erase: &'static str,
}

/// A table whose rows of the event are all deleted.
macro_rules! whole {
    ($table:literal) => {
        Step {
            table: $table,
            rows: concat!("SELECT count(*) AS rows FROM ", $table, " WHERE event = $1"),
            erase: concat!("DELETE FROM ", $table, " WHERE event = $1"),
        }
    };
}

/// The steps in an order in which no row refers to a deleted one.
const STEPS: [Step; 24] = [
    whole!("attendee_mail"),
    whole!("attendee_token"),
    whole!("mail"),
    whole!("note"),
    whole!("narrowing"),
    whole!("void"),
    whole!("scan"),
    whole!("scanned"),
    whole!("act"),
    whole!("report"),
    whole!("badge"),
    whole!("disclosure"),
    whole!("lead_change"),
    whole!("import_draft"),
    whole!("delivery"),
    whole!("webhook"),
    whole!("enrolment_code"),
    whole!("member"),
    Step {
        table: "sign_in",
        rows: "SELECT count(*) AS rows FROM sign_in WHERE event = $1 AND kind <> 'staff'",
        erase: "DELETE FROM sign_in WHERE event = $1 AND kind <> 'staff'",
    },
    Step {
        table: "session",
        rows: "SELECT count(*) AS rows FROM session WHERE event = $1 AND kind <> 'staff'",
        erase: "DELETE FROM session WHERE event = $1 AND kind <> 'staff'",
    },
    whole!("sponsor_token"),
    whole!("attendee"),
    // Registrations that arrive later look records up by scan, so emptied records must not be found.
    Step {
        table: "record",
        rows: "SELECT count(*) AS rows FROM record WHERE event = $1 AND length(bytes) > 0",
        erase: "UPDATE record SET scan = NULL, kind = NULL,
            reason = CASE WHEN reason = 'unknown_badge' THEN 'unreadable' ELSE reason END
            WHERE event = $1",
    },
    // Labels of devices may hold names of people.
    Step {
        table: "device",
        rows: "SELECT count(*) AS rows FROM device WHERE event = $1 AND label <> ''",
        erase: "UPDATE device SET label = '' WHERE event = $1",
    },
];

/// An empty blob has a different literal in each database, so it is a parameter.
const EMPTY_RECORDS: &str = "UPDATE record SET bytes = $1 WHERE event = $2";

/// What a run erases or has erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionPlan {
    /// The end of the retention period.
    pub keep_until: UnixMillis,
    /// Whether the period has ended.
    pub is_over: bool,
    /// The tables with rows to erase, and the number of the rows.
    pub tables: Vec<(&'static str, u64)>,
    /// Leads whose deletion sponsors have been asked for and have not acknowledged. After the run, sponsors are
    /// not asked any more.
    pub unacknowledged: u64,
}

impl RetentionPlan {
    /// Returns the number of rows in all tables.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|(_, rows)| rows).sum()
    }
}

/// Returns what a run would erase now.
pub async fn plan(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
) -> Result<RetentionPlan, RetentionError> {
    let keep_until = Event::load(backend, tx, event).await?.keep_until();
    let mut tables = Vec::new();
    for step in &STEPS {
        let rows = count(tx, step.rows, event).await?;
        if rows > 0 {
            tables.push((step.table, rows));
        }
    }
    // The same leads as in a sponsor's own list, except those with open reports.
    let unacknowledged = count(
        tx,
        "SELECT count(*) AS rows FROM disclosure d
         WHERE d.event = $1 AND d.deletion_acknowledged IS NULL AND EXISTS
            (SELECT 1 FROM act a WHERE a.event = d.event AND a.attendee = d.attendee
                AND (a.sponsor IS NULL OR a.sponsor = d.sponsor)
                AND a.kind IN ('withdraw', 'uphold', 'erase'))",
        event,
    )
    .await?;
    Ok(RetentionPlan {
        keep_until,
        is_over: keep_until <= backend.now(),
        tables,
        unacknowledged,
    })
}

async fn count(tx: &mut Tx, sql: &str, event: &EventSlug) -> Result<u64, DbError> {
    tx.query_one(sql, &[event.into()])
        .await?
        .map_or(Ok(0), |row| row.get("rows"))
}

/// Erases in the caller's transaction, and returns what was erased. Fold the database after the commit, so that
/// its log holds nothing of it.
///
/// # Errors
/// [`RetentionError::NotOver`]. On any error, drop the transaction.
pub async fn run(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    by: audit::Actor<'_>,
) -> Result<RetentionPlan, RetentionError> {
    let plan = plan(backend, tx, event).await?;
    if !plan.is_over {
        return Err(RetentionError::NotOver(plan.keep_until));
    }
    let people = count(
        tx,
        "SELECT count(*) AS rows FROM attendee WHERE event = $1 AND erased IS NULL",
        event,
    )
    .await?;
    for step in &STEPS {
        tx.execute(step.erase, &[event.into()]).await?;
    }
    let none: &[u8] = &[];
    tx.execute(EMPTY_RECORDS, &[none.into(), event.into()])
        .await?;
    let entry = audit::Entry {
        actor: by,
        action: Action::RunRetention,
        sponsor: None,
        leads: usize::try_from(people).unwrap_or(usize::MAX),
        fields: FieldSet::NONE,
        detail: &format!("{} rows", plan.rows()),
    };
    audit::write(tx, event, backend.now(), &entry).await?;
    Ok(plan)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use backend_db::classes::{CLASSES, Class};

    /// Tables with personal data that stay, each with the reason.
    const KEPT: [&str; 3] = [
        // Proves what was done with the data. Its ids lead nowhere any more.
        "audit", // The organiser's own people, who must be able to look.
        "staff", "passkey",
    ];

    #[test]
    fn every_table_that_holds_something_personal_is_erased_or_kept_for_a_reason() {
        let erased: BTreeSet<_> = STEPS.iter().map(|step| step.table).collect();
        for (table, class, columns) in CLASSES {
            let is_kept = KEPT.contains(table);
            if *class == Class::Personal {
                assert!(
                    erased.contains(table) != is_kept,
                    "{table}: {columns:?} is personal"
                );
            }
        }
    }
}
