//! What PostgreSQL says, in the words of [`DbError`].

use tokio_postgres::error::SqlState;

use crate::DbError;

/// Tells what failed. PostgreSQL's details quote values of rows, and some of its messages do: neither
/// goes further than here.
pub(crate) fn of(error: &tokio_postgres::Error) -> DbError {
    let Some(refusal) = error.as_db_error() else {
        // No answer at all: the server is gone, or stands still.
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
        // A server that has become a standby: the next connection finds the one that took its place.
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

/// Errors about data quote it. Those about statements, constraints and the server's state name tables
/// and columns at most.
fn quotes_values(code: &SqlState) -> bool {
    !["08", "23", "25", "40", "42", "53", "55", "57", "58", "P0"]
        .iter()
        .any(|class| code.code().starts_with(class))
        || *code == SqlState::INVALID_TEXT_REPRESENTATION
}
