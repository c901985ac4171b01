//! Waits until SQLCipher can be used, and keeps it quiet.
//!
//! SQLite counts itself as initialised before it has initialised SQLCipher (`sqlite3_initialize` runs
//! `SQLITE_EXTRA_INIT` after its mutex is given back). A thread that opens its first database at that
//! moment is told "sqlcipher not initialized", although nothing is wrong with the database.

use std::sync::OnceLock;
use std::time::Duration;

use rusqlite::Connection;

/// Tries at an empty database in memory, and the pause between them: SQLCipher needs milliseconds.
const TRIES: u32 = 500;
const PAUSE: Duration = Duration::from_millis(10);

/// Returns once this process has keyed a database. Where SQLCipher does not come up at all, opening
/// the real database says what is wrong.
pub(crate) fn wait_until_ready() {
    static READY: OnceLock<()> = OnceLock::new();
    READY.get_or_init(|| {
        // Another library in this process may have begun to initialise SQLite: so to be the only one
        // here is not enough.
        for _ in 0..TRIES {
            if can_be_keyed() {
                return;
            }
            std::thread::sleep(PAUSE);
        }
    });
}

fn can_be_keyed() -> bool {
    Connection::open_in_memory()
        .and_then(|connection| {
            // What it would write to standard error of a damaged file, page by page, our own error says
            // once.
            let quiet = "PRAGMA key = 'anything'; PRAGMA cipher_log_level = NONE;";
            connection.execute_batch(quiet)
        })
        .is_ok()
}
