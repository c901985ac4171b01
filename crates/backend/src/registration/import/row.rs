//! One row of a file, cleaned and checked. What is wrong with a row is told without what it says.

use crate::registration::email::{EMAIL_CHARACTERS, is_email};
use std::fmt;

use csv::StringRecord;
use protocol::{Field, FieldSet, ForeignCode};
use serde::Serialize;

use crate::registration::import::columns::{Column, Layout};

/// Characters of a registration id: registration systems number, or use UUIDs.
const REGISTRATION_ID_CHARACTERS: usize = 64;
/// Characters of a name, a job title or an employer: past it, it is another text in the wrong column.
const NAME_CHARACTERS: usize = 200;
/// Characters of a state, province or country; the longest official name has 56.
const PLACE_CHARACTERS: usize = 100;
/// Characters of one end of a foreign badge code; both, and the colon between, fit a [`ForeignCode`].
const CODE_CHARACTERS: usize = 100;

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum Fault {
    /// It has more or fewer cells than there are headings.
    WrongCellCount {
        /// How many headings there are.
        expected: usize,
        /// How many cells the row has.
        found: usize,
    },
    /// A quotation mark is opened and never closed, so that this row has swallowed all after it.
    UnclosedQuote {
        /// Lines of the file that were swallowed.
        lines: usize,
    },
    /// No registration id.
    MissingRegistrationId,
    /// The registration id was in the file before; the first row counts.
    RepeatedRegistrationId {
        /// The row that counts.
        first_row: usize,
    },
    /// Neither a first nor a last name.
    NoName,
    /// Not an e-mail address.
    BadEmail,
    /// A cell holds more than its column takes.
    TooLong {
        /// Which.
        column: Column,
        /// How many characters it takes.
        limit: usize,
    },
    /// A cell holds a control character.
    ControlCharacter {
        /// Which.
        column: Column,
    },
    /// Neither yes nor no.
    BadFlag {
        /// Which.
        column: Column,
    },
    /// An access code or validator that no badge code can hold.
    BadCode {
        /// Which.
        column: Column,
    },
    /// Another registration has the access code.
    AccessCodeTaken,
}

impl fmt::Display for Fault {
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

/// A row's contents. What the file has no column for is `None`, and an import leaves it as it is.
pub(crate) struct Row {
    pub(crate) registration_id: String,
    fields: [Option<String>; Field::ALL.len()],
    /// `Some(None)`: the file has the column, and the cell is empty.
    pub(crate) access_code: Option<Option<String>>,
    pub(crate) validator: Option<Option<String>>,
    pub(crate) do_not_scan: Option<bool>,
}

impl Row {
    /// What the file says of a field.
    pub(crate) fn field(&self, field: Field) -> Option<&str> {
        self.fields[field as usize].as_deref()
    }

    /// Reads a row; nothing where all of its cells are empty.
    pub(crate) fn read(cells: &StringRecord, layout: &Layout) -> Result<Option<Self>, Fault> {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(None);
        }
        // Spreadsheets may put empty cells after the last heading; fewer cells would shift a meaning.
        let too_many = cells
            .iter()
            .skip(layout.width)
            .any(|cell| !cell.trim().is_empty());
        if cells.len() < layout.width || too_many {
            return Err(Fault::WrongCellCount {
                expected: layout.width,
                found: cells.len(),
            });
        }
        let registration_id = cell(cells, layout, Column::RegistrationId)?.unwrap_or_default();
        if registration_id.is_empty() {
            return Err(Fault::MissingRegistrationId);
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
            Some(email) if !email.is_empty() && !is_email(email) => Err(Fault::BadEmail),
            _ => Ok(Some(row)),
        }
    }

    fn check_names(&self, columns: FieldSet) -> Result<(), Fault> {
        let names: FieldSet = [Field::FirstName, Field::LastName].into_iter().collect();
        // A file that holds one of the two, or none, may be a correction of other columns.
        let holds_both = columns.contains_all(names);
        let empty = |field| self.field(field).is_none_or(str::is_empty);
        if holds_both && names.iter().all(empty) {
            return Err(Fault::NoName);
        }
        Ok(())
    }
}

