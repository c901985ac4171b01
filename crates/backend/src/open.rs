//! The opened backend: its database, its keys, its clock and its settings.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use protocol::{KeyId, SecretBytes, SigningKey, UnixMillis};

use crate::clock::Clock;
use crate::keys::master_key_file::{self, ReplaceKeyError};
use crate::keys::random::random;
use crate::keys::seal::{MASTER_KEY_FILE, MasterKey, SealError, Sealer};
use backend_db::{self, Db, DbError, Row};

/// The settings of a backend.
#[derive(Debug, Clone)]
pub struct Config {
    /// The database: `sqlite:PATH` or `postgres://…`.
    pub database_url: String,
    /// The address at which devices reach the backend, without a slash at the end.
    pub public_url: String,
}

impl Config {
    /// The default database.
    pub const DATABASE_URL: &'static str = "sqlite:lanyard.db";
    /// The default address, which works on this computer alone.
    pub const PUBLIC_URL: &'static str = "http://127.0.0.1:8720";

    /// Returns the path of the master key's file if the key is not handed in: beside SQLite's file, or for
    /// PostgreSQL in the working directory.
    fn master_key_file(&self) -> PathBuf {
        match backend_db::sqlite_path(&self.database_url) {
            Some(path) => path.with_file_name(MASTER_KEY_FILE),
            None => MASTER_KEY_FILE.into(),
        }
    }
}

