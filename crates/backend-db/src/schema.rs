//! The schema of a database: its version and its columns.

use crate::error::DbError;

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// 64-bit integers.
    Integer,
    /// Text.
    Text,
    /// Bytes.
    Blob,
}

/// A column of the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaColumn {
    /// Its table.
    pub table: String,
    /// Its name.
    pub name: String,
    /// The column's type.
    pub kind: ColumnKind,
    /// The position in the table's primary key, from 1; 0 if the column is not in the key.
    pub key: u32,
}

/// Which schema a database has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schema {
    /// The version of the schema; 0 if there is no schema yet.
    pub found: i64,
    /// The newest number that this program knows.
    pub known: i64,
}

impl Schema {
    pub(crate) const fn not_newer(self) -> Result<Self, DbError> {
        let Self { found, known } = self;
        if found > known {
            return Err(DbError::NewerSchema { found, known });
        }
        Ok(self)
    }
}
