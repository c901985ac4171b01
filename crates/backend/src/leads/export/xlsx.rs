//! Exports as a spreadsheet: one sheet of the leads, one of the deletions since the last export.

use std::io::{Seek, Write};

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::leads::export::chunks::ExportedLead;
use crate::leads::export::csv::{Columns, LEADS};
use crate::spreadsheet_cell::sanitize;

/// The most rows of one sheet, including its headings.
const MAX_ROWS: u32 = 1_048_576;
/// The most UTF-16 code units of a cell.
const MAX_CELL_UNITS: usize = 32_767;
const TRUNCATED: &str = "… (cut; the CSV has all of it)";

/// The columns of the second sheet.
const DELETIONS: Columns = Columns {
    headings: &["lead", "reason", "since"],
    row: |exported| {
        let view = exported.lead.view();
        exported.is_new_deletion.then(|| {
            vec![
                view.lead().to_string(),
                view.withheld()
                    .map_or("", |reason| reason.name())
                    .to_owned(),
                exported
                    .lead
                    .since()
                    .map_or_else(String::new, |since| since.to_string()),
            ]
        })
    },
};

/// A spreadsheet in progress. The rows that were added are in unnamed temporary files.
pub(crate) struct Spreadsheet {
    workbook: Workbook,
    heading: Format,
    leads: SheetGroup,
    deletions: SheetGroup,
}

/// The sheets with the same columns. There are several if the rows do not fit on one.
struct SheetGroup {
    name: &'static str,
    columns: Columns,
    count: u32,
    index: usize,
    row: u32,
}

impl Spreadsheet {
    pub(crate) fn new() -> Result<Self, XlsxError> {
        let group = |name, columns| SheetGroup {
            name,
            columns,
            count: 0,
            index: 0,
            row: 0,
        };
        let mut sheet = Self {
            workbook: Workbook::new(),
            heading: Format::new().set_bold(),
            leads: group("Leads", LEADS),
            deletions: group("Deleted since last export", DELETIONS),
        };
        sheet.leads.add_sheet(&mut sheet.workbook, &sheet.heading)?;
        sheet
            .deletions
            .add_sheet(&mut sheet.workbook, &sheet.heading)?;
        Ok(sheet)
    }

    pub(crate) fn add(&mut self, leads: &[ExportedLead]) -> Result<(), XlsxError> {
        for group in [&mut self.leads, &mut self.deletions] {
            for lead in leads {
                group.add(&mut self.workbook, &self.heading, lead)?;
            }
        }
        Ok(())
    }

    pub(crate) fn finish(mut self, file: impl Write + Seek + Send) -> Result<(), XlsxError> {
        self.workbook.save_to_writer(file)
    }
}

impl SheetGroup {
    /// Adds a sheet and writes its headings.
    fn add_sheet(&mut self, workbook: &mut Workbook, heading: &Format) -> Result<(), XlsxError> {
        self.index = workbook.worksheets().len();
        self.count += 1;
        let sheet = workbook.add_worksheet_with_constant_memory();
        match self.count {
            1 => sheet.set_name(self.name)?,
            count => sheet.set_name(format!("{} {count}", self.name))?,
        };
        sheet.set_freeze_panes(1, 0)?;
        for (column, name) in (0..).zip(self.columns.headings) {
            sheet.write_string_with_format(0, column, *name, heading)?;
        }
        self.row = 1;
        Ok(())
    }

    fn add(
        &mut self,
        workbook: &mut Workbook,
        heading: &Format,
        lead: &ExportedLead,
    ) -> Result<(), XlsxError> {
        let Some(cells) = (self.columns.row)(lead) else {
            return Ok(());
        };
        if self.row == MAX_ROWS {
            self.add_sheet(workbook, heading)?;
        }
        let sheet = workbook.worksheet_from_index(self.index)?;
        for (column, cell) in (0..).zip(&cells) {
            // A text is never a formula or a link. It is also inert, in case the sheet is saved as CSV and
            // opened again.
            sheet.write_string(self.row, column, truncated(&sanitize(cell)))?;
        }
        self.row += 1;
        Ok(())
    }
}

fn truncated(text: &str) -> String {
    if text.encode_utf16().count() <= MAX_CELL_UNITS {
        return text.to_owned();
    }
    let mut length = 0;
    let mut short: String = text
        .chars()
        .take_while(|letter| {
            length += letter.len_utf16();
            length + TRUNCATED.len() <= MAX_CELL_UNITS
        })
        .collect();
    short.push_str(TRUNCATED);
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_too_long_for_a_cell_is_truncated_with_a_mark() {
        let cut = truncated(&"𝄞".repeat(40_000));
        assert!(cut.ends_with(TRUNCATED));
        assert!(cut.encode_utf16().count() <= MAX_CELL_UNITS);
        let whole = "é".repeat(MAX_CELL_UNITS);
        assert_eq!(truncated(&whole), whole);
    }
}
