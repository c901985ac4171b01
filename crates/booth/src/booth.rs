//! The booth device itself: its folder, its database, and what it is enrolled for.

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use protocol::{ConsentMode, DeviceId, DeviceStatus, FieldSet, Held, Notice, Question, UnixMillis};
use store::{Counts, EnrolmentSummary, ListedScan, Moment, ScanDetail, ScanFilter, Setting, Store};
use sync::{ChainState, EndOfDay};

use crate::background::Bell;
use crate::clock::{Clock, SystemClock};
use crate::error::BoothError;
use crate::home::default_home;
use crate::key::{KeyChoice, KeyProtection, SystemKeychain, database_key};
use crate::server::{Http, Patience};
use crate::syncing::Line;

const DATABASE: &str = "booth.db";

/// How a booth is opened.
#[derive(Clone)]
pub struct Options {
    /// Where a new folder's key goes.
    pub key: KeyChoice,
    /// How long to wait for backends.
    pub patience: Patience,
    /// How often an idle device asks its backends for changes; `None` for never.
    pub heartbeat: Option<Duration>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Called after everything that may have changed what [`Booth::status`] says, on the thread that
    /// did it: it must only leave word.
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
    store: Mutex<Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) http: Http,
    pub(crate) heartbeat: Option<Duration>,
    pub(crate) lines: Mutex<HashMap<DeviceId, Arc<Line>>>,
    pub(crate) bell: Bell,
    changed: Option<Arc<dyn Fn() + Send + Sync>>,
}

/// What an enrolment lets the booth ask and share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The notice in force, as far as is known here.
    pub notice: Notice,
    /// The fields that the event lets sponsors have.
    pub allowed_fields: FieldSet,
    /// How consent is given.
    pub consent_mode: ConsentMode,
    /// Whether codes of the foreign shape are taken.
    pub foreign_codes: bool,
    /// The event's qualifier questions.
    pub questions: Vec<Question>,
}

/// How an enrolment stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolmentStatus {
    /// Which one.
    pub enrolment: EnrolmentSummary,
    /// Whether scans go to it when none is named.
    pub is_default: bool,
    /// Its records and scans.
    pub counts: Counts,
    /// The backend's last receipt.
    pub receipt: Option<Held>,
    /// Whether everything has arrived.
    pub end_of_day: EndOfDay,
    /// How the last tries to sync went, as far as this run of the program knows.
    pub sync: sync::Status,
    /// Whether the backend has answered, and could be believed, in this run of the program.
    pub answered: bool,
    /// Why the device itself could not sync in the background the last time, a full disk for example.
    pub fault: Option<SyncFault>,
}

/// Why a device could not sync, through no fault of the network's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncFault {
    /// The error's stable word.
    pub code: &'static str,
    /// What happened and what to do.
    pub message: String,
}

impl EnrolmentStatus {
    /// Whether the enrolment may go on scanning.
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
    /// Opens the device in a folder, which is made where there is none.
    ///
    /// # Errors
    /// [`BoothError::Folder`], [`BoothError::Key`] and [`BoothError::Open`]. Nothing is overwritten
    /// in any case.
    pub fn open(folder: &Path, options: Options) -> Result<Self, BoothError> {
        make_folder(folder)?;
        let database = folder.join(DATABASE);
        let (key, protection) = database_key(folder, &database, options.key, &SystemKeychain)
            .map_err(BoothError::Key)?;
        let store = Store::open(&database, &key).map_err(|reason| BoothError::Open {
            path: database,
            reason,
        })?;
        Ok(Self {
            folder: folder.to_owned(),
            protection,
            store: Mutex::new(store),
            clock: options.clock,
            http: Http::new(options.patience),
            heartbeat: options.heartbeat,
            lines: Mutex::default(),
            bell: Bell::default(),
            changed: options.changed,
        })
    }

    /// Opens the device in the folder of [`default_home`].
    ///
    /// # Errors
    /// [`BoothError::NoHome`], and those of [`open`](Self::open).
    pub fn open_default(options: Options) -> Result<Self, BoothError> {
        Self::open(&default_home().ok_or(BoothError::NoHome)?, options)
    }

