//! The booth device: its folder, its database, and its enrolments.

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use protocol::{
    ConsentMode, DeviceId, DeviceStatus, FieldSet, Held, Notice, Question, SecretBytes, UnixMillis,
};
use store::{Counts, EnrolmentSummary, ListedScan, Moment, ScanDetail, ScanFilter, Setting, Store};
use sync::{ChainState, EndOfDay};

use crate::clock::{Clock, SystemClock};
use crate::error::BoothError;
use crate::home::default_home;
use crate::key::{KeyChoice, KeyProtection, SystemKeychain, database_key};
use crate::network_return::NetworkReturn;
use crate::server::{Http, Patience};
use crate::sync_session::{SyncFault, SyncSession};
use crate::wake_signal::WakeSignal;

const DATABASE: &str = "booth.db";

/// How a booth is opened.
#[derive(Clone)]
pub struct Options {
    /// Where the key of a new folder is kept.
    pub key: KeyChoice,
    /// The time-outs of requests to backends.
    pub patience: Patience,
    /// How often an idle device asks its backends for changes; `None` for never.
    pub heartbeat: Option<Duration>,
    /// The clocks.
    pub clock: Arc<dyn Clock>,
    /// Called after each change that may affect [`Booth::status`], on the thread that made it. It must not
    /// block or call the booth.
    pub changed: Option<Arc<dyn Fn() + Send + Sync>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            key: KeyChoice::default(),
            patience: Patience::default(),
            heartbeat: sync::Config::default().heartbeat,
            clock: Arc::new(SystemClock::start()),
            changed: None,
        }
    }
}

/// A booth device. It may be shared between threads: the window, the camera and the sync use one.
///
/// Calls that reach a backend wait for it, and must not be made on a thread that drives an async
/// runtime; all others take milliseconds.
pub struct Booth {
    folder: PathBuf,
    protection: KeyProtection,
    /// `None` once the device is closed.
    store: Mutex<Option<Store>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) http: Http,
    pub(crate) heartbeat: Option<Duration>,
    pub(crate) sessions: Mutex<HashMap<DeviceId, Arc<SyncSession>>>,
    pub(crate) wake: WakeSignal,
    pub(crate) network_return: Mutex<NetworkReturn>,
    changed: Option<Arc<dyn Fn() + Send + Sync>>,
}

/// What an enrolment allows the booth to ask for and to share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The notice in force, as far as the device knows.
    pub notice: Notice,
    /// The fields that the event allows sponsors to have.
    pub allowed_fields: FieldSet,
    /// How consent is given.
    pub consent_mode: ConsentMode,
    /// Whether foreign codes are accepted.
    pub foreign_codes: bool,
    /// The event's qualifier questions.
    pub questions: Vec<Question>,
}

/// The state of an enrolment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolmentStatus {
    /// The enrolment.
    pub enrolment: EnrolmentSummary,
    /// Whether scans go to it if no enrolment is named.
    pub is_default: bool,
    /// The numbers of its records and scans.
    pub counts: Counts,
    /// The backend's last receipt.
    pub receipt: Option<Held>,
    /// Whether everything has arrived.
    pub end_of_day: EndOfDay,
    /// How the last attempts to sync went in this run of the program.
    pub sync: sync::Status,
    /// Whether a valid reply of the backend has come in this run of the program.
    pub answered: bool,
    /// Why the device itself could not sync in the background at its last attempt, for example a full disk.
    pub fault: Option<SyncFault>,
}

impl EnrolmentStatus {
    /// Whether the device was revoked.
    #[must_use]
    pub fn is_revoked(&self) -> bool {
        self.enrolment.status == DeviceStatus::Revoked
    }

    /// Whether the device was set back or copied: the backend's records of it are not this device's.
    #[must_use]
    pub fn is_diverged(&self) -> bool {
        matches!(self.end_of_day, EndOfDay::Diverged)
    }
}

