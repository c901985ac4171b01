//! A CSV file as rows of cells.

use csv::{Reader, ReaderBuilder, StringRecord};

use crate::registration::import::column_map::{ColumnMap, known_among};
use crate::registration::import::columns::{Column, Mapping};
use crate::registration::import::encoding::Encoding;
use crate::registration::import::error::{COLUMNS, FILE_BYTES, ImportError};
use crate::registration::import::row::{Row, RowFault};
use crate::registration::import::text::decode;

/// The possible delimiters. If two fit equally well, the first one wins.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// A decoded file and the meaning of its columns.
pub(crate) struct Table {
    text: String,
    pub(crate) encoding: Encoding,
    pub(crate) delimiter: u8,
    pub(crate) headings: StringRecord,
    pub(crate) layout: ColumnMap,
}

/// The number of a row, and its values or its fault.
pub(crate) type NumberedRow = (usize, Result<Row, RowFault>);

impl Table {
    pub(crate) fn read(
        bytes: Vec<u8>,
        mappings: &[Mapping],
        columns: Option<&[Option<Column>]>,
    ) -> Result<Self, ImportError> {
        let (text, encoding, delimiter, headings) = open(bytes, mappings)?;
        let cells: Vec<&str> = headings.iter().collect();
        let layout = match columns {
            Some(columns) => ColumnMap::exactly(&cells, columns)?,
            None => ColumnMap::of(&cells, mappings)?,
        };
        Ok(Self {
            text,
            encoding,
            delimiter,
            headings,
            layout,
        })
    }

    /// Returns the rows below the headings, without empty ones.
    pub(crate) fn rows(&self) -> impl Iterator<Item = NumberedRow> {
        let mut reader = reader(&self.text, self.delimiter);
        let mut record = StringRecord::new();
        // The headings are row 1, as in a spreadsheet.
        let mut number = 0;
        std::iter::from_fn(move || {
            loop {
                let more = reader
                    .read_record(&mut record)
                    .expect("text in memory can be read, and rows may have any length");
                if !more {
                    return None;
                }
                number += 1;
                if number == 1 {
                    continue;
                }
                let is_last = reader.position().byte() >= self.text.len() as u64;
                let row = match is_last.then(|| self.unclosed_quote(&record)).flatten() {
                    Some(fault) => Err(fault),
                    None => Row::read(&record, &self.layout),
                };
                if let Some(row) = row.transpose() {
                    return Some((number, row));
                }
            }
        })
    }

    /// Returns a fault if the last row runs to the end of the file because a quotation mark is not closed. The
    /// CSV reader does not report that; but the row spans lines and has an odd number of quotation marks,
    /// while a closed row has an even number.
    fn unclosed_quote(&self, last: &StringRecord) -> Option<RowFault> {
        if !last.iter().any(|cell| cell.contains('\n')) {
            return None;
        }
        let start = usize::try_from(last.position()?.byte()).ok()?;
        let rest = self.text.get(start..)?;
        let count = |wanted| rest.bytes().filter(|byte| *byte == wanted).count();
        (count(b'"') % 2 == 1).then_some(RowFault::UnclosedQuote {
            lines: count(b'\n'),
        })
    }
}

/// A file's text without a `sep=` line, its encoding, its delimiter and its headings.
type Opened = (String, Encoding, u8, StringRecord);

fn open(bytes: Vec<u8>, mappings: &[Mapping]) -> Result<Opened, ImportError> {
    if bytes.len() as u64 > FILE_BYTES {
        return Err(ImportError::FileTooLarge);
    }
    let (mut text, encoding) = decode(bytes)?;
    let stated = take_sep_line(&mut text);
    let candidates = stated.as_slice();
    let candidates = if candidates.is_empty() {
        &DELIMITERS[..]
    } else {
        candidates
    };
    let mut best: Option<(usize, u8, StringRecord)> = None;
    for delimiter in candidates {
        let headings = headings(&text, *delimiter)?;
        let cells: Vec<&str> = headings.iter().collect();
        let known = known_among(&cells, mappings);
        if best.as_ref().is_none_or(|(most, ..)| known > *most) {
            best = Some((known, *delimiter, headings));
        }
    }
    let (_, delimiter, headings) = best.ok_or(ImportError::Empty)?;
    Ok((text, encoding, delimiter, headings))
}

/// Returns the headings of a file in their order.
pub(crate) fn headings_of(bytes: Vec<u8>) -> Result<Vec<String>, ImportError> {
    let (_, _, _, headings) = open(bytes, &[])?;
    Ok(headings.iter().map(Into::into).collect())
}

fn reader(text: &str, delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

fn headings(text: &str, delimiter: u8) -> Result<StringRecord, ImportError> {
    let mut headings = StringRecord::new();
    let read = reader(text, delimiter).read_record(&mut headings);
    match read {
        Ok(true) if headings.len() > COLUMNS => Err(ImportError::TooManyColumns),
        Ok(true) => Ok(headings),
        Ok(false) => Err(ImportError::Empty),
        Err(_) => Err(ImportError::NotText),
    }
}

/// Removes the line `sep=;` that some spreadsheets write first, and returns its delimiter.
fn take_sep_line(text: &mut String) -> Vec<u8> {
    let Some(line) = text.lines().next() else {
        return Vec::new();
    };
    match line
        .trim()
        .trim_matches('"')
        .to_ascii_lowercase()
        .as_bytes()
    {
        [b's', b'e', b'p', b'=', delimiter] if delimiter.is_ascii() => {
            let delimiter = *delimiter;
            let end = text.find('\n').map_or(text.len(), |at| at + 1);
            text.drain(..end);
            vec![delimiter]
        }
        b"sep=" if line.ends_with('\t') => {
            let end = text.find('\n').map_or(text.len(), |at| at + 1);
            text.drain(..end);
            vec![b'\t']
        }
        _ => Vec::new(),
    }
}
