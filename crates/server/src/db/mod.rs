//! The thin layer between the backend's SQL and the database under it.
//!
//! Statements are written once, with numbered parameters (`$1`, `$2` … in the order of their first
//! use), and run unchanged on every database. What differs lives behind [`Db`] and [`Tx`]: opening,
//! migrating, beginning and committing. SQLite is the embedded default.

pub mod classes;

mod row;
mod sqlite;

use std::path::PathBuf;
use std::time::Duration;

pub use row::{FromValue, Row, Value};

/// What can go wrong with the database. No variant holds a value of a row.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DbError {
    /// The address is of no kind that is known.
    #[error("DATABASE_URL must be sqlite:PATH")]
    UnknownUrl,
    /// The file can't be opened.
    #[error("cannot open the database {path}: {reason}")]
    Open {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        reason: String,
    },
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
    /// A migration failed; nothing of it was kept.
    #[error("cannot bring the database up to date: {0}")]
    Migration(String),
    /// A statement failed.
    #[error("a statement failed: {0}")]
    Statement(String),
    /// A uniqueness or reference constraint does not hold.
    #[error("a constraint does not hold: {0}")]
    Constraint(String),
    /// Another process held the database for longer than is waited. Nothing is wrong with the
    /// statement: it may be tried again.
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

/// A database.
#[derive(Debug, Clone)]
pub struct Db {
    sqlite: sqlite::Sqlite,
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
        let path = url.strip_prefix("sqlite:").ok_or(DbError::UnknownUrl)?;
        let path = path.strip_prefix("//").unwrap_or(path);
        sqlite::Sqlite::look(path.as_ref())?.not_newer()
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

    /// Opens the database at a `sqlite:PATH` address, creating and migrating it as needed.
    ///
    /// # Errors
    /// [`DbError`]; nothing is half-migrated.
    pub fn open(url: &str) -> Result<Self, DbError> {
        let path = url.strip_prefix("sqlite:").ok_or(DbError::UnknownUrl)?;
        let path = path.strip_prefix("//").unwrap_or(path);
        Ok(Self {
            sqlite: sqlite::Sqlite::open(path.as_ref())?,
        })
    }

    /// Sets how long a transaction that may write waits for another process (10 s unless told), such
    /// as the command line beside a running server, before it is refused with [`DbError::Busy`].
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn set_patience(&self, patience: Duration) -> Result<(), DbError> {
        self.sqlite.set_patience(patience).await
    }

    /// Begins a transaction that only reads, on one snapshot of the data.
    ///
    /// # Errors
    /// [`DbError`] where the database can't begin one.
    pub async fn read(&self) -> Result<Tx, DbError> {
        Ok(Tx {
            sqlite: self.sqlite.begin_read().await?,
        })
    }

    /// Begins a transaction that may write. Dropped without [`Tx::commit`] it leaves no trace.
    ///
    /// # Errors
    /// [`DbError`] where the database can't begin one.
    pub async fn write(&self) -> Result<Tx, DbError> {
        Ok(Tx {
            sqlite: self.sqlite.begin_write().await?,
        })
    }

    /// Folds the write-ahead log into the database file and empties it, so that what was deleted is
    /// on the disk no more. Where another process reads just now, that is left to the next time.
    ///
    /// # Errors
    /// [`DbError`] where the disk does not play along; the data is safe.
    pub async fn fold(&self) -> Result<(), DbError> {
        self.sqlite.fold().await
    }
}

/// A transaction.
pub struct Tx {
    sqlite: sqlite::SqliteTx,
}

