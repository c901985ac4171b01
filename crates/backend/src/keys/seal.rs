//! Encryption of columns that must not be readable in a copy of the database.
//!
//! The master key is not in the database: it comes from the environment or from a file beside it. A sealed value
//! is bound to its column and row, so that it cannot be moved to another place.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use data_encoding::{BASE64, HEXLOWER, HEXLOWER_PERMISSIVE};
use protocol::SecretBytes;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use zeroize::Zeroizing;

use backend_db::sync_folder;

use crate::keys::random::random;

/// The environment variable of the master key.
pub const MASTER_KEY_VARIABLE: &str = "LANYARD_MASTER_KEY";
/// The name of the master key's file beside the database, which is used if the variable is not set.
pub const MASTER_KEY_FILE: &str = "master.key";
/// The most bytes that are read of a key file. A key's text is shorter.
const KEY_FILE_BYTES: u64 = 1024;

/// An error of the master key or of a sealed value.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The key's text is malformed. The text is not shown.
    #[error("the master key from {origin} is not 32 bytes in base64 or hexadecimal")]
    Shape {
        /// The source of the text.
        origin: String,
    },
    /// The key's file cannot be read or written.
    #[error("cannot use the master key's file {path}: {reason}")]
    File {
        path: PathBuf,
        /// The system's error.
        reason: String,
    },
    /// The database was sealed with a key, and the key's file is missing.
    #[error(
        "the database was sealed with a master key, and {path} is not there: restore it, or set {MASTER_KEY_VARIABLE}"
    )]
    Missing {
        /// The path at which the file was expected.
        path: PathBuf,
    },
    /// A sealed value does not open.
    #[error("{column} does not open with this master key")]
    DoesNotOpen {
        /// The table and the column.
        column: &'static str,
    },
}

/// The key that seals all sealed values.
pub struct MasterKey(SecretBytes<32>);

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

impl MasterKey {
    /// Takes 32 bytes, which should be random.
    #[must_use]
    pub const fn new(bytes: SecretBytes<32>) -> Self {
        Self(bytes)
    }

    /// Parses a key's text: base64 or hexadecimal of 32 bytes. `origin` names the source in the error.
    ///
    /// # Errors
    /// [`SealError::Shape`].
    pub fn parse(text: &str, origin: &str) -> Result<Self, SealError> {
        let text = text.trim();
        let bytes = HEXLOWER_PERMISSIVE
            .decode(text.as_bytes())
            .or_else(|_| BASE64.decode(text.as_bytes()))
            .map(Zeroizing::new);
        bytes
            .ok()
            .and_then(|bytes| SecretBytes::try_from(bytes.as_slice()).ok())
            .map(Self)
            .ok_or_else(|| SealError::Shape {
                origin: origin.to_owned(),
            })
    }

    /// Reads the key in a file; `None` if there is no such file.
    ///
    /// # Errors
    /// [`SealError::File`], [`SealError::Shape`].
    pub fn read(path: &Path) -> Result<Option<Self>, SealError> {
        let mut text = Zeroizing::new(String::new());
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(file_error(path, &error)),
        };
        file.take(KEY_FILE_BYTES)
            .read_to_string(&mut text)
            .map_err(|error| file_error(path, &error))?;
        Self::parse(&text, &path.display().to_string()).map(Some)
    }

    /// Makes a key and writes it to a new file that only its owner can read.
    ///
    /// # Errors
    /// [`SealError::File`], also if the file exists.
    pub fn create(path: &Path) -> Result<Self, SealError> {
        let key = SecretBytes::new(random());
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let text = Zeroizing::new(HEXLOWER.encode(key.expose()));
        options
            .open(path)
            .and_then(|mut file| {
                writeln!(file, "{}", *text)?;
                file.sync_all()?;
                sync_folder(path)
            })
            .map_err(|error| file_error(path, &error))?;
        Ok(Self(key))
    }
}

fn file_error(path: &Path, error: &std::io::Error) -> SealError {
    SealError::File {
        path: path.to_owned(),
        reason: error.to_string(),
    }
}

/// Seals and opens values with AES-256-GCM (NIST SP 800-38D). The sealed form is a random nonce, the ciphertext
/// and the tag; column and row are associated data.
pub struct Sealer {
    key: LessSafeKey,
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer(…)")
    }
}

impl Sealer {
    #[must_use]
    pub fn new(key: &MasterKey) -> Self {
        let key =
            UnboundKey::new(&AES_256_GCM, key.0.expose()).expect("AES-256 takes a key of 32 bytes");
        Self {
            key: LessSafeKey::new(key),
        }
    }

