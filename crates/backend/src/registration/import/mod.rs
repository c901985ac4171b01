//! Registrations out of a CSV file, as spreadsheets and registration systems write it.
//!
//! An import takes the columns it knows (the seven fields, the registration id, foreign badge codes and
//! the wish not to be scanned) and never stores another. Rows with a fault are told and left out; all
//! others go in together or not at all.

mod apply;
mod columns;
pub mod draft;
mod row;
mod table;
mod text;

use std::fmt;

use protocol::{FieldSet, StaffId};
use serde::Serialize;

use crate::Backend;
use crate::audit;
use crate::event::Event;
use crate::ingest::reresolve;
use backend_db::{DbError, Tenant};

pub use crate::registration::import::columns::{Column, MappedHeading, Mapping, UnknownColumn};
pub use crate::registration::import::row::Fault;
pub use crate::registration::import::text::Encoding;

/// Bytes of a file: 200,000 rows of 600 bytes, and some more.
pub const FILE_BYTES: u64 = 128 << 20;
/// Rows of a file: ten times the largest conference of the kind.
pub const ROWS: usize = 200_000;
/// Columns of a file: spreadsheets' own limit is 16,384, registration systems' exports have dozens.
pub const COLUMNS: usize = 1_000;
/// Faulty rows that a report lists; the others are counted.
const FAULTS_LISTED: usize = 1_000;
/// Rows between two words about progress.
const PROGRESS_EVERY: usize = 5_000;

/// Why nothing of a file was imported. No variant holds what a row says.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// More than [`FILE_BYTES`].
    #[error("the file is larger than {} MiB", FILE_BYTES >> 20)]
    FileTooLarge,
    /// More than [`ROWS`].
    #[error("the file has more than {ROWS} rows")]
    TooManyRows,
    /// More than [`COLUMNS`].
    #[error("the file has more than {COLUMNS} columns")]
    TooManyColumns,
    /// A spreadsheet program's own format.
    #[error("this is a spreadsheet's own file: save it as CSV (UTF-8) first")]
    Spreadsheet,
    /// Not text in any encoding that is known.
    #[error("this is not text: save it as CSV (UTF-8) first")]
    NotText,
    /// The file is not in the encoding that its first bytes promise.
    #[error("the file begins as {} and does not go on so", .encoding.name())]
    Malformed {
        /// The promised encoding.
        encoding: Encoding,
    },
    /// No row at all.
    #[error("the file is empty")]
    Empty,
    /// No heading means the registration id.
    #[error(
        "no column is called registration id: the first row must hold the headings, and --map \"Their heading=registration_id\" says which it is"
    )]
    NoRegistrationId,
    /// Two headings mean the same.
    #[error("several columns could be {column}: {}; choose with --map \"Heading={column}\"", .headings.join(", "))]
    Ambiguous {
        /// What they mean.
        column: Column,
        /// The headings.
        headings: Vec<String>,
    },
    /// A mapping names a heading that is not there.
    #[error("no column is headed {heading}")]
    NoSuchHeading {
        /// What was looked for.
        heading: String,
    },
    /// A mapping names a heading that is there twice.
    #[error("several columns are headed {heading}")]
    HeadingTwice {
        /// What was looked for.
        heading: String,
    },
    /// Two mappings mean the same.
    #[error("two headings are mapped to {column}")]
    MappedTwice {
        /// What they mean.
        column: Column,
    },
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// How a file is to be taken.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What headings mean, where their names do not say it.
    pub mappings: Vec<Mapping>,
    /// What each column means, by its place, in place of mappings and names; nothing drops it.
    pub columns: Option<Vec<Option<Column>>>,
    /// Only tell what would be done.
    pub dry_run: bool,
    /// Who of the organiser's asks; none for the command line.
    pub by: Option<StaffId>,
}

/// A faulty row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FaultyRow {
    /// Counted as a spreadsheet counts, the headings being row 1.
    pub row: usize,
    /// What is wrong.
    #[serde(flatten)]
    pub fault: Fault,
}

/// What an import has done, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// Whether nothing was stored.
    pub dry_run: bool,
    /// How the text was written.
    pub encoding: Encoding,
    /// What stood between the cells.
    pub delimiter: char,
    /// The columns taken.
    pub columns: Vec<MappedHeading>,
    /// The headings of all others, which were dropped.
    pub dropped: Vec<String>,
    /// Rows below the headings, empty ones not counted.
    pub rows: usize,
    /// Attendees that were not there.
    pub added: usize,
    /// Attendees of whom something changed.
    pub updated: usize,
    /// Attendees of whom nothing changed.
    pub unchanged: usize,
    /// Rows of attendees who had their data erased; they stay erased.
    pub erased: usize,
    /// Attendees whose wish not to be scanned was set.
    pub do_not_scan_set: usize,
    /// Attendees whose wish, set by an earlier import, was lifted.
    pub do_not_scan_lifted: usize,
    /// Scans that had waited for these registrations, and now count.
    pub scans_resolved: u64,
    /// How many rows are faulty; they were left out.
    pub faulty: usize,
    /// The first of them.
    pub faults: Vec<FaultyRow>,
}

impl ImportReport {
    fn of(table: &table::Table, dry_run: bool) -> Self {
        let headings: Vec<&str> = table.headings.iter().collect();
        let (columns, dropped) = table.layout.told(&headings);
        Self {
            dry_run,
            encoding: table.encoding,
            delimiter: char::from(table.delimiter),
            columns,
            dropped,
            rows: 0,
            added: 0,
            updated: 0,
            unchanged: 0,
            erased: 0,
            do_not_scan_set: 0,
            do_not_scan_lifted: 0,
            scans_resolved: 0,
            faulty: 0,
            faults: Vec::new(),
        }
    }