impl Booth {
    /// Opens the device in a folder, which is made if there is none.
    ///
    /// # Errors
    /// [`BoothError::Folder`], [`BoothError::Key`] and [`BoothError::Open`]. Nothing is overwritten
    /// in any case.
    pub fn open(folder: &Path, options: Options) -> Result<OpenBooth, BoothError> {
        UnlockedFolder::unlock(folder, options.key)?.open(options)
    }

    /// Opens the device in the folder of [`default_home`].
    ///
    /// # Errors
    /// [`BoothError::NoHome`], and those of [`open`](Self::open).
    pub fn open_default(options: Options) -> Result<OpenBooth, BoothError> {
        Self::open(&default_home().ok_or(BoothError::NoHome)?, options)
    }

    /// The folder with the device's scans.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the key of the database is kept.
    #[must_use]
    pub const fn key_protection(&self) -> KeyProtection {
        self.protection
    }

    /// The time by the device's wall clock.
    #[must_use]
    pub fn now(&self) -> UnixMillis {
        self.clock.wall()
    }

    /// Reports that something has changed.
    pub(crate) fn changed(&self) {
        if let Some(changed) = &self.changed {
            changed();
        }
    }

    /// Bytes of the database on the disk, its log included.
    #[must_use]
    pub fn database_bytes(&self) -> u64 {
        // SQLite's names for the log and its index.
        ["", "-wal", "-shm"]
            .into_iter()
            .filter_map(|suffix| fs::metadata(self.folder.join(format!("{DATABASE}{suffix}"))).ok())
            .map(|file| file.len())
            .sum()
    }

    pub(crate) fn moment(&self) -> Moment {
        Moment {
            wall: self.clock.wall(),
            monotonic_ms: self.clock.monotonic(),
            boot: self.clock.boot(),
        }
    }

