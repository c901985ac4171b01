//! One row of a file, cleaned and checked. A fault holds no value of the row.

use crate::registration::email::{EMAIL_CHARACTERS, is_email};
use std::fmt;

use csv::StringRecord;
use protocol::{Field, FieldSet, ForeignCode};
use serde::Serialize;

use crate::registration::import::column_map::ColumnMap;
use crate::registration::import::columns::Column;

/// The most characters of a registration id. Registration systems use numbers or UUIDs.
const REGISTRATION_ID_CHARACTERS: usize = 64;
/// The most characters of a name, a job title or an employer. A longer text belongs to another column.
const NAME_CHARACTERS: usize = 200;
/// The most characters of a state, province or country. The longest official name has 56.
const PLACE_CHARACTERS: usize = 100;
/// The most characters of one end of a foreign badge code. Both ends and the colon between them fit a
/// [`ForeignCode`].
const CODE_CHARACTERS: usize = 100;

/// A fault of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum RowFault {
    /// The row has more or fewer cells than there are headings.
    WrongCellCount {
        expected: usize,
        found: usize,
    },
    /// A quotation mark is never closed, so that the row contains all rows after it.
    UnclosedQuote {
        /// The number of lines in the row.
        lines: usize,
    },
    MissingRegistrationId,
    /// An earlier row has the registration id. The earlier row counts.
    RepeatedRegistrationId {
        /// The row that counts.
        first_row: usize,
    },
    /// Both the first and the last name are empty.
    NoName,
    BadEmail,
    /// A cell is longer than its column allows.
    TooLong {
        column: Column,
        /// The most characters of the column.
        limit: usize,
    },
    ControlCharacter {
        column: Column,
    },
    /// A cell of the flag is not yes or no.
    BadFlag {
        column: Column,
    },
    /// An access code or validator that no badge code can hold.
    BadCode {
        column: Column,
    },
    /// Another registration has the access code.
    AccessCodeTaken,
}

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongCellCount { expected, found } => {
                write!(f, "{found} cells under {expected} headings")
            }
            Self::UnclosedQuote { lines } => write!(
                f,
                "a quotation mark is never closed: {lines} lines from here on were not read"
            ),
            Self::MissingRegistrationId => f.write_str("no registration id"),
            Self::RepeatedRegistrationId { first_row } => {
                write!(f, "the registration id of row {first_row} again")
            }
            Self::NoName => f.write_str("neither a first nor a last name"),
            Self::BadEmail => f.write_str("email: not an e-mail address"),
            Self::TooLong { column, limit } => {
                write!(f, "{column}: more than {limit} characters")
            }
            Self::ControlCharacter { column } => write!(f, "{column}: a control character"),
            Self::BadFlag { column } => write!(f, "{column}: neither yes nor no"),
            Self::BadCode { column } => write!(
                f,
                "{column}: not 4 to {CODE_CHARACTERS} letters, digits, hyphens and underscores"
            ),
            Self::AccessCodeTaken => f.write_str("access_code: another registration has it"),
        }
    }
}

/// The values of a row. A value is `None` if the file has no column for it, and an import leaves it as it is.
pub(crate) struct Row {
    pub(crate) registration_id: String,
    fields: [Option<String>; Field::ALL.len()],
    /// `Some(None)` means that the file has the column and the cell is empty.
    pub(crate) access_code: Option<Option<String>>,
    pub(crate) validator: Option<Option<String>>,
    pub(crate) do_not_scan: Option<bool>,
}

impl Row {
    pub(crate) fn field(&self, field: Field) -> Option<&str> {
        self.fields[field as usize].as_deref()
    }