    fn note_fault(&mut self, row: usize, fault: Fault) {
        self.faulty += 1;
        if self.faults.len() < FAULTS_LISTED {
            self.faults.push(FaultyRow { row, fault });
        }
    }
}

impl fmt::Display for ImportReport {
    /// For people: a few lines.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let delimiter = match self.delimiter {
            '\t' => "tab".to_owned(),
            other => format!("\"{other}\""),
        };
        writeln!(
            f,
            "Read as {}, cells apart by {delimiter}.",
            self.encoding.name()
        )?;
        if self.encoding == Encoding::Windows1252 {
            writeln!(
                f,
                "The file is not UTF-8, so this is a guess: look whether names with accents are right."
            )?;
        }
        writeln!(f, "Columns taken:")?;
        for MappedHeading { heading, column } in &self.columns {
            writeln!(f, "  {heading} → {column}")?;
        }
        if self.dropped.is_empty() {
            writeln!(f, "No column was dropped.")?;
        } else {
            writeln!(
                f,
                "Columns dropped, never stored: {}",
                self.dropped.join(", ")
            )?;
        }
        let verb = if self.dry_run { "would be " } else { "" };
        writeln!(
            f,
            "{} rows: {} {verb}added, {} {verb}updated, {} unchanged, {} faulty.",
            self.rows, self.added, self.updated, self.unchanged, self.faulty
        )?;
        if self.erased > 0 {
            writeln!(
                f,
                "{} attendees had their data erased and stay erased.",
                self.erased
            )?;
        }
        if self.do_not_scan_set + self.do_not_scan_lifted > 0 {
            writeln!(
                f,
                "Do not scan: {verb}set for {}, {verb}lifted for {}.",
                self.do_not_scan_set, self.do_not_scan_lifted
            )?;
        }
        if self.scans_resolved > 0 {
            writeln!(
                f,
                "{} scans had waited for these registrations, and now count.",
                self.scans_resolved
            )?;
        }
        for FaultyRow { row, fault } in &self.faults {
            writeln!(f, "  row {row}: {fault}")?;
        }
        if self.faulty > self.faults.len() {
            writeln!(f, "  … and {} more", self.faulty - self.faults.len())?;
        }
        if self.dry_run {
            writeln!(f, "Nothing was stored: this was a preview.")?;
        }
        Ok(())
    }
}

/// Imports a file. `progress` is told now and then how many rows are done.
///
/// An attendee is known by the registration id. What the file has no column for stays as it is, an
/// erased attendee stays erased, and a wish not to be scanned that the attendee made is never lifted.
///
/// # Errors
/// [`ImportError`]; then nothing was stored.
pub async fn import(
    backend: &Backend,
    event: &Event,
    bytes: Vec<u8>,
    options: &Options,
    progress: impl FnMut(usize) + Send,
) -> Result<ImportReport, ImportError> {
    let table = table::Table::read(bytes, &options.mappings, options.columns.as_deref())?;
    let mut report = ImportReport::of(&table, options.dry_run);
    let tenant = Tenant::Event(&event.slug);
    let mut tx = backend.db().write_as(tenant).await?;
    apply::apply(
        &mut tx,
        &event.slug,
        &table,
        &apply::By {
            actor: options
                .by
                .as_ref()
                .map_or(audit::Actor::Organiser, audit::Actor::Staff),
            now: backend.now(),
        },
        &mut report,
        progress,
    )
    .await?;
    if !options.dry_run {
        // Scans of foreign codes may have waited for these registrations.
        report.scans_resolved = reresolve(&mut tx, &event.slug).await?;
    }
    // A preview has gone the same way, and leaves no trace because the transaction is dropped.
    if !options.dry_run {
        tx.commit().await?;
    }
    Ok(report)
}

/// The headings of a file, and what each is taken for by its name.
///
/// # Errors
/// [`ImportError`] where it is no table.
pub fn headings(bytes: Vec<u8>) -> Result<Vec<(String, Option<Column>)>, ImportError> {
    let headings = table::headings_of(bytes)?;
    let mut taken = Vec::new();
    Ok(headings
        .iter()
        .map(|heading| {
            // Where two are taken for the same, the first is, until somebody says otherwise.
            let column = heading
                .parse::<Column>()
                .ok()
                .filter(|column| !taken.contains(column));
            taken.extend(column);
            (columns::shown(heading), column)
        })
        .collect())
}

/// Reads a file by itself, without any event: how many rows can be used, and which can't.
///
/// # Errors
/// [`ImportError`] where it is no table of registrations.
pub fn inspect(
    bytes: Vec<u8>,
    mappings: &[Mapping],
) -> Result<(usize, Vec<FaultyRow>), ImportError> {
    let table = table::Table::read(bytes, mappings, None)?;
    let mut usable = 0;
    let mut faults = Vec::new();
    for (row, read) in table.rows() {
        match read {
            Ok(_) => usable += 1,
            Err(fault) => faults.push(FaultyRow { row, fault }),
        }
    }
    Ok((usable, faults))
}

/// The fields of which a file holds columns.
fn fields_of(table: &table::Table) -> FieldSet {
    table.layout.fields()
}
