//! Writes the rows of a file into the database.

use std::collections::HashMap;

use protocol::{AttendeeId, EventSlug, Field, UnixMillis};

use crate::audit;
use crate::keys::random::random;
use crate::privacy::consent_history::{self, ActionSource};
use crate::registration::import::error::{ImportError, ROWS};
use crate::registration::import::report::ImportReport;
use crate::registration::import::row::{Row, RowFault};
use crate::registration::import::table::Table;

use backend_db::{DbError, Tx, Value};
use backend_model::Action;

/// The rows between two reports of progress.
const PROGRESS_EVERY: usize = 5_000;

/// The state of an attendee before the file is read.
struct Known {
    attendee: AttendeeId,
    erased: bool,
    access_code: Option<String>,
    wish: DoNotScan,
    /// The row of this file that has named the attendee.
    row: Option<usize>,
}

/// The latest settings of "do not scan me", by their source.
#[derive(Clone, Copy, Default)]
struct DoNotScan {
    in_force: bool,
    of_attendee: Option<bool>,
    of_import: bool,
}

impl DoNotScan {
    /// Returns the setting to store for the value in the file. Only a change of the registration system's own
    /// value counts, so that importing a file again does not override a later choice of the attendee; and a wish
    /// that the attendee made is never lifted.
    const fn to_set(self, file: bool) -> Option<bool> {
        match (file, self.of_import, self.of_attendee) {
            (true, false, _) => Some(true),
            (false, true, None | Some(false)) => Some(false),
            _ => None,
        }
    }
}

struct Importing<'a> {
    tx: &'a mut Tx,
    event: &'a EventSlug,
    now: UnixMillis,
    known: HashMap<String, Known>,
    /// The holders of access codes. A code may lead to one attendee only.
    holders: HashMap<String, AttendeeId>,
}

/// The actor and the time of an import.
pub(crate) struct Importer<'a> {
    pub(crate) actor: audit::Actor<'a>,
    pub(crate) now: UnixMillis,
}

pub(crate) async fn apply(
    tx: &mut Tx,
    event: &EventSlug,
    table: &Table,
    by: &Importer<'_>,
    report: &mut ImportReport,
    mut progress: impl FnMut(usize) + Send,
) -> Result<(), ImportError> {
    let known = known(tx, event).await?;
    let holders = known
        .values()
        .filter_map(|known| Some((known.access_code.clone()?, known.attendee)))
        .collect();
    let mut application = Importing {
        tx,
        event,
        now: by.now,
        known,
        holders,
    };
    for (number, row) in table.rows() {
        report.rows += 1;
        if report.rows > ROWS {
            return Err(ImportError::TooManyRows);
        }
        match row {
            Ok(row) => application.take(number, row, report).await?,
            Err(fault) => report.note_fault(number, fault),
        }
        if report.rows.is_multiple_of(PROGRESS_EVERY) {
            progress(report.rows);
        }
    }
    let entry = audit::Entry {
        actor: by.actor,
        action: Action::Import,
        sponsor: None,
        leads: report.added + report.updated,
        fields: table.layout.fields(),
        detail: "",
    };
    audit::write(tx, event, by.now, &entry).await?;
    Ok(())
}

async fn known(tx: &mut Tx, event: &EventSlug) -> Result<HashMap<String, Known>, DbError> {
    let mut wishes: HashMap<AttendeeId, DoNotScan> = HashMap::new();
    let rows = tx
        .query(
            "SELECT attendee, flag, actor FROM act
             WHERE event = $1 AND kind = 'do_not_scan' ORDER BY number",
            &[event.into()],
        )
        .await?;
    for row in rows {
        let wish = wishes.entry(row.get("attendee")?).or_default();
        let flag: bool = row.get("flag")?;
        wish.in_force = flag;
        match row.get::<String>("actor")?.as_str() {
            "import" => wish.of_import = flag,
            _ => wish.of_attendee = Some(flag),
        }
    }
    tx.query(
        "SELECT registration_id, attendee, erased, access_code FROM attendee WHERE event = $1",
        &[event.into()],
    )
    .await?
    .iter()
    .map(|row| {
        let attendee = row.get("attendee")?;
        let known = Known {
            attendee,
            erased: row.get::<Option<i64>>("erased")?.is_some(),
            access_code: row.get("access_code")?,
            wish: wishes.get(&attendee).copied().unwrap_or_default(),
            row: None,
        };
        Ok((row.get("registration_id")?, known))
    })
    .collect()
}

