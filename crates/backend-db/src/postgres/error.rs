//! Conversion of PostgreSQL's errors into [`DbError`].

use tokio_postgres::error::SqlState;

use crate::DbError;

/// Converts an error. Details and some messages of PostgreSQL quote values of rows, so they are dropped.
pub(crate) fn of(error: &tokio_postgres::Error) -> DbError {
    let Some(refusal) = error.as_db_error() else {
        // There was no answer: the server is gone or hangs.
        return DbError::Busy("the connection to PostgreSQL was lost".into());
    };
    let code = refusal.code();
    let text = if quotes_values(code) {
        format!("PostgreSQL refuses with {}", code.code())
    } else {
        refusal.message().to_owned()
    };
    match code {
        &SqlState::T_R_DEADLOCK_DETECTED
        | &SqlState::T_R_SERIALIZATION_FAILURE
        | &SqlState::LOCK_NOT_AVAILABLE
        | &SqlState::QUERY_CANCELED
        | &SqlState::ADMIN_SHUTDOWN
        | &SqlState::CRASH_SHUTDOWN
        | &SqlState::CANNOT_CONNECT_NOW
        | &SqlState::TOO_MANY_CONNECTIONS
        // The server has become a standby. The next connection finds the new primary.
        | &SqlState::READ_ONLY_SQL_TRANSACTION
        | &SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT => DbError::Busy(text),
        &SqlState::DISK_FULL
        | &SqlState::OUT_OF_MEMORY
        | &SqlState::IO_ERROR
        | &SqlState::DATA_CORRUPTED
        | &SqlState::INDEX_CORRUPTED => DbError::CannotWrite(text),
        &SqlState::INSUFFICIENT_PRIVILEGE => DbError::Forbidden(text),
        _ if code.code().starts_with("23") => DbError::Constraint(text),
        _ if code.code().starts_with("08") => DbError::Busy(text),
        _ => DbError::Statement(text),
    }
}

/// Returns whether the message of an error may quote values. Errors about statements, constraints and the
/// server's state name only tables and columns.
fn quotes_values(code: &SqlState) -> bool {
    !["08", "23", "25", "40", "42", "53", "55", "57", "58", "P0"]
        .iter()
        .any(|class| code.code().starts_with(class))
        || *code == SqlState::INVALID_TEXT_REPRESENTATION
}
