//! The errors of the store. Their texts say what the operator should do. No error contains contents of a record or an
//! enrolment.

use std::path::PathBuf;

use protocol::{DeviceId, InvalidKey, ProtocolError, ScanId, UnixMillis};
use rusqlite::ErrorCode;

/// A failure of SQLite or of the disk. The transaction was rolled back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The disk is full.
    #[error(
        "the disk is full: free some space; nothing new is saved until then, and all that was saved is still there"
    )]
    DiskFull,
    /// The file, its folder or the disk is not writable.
    #[error("the database can't be written: make the file, its folder and the disk writable")]
    ReadOnly,
    /// The file's contents are damaged.
    #[error(
        "the database is damaged: do not change the file, make a copy of it and ask the organiser"
    )]
    Damaged,
    /// The disk failed.
    #[error(
        "the disk failed (SQLite code {code}): stop scanning on this device and keep it switched on"
    )]
    Io {
        /// SQLite's extended result code.
        code: i32,
    },
    /// Another process has locked the database for too long.
    #[error("another program has locked the database: close it and try again")]
    Busy,
    /// The operating system refuses to open the file.
    #[error("the database can't be opened: check that its folder exists and is accessible")]
    CannotOpen,
    /// SQLite failed in another way.
    #[error("the database failed (SQLite code {code})")]
    Other {
        /// SQLite's extended result code.
        code: i32,
    },
}

impl Fault {
    /// Returns a stable identifier of the error, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DiskFull => "disk_full",
            Self::ReadOnly => "read_only",
            Self::Damaged => "damaged",
            Self::Io { .. } => "io",
            Self::Busy => "busy",
            Self::CannotOpen => "cannot_open",
            Self::Other { .. } => "database",
        }
    }

    /// Converts an error of SQLite. Only its code is kept, because its message may quote the data.
    pub(crate) fn of(error: &rusqlite::Error) -> Self {
        let Some(sqlite) = error.sqlite_error() else {
            // A stored value does not have the shape in which it was written.
            return Self::Damaged;
        };
        let code = sqlite.extended_code;
        match sqlite.code {
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Self::ReadOnly,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged,
            ErrorCode::SystemIoFailure => Self::Io { code },
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::CannotOpen => Self::CannotOpen,
            _ => Self::Other { code },
        }
    }
}

/// The reason why a database can't be opened. The file was not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The file was made with another key.
    #[error(
        "the key does not open this database: it belongs to another installation, or the key was lost"
    )]
    WrongKey,
    /// The file is not an encrypted database, or is truncated.
    #[error(
        "that file is not a Lanyard database: choose another one, or move it away to start with an empty one"
    )]
    NotADatabase,
    /// A newer program has written the file.
    #[error(
        "the database is from a newer Lanyard (schema {found}, this version supports {known}): update the program"
    )]
    NewerSchema {
        /// The file's schema version.
        found: u32,
        /// The newest schema version that this program supports.
        known: u32,
    },
    /// The program was built with an unsuitable SQLite.
    #[error(
        "this program was built with an unsuitable SQLite ({found}): it needs SQLCipher on 3.51.3 or later"
    )]
    UnfitSqlite {
        /// The SQLite that the program was built with.
        found: String,
    },
    /// The file can't be created.
    #[error("the database can't be created at {path}: {kind}")]
    Create {
        /// The file's path.
        path: PathBuf,
        /// The kind of the I/O error.
        kind: std::io::ErrorKind,
    },
    /// SQLite or the disk failed.
    #[error("{0}")]
    Fault(Fault),
}

impl OpenError {
    /// Returns a stable identifier of the error, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::WrongKey => "wrong_key",
            Self::NotADatabase => "not_a_database",
            Self::NewerSchema { .. } => "newer_schema",
            Self::UnfitSqlite { .. } => "unfit_sqlite",
            Self::Create { .. } => "create",
            Self::Fault(fault) => fault.code(),
        }
    }

    pub(crate) fn sql(error: &rusqlite::Error) -> Self {
        Self::Fault(Fault::of(error))
    }
}