    /// Reads a row; `None` if all its cells are empty.
    pub(crate) fn read(cells: &StringRecord, layout: &ColumnMap) -> Result<Option<Self>, RowFault> {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(None);
        }
        // Spreadsheets may put empty cells after the last heading. Fewer cells would shift values between
        // columns.
        let too_many = cells
            .iter()
            .skip(layout.width)
            .any(|cell| !cell.trim().is_empty());
        if cells.len() < layout.width || too_many {
            return Err(RowFault::WrongCellCount {
                expected: layout.width,
                found: cells.len(),
            });
        }
        let registration_id = cell(cells, layout, Column::RegistrationId)?.unwrap_or_default();
        if registration_id.is_empty() {
            return Err(RowFault::MissingRegistrationId);
        }
        let mut fields = [const { None }; Field::ALL.len()];
        for field in Field::ALL {
            fields[field as usize] = cell(cells, layout, Column::Field(field))?;
        }
        let row = Self {
            registration_id,
            fields,
            access_code: code(cells, layout, Column::AccessCode)?,
            validator: code(cells, layout, Column::Validator)?,
            do_not_scan: flag(cells, layout)?,
        };
        row.check_names(layout.fields())?;
        match row.field(Field::Email) {
            Some(email) if !email.is_empty() && !is_email(email) => Err(RowFault::BadEmail),
            _ => Ok(Some(row)),
        }
    }

    fn check_names(&self, columns: FieldSet) -> Result<(), RowFault> {
        let names: FieldSet = [Field::FirstName, Field::LastName].into_iter().collect();
        // A file with one of the two columns, or none, may be a correction of other columns.
        let holds_both = columns.contains_all(names);
        let empty = |field| self.field(field).is_none_or(str::is_empty);
        if holds_both && names.iter().all(empty) {
            return Err(RowFault::NoName);
        }
        Ok(())
    }
}

/// Returns a cleaned cell: blanks at its ends are cut, each run of blanks and line breaks becomes one space, and
/// marks that change the writing direction are removed, because they could rearrange the text around a name.
fn cell(
    cells: &StringRecord,
    layout: &ColumnMap,
    column: Column,
) -> Result<Option<String>, RowFault> {
    let Some(text) = layout.place(column).and_then(|place| cells.get(place)) else {
        return Ok(None);
    };
    let limit = limit(column);
    // Cleaning only shortens, but a cell of megabytes is not worth cleaning.
    if text.len() > limit.saturating_mul(MOST_BYTES_PER_CHARACTER) {
        return Err(RowFault::TooLong { column, limit });
    }
    let mut clean = String::with_capacity(text.len());
    for word in text.split(char::is_whitespace) {
        let before = clean.len();
        if before > 0 {
            clean.push(' ');
        }
        let start = clean.len();
        clean.extend(word.chars().filter(|letter| !turns_direction(*letter)));
        if clean.len() == start {
            clean.truncate(before);
        }
    }
    if clean.contains(char::is_control) {
        return Err(RowFault::ControlCharacter { column });
    }
    if clean.chars().count() > limit {
        return Err(RowFault::TooLong { column, limit });
    }
    Ok(Some(clean))
}

/// A character takes at most 4 bytes in UTF-8, and a cell may be padded with as many blanks again.
const MOST_BYTES_PER_CHARACTER: usize = 8;

const fn limit(column: Column) -> usize {
    match column {
        Column::RegistrationId => REGISTRATION_ID_CHARACTERS,
        Column::Field(Field::Email) => EMAIL_CHARACTERS,
        Column::Field(Field::Region | Field::Country) => PLACE_CHARACTERS,
        Column::Field(Field::FirstName | Field::LastName | Field::JobTitle | Field::Employer) => {
            NAME_CHARACTERS
        }
        Column::AccessCode | Column::Validator => CODE_CHARACTERS,
        Column::DoNotScan => NAME_CHARACTERS,
    }
}

/// Returns whether a character is an embedding, override or isolate of the Unicode Bidirectional Algorithm (UAX
/// #9), or the invisible byte order mark.
fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn code(
    cells: &StringRecord,
    layout: &ColumnMap,
    column: Column,
) -> Result<Option<Option<String>>, RowFault> {
    let Some(text) = cell(cells, layout, column)? else {
        return Ok(None);
    };
    if text.is_empty() {
        return Ok(Some(None));
    }
    // A scan could never match a text that no code can hold.
    let whole = match column {
        Column::Validator => format!("AAAA:{text}"),
        _ => format!("{text}:AAAA"),
    };
    match whole.parse::<ForeignCode>() {
        Ok(code) if text == code.access_code() || text == code.validator() => Ok(Some(Some(text))),
        _ => Err(RowFault::BadCode { column }),
    }
}