    /// Encrypts a value of `column` (written `table.column`) in the row that `row` identifies by its key.
    #[must_use]
    pub fn seal(&self, column: &'static str, row: &[&[u8]], plain: &[u8]) -> Vec<u8> {
        let nonce: [u8; NONCE_LEN] = random();
        let mut text = plain.to_vec();
        let tag = self
            .key
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                associated_data(column, row),
                &mut text,
            )
            .expect("what is sealed is far below AES-GCM's 64 GiB");
        [&nonce, text.as_slice(), tag.as_ref()].concat()
    }

    /// Opens a value that [`seal`](Self::seal) made for the same column and row.
    ///
    /// # Errors
    /// [`SealError::DoesNotOpen`]: another key, another place, or damage.
    pub fn unseal(
        &self,
        column: &'static str,
        row: &[&[u8]],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let does_not_open = SealError::DoesNotOpen { column };
        let Some((nonce, text)) = sealed.split_first_chunk::<NONCE_LEN>() else {
            return Err(does_not_open);
        };
        let mut text = Zeroizing::new(text.to_vec());
        let length = self
            .key
            .open_in_place(
                Nonce::assume_unique_for_key(*nonce),
                associated_data(column, row),
                &mut text,
            )
            .map(|plain| plain.len());
        match length {
            Ok(length) => {
                text.truncate(length);
                Ok(text)
            }
            Err(_) => Err(does_not_open),
        }
    }

    /// Returns whether both have the same key.
    pub(crate) fn is_the_same_as(&self, other: &Self) -> bool {
        self.unseal("", &[], &other.seal("", &[], b"")).is_ok()
    }

    /// Opens a sealed key of `N` bytes.
    ///
    /// # Errors
    /// [`SealError::DoesNotOpen`], also if it has another length.
    pub fn unseal_key<const N: usize>(
        &self,
        column: &'static str,
        row: &[&[u8]],
        sealed: &[u8],
    ) -> Result<SecretBytes<N>, SealError> {
        let plain = self.unseal(column, row, sealed)?;
        SecretBytes::try_from(plain.as_slice()).map_err(|_| SealError::DoesNotOpen { column })
    }
}

/// Returns each part behind its length, so that different places never give the same bytes.
fn associated_data(column: &str, row: &[&[u8]]) -> Aad<Vec<u8>> {
    let mut bytes = Vec::new();
    for part in std::iter::once(column.as_bytes()).chain(row.iter().copied()) {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part);
    }
    Aad::from(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealer(byte: u8) -> Sealer {
        Sealer::new(&MasterKey::new(SecretBytes::new([byte; 32])))
    }

    #[test]
    fn a_sealed_value_opens_in_its_place_alone() {
        let sealed = sealer(1).seal("a.b", &[b"row", b"1"], b"secret");
        assert_eq!(
            *sealer(1).unseal("a.b", &[b"row", b"1"], &sealed).unwrap(),
            b"secret"
        );
        let elsewhere: [(&'static str, &[&[u8]]); 3] = [
            ("a.c", &[b"row", b"1"]),
            ("a.b", &[b"row", b"2"]),
            ("a.b", &[b"row1"]),
        ];
        for (column, row) in elsewhere {
            assert!(sealer(1).unseal(column, row, &sealed).is_err(), "{column}");
        }
        assert!(sealer(2).unseal("a.b", &[b"row", b"1"], &sealed).is_err());
    }

    #[test]
    fn every_changed_or_missing_byte_is_noticed() {
        let good = sealer(1).seal("a.b", &[], b"secret");
        for at in 0..good.len() {
            let mut bytes = good.clone();
            bytes[at] ^= 1;
            assert!(sealer(1).unseal("a.b", &[], &bytes).is_err(), "byte {at}");
            assert!(sealer(1).unseal("a.b", &[], &good[..at]).is_err(), "{at}");
        }
    }

    #[test]
    fn a_key_is_read_in_both_spellings() {
        let hex = HEXLOWER.encode(&[7; 32]);
        let base64 = BASE64.encode(&[7; 32]);
        for text in [hex.as_str(), base64.as_str(), &format!("{hex}\n")] {
            let key = MasterKey::parse(text, "test").unwrap();
            assert_eq!(key.0.expose(), &[7; 32]);
        }
        for bad in ["", "abcd", &hex[1..], &format!("{hex}00")] {
            assert!(MasterKey::parse(bad, "test").is_err(), "{bad}");
        }
    }

    #[test]
    fn a_created_key_is_private_is_read_back_and_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(MASTER_KEY_FILE);
        assert!(MasterKey::read(&path).unwrap().is_none());
        let made = MasterKey::create(&path).unwrap();
        assert!(MasterKey::create(&path).is_err());
        let read = MasterKey::read(&path).unwrap().unwrap();
        assert_eq!(made.0.expose(), read.0.expose());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}