    /// Where the device's scans are.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the key of the scans is.
    #[must_use]
    pub const fn key_protection(&self) -> KeyProtection {
        self.protection
    }

    /// What the device's wall clock says.
    #[must_use]
    pub fn now(&self) -> UnixMillis {
        self.clock.wall()
    }

    /// Leaves word that something has changed.
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

    /// The database. Every write of it is one transaction, so a thread that panicked has left nothing
    /// half-done behind.
    pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the device is enrolled for, in the order of enrolling.
    ///
    /// # Errors
    /// [`BoothError::Store`].
    pub fn enrolments(&self) -> Result<Vec<EnrolmentSummary>, BoothError> {
        Ok(self.store().enrolments()?)
    }

    /// The enrolment of this name: its device id, its sponsor's name in any case, or a part of that
    /// name that no other has. Without a name, the one that was chosen, or the only one.
    ///
    /// # Errors
    /// [`BoothError::NotEnrolled`], [`BoothError::WhichEnrolment`], [`BoothError::NoSuchEnrolment`]
    /// and [`BoothError::Store`].
    pub fn enrolment(&self, named: Option<&str>) -> Result<EnrolmentSummary, BoothError> {
        let (all, default) = {
            let store = self.store();
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

    /// Chooses the enrolment that scans go to when none is named. Scans made before stay where they
    /// are, and all enrolments go on syncing.
    ///
    /// # Errors
    /// [`BoothError::Store`].
    pub fn use_enrolment(&self, device: DeviceId) -> Result<(), BoothError> {
        self.store().set_default_enrolment(device)?;
        self.changed();
        Ok(())
    }

    /// What an enrolment lets the booth ask and share.
    ///
    /// # Errors
    /// [`BoothError::Store`].
    pub fn terms(&self, device: DeviceId) -> Result<Terms, BoothError> {
        let enrolment = self.store().enrolment(device)?;
        Ok(Terms {
            notice: enrolment.notice,
            allowed_fields: enrolment.allowed_fields,
            consent_mode: enrolment.consent_mode,
            foreign_codes: enrolment.foreign_codes,
            questions: enrolment.questions,
        })
    }

    /// Who holds the device, as they last said.
    ///
    /// # Errors
    /// [`BoothError::Store`].
    pub fn operator(&self) -> Result<Option<String>, BoothError> {
        self.setting(Setting::Operator)
    }

    /// Notes who holds the device from now on.
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
        Ok(self.store().setting(setting)?)
    }

    /// Changes a setting of this device.
    ///
    /// # Errors
    /// [`BoothError::Store`].
    pub fn set_setting(&self, setting: Setting, value: Option<&str>) -> Result<(), BoothError> {
        self.store().set_setting(setting, value)?;
        self.changed();
        Ok(())
    }

    /// Scans, the newest first.
    ///
    /// # Errors
    /// [`BoothError::Store`].
    pub fn scans(&self, filter: &ScanFilter) -> Result<Vec<ListedScan>, BoothError> {
        Ok(self.store().scans(filter)?)
    }

    /// How many scans fit the filter, on all pages.
    ///
    /// # Errors
    /// [`BoothError::Store`].
    pub fn count_scans(&self, filter: &ScanFilter) -> Result<u64, BoothError> {
        Ok(self.store().count_scans(filter)?)
    }

    /// One scan and everything about it.
    ///
    /// # Errors
    /// [`BoothError::UnknownScan`] and [`BoothError::Store`].
    pub fn scan_detail(&self, scan: protocol::ScanId) -> Result<ScanDetail, BoothError> {
        self.store()
            .scan(scan)?
            .ok_or(BoothError::UnknownScan { scan })
    }

    /// How each enrolment stands.
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
        let line = self.line(device);
        let (sync, answered, fault) = (line.status(), line.answered(), line.fault());
        let store = self.store();
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
