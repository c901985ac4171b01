//! Opening the database, with the checks that must pass before it is used.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use protocol::SecretBytes;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};
use zeroize::Zeroizing;

use crate::error::{Doing, Fault, OpenError, StoreError};
use crate::{cipher, keyed, schema};

/// The oldest SQLite that may be used, as `sqlite3_libversion_number` writes it: versions before
/// 3.51.3 can lose a committed transaction when a WAL is reset.
pub const MIN_SQLITE_VERSION: i32 = 3_051_003;

/// The time for which a write waits for another process's write, which takes milliseconds.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// The number of attempts to switch an empty file to WAL while another process does the same. SQLite does not wait there
/// by itself.
const WAL_TRIES: u32 = 200;
const WAL_PAUSE: Duration = Duration::from_millis(10);

/// The page size of SQLCipher, in bytes.
const PAGE_BYTES: u64 = 4096;

/// The device's database. One file may be open several times, in several processes.
pub struct Store {
    pub(crate) connection: Connection,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Store(…)")
    }
}

impl Store {
    /// Opens the database and migrates it to the newest schema. A missing file is created; on Unix, only its owner can read
    /// it.
    ///
    /// # Errors
    /// Returns an [`OpenError`] if a check or the migration fails. The file is then unchanged.
    pub fn open(path: &Path, key: &SecretBytes<32>) -> Result<Self, OpenError> {
        match keyed::private().create_new(true).open(path) {
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => {
                return Err(OpenError::Create {
                    path: path.to_owned(),
                    kind: error.kind(),
                });
            }
        }
        if keyed::is_plain(path) {
            return Err(OpenError::NotADatabase);
        }
        let known = keyed::fits(path, key);
        if known == Some(false) && std::fs::metadata(path).is_ok_and(|file| file.len() > 0) {
            return Err(OpenError::WrongKey);
        }
        let mut connection = connect(path, key)?;
        check_build(&connection)?;
        // The first read shows whether the key is right.
        connection
            .query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
            .map_err(|error| unreadable(&error, path, known))?;
        configure(&connection)?;
        schema::check(&connection)?;
        if connection
            .is_readonly(rusqlite::MAIN_DB)
            .map_err(|error| OpenError::sql(&error))?
        {
            return Err(OpenError::Fault(Fault::ReadOnly));
        }
        switch_to_wal(&connection)?;
        schema::migrate(&mut connection)?;
        check_contents(&connection)?;
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)
            .map_err(|error| OpenError::sql(&error))?;
        keyed::note(path, key);
        Ok(Self { connection })
    }

    /// Begins a transaction that holds the write lock from its start, so that its reads are still valid when it writes.
    /// Dropping it rolls it back.
    pub(crate) fn write(&mut self, doing: &'static str) -> Result<Transaction<'_>, StoreError> {
        self.connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .doing(doing)
    }

    /// Begins a transaction whose reads all see the same state of the database.
    pub(crate) fn read(&self, doing: &'static str) -> Result<Transaction<'_>, StoreError> {
        self.connection.unchecked_transaction().doing(doing)
    }
}

fn connect(path: &Path, key: &SecretBytes<32>) -> Result<Connection, OpenError> {
    cipher::wait_until_ready();
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection =
        Connection::open_with_flags(path, flags).map_err(|error| OpenError::sql(&error))?;
    // Raw key material skips the key derivation, which is for passwords.
    let mut pragma = Zeroizing::new(String::from("PRAGMA key = \"x'"));
    for byte in key.expose() {
        use fmt::Write as _;
        write!(pragma, "{byte:02x}").expect("writing to memory does not fail");
    }
    pragma.push_str("'\";");
    connection
        .busy_timeout(BUSY_TIMEOUT)
        .and_then(|()| connection.execute_batch(&pragma))
        // Closing must not move a WAL into the file before all checks have passed.
        .and_then(|()| connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true))
        .map_err(|error| OpenError::sql(&error))?;
    Ok(connection)
}

fn configure(connection: &Connection) -> Result<(), OpenError> {
    connection
        .execute_batch(
            "PRAGMA synchronous = FULL;
                 -- Apple's fsync alone does not reach the medium. Elsewhere these do nothing.
                 PRAGMA fullfsync = ON;
                 PRAGMA checkpoint_fullfsync = ON;
                 PRAGMA foreign_keys = ON;
                 -- Without it, REPLACE deletes past the triggers that forbid deleting.
                 PRAGMA recursive_triggers = ON;
                 PRAGMA cell_size_check = ON;
                 PRAGMA trusted_schema = OFF;
                 -- What is wiped leaves no trace on free pages, and nothing spills to plain files.
                 PRAGMA secure_delete = ON;
                 PRAGMA temp_store = MEMORY;",
        )
        .and_then(|()| connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true))
        .map(|_| ())
        .map_err(|error| OpenError::sql(&error))
}

/// Checks that the build has SQLCipher. Plain SQLite silently ignores `PRAGMA key`, and the file would not be encrypted.
fn check_build(connection: &Connection) -> Result<(), OpenError> {
    let cipher: Option<String> = connection
        .query_row("PRAGMA cipher_version", [], |row| row.get(0))
        .ok();
    let version = rusqlite::version_number();
    if cipher.is_some_and(|version| !version.is_empty()) && version >= MIN_SQLITE_VERSION {
        Ok(())
    } else {
        Err(OpenError::UnfitSqlite {
            found: rusqlite::version().to_owned(),
        })
    }
}

/// Finds the reason why the first page can't be read.
fn unreadable(error: &rusqlite::Error, path: &Path, key_fits: Option<bool>) -> OpenError {
    if error.sqlite_error_code() != Some(ErrorCode::NotADatabase) {
        return OpenError::sql(error);
    }
    let whole_pages = std::fs::metadata(path).is_ok_and(|file| file.len() % PAGE_BYTES == 0);
    match key_fits {
        Some(true) => OpenError::Fault(Fault::Damaged),
        Some(false) => OpenError::WrongKey,
        None if whole_pages => OpenError::WrongKey,
        None => OpenError::NotADatabase,
    }
}

fn switch_to_wal(connection: &Connection) -> Result<(), OpenError> {
    let mut tries = 0;
    loop {
        let mode = connection.query_row("PRAGMA journal_mode = WAL", [], |row| {
            row.get::<_, String>(0)
        });
        match mode {
            Ok(mode) if mode == "wal" => return Ok(()),
            // A file system without support for WAL does not keep commits either.
            Ok(_) => return Err(OpenError::Fault(Fault::CannotOpen)),
            Err(error) => {
                let fault = Fault::of(&error);
                tries += 1;
                if fault != Fault::Busy || tries >= WAL_TRIES {
                    return Err(OpenError::Fault(fault));
                }
                std::thread::sleep(WAL_PAUSE);
            }
        }
    }
}

/// Reads every page, each of which has an authentication code, and checks the structure of the tables, so that damage is
/// found here and not during a scan.
fn check_contents(connection: &Connection) -> Result<(), OpenError> {
    let verdict: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(|error| OpenError::sql(&error))?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(OpenError::Fault(Fault::Damaged))
    }
}
