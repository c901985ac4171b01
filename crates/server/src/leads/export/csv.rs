//! Leads as CSV that a spreadsheet can open without doing what a cell says.

use std::borrow::Cow;
use std::collections::BTreeSet;

use ::csv::{QuoteStyle, WriterBuilder};
use protocol::Field;

use super::Exported;
use crate::leads::{LeadNote, LeadScan};

/// Spreadsheets take UTF-8 for UTF-8 only behind this.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The columns of a table, and what stands in them for a lead; nothing where it has no row.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    pub(super) headings: &'static [&'static str],
    pub(super) row: fn(&Exported) -> Option<Vec<String>>,
}

/// All that there is about a lead, one a row.
pub(super) const LEADS: Columns = Columns {
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
pub(super) struct CsvRows(Columns);

impl CsvRows {
    pub(super) const fn new(columns: Columns) -> Self {
        Self(columns)
    }

    pub(super) fn head(&self) -> Vec<u8> {
        let headings = self.0.headings.iter().map(|name| (*name).to_owned());
        let mut head = BYTE_ORDER_MARK.as_bytes().to_vec();
        head.extend(written([headings.collect()]));
        head
    }

    pub(super) fn rows(&self, leads: &[Exported]) -> Vec<u8> {
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
        let cells = cells.iter().map(|cell| inert(cell));
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
pub(super) fn tags(notes: &[LeadNote]) -> String {
    join(
        notes
            .iter()
            .flat_map(|note| note.tags.iter().map(String::as_str)),
    )
}

/// All answers, with their questions.
pub(super) fn answers(notes: &[LeadNote]) -> String {
    let answers: Vec<String> = notes
        .iter()
        .flat_map(|note| &note.answers)
        .map(|answer| format!("{}: {}", answer.text, answer.answer))
        .collect();
    answers.join("; ")
}

/// A line for each note, so that nobody's words run into a colleague's.
pub(super) fn texts(notes: &[LeadNote]) -> String {
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

/// A text that no spreadsheet takes for a formula.
///
/// A cell is a formula where it begins with `=`, `+`, `-` or `@`, in some languages also with their
/// full-width forms, and programs differ in what they skip before. So an apostrophe goes before every
/// text that has one of these after any blanks, marks that show as nothing, and control characters, or
/// that begins with a tab or a line's end. Control characters but line breaks, and marks that turn the
/// writing direction, become spaces and nothing.
#[must_use]
pub fn inert(text: &str) -> Cow<'_, str> {
    let first = text.chars().find(|letter| !shows_nothing(*letter));
    let is_formula = first.is_some_and(|letter| "=+-@＝＋－＠﹢﹣﹦﹫−".contains(letter))
        || text.starts_with(['\t', '\r', '\n']);
    let odd = |letter: char| (letter.is_control() && letter != '\n') || turns_direction(letter);
    if !is_formula && !text.contains(odd) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 1);
    if is_formula {
        safe.push('\'');
    }
    for letter in text.chars() {
        if turns_direction(letter) {
            continue;
        }
        safe.push(if odd(letter) { ' ' } else { letter });
    }
    Cow::Owned(safe)
}

fn shows_nothing(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || turns_direction(letter)
        || matches!(
            letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}'
                | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headings_name_every_field_in_the_order_of_the_rows() {
        let fields: Vec<&str> = Field::ALL.map(Field::name).to_vec();
        assert_eq!(LEADS.headings[5..12], fields);
    }

    #[test]
    fn whatever_could_be_a_formula_is_led_by_an_apostrophe() {
        for hostile in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "\tplain",
            "\rplain",
            " =1",
            "\u{a0}=1",
            "\u{3000}@x",
            "\u{2003}\u{2009}+x",
            "\u{feff}=1",
            "\u{200b}=1",
            "\u{202e}=1",
            "\u{0}=1",
            "\u{b}\u{c}-1",
            " \u{a0}\t\u{feff} =cmd|' /C calc'!A0",
            "＝1+1",
            "\u{2800}=1",
        ] {
            let safe = inert(hostile);
            assert!(safe.starts_with('\''), "{hostile:?} became {safe:?}");
        }
    }

    #[test]
    fn plain_text_stays_as_it_is() {
        for plain in [
            "",
            "Ada",
            "Zoë Ångström",
            "a = b",
            "O'Neill",
            "'=1",
            "5 - 3",
            "山田 太郎",
            "two\nlines",
            "ada@example.org",
        ] {
            assert_eq!(inert(plain), plain);
        }
    }

    #[test]
    fn no_control_character_and_no_turn_of_direction_is_left() {
        let safe = inert("a\u{0}b\tc\u{1b}[31m\u{202e}d\u{2066}e\r\nf");
        assert_eq!(safe, "a b c [31mde \nf");
    }
}
