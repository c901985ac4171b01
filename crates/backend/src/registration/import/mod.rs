//! Import of registrations from CSV files of spreadsheets and registration systems.
//!
//! An import takes the columns it knows (the seven fields, the registration id, foreign badge codes and the wish
//! not to be scanned) and never stores another column. Faulty rows are reported and left out; the other rows are
//! stored together or not at all.

mod apply;
mod column_map;
mod columns;
pub mod draft;
mod encoding;
mod error;
mod report;
mod row;
mod table;
mod text;

use protocol::StaffId;

use crate::Backend;
use crate::audit;
use crate::event::Event;
use crate::ingest::reresolve;
use backend_db::Tenant;

pub use crate::registration::import::columns::{Column, MappedHeading, Mapping, UnknownColumn};
pub use crate::registration::import::encoding::Encoding;
pub use crate::registration::import::error::{COLUMNS, FILE_BYTES, ImportError, ROWS};
pub use crate::registration::import::report::{FaultyRow, ImportReport};
pub use crate::registration::import::row::RowFault;

/// The way to read a file.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The meaning of headings whose names are not known.
    pub mappings: Vec<Mapping>,
    /// The meaning of each column by position, in place of mappings and names. `None` drops the column.
    pub columns: Option<Vec<Option<Column>>>,
    /// Whether only to report what an import would do.
    pub dry_run: bool,
    /// The member of staff who imports; `None` on the command line.
    pub by: Option<StaffId>,
}

/// Imports a file. `progress` receives the number of finished rows from time to time.
///
/// The registration id identifies an attendee. A value stays if the file has no column for it, an erased
/// attendee stays erased, and a wish not to be scanned that the attendee made is never lifted.
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
        &apply::Importer {
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
    // A preview takes the same path, and dropping the transaction undoes it.
    if !options.dry_run {
        tx.commit().await?;
    }
    Ok(report)
}

/// Returns the headings of a file, each with the column that its name means.
///
/// # Errors
/// [`ImportError`] if the file is no table.
pub fn headings(bytes: Vec<u8>) -> Result<Vec<(String, Option<Column>)>, ImportError> {
    let headings = table::headings_of(bytes)?;
    let mut taken = Vec::new();
    Ok(headings
        .iter()
        .map(|heading| {
            // If two headings mean the same column, the first one has it until the user decides otherwise.
            let column = heading
                .parse::<Column>()
                .ok()
                .filter(|column| !taken.contains(column));
            taken.extend(column);
            (column_map::shown(heading), column)
        })
        .collect())
}

/// Reads a file without an event, and returns the number of usable rows and the faulty ones.
///
/// # Errors
/// [`ImportError`] if the file is no table of registrations.
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