/// The reason why a backend cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum BackendError {
    #[error("cannot open the database")]
    Db(#[from] DbError),
    #[error("cannot use the master key")]
    Seal(#[from] SealError),
    #[error("cannot complete the rotation of the master key")]
    Rotation(#[from] ReplaceKeyError),
    /// The signing key in the database does not match its public key.
    #[error("the backend's signing key in the database is damaged")]
    SigningKey,
}

/// The backend. Clones are cheap and share the same state.
#[derive(Debug, Clone)]
pub struct Backend(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    db: Db,
    sealer: Sealer,
    signing_key: SigningKey,
    clock: Clock,
    config: Config,
    master_key_file: Option<PathBuf>,
    new_master_key: Option<PathBuf>,
}

impl Backend {
    /// Opens the database and the signing key in it, which the first opening makes.
    ///
    /// Without `master_key`, the key in the file beside the database is used. A database without sealed values
    /// gets a new key, whose file [`Backend::new_master_key`] then returns.
    pub async fn open(
        config: Config,
        master_key: Option<MasterKey>,
        clock: Clock,
    ) -> Result<Self, BackendError> {
        let db = Db::open(&config.database_url).await?;
        let mut tx = db.write().await?;
        let stored = tx
            .query_one(
                "SELECT public_key, sealed_signing_seed FROM backend WHERE only_row = 1",
                &[],
            )
            .await?;
        let key_path = config.master_key_file();
        let master_key_file = master_key.is_none().then(|| key_path.clone());
        let mut new_master_key = None;
        let master_key = match master_key {
            Some(key) => key,
            None => match MasterKey::read(&key_path)? {
                Some(key) => after_rotation(&key_path, key, stored.as_ref())?,
                None => match &stored {
                    Some(row) => ended_rotation(&key_path, row)?
                        .ok_or(SealError::Missing { path: key_path })?,
                    None => {
                        new_master_key = Some(key_path.clone());
                        MasterKey::create(&key_path)?
                    }
                },
            },
        };
        let sealer = Sealer::new(&master_key);
        let signing_key = if let Some(row) = stored {
            let seed = signing_seed(&sealer, &row)?;
            let key = SigningKey::from_seed(seed).map_err(|_| BackendError::SigningKey)?;
            if key.verifying_key() != row.get("public_key")? {
                return Err(BackendError::SigningKey);
            }
            key
        } else {
            let key = SigningKey::from_seed(SecretBytes::new(random()))
                .map_err(|_| BackendError::SigningKey)?;
            let sealed = sealer.seal(SIGNING_SEED, &[], key.seed().expose());
            tx.execute(
                "INSERT INTO backend (only_row, public_key, sealed_signing_seed, created)
                 VALUES (1, $1, $2, $3)",
                &[
                    (&key.verifying_key()).into(),
                    (&sealed).into(),
                    clock.now().into(),
                ],
            )
            .await?;
            key
        };
        tx.commit().await?;
        Ok(Self(Arc::new(Parts {
            db,
            sealer,
            signing_key,
            clock,
            config,
            master_key_file,
            new_master_key,
        })))
    }

    #[must_use]
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// Returns the sealer of the `sealed_…` columns.
    #[must_use]
    pub fn sealer(&self) -> &Sealer {
        &self.0.sealer
    }

    /// Writes an unchanged value durably, to check that the database can be written.
    pub async fn try_to_write(&self) -> Result<(), DbError> {
        let mut tx = self.db().write_beside_others().await?;
        tx.execute(
            "UPDATE backend SET created = created WHERE only_row = 1",
            &[],
        )
        .await?;
        tx.commit().await
    }

    /// Returns the key that signs enrolments and replies.
    #[must_use]
    pub fn signing_key(&self) -> &SigningKey {
        &self.0.signing_key
    }

    /// Returns the id of the signing key: the audience of every sync request.
    #[must_use]
    pub fn key_id(&self) -> KeyId {
        self.0.signing_key.verifying_key().id()
    }

    #[must_use]
    pub fn now(&self) -> UnixMillis {
        self.0.clock.now()
    }

    /// Returns the address at which devices reach the backend.
    #[must_use]
    pub fn public_url(&self) -> &str {
        &self.0.config.public_url
    }

    /// Returns the origin (RFC 6454) of the backend's pages.
    #[must_use]
    pub fn origin(&self) -> &str {
        let url = self.public_url();
        let host = url.find("://").map_or(0, |at| at + 3);
        url[host..].find('/').map_or(url, |at| &url[..host + at])
    }

    /// Returns the file from which the master key was read, if it came from a file.
    #[must_use]
    pub fn master_key_file(&self) -> Option<&PathBuf> {
        self.0.master_key_file.as_ref()
    }

    /// Returns the file of the master key that this opening made, if it made one. The file must be backed up
    /// apart from the database.
    #[must_use]
    pub fn new_master_key(&self) -> Option<&PathBuf> {
        self.0.new_master_key.as_ref()
    }
}

const SIGNING_SEED: &str = "backend.sealed_signing_seed";

fn signing_seed(sealer: &Sealer, row: &Row) -> Result<SecretBytes<32>, BackendError> {
    let sealed: Vec<u8> = row.get("sealed_signing_seed")?;
    Ok(sealer.unseal_key(SIGNING_SEED, &[], &sealed)?)
}

/// Returns the key to use: the key in the file, or the new key of a rotation that was interrupted after
/// everything had been sealed with it. The new key's file is then moved into place.
fn after_rotation(
    file: &Path,
    key: MasterKey,
    stored: Option<&Row>,
) -> Result<MasterKey, BackendError> {
    if let Some(row) = stored
        && !opens(&key, row)
        && let Some(new) = ended_rotation(file, row)?
    {
        return Ok(new);
    }
    Ok(key)
}

/// Completes a rotation that was interrupted after everything had been sealed with the new key, and returns that
/// key; `None` if there was no such rotation.
fn ended_rotation(file: &Path, stored: &Row) -> Result<Option<MasterKey>, BackendError> {
    let Some(new) = master_key_file::pending_key(file)? else {
        return Ok(None);
    };
    if !opens(&new, stored) {
        return Ok(None);
    }
    master_key_file::finish_rotation(file)?;
    Ok(Some(new))
}

fn opens(key: &MasterKey, stored: &Row) -> bool {
    signing_seed(&Sealer::new(key), stored).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(folder: &tempfile::TempDir) -> Config {
        Config {
            database_url: format!("sqlite:{}", folder.path().join("test.db").display()),
            public_url: Config::PUBLIC_URL.into(),
        }
    }

    #[tokio::test]
    async fn the_signing_key_and_the_master_key_are_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Backend::open(config(&folder), None, Clock::System);
        let first = open().await.unwrap();
        let again = open().await.unwrap();
        assert_eq!(first.key_id(), again.key_id());
        assert!(first.new_master_key().is_some());
        assert!(again.new_master_key().is_none());
    }

    #[tokio::test]
    async fn a_lost_or_wrong_master_key_is_said_and_replaced_by_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let first = Backend::open(config(&folder), None, Clock::System).await;
        let path = first.unwrap().new_master_key().unwrap().clone();
        let wrong = MasterKey::new(SecretBytes::new([1; 32]));
        let refused = Backend::open(config(&folder), Some(wrong), Clock::System).await;
        assert!(matches!(
            refused,
            Err(BackendError::Seal(SealError::DoesNotOpen { .. }))
        ));
        std::fs::remove_file(&path).unwrap();
        let refused = Backend::open(config(&folder), None, Clock::System).await;
        assert!(matches!(
            refused,
            Err(BackendError::Seal(SealError::Missing { .. }))
        ));
        assert!(!path.exists());
    }
}
