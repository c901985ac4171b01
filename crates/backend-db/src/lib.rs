//! The thin layer between the backend's SQL and the database under it.
//!
//! Statements are written once, with numbered parameters (`$1`, `$2` … in the order of their first
//! use), and run unchanged on SQLite and PostgreSQL. What differs lives behind [`Db`] and [`Tx`]:
//! opening, migrating, beginning and committing, adding many rows. SQLite is the embedded default.
//!
//! For a statement to mean the same on both:
//!
//! - Integers, texts and bytes are the only kinds; flags are 0 and 1, and a condition compares them
//!   (`revoked = 1`, never `revoked` alone). What `EXISTS` or a comparison gives is read as 0 or 1.
//! - Texts compare byte by byte, also in `ORDER BY`. `LIKE` does as it likes: write
//!   `lower(name) LIKE lower($1)`, which folds ASCII on both.
//! - NULLs come first on one and last on the other: say `NULLS FIRST` or `NULLS LAST`.
//! - A parameter that may be NULL has its type from where it stands, so `$1 IS NULL` alone has none:
//!   write `CAST($1 AS TEXT) IS NULL`, or another statement.
//! - Every column of a `SELECT` with `GROUP BY` is grouped or aggregated.
//! - `ON CONFLICT … DO`, `RETURNING`, `coalesce`, `CASE`, `count(*) FILTER (WHERE …)`, `string_agg`,
//!   window functions, `WITH` and `IS NOT DISTINCT FROM` are on both. `INSERT OR …`, `max(a, b)`, `IS` between values,
//!   `rowid`, functions of JSON and of time are not.
//! - A statement that fails ends the transaction, but for a part ([`Tx::begin_part`]).

pub mod classes;

mod error;
mod postgres;
mod row;
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
pub use crate::sync_folder::sync_folder;
pub use crate::tenant::Tenant;
pub use crate::tx::Tx;

/// What a column holds.
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
    /// What it holds.
    pub kind: ColumnKind,
    /// Its place in the table's primary key, from 1; 0 where it is not in it.
    pub key: u32,
}

/// A database.
#[derive(Debug, Clone)]
pub struct Db(Engine);

#[derive(Debug, Clone)]
enum Engine {
    Sqlite(Sqlite),
    Postgres(Box<Postgres>),
}

/// Which schema a database has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schema {
    /// Its number; 0 where there is none yet.
    pub found: i64,
    /// The newest number that this program knows.
    pub known: i64,
}

impl Schema {
    const fn not_newer(self) -> Result<Self, DbError> {
        let Self { found, known } = self;
        if found > known {
            return Err(DbError::NewerSchema { found, known });
        }
        Ok(self)
    }
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
                "SELECT CAST(coalesce(max(version), 0) AS BIGINT) FROM refinery_schema_history",
                &[],
            )
            .await?;
        let found = row.map_or(Ok(0), |row| row.get(0))?;
        let known = sqlite::known();
        Schema { found, known }.not_newer()
    }

    /// Opens the database at a `sqlite:PATH` or `postgres://…` address, migrating it as needed. An SQLite
    /// file is created where there is none.
    ///
    /// # Errors
    /// [`DbError`]; nothing is half-migrated.
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

    /// Sets how long a transaction that may write waits for another process (10 s unless told), such
    /// as the command line beside a running server, before it is refused with [`DbError::Busy`].
    ///
    /// # Errors
    /// [`DbError`].
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

    /// Begins a transaction that may write, over all events, while nobody else writes anywhere: see
    /// [`write_as`](Self::write_as).
    ///
    /// # Errors
    /// [`DbError`] where the database can't begin one.
    pub async fn write(&self) -> Result<Tx, DbError> {
        self.write_as(Tenant::Backend).await
    }

    /// Begins a transaction that may write a tenant's rows. Until it ends, nobody else writes in the same
    /// event, whichever server they use, so that it may read the last number and write the next. Dropped
    /// without [`Tx::commit`] it leaves no trace.
    ///
    /// # Errors
    /// [`DbError`] where the database can't begin one.
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

    /// Takes what was deleted out of the database's files: SQLite's write-ahead log is folded into its
    /// file and emptied, PostgreSQL's tables are vacuumed. Where another process reads just now, that is
    /// left to the next time.
    ///
    /// # Errors
    /// [`DbError`] where the disk does not play along; the data is safe.
    pub async fn fold(&self) -> Result<(), DbError> {
        match &self.0 {
            Engine::Sqlite(sqlite) => sqlite.fold().await,
            Engine::Postgres(postgres) => postgres.vacuum().await,
        }
    }
}

/// Copies the SQLite database at an address, as it is at one moment, to a file that must not be there,
/// readable by its owner alone. It may be in use meanwhile, and is not migrated.
///
/// # Errors
/// [`DbError`]; then there is no such file. PostgreSQL has programs of its own for this.
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