fn flag(cells: &StringRecord, layout: &ColumnMap) -> Result<Option<bool>, RowFault> {
    let column = Column::DoNotScan;
    let Some(text) = cell(cells, layout, column)? else {
        return Ok(None);
    };
    match text.to_lowercase().as_str() {
        "yes" | "y" | "true" | "t" | "1" | "x" | "on" => Ok(Some(true)),
        "no" | "n" | "false" | "f" | "0" | "" | "-" | "off" => Ok(Some(false)),
        _ => Err(RowFault::BadFlag { column }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADINGS: [&str; 7] = [
        "registration_id",
        "first_name",
        "last_name",
        "email",
        "employer",
        "access_code",
        "do_not_scan",
    ];

    fn read(cells: &[&str]) -> Result<Option<Row>, RowFault> {
        let layout = ColumnMap::of(&HEADINGS, &[]).unwrap();
        Row::read(&StringRecord::from(cells.to_vec()), &layout)
    }

    fn fault(cells: &[&str]) -> RowFault {
        read(cells).err().expect("the row is faulty")
    }

    #[test]
    fn a_row_is_cleaned() {
        let row = read(&[
            "\u{a0}R1 ",
            "  Ada\t\n King ",
            "\u{202e}Lovelace\u{202c}",
            "ada@example.org",
            "",
            "ABCD",
            "Yes",
        ])
        .unwrap()
        .unwrap();
        assert_eq!(row.registration_id, "R1");
        assert_eq!(row.field(Field::FirstName), Some("Ada King"));
        assert_eq!(row.field(Field::LastName), Some("Lovelace"));
        assert_eq!(row.field(Field::Employer), Some(""));
        assert_eq!(row.field(Field::Country), None, "no such column");
        assert_eq!(row.access_code, Some(Some("ABCD".into())));
        assert_eq!(row.validator, None);
        assert_eq!(row.do_not_scan, Some(true));
    }

    #[test]
    fn an_empty_row_is_passed_over() {
        assert!(read(&["", " ", "", "", "", "", ""]).unwrap().is_none());
    }

    #[test]
    fn each_fault_has_its_own_name() {
        let long = "x".repeat(201);
        let huge = "x".repeat(5_000_000);
        let cases: [(&[&str], RowFault); 12] = [
            (
                &["R1", "Ada"],
                RowFault::WrongCellCount {
                    expected: 7,
                    found: 2,
                },
            ),
            (
                &["R1", "Ada", "L", "", "", "", "", "more"],
                RowFault::WrongCellCount {
                    expected: 7,
                    found: 8,
                },
            ),
            (
                &[" ", "Ada", "L", "", "", "", ""],
                RowFault::MissingRegistrationId,
            ),
            (&["R1", "", " ", "", "", "", ""], RowFault::NoName),
            (&["R1", "A", "L", "nobody", "", "", ""], RowFault::BadEmail),
            (&["R1", "A", "L", "a b@c.d", "", "", ""], RowFault::BadEmail),
            (&["R1", "A", "L", "a@b@c.d", "", "", ""], RowFault::BadEmail),
            (
                &["R1", &long, "L", "", "", "", ""],
                RowFault::TooLong {
                    column: Column::Field(Field::FirstName),
                    limit: 200,
                },
            ),
            (
                &["R1", &huge, "L", "", "", "", ""],
                RowFault::TooLong {
                    column: Column::Field(Field::FirstName),
                    limit: 200,
                },
            ),
            (
                &["R1", "A\0B", "L", "", "", "", ""],
                RowFault::ControlCharacter {
                    column: Column::Field(Field::FirstName),
                },
            ),
            (
                &["R1", "A", "L", "", "", "no:colon", ""],
                RowFault::BadCode {
                    column: Column::AccessCode,
                },
            ),
            (
                &["R1", "A", "L", "", "", "", "perhaps"],
                RowFault::BadFlag {
                    column: Column::DoNotScan,
                },
            ),
        ];
        for (cells, expected) in cases {
            assert_eq!(fault(cells), expected);
        }
    }

    #[test]
    fn a_fault_never_shows_what_the_row_says() {
        let secret = "s3cret value";
        for place in 0..HEADINGS.len() {
            let mut cells = ["R1", "A", "L", "", "", "", ""];
            let odd = format!("{secret}\u{1}{}", "x".repeat(300));
            cells[place] = &odd;
            let fault = fault(&cells);
            let text = format!(
                "{fault} {fault:?} {}",
                serde_json::to_string(&fault).unwrap()
            );
            assert!(!text.contains("s3cret"), "{text}");
        }
    }

    #[test]
    fn empty_cells_after_the_last_heading_do_no_harm() {
        assert!(
            read(&["R1", "A", "L", "", "", "", "", "", " "])
                .unwrap()
                .is_some()
        );
    }
}
