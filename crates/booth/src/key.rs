//! The key of the device's database: in the system's keychain, or else in a file that only its owner
//! reads. A key is never replaced: without it everything scanned is lost.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use protocol::SecretBytes;
use serde::Serialize;
use zeroize::Zeroizing;

use crate::clock::random;

/// Where the database's key is kept, so that screens can say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyProtection {
    /// In the operating system's keychain.
    Keychain,
    /// In a file beside the database, which only its owner may read.
    File,
}

impl KeyProtection {
    /// A plain sentence about it.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Keychain => "The key of the scans is in this computer's keychain.",
            Self::File => {
                "The key of the scans is in a file beside them: whoever copies the folder can read them."
            }
        }
    }
}

/// Where a new database's key is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeyChoice {
    /// The keychain, and where there is none, the file.
    #[default]
    KeychainFirst,
    /// The file: for tests and demonstrations.
    File,
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The database is there, and its key is not.
    #[error(
        "the key of {} is gone ({}). Nothing was changed; bring the key back from a backup, or choose another folder",
        .database.display(), .looked.sentence()
    )]
    Lost {
        /// The database that can't be opened.
        database: PathBuf,
        /// Where the key had been.
        looked: LookedFor,
    },
    /// The keychain holds the key, and can't be reached.
    #[error(
        "the key is in the computer's keychain, which can't be opened now ({reason}): unlock it and try again. Nothing was changed"
    )]
    KeychainClosed {
        /// What the keychain said. Not the error itself: its `Debug` may show the secret.
        reason: String,
    },
    /// The keychain's entry is not a key.
    #[error("the keychain's entry {account} is not a key of Lanyard's; nothing was changed")]
    KeychainEntry {
        /// The entry's account name.
        account: String,
    },
    /// A key in a file was asked for, and this folder's is in the keychain.
    #[error("this folder's key is in the computer's keychain; a key file is only for a new folder")]
    AlreadyInKeychain,
    /// Others may read the key file.
    #[error(
        "{} may be read by others (mode {mode:03o}); it must be its owner's alone: chmod 600",
        .path.display()
    )]
    Exposed {
        /// The key file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The key file does not hold a key.
    #[error("{} does not hold a key; nothing was changed", .path.display())]
    Malformed {
        /// The key file.
        path: PathBuf,
    },
    /// A file of the key can't be read or written.
    #[error("can't {what} {}", .path.display())]
    Io {
        /// What was being done.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
}

impl KeyError {
    /// A stable word for it, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Lost { .. } => "key_lost",
            Self::KeychainClosed { .. } => "keychain_closed",
            Self::KeychainEntry { .. } => "keychain_entry",
            Self::AlreadyInKeychain => "key_already_in_keychain",
            Self::Exposed { .. } => "key_exposed",
            Self::Malformed { .. } => "key_malformed",
            Self::Io { .. } => "key_io",
        }
    }
}

/// Where a lost key was looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookedFor {
    /// The keychain has no entry any more.
    KeychainEntry,
    /// There is neither a key file nor the name of a keychain entry.
    AnyKey,
}

impl LookedFor {
    const fn sentence(self) -> &'static str {
        match self {
            Self::KeychainEntry => {
                "its entry in the keychain was deleted, or belongs to another user"
            }
            Self::AnyKey => "the folder holds neither booth.key nor booth.keychain",
        }
    }
}

const SERVICE: &str = "lanyard-booth";
const KEY_FILE: &str = "booth.key";
/// Holds the account name of the keychain's entry. It is random, and not the folder's path, so that
/// the folder can be moved.
const KEYCHAIN_FILE: &str = "booth.keychain";
const LOCK_FILE: &str = "booth.lock";
/// A key is 64 hexadecimal digits and a line end; anything longer is something else.
const MAX_FILE_BYTES: u64 = 128;

/// Somewhere to keep a secret under a name.
pub(crate) trait Keychain {
    fn read(&self, account: &str) -> Result<Option<Vec<u8>>, keyring::Error>;
    fn write(&self, account: &str, secret: &[u8]) -> Result<(), keyring::Error>;
}

/// The operating system's keychain.
pub(crate) struct SystemKeychain;

