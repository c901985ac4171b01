//! The errors of the database layer. They hold no value of a row.

use std::path::PathBuf;

/// An error of the database. No variant holds a value of a row.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The address is of no kind that is known.
    #[error("DATABASE_URL must be sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE")]
    UnknownUrl,
    /// The file can't be opened.
    #[error("cannot open the database {path}: {reason}")]
    Open {
        /// The file.
        path: PathBuf,
        /// SQLite's message.
        reason: String,
    },
    /// The address of PostgreSQL is unusable. It is not shown, because it may hold a password.
    #[error("DATABASE_URL: {0}")]
    Address(String),
    /// PostgreSQL can't be reached, or does not let this user in.
    #[error("cannot connect to PostgreSQL: {0}")]
    Connect(String),
    /// The PostgreSQL server is not fit.
    #[error("this PostgreSQL server can't be used: {0}")]
    Server(String),
    /// A newer program has changed the schema.
    #[error(
        "the database has schema {found}, and this program knows {known}: use the newer lanyard-server"
    )]
    NewerSchema {
        /// The schema found.
        found: i64,
        /// The newest known.
        known: i64,
    },
    /// The SQLite linked in can lose commits.
    #[error("SQLite {0} can lose committed data; 3.51.3 or newer is needed")]
    OldSqlite(String),
    /// A copy can't be made.
    #[error("cannot write the backup {path}: {reason}")]
    BackUp {
        /// The copy's file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A migration failed; nothing of it was kept.
    #[error("cannot bring the database up to date: {0}")]
    Migration(String),
    /// A statement failed.
    #[error("a statement failed: {0}")]
    Statement(String),
    /// A uniqueness or reference constraint does not hold.
    #[error("a constraint does not hold: {0}")]
    Constraint(String),
    /// The statement touches rows outside its transaction's [`Tenant`](crate::Tenant), or changes rows that may not change.
    #[error("the database forbids it: {0}")]
    Forbidden(String),
    /// Another process held the database for longer than is waited, or PostgreSQL is away. Nothing is
    /// wrong with the statement: it may be tried again.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// The disk is full, read-only or broken.
    #[error("the database cannot write: {0}")]
    CannotWrite(String),
    /// A column is missing, or its value has another type than the code expects.
    #[error("column {column} does not hold what is expected")]
    Column {
        /// The column's name.
        column: String,
    },
    /// The statement's parameters are not `$1`, `$2` … in the order of their first use.
    #[error("a statement numbers its parameters out of order")]
    Parameters,
}

impl DbError {
    /// Makes the error of a column with an unexpected value.
    #[must_use]
    pub fn column(column: impl std::fmt::Display) -> Self {
        Self::Column {
            column: column.to_string(),
        }
    }

    /// Names the operation that failed in the errors that a statement can cause.
    pub(crate) fn during(self, sql: &str) -> Self {
        let named = |text| format!("{}: {text}", operation(sql));
        match self {
            Self::Statement(text) => Self::Statement(named(text)),
            Self::Constraint(text) => Self::Constraint(named(text)),
            Self::Forbidden(text) => Self::Forbidden(named(text)),
            other => other,
        }
    }
}

/// Returns the verb of a statement and its table, such as `UPDATE device`. It names the failed operation and
/// holds no value.
fn operation(sql: &str) -> String {
    let mut words = sql.split_whitespace();
    let verb = words.next().unwrap_or("STATEMENT").to_ascii_uppercase();
    let before_table = match verb.as_str() {
        "SELECT" | "DELETE" | "WITH" => "FROM",
        "INSERT" => "INTO",
        _ => return format!("{verb} {}", table(words.next())),
    };
    let mut words = words.skip_while(|word| !word.eq_ignore_ascii_case(before_table));
    words.next();
    format!("{verb} {before_table} {}", table(words.next()))
}

/// Returns the table's name at the start of a word.
fn table(word: Option<&str>) -> &str {
    let word = word.unwrap_or_default().trim_start_matches('(');
    let end = word
        .find(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_'))
        .unwrap_or(word.len());
    &word[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_the_statement_s_verb_and_table_and_no_value() {
        for (sql, expected) in [
            ("SELECT a, b FROM scan WHERE event = $1", "SELECT FROM scan"),
            ("INSERT INTO note (event) VALUES ($1)", "INSERT INTO note"),
            ("update device SET revoked = 1", "UPDATE device"),
            ("DELETE FROM mail\n WHERE sent < $1", "DELETE FROM mail"),
            (
                "WITH due AS (SELECT mail FROM mail) SELECT 1",
                "WITH FROM mail",
            ),
            ("", "STATEMENT "),
        ] {
            assert_eq!(operation(sql), expected, "{sql}");
        }
        let error = DbError::Constraint("NOT NULL".into()).during("INSERT INTO note VALUES ($1)");
        assert_eq!(
            error.to_string(),
            "a constraint does not hold: INSERT INTO note: NOT NULL"
        );
    }
}
