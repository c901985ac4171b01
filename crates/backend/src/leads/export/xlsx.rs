//! Leads as a spreadsheet: one sheet of the leads, one of what was deleted since the last export.

use std::io::{Seek, Write};

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::leads::export::Exported;
use crate::leads::export::csv::{Columns, LEADS};
use crate::spreadsheet_cell::sanitize;

/// Most rows of one sheet, its headings among them.
const ROWS: u32 = 1_048_576;
/// Longest text of a cell, in characters as the format counts them (UTF-16).
const CELL: usize = 32_767;
const CUT: &str = "… (cut; the CSV has all of it)";

/// What stands on the second sheet.
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

/// A spreadsheet that is being written. What was added lies in unnamed temporary files.
pub(crate) struct Sheet {
    workbook: Workbook,
    heading: Format,
    leads: Pages,
    deletions: Pages,
}

/// The sheets of one kind: more than one where the rows are more than a sheet takes.
struct Pages {
    name: &'static str,
    columns: Columns,
    count: u32,
    index: usize,
    row: u32,
}

impl Sheet {
    pub(crate) fn new() -> Result<Self, XlsxError> {
        let pages = |name, columns| Pages {
            name,
            columns,
            count: 0,
            index: 0,
            row: 0,
        };
        let mut sheet = Self {
            workbook: Workbook::new(),
            heading: Format::new().set_bold(),
            leads: pages("Leads", LEADS),
            deletions: pages("Deleted since last export", DELETIONS),
        };
        sheet.leads.turn(&mut sheet.workbook, &sheet.heading)?;
        sheet.deletions.turn(&mut sheet.workbook, &sheet.heading)?;
        Ok(sheet)
    }

    pub(crate) fn add(&mut self, leads: &[Exported]) -> Result<(), XlsxError> {
        for pages in [&mut self.leads, &mut self.deletions] {
            for lead in leads {
                pages.add(&mut self.workbook, &self.heading, lead)?;
            }
        }
        Ok(())
    }

    pub(crate) fn finish(mut self, file: impl Write + Seek + Send) -> Result<(), XlsxError> {
        self.workbook.save_to_writer(file)
    }
}

impl Pages {
    /// Begins a new sheet.
    fn turn(&mut self, workbook: &mut Workbook, heading: &Format) -> Result<(), XlsxError> {
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
        lead: &Exported,
    ) -> Result<(), XlsxError> {
        let Some(cells) = (self.columns.row)(lead) else {
            return Ok(());
        };
        if self.row == ROWS {
            self.turn(workbook, heading)?;
        }
        let sheet = workbook.worksheet_from_index(self.index)?;
        for (column, cell) in (0..).zip(&cells) {
            // As text, never as a formula or a link; and inert even where somebody saves the sheet as
            // CSV and opens that.
            sheet.write_string(self.row, column, fitted(&sanitize(cell)))?;
        }
        self.row += 1;
        Ok(())
    }
}

fn fitted(text: &str) -> String {
    if text.encode_utf16().count() <= CELL {
        return text.to_owned();
    }
    let mut length = 0;
    let mut short: String = text
        .chars()
        .take_while(|letter| {
            length += letter.len_utf16();
            length + CUT.len() <= CELL
        })
        .collect();
    short.push_str(CUT);
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_no_cell_takes_is_cut_and_says_so() {
        let cut = fitted(&"𝄞".repeat(40_000));
        assert!(cut.ends_with(CUT));
        assert!(cut.encode_utf16().count() <= CELL);
        let whole = "é".repeat(CELL);
        assert_eq!(fitted(&whole), whole);
    }
}