impl Keychain for SystemKeychain {
    fn read(&self, account: &str) -> Result<Option<Vec<u8>>, keyring::Error> {
        match keyring::Entry::new(SERVICE, account)?.get_secret() {
            Ok(secret) => Ok(Some(secret)),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn write(&self, account: &str, secret: &[u8]) -> Result<(), keyring::Error> {
        keyring::Entry::new(SERVICE, account)?.set_secret(secret)
    }
}

/// The key of `database` in `folder`, made anew only where there is no database yet.
pub(crate) fn database_key(
    folder: &Path,
    database: &Path,
    choice: KeyChoice,
    keychain: &dyn Keychain,
) -> Result<(SecretBytes<32>, KeyProtection), KeyError> {
    // Two programs started at once must not make two keys.
    let _held_until_the_key_is_there = lock(folder)?;
    let key_file = folder.join(KEY_FILE);
    let keychain_file = folder.join(KEYCHAIN_FILE);
    let is_new = !exists(database)?;

    if exists(&key_file)? {
        return Ok((read_key_file(&key_file)?, KeyProtection::File));
    }
    if exists(&keychain_file)? {
        if choice == KeyChoice::File {
            return Err(KeyError::AlreadyInKeychain);
        }
        let account = read_small(&keychain_file)?.trim().to_owned();
        return match keychain.read(&account) {
            Ok(Some(secret)) => Ok((keychain_key(&account, &secret)?, KeyProtection::Keychain)),
            Ok(None) if is_new => {
                // The entry is gone and so is the database: nothing is lost with it.
                let key = SecretBytes::new(random());
                keychain.write(&account, key.expose()).map_err(closed)?;
                Ok((key, KeyProtection::Keychain))
            }
            Ok(None) => Err(KeyError::Lost {
                database: database.to_owned(),
                looked: LookedFor::KeychainEntry,
            }),
            Err(error) => Err(closed(error)),
        };
    }
    if !is_new {
        return Err(KeyError::Lost {
            database: database.to_owned(),
            looked: LookedFor::AnyKey,
        });
    }

    let key = SecretBytes::new(random());
    if choice == KeyChoice::KeychainFirst {
        let account = hex(&random::<16>());
        match kept_by(keychain, &account, &key) {
            Ok(()) => {
                create(&keychain_file, &format!("{account}\n"))?;
                return Ok((key, KeyProtection::Keychain));
            }
            Err(error) => tracing::info!(%error, "no usable keychain: the key goes into a file"),
        }
    }
    create(&key_file, &format!("{}\n", hex(key.expose())))?;
    Ok((key, KeyProtection::File))
}

/// Puts the key in and looks whether it comes out again: a keychain that only pretends would cost every
/// scan.
fn kept_by(
    keychain: &dyn Keychain,
    account: &str,
    key: &SecretBytes<32>,
) -> Result<(), keyring::Error> {
    keychain.write(account, key.expose())?;
    match keychain.read(account)? {
        Some(secret) if secret == key.expose() => Ok(()),
        _ => Err(keyring::Error::NoEntry),
    }
}

#[allow(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn closed(error: keyring::Error) -> KeyError {
    KeyError::KeychainClosed {
        reason: error.to_string(),
    }
}

fn keychain_key(account: &str, secret: &[u8]) -> Result<SecretBytes<32>, KeyError> {
    SecretBytes::try_from(secret).map_err(|_| KeyError::KeychainEntry {
        account: account.to_owned(),
    })
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

fn io_error(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> KeyError {
    let path = path.to_owned();
    move |source| KeyError::Io { what, path, source }
}

fn exists(path: &Path) -> Result<bool, KeyError> {
    path.try_exists().map_err(io_error("look for", path))
}

fn lock(folder: &Path) -> Result<File, KeyError> {
    let path = folder.join(LOCK_FILE);
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(io_error("open", &path))?;
    file.lock().map_err(io_error("lock", &path))?;
    Ok(file)
}

fn read_key_file(path: &Path) -> Result<SecretBytes<32>, KeyError> {
    refuse_exposed(path)?;
    let malformed = || KeyError::Malformed {
        path: path.to_owned(),
    };
    let text = Zeroizing::new(read_small(path)?);
    let bytes = Zeroizing::new(
        data_encoding::HEXLOWER_PERMISSIVE
            .decode(text.trim().as_bytes())
            .map_err(|_| malformed())?,
    );
    SecretBytes::try_from(bytes.as_slice()).map_err(|_| malformed())
}

#[cfg(unix)]
fn refuse_exposed(path: &Path) -> Result<(), KeyError> {
    use std::os::unix::fs::PermissionsExt;

    let metadata = fs::metadata(path).map_err(io_error("look at", path))?;
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(KeyError::Exposed {
        path: path.to_owned(),
        mode,
    })
}

/// On Windows the folder lies in the user's profile, whose access list says who may read it.
#[cfg(not(unix))]
fn refuse_exposed(_: &Path) -> Result<(), KeyError> {
    Ok(())
}

fn read_small(path: &Path) -> Result<String, KeyError> {
    let mut text = String::new();
    File::open(path)
        .and_then(|file| file.take(MAX_FILE_BYTES).read_to_string(&mut text))
        .map_err(io_error("read", path))?;
    Ok(text)
}

/// Makes a file that only its owner reads, whole or not at all, and on the disk when this returns.
fn create(path: &Path, text: &str) -> Result<(), KeyError> {
    let unfinished = path.with_extension("unfinished");
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(io_error("remove", &unfinished)(error));
        }
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(&unfinished)
        .and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        })
        .map_err(io_error("write", &unfinished))?;
    // The lock is held and the file was not there a moment ago, so nothing is replaced.
    fs::rename(&unfinished, path).map_err(io_error("make", path))?;
    sync_folder_of(path)
}

#[cfg(unix)]
fn sync_folder_of(path: &Path) -> Result<(), KeyError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(io_error("sync", folder))
}