impl Tx {
    /// Runs a statement and gives its rows.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn query(&mut self, sql: &str, params: &[Value<'_>]) -> Result<Vec<Row>, DbError> {
        self.sqlite.query(sql, params)
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
        self.sqlite.execute(sql, params)
    }

    /// Begins a part of the transaction that can be undone by itself. Parts do not nest: end this one
    /// with [`keep_part`](Self::keep_part) or [`undo_part`](Self::undo_part) before the next.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn begin_part(&mut self) -> Result<(), DbError> {
        self.execute("SAVEPOINT part", &[]).await.map(drop)
    }

    /// Ends a part and keeps what it did, for the commit.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn keep_part(&mut self) -> Result<(), DbError> {
        self.execute("RELEASE SAVEPOINT part", &[]).await.map(drop)
    }

    /// Ends a part and undoes what it did; what came before it stays.
    ///
    /// # Errors
    /// [`DbError`]; drop the transaction then.
    pub async fn undo_part(&mut self) -> Result<(), DbError> {
        self.execute("ROLLBACK TO SAVEPOINT part", &[]).await?;
        self.keep_part().await
    }

    /// Makes everything durable. Only when this has returned may anybody be told that it is.
    ///
    /// # Errors
    /// [`DbError`]; then nothing was kept.
    pub async fn commit(self) -> Result<(), DbError> {
        self.sqlite.commit()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open() -> (tempfile::TempDir, Db) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        let db = Db::open(&format!("sqlite:{}", path.display())).unwrap();
        (folder, db)
    }

    async fn notices(db: &Db) -> i64 {
        let mut tx = db.read().await.unwrap();
        let row = tx
            .query_one("SELECT count(*) FROM audit", &[])
            .await
            .unwrap();
        row.unwrap().get(0).unwrap()
    }

    const ADD: &str =
        "INSERT INTO audit VALUES ('E', $1, 0, 'sponsor', 'x', 'read', NULL, 1, 1, '')";

    #[tokio::test(flavor = "multi_thread")]
    async fn a_dropped_transaction_leaves_no_trace_and_a_committed_one_stays() {
        let (_folder, db) = open();
        let mut tx = db.write().await.unwrap();
        tx.execute(ADD, &[1_i64.into()]).await.unwrap();
        drop(tx);
        assert_eq!(notices(&db).await, 0);
        let mut tx = db.write().await.unwrap();
        tx.execute(ADD, &[1_i64.into()]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(notices(&db).await, 1);
    }

    #[tokio::test]
    async fn a_database_that_another_process_holds_is_busy_and_not_broken() {
        let (folder, db) = open();
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        let other = Db::open(&url).unwrap();
        db.set_patience(Duration::ZERO).await.unwrap();
        let held = other.write().await.unwrap();
        assert!(matches!(db.write().await, Err(DbError::Busy(_))));
        assert_eq!(notices(&db).await, 0, "reading goes on");
        drop(held);
        db.write().await.unwrap().commit().await.unwrap();
    }

    #[tokio::test]
    async fn a_part_can_be_undone_by_itself() {
        let (_folder, db) = open();
        let mut tx = db.write().await.unwrap();
        for number in 1..=3_i64 {
            tx.begin_part().await.unwrap();
            tx.execute(ADD, &[number.into()]).await.unwrap();
            if number == 2 {
                tx.undo_part().await.unwrap();
            } else {
                tx.keep_part().await.unwrap();
            }
        }
        tx.commit().await.unwrap();
        assert_eq!(notices(&db).await, 2);
    }

    #[tokio::test]
    async fn the_audit_log_can_not_be_changed() {
        let (_folder, db) = open();
        let mut tx = db.write().await.unwrap();
        tx.execute(ADD, &[1_i64.into()]).await.unwrap();
        for sql in ["UPDATE audit SET leads = 0", "DELETE FROM audit"] {
            assert!(tx.execute(sql, &[]).await.is_err(), "{sql}");
        }
    }

    #[tokio::test]
    async fn parameters_out_of_order_are_noticed_not_swapped() {
        let (_folder, db) = open();
        let mut tx = db.read().await.unwrap();
        let result = tx
            .query("SELECT $2, $1", &[1_i64.into(), 2_i64.into()])
            .await;
        assert!(matches!(result, Err(DbError::Parameters)));
    }

    #[tokio::test]
    async fn a_newer_schema_is_refused_and_left_alone() {
        let (folder, db) = open();
        let mut tx = db.write().await.unwrap();
        tx.execute(
            "INSERT INTO refinery_schema_history VALUES (99, 'later', '2030-01-01T00:00:00Z', '1')",
            &[],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        drop(db);
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        assert!(matches!(
            Db::open(&url),
            Err(DbError::NewerSchema {
                found: 99,
                known: 2
            })
        ));
    }
}