    /// Locks the database. Every write is one transaction, so a thread that panicked has left nothing
    /// half-done behind.
    ///
    /// # Errors
    /// [`BoothError::Closed`].
    pub(crate) fn store(&self) -> Result<StoreGuard<'_>, BoothError> {
        let store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        if store.is_none() {
            return Err(BoothError::Closed);
        }
        Ok(StoreGuard(store))
    }

    /// Closes the database and interrupts the requests under way. From then on every call that needs the
    /// database fails with [`BoothError::Closed`].
    fn close(&self) {
        let store = {
            let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
            store.take()
        };
        self.http.close();
        self.wake.raise();
        drop(store);
    }

    /// The device's enrolments, in the order of enrolling.
    ///
    /// # Errors
    /// [`BoothError::Store`].
    pub fn enrolments(&self) -> Result<Vec<EnrolmentSummary>, BoothError> {
        Ok(self.store()?.enrolments()?)
    }

    /// The enrolment of this name: its device id, its sponsor's name in upper or lower case, or a part of
    /// that name that no other has. Without a name, the one that was chosen, or the only one.
    ///
    /// # Errors
    /// [`BoothError::NotEnrolled`], [`BoothError::WhichEnrolment`], [`BoothError::NoSuchEnrolment`]
    /// and [`BoothError::Store`].
    pub fn enrolment(&self, named: Option<&str>) -> Result<EnrolmentSummary, BoothError> {
        let (all, default) = {
            let store = self.store()?;
            (store.enrolments()?, store.default_enrolment()?)
        };
        if all.is_empty() {
            return Err(BoothError::NotEnrolled);
        }
        let names = || {
            let names: Vec<_> = all
                .iter()
                .map(|one| format!("{} ({}, {})", one.sponsor_name, one.event, one.device))
                .collect();
            names.join("; ")
        };
        let Some(named) = named else {
            let found = all.iter().find(|one| Some(one.device) == default);
            return found
                .cloned()
                .ok_or_else(|| BoothError::WhichEnrolment { names: names() });
        };
        let wanted = named.trim().to_lowercase();
        let by = |fits: &dyn Fn(&EnrolmentSummary) -> bool| {
            let fitting: Vec<_> = all.iter().filter(|one| fits(one)).collect();
            match fitting.as_slice() {
                [only] => Some((*only).clone()),
                _ => None,
            }
        };
        by(&|one| one.device.to_string() == wanted)
            .or_else(|| by(&|one| one.sponsor_name.to_lowercase() == wanted))
            .or_else(|| by(&|one| one.sponsor_name.to_lowercase().contains(&wanted)))
            .ok_or_else(|| BoothError::NoSuchEnrolment { names: names() })
    }

    /// Chooses the enrolment that scans go to if none is named. Earlier scans stay where they are, and all
    /// enrolments go on syncing.
    ///
    /// # Errors
    /// [`BoothError::Store`].
    pub fn use_enrolment(&self, device: DeviceId) -> Result<(), BoothError> {
        self.store()?.set_default_enrolment(device)?;
        self.changed();
        Ok(())
    }

    /// What an enrolment allows the booth to ask for and to share.
    ///
    /// # Errors
    /// [`BoothError::Store`].
    pub fn terms(&self, device: DeviceId) -> Result<Terms, BoothError> {
        let enrolment = self.store()?.enrolment(device)?;
        Ok(Terms {
            notice: enrolment.notice,
            allowed_fields: enrolment.allowed_fields,
            consent_mode: enrolment.consent_mode,
            foreign_codes: enrolment.foreign_codes,
            questions: enrolment.questions,
        })
    }

    /// The operator's name, as it was last set.
    ///
    /// # Errors
    /// [`BoothError::Store`].
    pub fn operator(&self) -> Result<Option<String>, BoothError> {
        self.setting(Setting::Operator)
    }

    /// Sets the operator's name.
    ///
    /// # Errors
    /// [`BoothError::Store`].
    pub fn set_operator(&self, name: Option<&str>) -> Result<(), BoothError> {
        self.set_setting(Setting::Operator, name)
    }

    /// A setting of this device.
    ///
    /// # Errors
    /// [`BoothError::Store`].
    pub fn setting(&self, setting: Setting) -> Result<Option<String>, BoothError> {
        Ok(self.store()?.setting(setting)?)
    }

    /// Changes a setting of this device.
    ///
    /// # Errors
    /// [`BoothError::Store`].
    pub fn set_setting(&self, setting: Setting, value: Option<&str>) -> Result<(), BoothError> {
        self.store()?.set_setting(setting, value)?;
        self.changed();
        Ok(())
    }

    /// Scans, the newest first.
    ///
    /// # Errors
    /// [`BoothError::Store`].
    pub fn scans(&self, filter: &ScanFilter) -> Result<Vec<ListedScan>, BoothError> {
        Ok(self.store()?.scans(filter)?)
    }

    /// The number of scans that match the filter, on all pages.
    ///
    /// # Errors
    /// [`BoothError::Store`].
    pub fn count_scans(&self, filter: &ScanFilter) -> Result<u64, BoothError> {
        Ok(self.store()?.count_scans(filter)?)
    }

    /// One scan and everything about it.
    ///
    /// # Errors
    /// [`BoothError::UnknownScan`] and [`BoothError::Store`].
    pub fn scan_detail(&self, scan: protocol::ScanId) -> Result<ScanDetail, BoothError> {
        self.store()?
            .scan(scan)?
            .ok_or(BoothError::UnknownScan { scan })
    }

    /// The state of each enrolment.
    ///
    /// # Errors
    /// [`BoothError::Store`].
    pub fn status(&self) -> Result<Vec<EnrolmentStatus>, BoothError> {
        let enrolments = self.enrolments()?;
        enrolments
            .into_iter()
            .map(|enrolment| self.status_of(enrolment))
            .collect()
    }

    pub(crate) fn status_of(
        &self,
        enrolment: EnrolmentSummary,
    ) -> Result<EnrolmentStatus, BoothError> {
        let device = enrolment.device;
        let session = self.session(device);
        let (sync, answered, fault) = (session.status(), session.answered(), session.fault());
        let store = self.store()?;
        let counts = store.counts(device)?;
        let receipt = store.receipt(device)?;
        Ok(EnrolmentStatus {
            is_default: store.default_enrolment()? == Some(device),
            end_of_day: sync::end_of_day(&ChainState {
                last: store.head(device)?,
                receipt,
                pending: counts.pending,
                quarantined: counts.quarantined,
                diverged: enrolment.diverged,
            }),
            enrolment,
            counts,
            receipt,
            sync,
            answered,
            fault,
        })
    }
}

