//! Exports as CSV. A spreadsheet program that opens the file executes no formulas.

use std::collections::BTreeSet;

use ::csv::{QuoteStyle, WriterBuilder};
use protocol::Field;

use crate::leads::detail::{LeadNote, LeadScan};
use crate::leads::export::chunks::ExportedLead;
use crate::spreadsheet_cell::sanitize;

/// Spreadsheet programs recognise UTF-8 only by this mark.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The columns of a table, with a function that makes the row of a lead, if it has one.
#[derive(Clone, Copy)]
pub(crate) struct Columns {
    pub(crate) headings: &'static [&'static str],
    pub(crate) row: fn(&ExportedLead) -> Option<Vec<String>>,
}

/// The columns with all data of a lead.
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

/// Writes leads as CSV.
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

    pub(crate) fn rows(&self, leads: &[ExportedLead]) -> Vec<u8> {
        written(leads.iter().filter_map(self.0.row))
    }
}

fn written(rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    // Every cell is quoted, so that no cell is split by a spreadsheet program that expects semicolons.
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

fn row(exported: &ExportedLead) -> Vec<String> {
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

/// Joins words in the order of their first occurrence, without repetitions.
fn join<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut seen = BTreeSet::new();
    let words: Vec<&str> = words
        .filter(|word| !word.is_empty() && seen.insert(*word))
        .collect();
    words.join("; ")
}

/// The tags of all notes.
pub(crate) fn tags(notes: &[LeadNote]) -> String {
    join(
        notes
            .iter()
            .flat_map(|note| note.tags.iter().map(String::as_str)),
    )
}

/// The answers of all notes with their questions.
pub(crate) fn answers(notes: &[LeadNote]) -> String {
    let answers: Vec<String> = notes
        .iter()
        .flat_map(|note| &note.answers)
        .map(|answer| format!("{}: {}", answer.text, answer.answer))
        .collect();
    answers.join("; ")
}

/// The texts of all notes, each on lines of its own.
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
