//! The SQLite engine: one writing connection and a few reading ones, in WAL mode with full durability.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql};
use tokio::sync::{OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};

use crate::row::{ColumnNames, Owned, Row, Value};
use crate::{DbError, Schema};

mod embedded {
    refinery::embed_migrations!("migrations/sqlite");
}

/// Connections that read at the same time; each keeps a page cache of its own.
const READERS: usize = 4;
/// How long a statement waits for another process (the command line beside a running server).
const BUSY: Duration = Duration::from_secs(10);
/// Statements kept prepared on each connection.
const PREPARED: usize = 128;
/// The first release in which WAL does not lose commits.
const OLDEST_SQLITE: i32 = 3_051_003;

/// The schema's columns: table, name, kind, place in the primary key.
pub(crate) const SCHEMA: &str =
    "SELECT t.name AS table_name, c.name AS column_name, c.type AS kind, c.pk AS key
     FROM sqlite_schema t JOIN pragma_table_info(t.name) c
     WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name != 'refinery_schema_history'
     ORDER BY t.name, c.cid";

#[derive(Debug, Clone)]
pub(crate) struct Sqlite {
    path: Arc<PathBuf>,
    writer: Arc<tokio::sync::Mutex<Connection>>,
    readers: Arc<Mutex<Vec<Connection>>>,
    reading: Arc<Semaphore>,
}

impl Sqlite {
    pub(crate) fn open(path: &Path) -> Result<Self, DbError> {
        if rusqlite::version_number() < OLDEST_SQLITE {
            return Err(DbError::OldSqlite(rusqlite::version().to_owned()));
        }
        create_private(path)?;
        let mut writer = connect(path)?;
        migrate(&mut writer)?;
        Ok(Self {
            path: Arc::new(path.to_owned()),
            writer: Arc::new(tokio::sync::Mutex::new(writer)),
            readers: Arc::default(),
            reading: Arc::new(Semaphore::new(READERS)),
        })
    }

    pub(crate) fn look(path: &Path) -> Result<Schema, DbError> {
        let known = known();
        if !path.exists() {
            return Ok(Schema { found: 0, known });
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let found = Connection::open_with_flags(path, flags)
            .map_err(statement_error)
            .and_then(|connection| schema_version(&connection))
            .map_err(|error| DbError::Open {
                path: path.to_owned(),
                reason: error.to_string(),
            })?;
        Ok(Schema { found, known })
    }

    pub(crate) async fn begin_write(&self) -> Result<SqliteTx, DbError> {
        let connection = self.writer.clone().lock_owned().await;
        blocking(|| connection.execute_batch("BEGIN IMMEDIATE")).map_err(statement_error)?;
        Ok(SqliteTx {
            connection: Lent::Writer(connection),
            open: true,
        })
    }

    pub(crate) async fn set_patience(&self, patience: Duration) -> Result<(), DbError> {
        let connection = self.writer.lock().await;
        connection.busy_timeout(patience).map_err(statement_error)
    }

    pub(crate) async fn fold(&self) -> Result<(), DbError> {
        let connection = self.writer.clone().lock_owned().await;
        // The result says whether a reader was in the way, which is no error.
        blocking(|| connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())))
            .map_err(statement_error)
    }

    pub(crate) async fn begin_read(&self) -> Result<SqliteTx, DbError> {
        let permit = self
            .reading
            .clone()
            .acquire_owned()
            .await
            .map_err(|_| DbError::Statement("the database is closed".into()))?;
        let waiting = lock(&self.readers).pop();
        let connection = match waiting {
            Some(connection) => connection,
            None => connect(&self.path)?,
        };
        connection
            .execute_batch("BEGIN DEFERRED; PRAGMA query_only = 1")
            .map_err(statement_error)?;
        Ok(SqliteTx {
            connection: Lent::Reader {
                connection: Some(connection),
                home: self.readers.clone(),
                _permit: permit,
            },
            open: true,
        })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // A panic cannot leave the list of idle connections inconsistent.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Creates the file so that only its owner can read it, before SQLite would create it with wider permissions.
fn create_private(path: &Path) -> Result<(), DbError> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(|error| DbError::Open {
        path: path.to_owned(),
        reason: error.to_string(),
    })
}

