//! Waits until SQLCipher is initialised, and turns its own log off.
//!
//! SQLite considers itself initialised before it has initialised SQLCipher: `sqlite3_initialize` runs
//! `SQLITE_EXTRA_INIT` after it has released its mutex. A thread that opens its first database at that moment gets the
//! error "sqlcipher not initialized", although the database is intact.

use std::sync::OnceLock;
use std::time::Duration;

use rusqlite::Connection;

/// The number of attempts to key an empty database in memory, and the pause between them. SQLCipher needs milliseconds.
const TRIES: u32 = 500;
const PAUSE: Duration = Duration::from_millis(10);

/// Waits until this process has keyed a database. If SQLCipher does not come up, opening the real database reports the
/// reason.
pub(crate) fn wait_until_ready() {
    static READY: OnceLock<()> = OnceLock::new();
    READY.get_or_init(|| {
        // A lock here is not enough, because another library in this process may be initialising SQLite.
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
            // For a damaged file it would write a line per page to standard error. Our own error reports the
            // damage once.
            let quiet = "PRAGMA key = 'anything'; PRAGMA cipher_log_level = NONE;";
            connection.execute_batch(quiet)
        })
        .is_ok()
}
