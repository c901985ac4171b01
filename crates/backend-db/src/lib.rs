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

mod postgres;
mod row;
mod sqlite;
mod sync_folder;
mod tenant;

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::postgres::{Postgres, PostgresTx};
use crate::sqlite::{Sqlite, SqliteTx};

pub use crate::row::{FromValue, Row, Value};
pub use crate::sync_folder::sync_folder;
pub use crate::tenant::Tenant;

/// What can go wrong with the database. No variant holds a value of a row.
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
        /// What SQLite says.
        reason: String,
    },
    /// The address of PostgreSQL can't be used. It is not shown, because it may hold a password.
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
    /// The statement touches rows that are not its transaction's [`Tenant`]'s, or changes what may
    /// not be changed.
    #[error("the database forbids it: {0}")]
    Forbidden(String),
    /// Another process held the database for longer than is waited, or PostgreSQL is away. Nothing is
    /// wrong with the statement: it may be tried again.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// The disk is full, read-only or broken.
    #[error("the database cannot write: {0}")]
    CannotWrite(String),
    /// A column holds something of another type than the code expects.
    #[error("column {column} does not hold what is expected")]
    Column {
        /// Which column.
        column: usize,
    },
    /// The statement's parameters are not `$1`, `$2` … in the order of their first use.
    #[error("a statement numbers its parameters out of order")]
    Parameters,
}

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
        Ok(Tx(match &self.0 {
            Engine::Sqlite(sqlite) => EngineTx::Sqlite(sqlite.begin_read().await?),
            Engine::Postgres(postgres) => EngineTx::Postgres(postgres.begin_read(tenant).await?),
        }))
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
        Ok(Tx(match &self.0 {
            Engine::Sqlite(sqlite) => EngineTx::Sqlite(sqlite.begin_write().await?),
            Engine::Postgres(postgres) => EngineTx::Postgres(postgres.begin_write(tenant).await?),
        }))
    }

    /// Begins a transaction that may write, and on PostgreSQL waits for no other: for a statement that
    /// means the same whatever the others do.
    ///
    /// # Errors
    /// [`DbError`] where the database can't begin one.
    pub async fn write_beside_others(&self) -> Result<Tx, DbError> {
        Ok(Tx(match &self.0 {
            Engine::Sqlite(sqlite) => EngineTx::Sqlite(sqlite.begin_write().await?),
            Engine::Postgres(postgres) => EngineTx::Postgres(postgres.begin_beside_others().await?),
        }))
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

/// A transaction.
pub struct Tx(EngineTx);

enum EngineTx {
    Sqlite(SqliteTx),
    Postgres(PostgresTx),
}

impl Tx {
    /// Runs a statement and gives its rows.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn query(&mut self, sql: &str, params: &[Value<'_>]) -> Result<Vec<Row>, DbError> {
        match &mut self.0 {
            EngineTx::Sqlite(tx) => tx.query(sql, params),
            EngineTx::Postgres(tx) => tx.query(sql, params).await,
        }
    }

    /// Runs a statement that gives at most one row.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn query_one(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
    ) -> Result<Option<Row>, DbError> {
        Ok(self.query(sql, params).await?.into_iter().next())
    }

    /// Runs a statement and gives the number of rows it touched.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<usize, DbError> {
        match &mut self.0 {
            EngineTx::Sqlite(tx) => tx.execute(sql, params),
            EngineTx::Postgres(tx) => tx.execute(sql, params).await,
        }
    }

    /// Runs a query for each of several lists of parameters, all of the same kinds, and gives each one's
    /// rows: on PostgreSQL in one round trip.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn query_each(
        &mut self,
        sql: &str,
        params: &[Vec<Value<'_>>],
    ) -> Result<Vec<Vec<Row>>, DbError> {
        match &mut self.0 {
            EngineTx::Sqlite(tx) => params.iter().map(|params| tx.query(sql, params)).collect(),
            EngineTx::Postgres(tx) => tx.query_each(sql, params).await,
        }
    }

    /// Runs a statement whose outcome need not be waited for: on PostgreSQL it is sent with the next one
    /// that is, in its order. Where it fails, that one tells its error, or the part's end, or the commit.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn execute_later(&mut self, sql: &str, params: &[Value<'_>]) -> Result<(), DbError> {
        match &mut self.0 {
            EngineTx::Sqlite(tx) => tx.execute(sql, params).map(drop),
            EngineTx::Postgres(tx) => tx.execute_later(sql, params).await,
        }
    }

    /// Adds rows to a table, as fast as the database takes them. Each row has a value for each column.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn insert_rows(
        &mut self,
        table: &str,
        columns: &[(&str, ColumnKind)],
        rows: &[Vec<Value<'_>>],
    ) -> Result<(), DbError> {
        match &mut self.0 {
            EngineTx::Sqlite(tx) => {
                let sql = format!(
                    "INSERT INTO {table} ({}) VALUES ({})",
                    listed(columns),
                    numbered(columns.len())
                );
                for row in rows {
                    tx.execute(&sql, row)?;
                }
                Ok(())
            }
            EngineTx::Postgres(tx) => tx.insert_rows(table, columns, rows).await,
        }
    }

    /// The columns of all tables but the one of the migrations, by table and place.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn schema(&mut self) -> Result<Vec<SchemaColumn>, DbError> {
        let sql = match &self.0 {
            EngineTx::Sqlite(_) => sqlite::SCHEMA,
            EngineTx::Postgres(_) => postgres::SCHEMA,
        };
        self.query(sql, &[])
            .await?
            .iter()
            .map(|row| {
                Ok(SchemaColumn {
                    table: row.get(0)?,
                    name: row.get(1)?,
                    kind: match row.get::<String>(2)?.as_str() {
                        "INTEGER" | "int8" => ColumnKind::Integer,
                        "TEXT" | "text" => ColumnKind::Text,
                        "BLOB" | "bytea" => ColumnKind::Blob,
                        _ => return Err(DbError::Column { column: 2 }),
                    },
                    key: row.get(3)?,
                })
            })
            .collect()
    }

    /// Makes the transaction a narrower tenant's, once it is known whose it is. Whom it keeps waiting
    /// stays as it was.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn narrow(&mut self, tenant: Tenant<'_>) -> Result<(), DbError> {
        match &mut self.0 {
            EngineTx::Sqlite(_) => Ok(()),
            EngineTx::Postgres(tx) => tx.narrow(tenant).await,
        }
    }

    /// Begins a part of the transaction that can be undone by itself. Parts do not nest: end this one
    /// with [`keep_part`](Self::keep_part) or [`undo_part`](Self::undo_part) before the next.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn begin_part(&mut self) -> Result<(), DbError> {
        match &mut self.0 {
            EngineTx::Sqlite(tx) => tx.execute("SAVEPOINT part", &[]).map(drop),
            EngineTx::Postgres(tx) => tx.begin_part().await,
        }
    }

    /// Ends a part and keeps what it did, for the commit.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn keep_part(&mut self) -> Result<(), DbError> {
        match &mut self.0 {
            EngineTx::Sqlite(tx) => tx.execute("RELEASE SAVEPOINT part", &[]).map(drop),
            EngineTx::Postgres(tx) => tx.keep_part().await,
        }
    }

    /// Ends a part and undoes what it did; what came before it stays.
    ///
    /// # Errors
    /// [`DbError`]; drop the transaction then.
    pub async fn undo_part(&mut self) -> Result<(), DbError> {
        match &mut self.0 {
            EngineTx::Sqlite(tx) => {
                tx.execute("ROLLBACK TO SAVEPOINT part", &[])?;
                tx.execute("RELEASE SAVEPOINT part", &[]).map(drop)
            }
            EngineTx::Postgres(tx) => tx.undo_part().await,
        }
    }

    /// Undoes everything, as dropping it does, and waits until that is done and others can go on.
    pub async fn undo(self) {
        match self.0 {
            EngineTx::Sqlite(tx) => drop(tx),
            EngineTx::Postgres(tx) => tx.undo().await,
        }
    }

    /// Makes everything durable. Only when this has returned may anybody be told that it is.
    ///
    /// # Errors
    /// [`DbError`]; then nothing was kept, unless the connection to PostgreSQL was lost on the way
    /// ([`DbError::Busy`]), when nobody knows. What is done again then must come to the same.
    pub async fn commit(self) -> Result<(), DbError> {
        match self.0 {
            EngineTx::Sqlite(tx) => tx.commit(),
            EngineTx::Postgres(tx) => tx.commit().await,
        }
    }
}

/// The names of columns, as a statement lists them.
fn listed(columns: &[(&str, ColumnKind)]) -> String {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    names.join(", ")
}

/// `$1, $2 …`
fn numbered(count: usize) -> String {
    let numbers: Vec<String> = (1..=count).map(|number| format!("${number}")).collect();
    numbers.join(", ")
}

/// Whether a statement's parameters are `$1`, `$2` … in the order of their first use, and as many as
/// there are values. SQLite goes by the order and PostgreSQL by the number: they must agree, or one of
/// the two would swap values.
fn are_in_order(sql: &str, values: usize) -> bool {
    let mut known = 0;
    for place in sql.split('$').skip(1) {
        let digits = place
            .find(|letter: char| !letter.is_ascii_digit())
            .unwrap_or(place.len());
        match place[..digits].parse::<usize>() {
            Ok(number) if (1..=known).contains(&number) => {}
            Ok(number) if number == known + 1 => known = number,
            _ => return false,
        }
    }
    known == values
}