/// The reason why an operation failed. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// No enrolment has this device id.
    #[error("this device is not enrolled as {device}")]
    UnknownEnrolment {
        /// The requested device id.
        device: DeviceId,
    },
    /// The device has another enrolment with this id.
    #[error("this device is enrolled as {device} already, under other terms")]
    AlreadyEnrolled {
        /// The device id.
        device: DeviceId,
    },
    /// The enrolment is for another key than the given one.
    #[error("the enrolment is for another device's key")]
    OtherKey,
    /// The organiser or the sponsor has revoked the device.
    #[error("this device was revoked: it makes no new scans; pending records are still sent")]
    Revoked {
        /// The device id of the enrolment.
        device: DeviceId,
    },
    /// The enrolment has expired, by the device's clock.
    #[error(
        "this enrolment has expired: it makes no new scans; if the date is wrong, set the device's clock"
    )]
    Expired {
        /// The device id of the enrolment.
        device: DeviceId,
        /// The time of expiry.
        since: UnixMillis,
    },
    /// No scan has this id.
    #[error("there is no scan {scan} on this device")]
    UnknownScan {
        /// The requested device id.
        scan: ScanId,
    },
    /// The scan was made under another enrolment.
    #[error("scan {scan} belongs to another sponsor's enrolment")]
    OtherEnrolmentsScan {
        /// The scan's id.
        scan: ScanId,
    },
    /// The scan id was used before.
    #[error("scan id {scan} is in use")]
    ScanIdReused {
        /// The device id.
        scan: ScanId,
    },
    /// The scan was voided before.
    #[error("scan {scan} was voided already")]
    AlreadyVoided {
        /// The scan's id.
        scan: ScanId,
    },
    /// The record breaks a limit.
    #[error("that can't be recorded: {0}")]
    NotRecordable(ProtocolError),
    /// The stored device key is not a key.
    #[error("the device's key can't be used")]
    Key(InvalidKey),
    /// A stored record does not verify: the database was tampered with.
    #[error(
        "record {seq} on this device does not verify ({reason}): do not change the database, and ask the organiser"
    )]
    BadRecord {
        /// The record's `seq`.
        seq: u64,
        /// The failed check.
        reason: ProtocolError,
    },
    /// A stored record does not have the hash of the previous one.
    #[error(
        "the chain is broken at record {seq}: do not change the database, and ask the organiser"
    )]
    BrokenChain {
        /// The record's `seq`.
        seq: u64,
    },
    /// SQLite or the disk failed.
    #[error("{doing}: {fault}")]
    Fault {
        /// The operation, as a participle.
        doing: &'static str,
        /// The failure.
        fault: Fault,
    },
}

impl StoreError {
    /// Returns a stable identifier of the error, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownEnrolment { .. } => "unknown_enrolment",
            Self::AlreadyEnrolled { .. } => "already_enrolled",
            Self::OtherKey => "other_key",
            Self::Revoked { .. } => "revoked",
            Self::Expired { .. } => "expired",
            Self::UnknownScan { .. } => "unknown_scan",
            Self::OtherEnrolmentsScan { .. } => "other_enrolments_scan",
            Self::ScanIdReused { .. } => "scan_id_reused",
            Self::AlreadyVoided { .. } => "already_voided",
            Self::NotRecordable(_) => "not_recordable",
            Self::Key(_) => "key",
            Self::BadRecord { .. } => "bad_record",
            Self::BrokenChain { .. } => "broken_chain",
            Self::Fault { fault, .. } => fault.code(),
        }
    }
}

/// Adds the operation to an error of SQLite.
pub(crate) trait Doing<T> {
    fn doing(self, doing: &'static str) -> Result<T, StoreError>;
}

impl<T> Doing<T> for Result<T, rusqlite::Error> {
    fn doing(self, doing: &'static str) -> Result<T, StoreError> {
        self.map_err(|error| StoreError::Fault {
            doing,
            fault: Fault::of(&error),
        })
    }
}
