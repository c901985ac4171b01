//! The layer between the backend's SQL and the database engine.
//!
//! Statements are written once, with numbered parameters (`$1`, `$2` … in the order of their first use), and run
//! unchanged on SQLite and PostgreSQL. [`Db`] and [`Tx`] hide the differences: opening, migrating, beginning and
//! committing, and adding many rows. SQLite is the embedded default.
//!
//! A statement means the same on both under these rules:
//!
//! - Integers, texts and bytes are the only types. Flags are 0 and 1, and a condition compares them (`revoked =
//!   1`, never `revoked` alone). The result of `EXISTS` or a comparison is read as 0 or 1.
//! - Texts compare byte by byte, also in `ORDER BY`. `LIKE` differs: write `lower(name) LIKE lower($1)`, which
//!   folds ASCII on both.
//! - The default order of NULLs differs: write `NULLS FIRST` or `NULLS LAST`.
//! - The type of a parameter that may be NULL comes from its context, so `$1 IS NULL` alone has none: write
//!   `CAST($1 AS TEXT) IS NULL`, or another statement.
//! - Every column of a `SELECT` with `GROUP BY` is grouped or aggregated.
//! - Columns are read by name, so an expression needs an alias, and no two columns have the same name.
//! - Both have `ON CONFLICT … DO`, `RETURNING`, `coalesce`, `CASE`, `count(*) FILTER (WHERE …)`, `string_agg`,
//!   window functions, `WITH` and `IS NOT DISTINCT FROM`. Not both have `INSERT OR …`, `max(a, b)`, `IS` between
//!   values, `rowid`, or functions of JSON and of time.
//! - A statement that fails ends the transaction, except in a part ([`Tx::begin_part`]).

pub mod classes;

mod error;
mod postgres;
mod row;
mod schema;
mod sqlite;
mod statement;
mod sync_folder;
mod tenant;
mod tx;

use std::path::Path;
use std::time::Duration;

use crate::postgres::Postgres;
use crate::sqlite::Sqlite;
use crate::tx::EngineTx;

pub use crate::error::DbError;
pub use crate::row::{FromValue, Row, Value};
pub use crate::schema::{ColumnKind, Schema, SchemaColumn};
pub use crate::sync_folder::sync_folder;
pub use crate::tenant::Tenant;
pub use crate::tx::Tx;

/// A database.
#[derive(Debug, Clone)]
pub struct Db(Engine);

#[derive(Debug, Clone)]
enum Engine {
    Sqlite(Sqlite),
    Postgres(Box<Postgres>),
}

impl Db {
    /// Looks at a database without making or migrating one.
    ///
    /// # Errors
    /// [`DbError`] where it does not answer, or is of a newer program.
    pub async fn look(url: &str) -> Result<Schema, DbError> {
        let schema = if is_postgres(url) {
            Postgres::look(url).await?
        } else {
            Sqlite::look(sqlite_path(url).ok_or(DbError::UnknownUrl)?)?
        };
        schema.not_newer()
    }

    /// The schema that the database has now: another server may have brought it further since it was
    /// opened here.
    ///
    /// # Errors
    /// [`DbError::NewerSchema`] where one has, and where the database does not answer.
    pub async fn schema(&self) -> Result<Schema, DbError> {
        let mut tx = self.read().await?;
        let row = tx
            .query_one(
                "SELECT CAST(coalesce(max(version), 0) AS BIGINT) AS version
                 FROM refinery_schema_history",
                &[],
            )
            .await?;
        let found = row.map_or(Ok(0), |row| row.get("version"))?;
        let known = sqlite::known();
        Schema { found, known }.not_newer()
    }

    /// Opens the database at a `sqlite:PATH` or `postgres://…` address, and migrates it if needed. A missing
    /// SQLite file is created.
    ///
    /// # Errors
    /// [`DbError`]; then no migration was applied in part.
    pub async fn open(url: &str) -> Result<Self, DbError> {
        if is_postgres(url) {
            return Postgres::open(url)
                .await
                .map(Box::new)
                .map(Engine::Postgres)
                .map(Self);
        }
        let path = sqlite_path(url).ok_or(DbError::UnknownUrl)?;
        Sqlite::open(path).map(Engine::Sqlite).map(Self)
    }

    /// Sets how long a writing transaction waits for another process, such as the command line beside a running
    /// server, before it fails with [`DbError::Busy`]. The default is 10 seconds.
    pub async fn set_patience(&self, patience: Duration) -> Result<(), DbError> {
        match &self.0 {
            Engine::Sqlite(sqlite) => sqlite.set_patience(patience).await,
            Engine::Postgres(postgres) => {
                postgres.set_patience(patience);
                Ok(())
            }
        }
    }

