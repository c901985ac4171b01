//! Rows into the database.

use std::collections::HashMap;

use protocol::{AttendeeId, EventSlug, Field, UnixMillis};

use crate::audit;
use crate::keys::random::random;
use crate::privacy::consent_history::{self, Actor};
use crate::registration::import::row::{Fault, Row};
use crate::registration::import::table::Table;
use crate::registration::import::{ImportError, ImportReport, PROGRESS_EVERY, ROWS, fields_of};
use backend_db::{DbError, Tx, Value};
use backend_model::Action;

/// What is known of an attendee before a file is read.
struct Known {
    attendee: AttendeeId,
    erased: bool,
    access_code: Option<String>,
    wish: Wish,
    /// The row of this file that has named the attendee.
    row: Option<usize>,
}

/// Who has said what about not being scanned; the last word of each.
#[derive(Clone, Copy, Default)]
struct Wish {
    in_force: bool,
    of_attendee: Option<bool>,
    of_import: bool,
}

impl Wish {
    /// What is to be set, given what the file says. Only a change in the registration system's own
    /// word counts, so that importing a file again does not override what the attendee said since;
    /// and a wish that the attendee made is never lifted.
    const fn to_set(self, file: bool) -> Option<bool> {
        match (file, self.of_import, self.of_attendee) {
            (true, false, _) => Some(true),
            (false, true, None | Some(false)) => Some(false),
            _ => None,
        }
    }
}

struct Application<'a> {
    tx: &'a mut Tx,
    event: &'a EventSlug,
    now: UnixMillis,
    known: HashMap<String, Known>,
    /// Who holds which access code: it may lead to one attendee only.
    holders: HashMap<String, AttendeeId>,
}

/// Who imports, and when.
pub(crate) struct By<'a> {
    pub(crate) actor: audit::Actor<'a>,
    pub(crate) now: UnixMillis,
}

pub(crate) async fn apply(
    tx: &mut Tx,
    event: &EventSlug,
    table: &Table,
    by: &By<'_>,
    report: &mut ImportReport,
    mut progress: impl FnMut(usize) + Send,
) -> Result<(), ImportError> {
    let known = known(tx, event).await?;
    let holders = known
        .values()
        .filter_map(|known| Some((known.access_code.clone()?, known.attendee)))
        .collect();
    let mut application = Application {
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
        fields: fields_of(table),
        detail: "",
    };
    audit::write(tx, event, by.now, &entry).await?;
    Ok(())
}

async fn known(tx: &mut Tx, event: &EventSlug) -> Result<HashMap<String, Known>, DbError> {
    let mut wishes: HashMap<AttendeeId, Wish> = HashMap::new();
    let acts = tx
        .query(
            "SELECT attendee, flag, actor FROM act
             WHERE event = $1 AND kind = 'do_not_scan' ORDER BY number",
            &[event.into()],
        )
        .await?;
    for act in acts {
        let wish = wishes.entry(act.get(0)?).or_default();
        let flag: bool = act.get(1)?;
        wish.in_force = flag;
        match act.get::<String>(2)?.as_str() {
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
        let attendee = row.get(1)?;
        let known = Known {
            attendee,
            erased: row.get::<Option<i64>>(2)?.is_some(),
            access_code: row.get(3)?,
            wish: wishes.get(&attendee).copied().unwrap_or_default(),
            row: None,
        };
        Ok((row.get(0)?, known))
    })
    .collect()
}

impl Application<'_> {
    async fn take(
        &mut self,
        number: usize,
        row: Row,
        report: &mut ImportReport,
    ) -> Result<(), DbError> {
        let known = self.known.get(&row.registration_id);
        if let Some(first_row) = known.and_then(|known| known.row) {
            report.note_fault(number, Fault::RepeatedRegistrationId { first_row });
            return Ok(());
        }
        let attendee = known.map(|known| known.attendee);
        if self.code_is_taken(&row, attendee) {
            report.note_fault(number, Fault::AccessCodeTaken);
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
        self.wish(attendee, Wish::default(), &row, report).await?;
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
                wish: Wish::default(),
                row: Some(number),
            },
        );
        Ok(())
    }

    /// Writes down what the row says about not being scanned; gives whether that changes anything.
    async fn wish(
        &mut self,
        attendee: AttendeeId,
        before: Wish,
        row: &Row,
        report: &mut ImportReport,
    ) -> Result<bool, DbError> {
        let Some(wish) = row.do_not_scan.and_then(|file| before.to_set(file)) else {
            return Ok(false);
        };
        let act = consent::Act::DoNotScan(wish);
        consent_history::append(
            self.tx,
            self.event,
            &attendee,
            None,
            act,
            Actor::Import,
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

/// Gives whether anything is now another.
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

    fn wish(of_import: bool, of_attendee: Option<bool>) -> Wish {
        Wish {
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
            // The attendee asked not to be scanned: nothing that a file says changes that.
            (false, Some(true), false, None),
            (true, Some(true), false, None),
            // The attendee lifted it: the same file again does not bring it back, a new word does.
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
