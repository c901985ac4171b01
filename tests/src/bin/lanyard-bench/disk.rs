//! The bounds of the disk without Lanyard: bare files and bare databases.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use data_encoding::HEXLOWER;
use lanyard_tests::raw_device::random;
use rusqlite::Connection;

/// A file to which bytes are appended, with a sync after each append.
pub(crate) struct Journal(File);

impl Journal {
    pub(crate) fn create(path: &Path) -> anyhow::Result<Self> {
        let file = File::create(path).with_context(|| path.display().to_string())?;
        Ok(Self(file))
    }

    /// Appends the bytes, and returns the time until they were synced.
    pub(crate) fn append(&mut self, bytes: &[u8]) -> anyhow::Result<Duration> {
        let start = Instant::now();
        self.0.write_all(bytes)?;
        self.0.sync_data()?;
        Ok(start.elapsed())
    }
}

/// A database with one table of bytes, in WAL mode and with synchronous commits, like Lanyard's.
pub(crate) struct Table(Connection);

impl Table {
    /// Opens a database without encryption.
    pub(crate) fn plain(path: &Path) -> anyhow::Result<Self> {
        Self::set_up(Connection::open(path)?)
    }

    /// Opens a database under SQLCipher, with a raw key.
    pub(crate) fn encrypted(path: &Path) -> anyhow::Result<Self> {
        let connection = Connection::open(path)?;
        let key = HEXLOWER.encode(&random::<32>());
        connection.execute_batch(&format!("PRAGMA key = \"x'{key}'\";"))?;
        connection
            .query_row("PRAGMA cipher_version", [], |row| row.get::<_, String>(0))
            .context("this SQLite has no cipher")?;
        Self::set_up(connection)
    }

    fn set_up(connection: Connection) -> anyhow::Result<Self> {
        connection.execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA fullfsync = ON;
             PRAGMA checkpoint_fullfsync = ON;
             CREATE TABLE row (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;",
        )?;
        Ok(Self(connection))
    }

    /// Inserts rows of these bytes, a number of rows in each commit.
    pub(crate) fn insert(
        &mut self,
        bytes: &[u8],
        rows: usize,
        a_commit: usize,
    ) -> anyhow::Result<()> {
        let mut left = rows;
        while left > 0 {
            let now = left.min(a_commit);
            let transaction = self.0.transaction()?;
            let mut insert = transaction.prepare_cached("INSERT INTO row (bytes) VALUES (?1)")?;
            for _ in 0..now {
                insert.execute([bytes])?;
            }
            drop(insert);
            transaction.commit()?;
            left -= now;
        }
        Ok(())
    }
}