/// Elsewhere a folder can't be opened to be synced.
#[cfg(not(unix))]
fn sync_folder_of(_: &Path) -> Result<(), KeyError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::HashMap;

    use super::*;

    /// A keychain in memory; `None` is a computer without one.
    #[derive(Default)]
    struct InMemory(Option<RefCell<HashMap<String, Vec<u8>>>>);

    impl InMemory {
        fn working() -> Self {
            Self(Some(RefCell::default()))
        }
    }

    impl Keychain for InMemory {
        fn read(&self, account: &str) -> Result<Option<Vec<u8>>, keyring::Error> {
            let entries = self.0.as_ref().ok_or(keyring::Error::NoDefaultStore)?;
            Ok(entries.borrow().get(account).cloned())
        }

        fn write(&self, account: &str, secret: &[u8]) -> Result<(), keyring::Error> {
            let entries = self.0.as_ref().ok_or(keyring::Error::NoDefaultStore)?;
            entries.borrow_mut().insert(account.into(), secret.into());
            Ok(())
        }
    }

    struct Folder(tempfile::TempDir);

    impl Folder {
        fn new() -> Self {
            Self(tempfile::tempdir().unwrap())
        }

        fn path(&self, name: &str) -> PathBuf {
            self.0.path().join(name)
        }

        fn with_database(self) -> Self {
            fs::write(self.path("booth.db"), "not empty").unwrap();
            self
        }

        fn key(
            &self,
            choice: KeyChoice,
            keychain: &dyn Keychain,
        ) -> Result<(SecretBytes<32>, KeyProtection), KeyError> {
            database_key(self.0.path(), &self.path("booth.db"), choice, keychain)
        }
    }

    #[test]
    fn a_keychain_keeps_the_key_from_start_to_start() {
        let (folder, keychain) = (Folder::new(), InMemory::working());
        let first = folder.key(KeyChoice::KeychainFirst, &keychain).unwrap();
        assert_eq!(first.1, KeyProtection::Keychain);
        assert!(!folder.path(KEY_FILE).exists());
        let folder = folder.with_database();
        let again = folder.key(KeyChoice::KeychainFirst, &keychain).unwrap();
        assert_eq!(again, first);
    }

    #[test]
    fn without_a_keychain_the_key_is_in_a_file_of_its_owner() {
        let folder = Folder::new();
        let first = folder
            .key(KeyChoice::KeychainFirst, &InMemory::default())
            .unwrap();
        assert_eq!(first.1, KeyProtection::File);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(folder.path(KEY_FILE)).unwrap().permissions();
            assert_eq!(mode.mode() & 0o777, 0o600);
        }
        // A keychain that turns up later changes nothing.
        let folder = folder.with_database();
        let again = folder.key(KeyChoice::KeychainFirst, &InMemory::working());
        assert_eq!(again.unwrap(), first);
    }

    #[test]
    fn a_lost_key_is_told_and_no_other_is_made() {
        let folder = Folder::new().with_database();
        for choice in [KeyChoice::KeychainFirst, KeyChoice::File] {
            let error = folder.key(choice, &InMemory::working()).unwrap_err();
            assert_eq!(error.code(), "key_lost");
        }
        assert!(!folder.path(KEY_FILE).exists() && !folder.path(KEYCHAIN_FILE).exists());
    }

    #[test]
    fn a_deleted_or_closed_keychain_entry_is_told_and_no_other_is_made() {
        let folder = Folder::new();
        folder
            .key(KeyChoice::KeychainFirst, &InMemory::working())
            .unwrap();
        let folder = folder.with_database();
        for (keychain, expected) in [
            (InMemory::working(), "key_lost"),
            (InMemory::default(), "keychain_closed"),
        ] {
            let error = folder.key(KeyChoice::KeychainFirst, &keychain).unwrap_err();
            assert_eq!(error.code(), expected);
        }
        assert!(!folder.path(KEY_FILE).exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_key_file_that_others_may_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;

        let folder = Folder::new();
        folder.key(KeyChoice::File, &InMemory::default()).unwrap();
        for mode in [0o640, 0o604, 0o620] {
            let permissions = fs::Permissions::from_mode(mode);
            fs::set_permissions(folder.path(KEY_FILE), permissions).unwrap();
            let error = folder
                .key(KeyChoice::File, &InMemory::default())
                .unwrap_err();
            assert!(matches!(error, KeyError::Exposed { mode: told, .. } if told == mode));
        }
    }

    #[test]
    fn a_file_that_is_no_key_is_refused_and_left_as_it_is() {
        let folder = Folder::new();
        create(&folder.path(KEY_FILE), "abc").unwrap();
        let error = folder
            .key(KeyChoice::File, &InMemory::default())
            .unwrap_err();
        assert_eq!(error.code(), "key_malformed");
        assert_eq!(fs::read_to_string(folder.path(KEY_FILE)).unwrap(), "abc");
    }

    #[test]
    fn no_error_shows_the_key() {
        let secret = vec![0x41; 31];
        let shown = format!("{:?}", closed(keyring::Error::BadEncoding(secret)));
        assert!(!shown.contains("65"), "{shown}");
    }
}