impl fmt::Debug for Booth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Booth")
            .field("folder", &self.folder)
            .field("protection", &self.protection)
            .finish_non_exhaustive()
    }
}

/// A device's folder, and the key of its database. Reading the key may wait for the user, because a
/// keychain may ask them first; opening the database takes milliseconds.
#[derive(Debug)]
pub struct UnlockedFolder {
    folder: PathBuf,
    key: SecretBytes<32>,
    protection: KeyProtection,
}

impl UnlockedFolder {
    /// Makes the folder where there is none, and reads the key of its database, or makes a new one where
    /// there is no database yet.
    ///
    /// # Errors
    /// [`BoothError::Folder`] and [`BoothError::Key`].
    pub fn unlock(folder: &Path, choice: KeyChoice) -> Result<Self, BoothError> {
        make_folder(folder)?;
        let database = folder.join(DATABASE);
        let (key, protection) =
            database_key(folder, &database, choice, &SystemKeychain).map_err(BoothError::Key)?;
        Ok(Self {
            folder: folder.to_owned(),
            key,
            protection,
        })
    }

    /// Opens the device. The options' choice of a key is not used: the folder has its key.
    ///
    /// # Errors
    /// [`BoothError::Open`]. Nothing is overwritten.
    pub fn open(self, options: Options) -> Result<OpenBooth, BoothError> {
        let database = self.folder.join(DATABASE);
        let store = Store::open(&database, &self.key).map_err(|reason| BoothError::Open {
            path: database,
            reason,
        })?;
        Ok(OpenBooth(Arc::new(Booth {
            folder: self.folder,
            protection: self.protection,
            store: Mutex::new(Some(store)),
            clock: options.clock,
            http: Http::new(options.patience),
            heartbeat: options.heartbeat,
            sessions: Mutex::default(),
            wake: WakeSignal::default(),
            network_return: Mutex::default(),
            changed: options.changed,
        })))
    }
}

/// The owner of an open device. Dropping it closes the database, on the thread that drops it and before
/// the drop returns, no matter how many threads still hold the [`Booth`]: they get
/// [`BoothError::Closed`] from then on.
///
/// A program's `main` must not return, and nothing may call [`std::process::exit`], while a device is
/// open. SQLCipher (4.19.0, as bundled) releases its global state in an exit handler, and a connection
/// that another thread uses or closes after that touches freed memory. Since [`Booth::open`] gives
/// nothing but this owner, a program that returns from the function that opened the device has closed it.
pub struct OpenBooth(Arc<Booth>);

impl Deref for OpenBooth {
    type Target = Arc<Booth>;

    fn deref(&self) -> &Arc<Booth> {
        &self.0
    }
}

impl Drop for OpenBooth {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl fmt::Debug for OpenBooth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The locked database of a device that is open.
pub(crate) struct StoreGuard<'a>(MutexGuard<'a, Option<Store>>);

impl Deref for StoreGuard<'_> {
    type Target = Store;

    fn deref(&self) -> &Store {
        self.0.as_ref().expect("made for an open device only")
    }
}

impl DerefMut for StoreGuard<'_> {
    fn deref_mut(&mut self) -> &mut Store {
        self.0.as_mut().expect("made for an open device only")
    }
}

/// Makes the folder, on Unix for its owner alone.
fn make_folder(folder: &Path) -> Result<(), BoothError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|source| BoothError::Folder {
        path: folder.to_owned(),
        source,
    })
}