fn connect(path: &Path) -> Result<Connection, DbError> {
    let open_error = |error: rusqlite::Error| match statement_error(error) {
        busy @ DbError::Busy(_) => busy,
        other => DbError::Open {
            path: path.to_owned(),
            reason: other.to_string(),
        },
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(open_error)?;
    connection.busy_timeout(BUSY).map_err(open_error)?;
    connection.set_prepared_statement_cache_capacity(PREPARED);
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA fullfsync = 1;
             PRAGMA checkpoint_fullfsync = 1;
             PRAGMA foreign_keys = 1;
             PRAGMA trusted_schema = 0;
             PRAGMA cell_size_check = 1;
             PRAGMA secure_delete = 1;",
        )
        .map_err(open_error)?;
    Ok(connection)
}

/// Copies the database at `path` as of one moment to a new file, completely or not at all. Other processes may
/// write meanwhile. Nothing is migrated.
pub(crate) fn back_up(path: &Path, to: &Path) -> Result<(), DbError> {
    let failed = |reason: String| DbError::BackUp {
        path: to.to_owned(),
        reason,
    };
    let file_error = |error: std::io::Error| failed(error.to_string());
    if to.exists() {
        return Err(failed("the file exists".into()));
    }
    let connection = connect(path)?;
    let mut partial = to.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    // SQLite accepts an empty file, but not one that an interrupted attempt left.
    match std::fs::remove_file(&partial) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(file_error(error));
        }
        _ => {}
    }
    create_private(&partial)?;
    let name = partial
        .to_str()
        .ok_or_else(|| failed("its name is not text".into()))?;
    connection
        .execute("VACUUM INTO ?1", [name])
        .map_err(|error| failed(error.to_string()))?;
    check(&partial).map_err(failed)?;
    std::fs::File::open(&partial)
        .and_then(|file| file.sync_all())
        .and_then(|()| std::fs::rename(&partial, to))
        .and_then(|()| crate::sync_folder(to))
        .map_err(file_error)
}

/// Checks the integrity of a copy.
fn check(path: &Path) -> Result<(), String> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| error.to_string())?;
    let sound: String = connection
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .map_err(|error| error.to_string())?;
    if sound == "ok" {
        Ok(())
    } else {
        Err("the copy is damaged".into())
    }
}

fn migrate(connection: &mut Connection) -> Result<(), DbError> {
    let mut runner = embedded::migrations::runner()
        .set_grouped(true)
        .set_abort_missing(true);
    let known = newest(&runner);
    let found = schema_version(connection)?;
    if found > known {
        return Err(DbError::NewerSchema { found, known });
    }
    runner = runner.set_abort_divergent(true);
    runner
        .run(connection)
        .map(drop)
        .map_err(|error| DbError::Migration(error.to_string()))
}

fn newest(runner: &refinery::Runner) -> i64 {
    runner
        .get_migrations()
        .iter()
        .map(|migration| i64::from(migration.version()))
        .max()
        .unwrap_or(0)
}

/// Returns the newest schema that this program knows.
pub(crate) fn known() -> i64 {
    newest(&embedded::migrations::runner())
}

fn schema_version(connection: &Connection) -> Result<i64, DbError> {
    let exists = connection
        .table_exists(None, "refinery_schema_history")
        .map_err(statement_error)?;
    if !exists {
        return Ok(0);
    }
    connection
        .query_row(
            "SELECT coalesce(max(version), 0) FROM refinery_schema_history",
            [],
            |row| row.get(0),
        )
        .map_err(statement_error)
}

/// Runs work that may wait for the disk. A multi-threaded runtime moves this thread's other tasks elsewhere
/// meanwhile.
fn blocking<T>(work: impl FnOnce() -> T) -> T {
    use tokio::runtime::{Handle, RuntimeFlavor};
    match Handle::try_current().map(|handle| handle.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        _ => work(),
    }
}

