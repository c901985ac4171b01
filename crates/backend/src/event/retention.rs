//! The end of the time for which an event's data is kept: what is about people goes, and what shows that
//! the rules were kept stays.
//!
//! Rows about attendees and sponsors' people are deleted. The devices' records lose their bytes and keep
//! their numbers and hashes, as on the devices themselves: a device that comes late is not asked to send
//! again what was erased. The audit log, which names people by ids that lead nowhere any more, the
//! organiser's own people, and the event with its notices stay.

use protocol::{EventSlug, FieldSet, UnixMillis};

use crate::Backend;
use crate::audit;
use crate::event::{Event, EventError};
use backend_db::{DbError, Tx};
use backend_model::Action;

/// Why the retention is not run.
#[derive(Debug, thiserror::Error)]
pub enum RetentionError {
    /// The time is not over.
    #[error("the event's data is kept until {}", crate::timestamp::Timestamp(*.0))]
    NotOver(UnixMillis),
    /// The event.
    #[error(transparent)]
    Event(#[from] EventError),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What goes of a table: which rows are counted, and what is done to them.
struct Step {
    table: &'static str,
    rows: &'static str,
    erase: &'static str,
}

/// A table whose rows of the event all go.
macro_rules! whole {
    ($table:literal) => {
        Step {
            table: $table,
            rows: concat!("SELECT count(*) FROM ", $table, " WHERE event = $1"),
            erase: concat!("DELETE FROM ", $table, " WHERE event = $1"),
        }
    };
}

/// In an order in which nothing refers to what is gone.
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
        rows: "SELECT count(*) FROM sign_in WHERE event = $1 AND kind <> 'staff'",
        erase: "DELETE FROM sign_in WHERE event = $1 AND kind <> 'staff'",
    },
    Step {
        table: "session",
        rows: "SELECT count(*) FROM session WHERE event = $1 AND kind <> 'staff'",
        erase: "DELETE FROM session WHERE event = $1 AND kind <> 'staff'",
    },
    whole!("sponsor_token"),
    whole!("attendee"),
    // What is looked up again whenever registrations come must not be looked up once it is empty.
    Step {
        table: "record",
        rows: "SELECT count(*) FROM record WHERE event = $1 AND length(bytes) > 0",
        erase: "UPDATE record SET scan = NULL, kind = NULL,
            reason = CASE WHEN reason = 'unknown_badge' THEN 'unreadable' ELSE reason END
            WHERE event = $1",
    },
    // People call devices after themselves.
    Step {
        table: "device",
        rows: "SELECT count(*) FROM device WHERE event = $1 AND label <> ''",
        erase: "UPDATE device SET label = '' WHERE event = $1",
    },
];

/// No bytes are a value that every database writes in its own way, so they are a parameter.
const EMPTY_RECORDS: &str = "UPDATE record SET bytes = $1 WHERE event = $2";

/// What a run erases, or has erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// When the time is over.
    pub keep_until: UnixMillis,
    /// Whether it is.
    pub is_over: bool,
    /// Each table of which something goes, and of how many rows.
    pub tables: Vec<(&'static str, u64)>,
    /// Leads that sponsors were told to delete and have not said that they did. Nobody is told any more
    /// afterwards.
    pub unacknowledged: u64,
}

impl Plan {
    /// Rows of all tables together.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|(_, rows)| rows).sum()
    }
}

/// Tells what a run would erase now.
///
/// # Errors
/// [`RetentionError`].
pub async fn show(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
) -> Result<Plan, RetentionError> {
    let keep_until = Event::load(backend, tx, event).await?.keep_until();
    let mut tables = Vec::new();
    for step in &STEPS {
        let rows = count(tx, step.rows, event).await?;
        if rows > 0 {
            tables.push((step.table, rows));
        }
    }
    // The same that a sponsor's own list says, but for reports that are still open.
    let unacknowledged = count(
        tx,
        "SELECT count(*) FROM disclosure d
         WHERE d.event = $1 AND d.deletion_acknowledged IS NULL AND EXISTS
            (SELECT 1 FROM act a WHERE a.event = d.event AND a.attendee = d.attendee
                AND (a.sponsor IS NULL OR a.sponsor = d.sponsor)
                AND a.kind IN ('withdraw', 'uphold', 'erase'))",
        event,
    )
    .await?;
    Ok(Plan {
        keep_until,
        is_over: keep_until <= backend.now(),
        tables,
        unacknowledged,
    })
}

async fn count(tx: &mut Tx, sql: &str, event: &EventSlug) -> Result<u64, DbError> {
    tx.query_one(sql, &[event.into()])
        .await?
        .map_or(Ok(0), |row| row.get(0))
}

/// Erases, in the caller's one transaction, and gives what went. Fold the database after the commit, so
/// that nothing is left of it in its log.
///
/// # Errors
/// [`RetentionError::NotOver`], and what the database makes impossible; drop the transaction then.
pub async fn run(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    by: audit::Actor<'_>,
) -> Result<Plan, RetentionError> {
    let plan = show(backend, tx, event).await?;
    if !plan.is_over {
        return Err(RetentionError::NotOver(plan.keep_until));
    }
    let people = count(
        tx,
        "SELECT count(*) FROM attendee WHERE event = $1 AND erased IS NULL",
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

    /// What holds something personal and stays, each with its reason.
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
