//! Distinguishes a wrong key from a damaged file.
//!
//! SQLCipher cannot: in both cases the first page does not decrypt. Therefore a small file beside the database holds a
//! hash of the key. The key has 256 random bits, so it cannot be recovered from the hash.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use protocol::{RecordHash, SecretBytes};

/// The domain separator of the hash.
const PURPOSE: &[u8] = b"lanyard booth database key id\0";

/// The first bytes of unencrypted SQLite files.
const PLAIN_HEADER: &[u8; 16] = b"SQLite format 3\0";

fn beside(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".key-id");
    PathBuf::from(name)
}

fn key_id(key: &SecretBytes<32>) -> RecordHash {
    let mut bytes = zeroize::Zeroizing::new(PURPOSE.to_vec());
    bytes.extend_from_slice(key.expose());
    RecordHash::of(&bytes)
}

/// Returns whether the database was made with this key, if that is known.
pub(crate) fn fits(database: &Path, key: &SecretBytes<32>) -> Option<bool> {
    let text = std::fs::read_to_string(beside(database)).ok()?;
    let noted: RecordHash = text.trim().parse().ok()?;
    Some(noted == key_id(key))
}

/// Stores the hash of the key that has opened the database. It only improves a later error, so a failure to write it is
/// ignored.
pub(crate) fn note(database: &Path, key: &SecretBytes<32>) {
    if fits(database, key) == Some(true) {
        return;
    }
    let mut options = private();
    let _ = options
        .create(true)
        .truncate(true)
        .open(beside(database))
        .and_then(|mut file| writeln!(file, "{}", key_id(key)));
}

/// Opens a file for writing that only its owner may read.
pub(crate) fn private() -> std::fs::OpenOptions {
    let mut options = std::fs::OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Returns whether the file is an unencrypted SQLite database.
pub(crate) fn is_plain(database: &Path) -> bool {
    let mut header = [0; 16];
    std::fs::File::open(database)
        .and_then(|mut file| file.read_exact(&mut header))
        .is_ok_and(|()| &header == PLAIN_HEADER)
}