impl Importing<'_> {
    async fn take(
        &mut self,
        number: usize,
        row: Row,
        report: &mut ImportReport,
    ) -> Result<(), DbError> {
        let known = self.known.get(&row.registration_id);
        if let Some(first_row) = known.and_then(|known| known.row) {
            report.note_fault(number, RowFault::RepeatedRegistrationId { first_row });
            return Ok(());
        }
        let attendee = known.map(|known| known.attendee);
        if self.code_is_taken(&row, attendee) {
            report.note_fault(number, RowFault::AccessCodeTaken);
            return Ok(());
        }
        let Some(known) = self.known.get_mut(&row.registration_id) else {
            return self.add(number, row, report).await;
        };
        known.row = Some(number);
        if known.erased {
            report.erased += 1;
            return Ok(());
        }
        let attendee = known.attendee;
        let before = known.wish;
        if let Some(code) = &row.access_code {
            if let Some(old) = known.access_code.take() {
                self.holders.remove(&old);
            }
            known.access_code.clone_from(code);
            if let Some(code) = code {
                self.holders.insert(code.clone(), attendee);
            }
        }
        let changed = update(self.tx, self.event, &attendee, &row, self.now).await?;
        let wished = self.wish(attendee, before, &row, report).await?;
        if changed || wished {
            report.updated += 1;
        } else {
            report.unchanged += 1;
        }
        Ok(())
    }

    fn code_is_taken(&self, row: &Row, attendee: Option<AttendeeId>) -> bool {
        let code = row.access_code.as_ref().and_then(Option::as_ref);
        code.and_then(|code| self.holders.get(code))
            .is_some_and(|holder| Some(*holder) != attendee)
    }

    async fn add(
        &mut self,
        number: usize,
        row: Row,
        report: &mut ImportReport,
    ) -> Result<(), DbError> {
        let attendee = AttendeeId::from_random(random());
        insert(self.tx, self.event, &attendee, &row, self.now).await?;
        self.wish(attendee, DoNotScan::default(), &row, report)
            .await?;
        report.added += 1;
        let access_code = row.access_code.flatten();
        if let Some(code) = &access_code {
            self.holders.insert(code.clone(), attendee);
        }
        self.known.insert(
            row.registration_id,
            Known {
                attendee,
                erased: false,
                access_code,
                wish: DoNotScan::default(),
                row: Some(number),
            },
        );
        Ok(())
    }

    /// Stores the row's value of "do not scan me", and returns whether that changes the setting in force.
    async fn wish(
        &mut self,
        attendee: AttendeeId,
        before: DoNotScan,
        row: &Row,
        report: &mut ImportReport,
    ) -> Result<bool, DbError> {
        let Some(wish) = row.do_not_scan.and_then(|file| before.to_set(file)) else {
            return Ok(false);
        };
        let action = consent::ConsentAction::DoNotScan(wish);
        consent_history::append(
            self.tx,
            self.event,
            &attendee,
            None,
            action,
            ActionSource::Import,
            self.now,
        )
        .await?;
        if wish == before.in_force {
            return Ok(false);
        }
        if wish {
            report.do_not_scan_set += 1;
        } else {
            report.do_not_scan_lifted += 1;
        }
        Ok(true)
    }
}

async fn insert(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
    row: &Row,
    now: UnixMillis,
) -> Result<(), DbError> {
    let mut params: Vec<Value<'_>> =
        vec![event.into(), attendee.into(), (&row.registration_id).into()];
    params.extend(Field::ALL.map(|field| Value::Text(row.field(field).unwrap_or_default())));
    params.extend([
        code(row.access_code.as_ref()),
        code(row.validator.as_ref()),
        now.into(),
    ]);
    tx.execute(
        "INSERT INTO attendee (event, attendee, registration_id, first_name, last_name, email,
            job_title, employer, region, country, access_code, validator, imported)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        &params,
    )
    .await?;
    Ok(())
}

fn code(column: Option<&Option<String>>) -> Value<'_> {
    column.and_then(Option::as_ref).into()
}

/// Updates an attendee, and returns whether a value changed.
async fn update(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
    row: &Row,
    now: UnixMillis,
) -> Result<bool, DbError> {
    let mut params: Vec<Value<'_>> = vec![now.into()];
    params.extend(Field::ALL.map(|field| Value::from(row.field(field))));
    params.extend([
        row.access_code.is_some().into(),
        code(row.access_code.as_ref()),
        row.validator.is_some().into(),
        code(row.validator.as_ref()),
        event.into(),
        attendee.into(),
    ]);
    let touched = tx
        .execute(
            "UPDATE attendee SET imported = $1,
                first_name = coalesce($2, first_name), last_name = coalesce($3, last_name),
                email = coalesce($4, email), job_title = coalesce($5, job_title),
                employer = coalesce($6, employer), region = coalesce($7, region),
                country = coalesce($8, country),
                access_code = CASE WHEN $9 = 1 THEN $10 ELSE access_code END,
                validator = CASE WHEN $11 = 1 THEN $12 ELSE validator END
             WHERE event = $13 AND attendee = $14 AND erased IS NULL AND NOT (
                first_name = coalesce($2, first_name) AND last_name = coalesce($3, last_name)
                AND email = coalesce($4, email) AND job_title = coalesce($5, job_title)
                AND employer = coalesce($6, employer) AND region = coalesce($7, region)
                AND country = coalesce($8, country)
                AND ($9 = 0 OR coalesce(access_code, '') = coalesce($10, ''))
                AND ($11 = 0 OR coalesce(validator, '') = coalesce($12, '')))",
            &params,
        )
        .await?;
    Ok(touched > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(of_import: bool, of_attendee: Option<bool>) -> DoNotScan {
        DoNotScan {
            in_force: false,
            of_attendee,
            of_import,
        }
    }

    #[test]
    fn an_import_sets_a_wish_and_never_lifts_the_attendees_own() {
        for (of_import, of_attendee, file, set) in [
            (false, None, true, Some(true)),
            (false, None, false, None),
            (true, None, true, None),
            (true, None, false, Some(false)),
            // The attendee asked not to be scanned: no value in a file changes that.
            (false, Some(true), false, None),
            (true, Some(true), false, None),
            // The attendee lifted the wish: the same file again does not restore it, a new value does.
            (true, Some(false), true, None),
            (false, Some(false), true, Some(true)),
        ] {
            assert_eq!(
                wish(of_import, of_attendee).to_set(file),
                set,
                "{of_import} {of_attendee:?} {file}"
            );
        }
    }
}
