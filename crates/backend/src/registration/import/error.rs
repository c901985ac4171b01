//! The limits of a file, and the reasons why a file is not imported.

use crate::registration::import::columns::Column;
use crate::registration::import::encoding::Encoding;
use backend_db::DbError;

/// The most bytes of a file: 200,000 rows of 600 bytes, and some more.
pub const FILE_BYTES: u64 = 128 << 20;
/// The most rows of a file: ten times the largest conference of the kind.
pub const ROWS: usize = 200_000;
/// The most columns of a file. Spreadsheets allow 16,384, and registration systems export dozens.
pub const COLUMNS: usize = 1_000;
/// The reason why nothing of a file was imported. No variant holds a value of a row.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("the file is larger than {} MiB", FILE_BYTES >> 20)]
    FileTooLarge,
    #[error("the file has more than {ROWS} rows")]
    TooManyRows,
    #[error("the file has more than {COLUMNS} columns")]
    TooManyColumns,
    /// The file is in a spreadsheet program's own format.
    #[error("this is a spreadsheet's own file: save it as CSV (UTF-8) first")]
    Spreadsheet,
    #[error("this is not text: save it as CSV (UTF-8) first")]
    NotText,
    /// The file is not in the encoding of its byte order mark.
    #[error("the file begins as {} and goes on in another encoding", .encoding.name())]
    Malformed {
        /// The encoding of the byte order mark.
        encoding: Encoding,
    },
    #[error("the file is empty")]
    Empty,
    /// No heading is that of the registration id.
    #[error(
        "no column is called registration id: the first row must hold the headings, and --map \"Their heading=registration_id\" says which it is"
    )]
    NoRegistrationId,
    /// Several headings are those of the same column.
    #[error("several columns could be {column}: {}; choose with --map \"Heading={column}\"", .headings.join(", "))]
    Ambiguous {
        column: Column,
        headings: Vec<String>,
    },
    #[error("no column is headed {heading}")]
    NoSuchHeading {
        /// The heading in the mapping.
        heading: String,
    },
    #[error("several columns are headed {heading}")]
    HeadingTwice {
        /// The heading in the mapping.
        heading: String,
    },
    #[error("two headings are mapped to {column}")]
    MappedTwice { column: Column },
    #[error("cannot import the registrations")]
    Db(#[from] DbError),
}
