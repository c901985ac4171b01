//! The report of an import, as JSON and for people.

use std::fmt;

use serde::Serialize;

use crate::registration::import::columns::MappedHeading;
use crate::registration::import::encoding::Encoding;
use crate::registration::import::row::RowFault;
use crate::registration::import::table::Table;

/// The most faulty rows that a report lists. The others are counted.
const FAULTS_LISTED: usize = 1_000;
/// A faulty row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FaultyRow {
    /// The row's number as a spreadsheet counts. The headings are row 1.
    pub row: usize,
    /// The fault.
    #[serde(flatten)]
    pub fault: RowFault,
}

/// The report of an import or of its preview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// Whether nothing was stored.
    pub dry_run: bool,
    pub encoding: Encoding,
    /// The character between cells.
    pub delimiter: char,
    /// The imported columns.
    pub columns: Vec<MappedHeading>,
    /// The headings of all other columns, which were dropped.
    pub dropped: Vec<String>,
    /// The rows below the headings, without empty ones.
    pub rows: usize,
    /// Attendees who were added.
    pub added: usize,
    /// Attendees with a changed value.
    pub updated: usize,
    /// Attendees without a changed value.
    pub unchanged: usize,
    /// Rows of attendees whose data was erased and stays erased.
    pub erased: usize,
    /// Attendees whose wish not to be scanned was set.
    pub do_not_scan_set: usize,
    /// Attendees whose wish, which an earlier import had set, was lifted.
    pub do_not_scan_lifted: usize,
    /// Scans that had waited for these registrations and now count.
    pub scans_resolved: u64,
    /// The number of faulty rows, which were left out.
    pub faulty: usize,
    /// The first faulty rows.
    pub faults: Vec<FaultyRow>,
}

impl ImportReport {
    pub(crate) fn of(table: &Table, dry_run: bool) -> Self {
        let headings: Vec<&str> = table.headings.iter().collect();
        let (columns, dropped) = table.layout.split(&headings);
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

    pub(crate) fn note_fault(&mut self, row: usize, fault: RowFault) {
        self.faulty += 1;
        if self.faults.len() < FAULTS_LISTED {
            self.faults.push(FaultyRow { row, fault });
        }
    }
}

impl fmt::Display for ImportReport {
    /// Writes the report for people in a few lines.
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