enum Lent {
    Writer(OwnedMutexGuard<Connection>),
    Reader {
        connection: Option<Connection>,
        home: Arc<Mutex<Vec<Connection>>>,
        _permit: OwnedSemaphorePermit,
    },
}

pub(crate) struct SqliteTx {
    connection: Lent,
    open: bool,
}

impl SqliteTx {
    fn connection(&self) -> &Connection {
        match &self.connection {
            Lent::Writer(connection) => connection,
            Lent::Reader { connection, .. } => {
                connection.as_ref().expect("taken back only when dropped")
            }
        }
    }

    // `&mut self` keeps two threads from using a connection at the same time.
    pub(crate) fn query(&mut self, sql: &str, params: &[Value<'_>]) -> Result<Vec<Row>, DbError> {
        let mut statement = self.prepared(sql, params)?;
        let names: ColumnNames = statement.column_names().map(Box::from).collect();
        let mut rows = statement.raw_query();
        let mut result = Vec::new();
        while let Some(row) = rows.next().map_err(statement_error)? {
            let values = (0..names.len())
                .map(|column| row.get_ref(column).map_err(statement_error).and_then(owned))
                .collect::<Result<_, _>>()?;
            result.push(Row::new(Arc::clone(&names), values));
        }
        Ok(result)
    }

    pub(crate) fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<usize, DbError> {
        let mut statement = self.prepared(sql, params)?;
        statement.raw_execute().map_err(statement_error)
    }

    fn prepared(
        &self,
        sql: &str,
        params: &[Value<'_>],
    ) -> Result<rusqlite::CachedStatement<'_>, DbError> {
        let mut statement = self
            .connection()
            .prepare_cached(sql)
            .map_err(statement_error)?;
        if statement.parameter_count() != params.len() {
            return Err(DbError::Parameters);
        }
        for (index, value) in (1..).zip(params) {
            // SQLite numbers `$1`, `$2` by their first use and PostgreSQL by their name. They must agree, or one
            // of the two would swap values.
            if statement.parameter_name(index) != Some(format!("${index}").as_str()) {
                return Err(DbError::Parameters);
            }
            statement
                .raw_bind_parameter(index, value)
                .map_err(statement_error)?;
        }
        Ok(statement)
    }

    pub(crate) fn commit(mut self) -> Result<(), DbError> {
        blocking(|| self.connection().execute_batch("COMMIT")).map_err(statement_error)?;
        self.open = false;
        Ok(())
    }
}

impl Drop for SqliteTx {
    fn drop(&mut self) {
        if self.open {
            // If this fails, SQLite has rolled back already.
            let _ = self.connection().execute_batch("ROLLBACK");
        }
        if let Lent::Reader {
            connection, home, ..
        } = &mut self.connection
            && let Some(connection) = connection.take()
        {
            lock(home).push(connection);
        }
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(value) => ValueRef::Integer(*value),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Event(event) => ValueRef::Text(event.as_str().as_bytes()),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn owned(value: ValueRef<'_>) -> Result<Owned, DbError> {
    match value {
        ValueRef::Null => Ok(Owned::Null),
        ValueRef::Integer(value) => Ok(Owned::Integer(value)),
        ValueRef::Text(text) => String::from_utf8(text.to_vec())
            .map(Owned::Text)
            .map_err(|_| DbError::Statement("a text is not UTF-8".into())),
        ValueRef::Blob(bytes) => Ok(Owned::Blob(bytes.to_vec())),
        ValueRef::Real(_) => Err(DbError::Statement("a number is not whole".into())),
    }
}

fn statement_error(error: rusqlite::Error) -> DbError {
    // SQLite's messages name tables and columns, and no values.
    let text = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::ConstraintViolation) => DbError::Constraint(text),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => DbError::Busy(text),
        Some(
            ErrorCode::DiskFull
            | ErrorCode::ReadOnly
            | ErrorCode::SystemIoFailure
            | ErrorCode::DatabaseCorrupt,
        ) => DbError::CannotWrite(text),
        _ => DbError::Statement(text),
    }
}