/// A cell, cleaned: blanks at its ends are cut, each run of blanks and line breaks becomes one space,
/// and marks that turn the writing direction are left out, because they could rearrange the text
/// around a name.
fn cell(cells: &StringRecord, layout: &Layout, column: Column) -> Result<Option<String>, Fault> {
    let Some(text) = layout.place(column).and_then(|place| cells.get(place)) else {
        return Ok(None);
    };
    let limit = limit(column);
    // Cleaning only shortens, but a cell of megabytes is not worth cleaning.
    if text.len() > limit.saturating_mul(MOST_BYTES_PER_CHARACTER) {
        return Err(Fault::TooLong { column, limit });
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
        return Err(Fault::ControlCharacter { column });
    }
    if clean.chars().count() > limit {
        return Err(Fault::TooLong { column, limit });
    }
    Ok(Some(clean))
}

/// UTF-8 takes at most 4, and a cell may be padded with as many blanks again.
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

/// Embeddings, overrides and isolates of the Unicode Bidirectional Algorithm (UAX #9), and the byte
/// order mark, which shows as nothing.
fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn code(
    cells: &StringRecord,
    layout: &Layout,
    column: Column,
) -> Result<Option<Option<String>>, Fault> {
    let Some(text) = cell(cells, layout, column)? else {
        return Ok(None);
    };
    if text.is_empty() {
        return Ok(Some(None));
    }
    // What no code can hold would never be matched by a scan.
    let whole = match column {
        Column::Validator => format!("AAAA:{text}"),
        _ => format!("{text}:AAAA"),
    };
    match whole.parse::<ForeignCode>() {
        Ok(code) if text == code.access_code() || text == code.validator() => Ok(Some(Some(text))),
        _ => Err(Fault::BadCode { column }),
    }
}

fn flag(cells: &StringRecord, layout: &Layout) -> Result<Option<bool>, Fault> {
    let column = Column::DoNotScan;
    let Some(text) = cell(cells, layout, column)? else {
        return Ok(None);
    };
    match text.to_lowercase().as_str() {
        "yes" | "y" | "true" | "t" | "1" | "x" | "on" => Ok(Some(true)),
        "no" | "n" | "false" | "f" | "0" | "" | "-" | "off" => Ok(Some(false)),
        _ => Err(Fault::BadFlag { column }),
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

    fn read(cells: &[&str]) -> Result<Option<Row>, Fault> {
        let layout = Layout::of(&HEADINGS, &[]).unwrap();
        Row::read(&StringRecord::from(cells.to_vec()), &layout)
    }

    fn fault(cells: &[&str]) -> Fault {
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
        let cases: [(&[&str], Fault); 12] = [
            (
                &["R1", "Ada"],
                Fault::WrongCellCount {
                    expected: 7,
                    found: 2,
                },
            ),
            (
                &["R1", "Ada", "L", "", "", "", "", "more"],
                Fault::WrongCellCount {
                    expected: 7,
                    found: 8,
                },
            ),
            (
                &[" ", "Ada", "L", "", "", "", ""],
                Fault::MissingRegistrationId,
            ),
            (&["R1", "", " ", "", "", "", ""], Fault::NoName),
            (&["R1", "A", "L", "nobody", "", "", ""], Fault::BadEmail),
            (&["R1", "A", "L", "a b@c.d", "", "", ""], Fault::BadEmail),
            (&["R1", "A", "L", "a@b@c.d", "", "", ""], Fault::BadEmail),
            (
                &["R1", &long, "L", "", "", "", ""],
                Fault::TooLong {
                    column: Column::Field(Field::FirstName),
                    limit: 200,
                },
            ),
            (
                &["R1", &huge, "L", "", "", "", ""],
                Fault::TooLong {
                    column: Column::Field(Field::FirstName),
                    limit: 200,
                },
            ),
            (
                &["R1", "A\0B", "L", "", "", "", ""],
                Fault::ControlCharacter {
                    column: Column::Field(Field::FirstName),
                },
            ),
            (
                &["R1", "A", "L", "", "", "no:colon", ""],
                Fault::BadCode {
                    column: Column::AccessCode,
                },
            ),
            (
                &["R1", "A", "L", "", "", "", "perhaps"],
                Fault::BadFlag {
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
            let told = format!(
                "{fault} {fault:?} {}",
                serde_json::to_string(&fault).unwrap()
            );
            assert!(!told.contains("s3cret"), "{told}");
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
