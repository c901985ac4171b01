//! Leads as CSV that a spreadsheet can open without doing what a cell says.

use crate::spreadsheet_cell::sanitize;
use std::collections::BTreeSet;

use ::csv::{QuoteStyle, WriterBuilder};
use protocol::Field;

use crate::leads::export::Exported;
use crate::leads::{LeadNote, LeadScan};

/// Spreadsheets take UTF-8 for UTF-8 only behind this.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The columns of a table, and what stands in them for a lead; nothing where it has no row.
#[derive(Clone, Copy)]
pub(crate) struct Columns {
    pub(crate) headings: &'static [&'static str],
    pub(crate) row: fn(&Exported) -> Option<Vec<String>>,
}

/// All that there is about a lead, one a row.
pub(crate) const LEADS: Columns = Columns {
    headings: &[
        "lead",
        "state",
        "reason",
        "since",
        "deleted_since_last_export",
        "first_name",
        "last_name",
        "email",
        "job_title",
        "employer",
        "region",
        "country",
        "not_shared",
        "first_scanned_at",
        "last_scanned_at",
        "scans",
        "devices",
        "operators",
        "rating",
        "tags",
        "answers",
        "notes",
    ],
    row: |exported| Some(row(exported)),
};

/// Writes rows of text.
pub(crate) struct CsvRows(Columns);

impl CsvRows {
    pub(crate) const fn new(columns: Columns) -> Self {
        Self(columns)
    }

    pub(crate) fn head(&self) -> Vec<u8> {
        let headings = self.0.headings.iter().map(|name| (*name).to_owned());
        let mut head = BYTE_ORDER_MARK.as_bytes().to_vec();
        head.extend(written([headings.collect()]));
        head
    }

    pub(crate) fn rows(&self, leads: &[Exported]) -> Vec<u8> {
        written(leads.iter().filter_map(self.0.row))
    }
}

fn written(rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    // Every cell is quoted: a spreadsheet that expects semicolons then still finds no cell that
    // begins in the middle of another.
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(::csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let in_memory = "writing to memory does not fail, and all rows have one length";
    for cells in rows {
        let cells = cells.iter().map(|cell| sanitize(cell));
        writer
            .write_record(cells.map(|cell| cell.into_owned().into_bytes()))
            .expect(in_memory);
    }
    writer.into_inner().expect(in_memory)
}

fn row(exported: &Exported) -> Vec<String> {
    let lead = &exported.lead;
    let view = lead.view();
    let mut cells = vec![
        view.lead().to_string(),
        lead.state().to_owned(),
        view.withheld()
            .map_or_else(String::new, |reason| reason.name().to_owned()),
        lead.since()
            .map_or_else(String::new, |since| since.to_string()),
        if exported.is_new_deletion { "yes" } else { "" }.to_owned(),
    ];
    cells.extend(Field::ALL.map(|field| view.value(field).unwrap_or_default().to_owned()));
    if lead.is_withheld() {
        cells.extend(std::iter::repeat_n(String::new(), 10));
        return cells;
    }
    let scans = lead.scans();
    let moment =
        |scan: Option<&LeadScan>| scan.map_or_else(String::new, |scan| scan.scanned_at.to_string());
    let notes = lead.notes();
    cells.extend([
        join(lead.not_shared().iter().map(Field::name)),
        moment(scans.iter().min_by_key(|scan| scan.scanned_at)),
        moment(scans.iter().max_by_key(|scan| scan.scanned_at)),
        scans.iter().filter(|scan| !scan.voided).count().to_string(),
        join(scans.iter().map(|scan| scan.device.as_str())),
        join(
            scans
                .iter()
                .map(|scan| scan.operator.as_str())
                .chain(notes.iter().map(|note| note.operator.as_str())),
        ),
        notes
            .iter()
            .rev()
            .find_map(|note| note.rating)
            .map_or_else(String::new, |rating| rating.to_string()),
        tags(notes),
        answers(notes),
        texts(notes),
    ]);
    cells
}

/// Each once, in their own order.
fn join<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut seen = BTreeSet::new();
    let words: Vec<&str> = words
        .filter(|word| !word.is_empty() && seen.insert(*word))
        .collect();
    words.join("; ")
}

/// All colleagues' tags.
pub(crate) fn tags(notes: &[LeadNote]) -> String {
    join(
        notes
            .iter()
            .flat_map(|note| note.tags.iter().map(String::as_str)),
    )
}

/// All answers, with their questions.
pub(crate) fn answers(notes: &[LeadNote]) -> String {
    let answers: Vec<String> = notes
        .iter()
        .flat_map(|note| &note.answers)
        .map(|answer| format!("{}: {}", answer.text, answer.answer))
        .collect();
    answers.join("; ")
}

/// A line for each note, so that nobody's words run into a colleague's.
pub(crate) fn texts(notes: &[LeadNote]) -> String {
    let texts: Vec<String> = notes
        .iter()
        .filter(|note| !note.text.is_empty())
        .map(|note| match note.operator.as_str() {
            "" => note.text.clone(),
            operator => format!("{operator}: {}", note.text),
        })
        .collect();
    texts.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headings_name_every_field_in_the_order_of_the_rows() {
        let fields: Vec<&str> = Field::ALL.map(Field::name).to_vec();
        assert_eq!(LEADS.headings[5..12], fields);
    }
}
