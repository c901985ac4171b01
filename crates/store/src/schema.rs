//! The schema, and its migrations.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::OpenError;

/// SQLite's application id of our files: the letters `LNYD`.
const APPLICATION_ID: i32 = 0x4c4e_5944;

/// The migrations: the one at index n brings schema n to n + 1. A published migration is never changed.
const MIGRATIONS: [&str; 1] = [include_str!("schema/1.sql")];

/// Returns the newest schema version that this program supports.
pub(crate) const fn known() -> u32 {
    // There are few migrations.
    #[expect(clippy::cast_possible_truncation)]
    {
        MIGRATIONS.len() as u32
    }
}

/// Returns the file's schema version, which is 0 for an empty file. A newer version and the file of another program are
/// errors.
pub(crate) fn check(connection: &Connection) -> Result<u32, OpenError> {
    let (application, found): (i32, u32) = connection
        .query_row(
            "SELECT application_id, user_version FROM pragma_application_id, pragma_user_version",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .map_err(|error| OpenError::sql(&error))?;
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(|error| OpenError::sql(&error))?;
    let fresh = application == 0 && found == 0 && tables == 0;
    if application != APPLICATION_ID && !fresh {
        return Err(OpenError::NotADatabase);
    }
    if found > known() {
        return Err(OpenError::NewerSchema {
            found,
            known: known(),
        });
    }
    Ok(found)
}

/// Migrates the file to the newest schema in one transaction.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), OpenError> {
    migrate_by(connection, &MIGRATIONS)
}

pub(crate) fn migrate_by(
    connection: &mut Connection,
    migrations: &[&str],
) -> Result<(), OpenError> {
    if check(connection)? as usize >= migrations.len() {
        return Ok(());
    }
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(|error| OpenError::sql(&error))?;
    // Another process may have migrated the file while this one waited for the lock.
    let found = check(&transaction)?;
    for (version, migration) in (1_u32..).zip(migrations) {
        if version > found {
            transaction
                .execute_batch(migration)
                .and_then(|()| transaction.pragma_update(None, "user_version", version))
                .map_err(|error| OpenError::sql(&error))?;
        }
    }
    transaction
        .pragma_update(None, "application_id", APPLICATION_ID)
        .and_then(|()| transaction.commit())
        .map_err(|error| OpenError::sql(&error))
}