    /// Begins a transaction that only reads, on one snapshot of the data, over all events: see
    /// [`read_as`](Self::read_as).
    ///
    /// # Errors
    /// [`DbError`] where the database can't begin one.
    pub async fn read(&self) -> Result<Tx, DbError> {
        self.read_as(Tenant::Backend).await
    }

    /// Begins a transaction that only reads, on one snapshot of the data, and only a tenant's rows.
    ///
    /// # Errors
    /// [`DbError`] where the database can't begin one.
    pub async fn read_as(&self, tenant: Tenant<'_>) -> Result<Tx, DbError> {
        let engine = match &self.0 {
            Engine::Sqlite(sqlite) => EngineTx::Sqlite(sqlite.begin_read().await?),
            Engine::Postgres(postgres) => EngineTx::Postgres(postgres.begin_read(tenant).await?),
        };
        Ok(Tx::new(engine, tenant))
    }

    /// Begins a transaction that may write in all events, while no other transaction writes: see
    /// [`write_as`](Self::write_as).
    pub async fn write(&self) -> Result<Tx, DbError> {
        self.write_as(Tenant::Backend).await
    }

    /// Begins a transaction that may write a tenant's rows. Until it ends, no other transaction writes in the
    /// same event, on any server, so that it may read the last number and write the next one. If it is dropped
    /// without [`Tx::commit`], it changes nothing.
    pub async fn write_as(&self, tenant: Tenant<'_>) -> Result<Tx, DbError> {
        let engine = match &self.0 {
            Engine::Sqlite(sqlite) => EngineTx::Sqlite(sqlite.begin_write().await?),
            Engine::Postgres(postgres) => EngineTx::Postgres(postgres.begin_write(tenant).await?),
        };
        Ok(Tx::new(engine, tenant))
    }

    /// Begins a transaction that may write, and on PostgreSQL waits for no other: for a statement that
    /// means the same whatever the others do.
    ///
    /// # Errors
    /// [`DbError`] where the database can't begin one.
    pub async fn write_beside_others(&self) -> Result<Tx, DbError> {
        let engine = match &self.0 {
            Engine::Sqlite(sqlite) => EngineTx::Sqlite(sqlite.begin_write().await?),
            Engine::Postgres(postgres) => EngineTx::Postgres(postgres.begin_beside_others().await?),
        };
        Ok(Tx::new(engine, Tenant::Backend))
    }

    /// Has the database look how full its tables are, where its plans depend on that. PostgreSQL keeps the
    /// plan of a statement that it made while a table was empty, and may then look at each row of an event
    /// for the one that is asked for.
    ///
    /// # Errors
    /// [`DbError`] where it does not answer; everything works without, only more slowly.
    pub async fn analyze(&self) -> Result<(), DbError> {
        match &self.0 {
            // Its plans do not depend on it.
            Engine::Sqlite(_) => Ok(()),
            Engine::Postgres(postgres) => postgres.analyze().await,
        }
    }

    /// Removes deleted data from the database's files: SQLite's write-ahead log is folded into its file and
    /// emptied, and PostgreSQL's tables are vacuumed. If another process is reading, the next call does it.
    ///
    /// # Errors
    /// [`DbError`] if the disk fails; the data is safe.
    pub async fn fold(&self) -> Result<(), DbError> {
        match &self.0 {
            Engine::Sqlite(sqlite) => sqlite.fold().await,
            Engine::Postgres(postgres) => postgres.vacuum().await,
        }
    }
}

/// Copies the SQLite database at an address as of one moment to a new file that only its owner can read. The
/// database may be in use and is not migrated.
///
/// # Errors
/// [`DbError`]; then there is no such file. PostgreSQL has its own programs for backups.
pub fn back_up(url: &str, to: &Path) -> Result<(), DbError> {
    if is_postgres(url) {
        return Err(DbError::BackUp {
            path: to.to_owned(),
            reason: "PostgreSQL is backed up by pg_dump; docs/backups.md says how".into(),
        });
    }
    sqlite::back_up(sqlite_path(url).ok_or(DbError::UnknownUrl)?, to)
}

/// Whether an address is one of PostgreSQL.
#[must_use]
pub fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

/// The file that a `sqlite:PATH` address names.
#[must_use]
pub fn sqlite_path(url: &str) -> Option<&Path> {
    let path = url.strip_prefix("sqlite:")?;
    Some(Path::new(path.strip_prefix("//").unwrap_or(path)))
}
