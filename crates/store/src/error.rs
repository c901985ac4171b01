//! What can go wrong, and what the person before the screen should do. No error holds anything that a
//! record or an enrolment says.

use std::path::PathBuf;

use protocol::{DeviceId, InvalidKey, ProtocolError, ScanId, UnixMillis};
use rusqlite::ErrorCode;

/// What the database or the disk under it refused. Nothing half-written is left in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// No room.
    #[error(
        "the disk is full: free some space; nothing new is saved until then, and all that was saved is still there"
    )]
    DiskFull,
    /// The file, its folder or the disk can't be written.
    #[error("the database can't be written: make the file, its folder and the disk writable")]
    ReadOnly,
    /// The file's contents are damaged.
    #[error(
        "the database is damaged: keep the file as it is, put a copy aside and ask the organiser"
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
    /// Another process kept the database for longer than a moment.
    #[error("another program is holding the database: close it and try again")]
    Busy,
    /// The operating system does not let the file be opened.
    #[error("the database can't be opened: check that its folder exists and may be used")]
    CannotOpen,
    /// Anything else SQLite says.
    #[error("the database refused (SQLite code {code})")]
    Other {
        /// SQLite's extended result code.
        code: i32,
    },
}

impl Fault {
    /// A stable word for it, for programs.
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

    /// Only SQLite's code is taken over: its messages may quote what was being written.
    pub(crate) fn of(error: &rusqlite::Error) -> Self {
        let Some(sqlite) = error.sqlite_error() else {
            // What was read is not of the shape that was written.
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

/// Why a database can't be opened. The file is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The key is not the one that the file was made with.
    #[error(
        "the key does not open this database: it belongs to another installation, or the key was lost"
    )]
    WrongKey,
    /// The file is no encrypted database: another file, or one cut short.
    #[error(
        "that file is not a Lanyard database: choose another one, or move it away to begin anew"
    )]
    NotADatabase,
    /// It was written by a newer program.
    #[error(
        "the database is from a newer Lanyard (layout {found}, this one knows {known}): update the program"
    )]
    NewerSchema {
        /// The file's layout.
        found: u32,
        /// The newest that this program knows.
        known: u32,
    },
    /// The program was built with a SQLite that must not be used.
    #[error(
        "this program was built with an unfit SQLite ({found}): it needs SQLCipher on 3.51.3 or later"
    )]
    UnfitSqlite {
        /// What it was built with.
        found: String,
    },
    /// The file can't be made.
    #[error("the database can't be made at {path}: {kind}")]
    Create {
        /// Where.
        path: PathBuf,
        /// Why.
        kind: std::io::ErrorKind,
    },
    /// SQLite or the disk refused.
    #[error("{0}")]
    Fault(Fault),
}

impl OpenError {
    /// A stable word for it, for programs.
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

/// Why something was not done. Nothing of it was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// No enrolment has this device id.
    #[error("this device is not enrolled as {device}")]
    UnknownEnrolment {
        /// The id asked for.
        device: DeviceId,
    },
    /// The device has another enrolment of this id.
    #[error("this device is enrolled as {device} already, under other terms")]
    AlreadyEnrolled {
        /// The id.
        device: DeviceId,
    },
    /// The enrolment is for another key than the one given.
    #[error("the enrolment is for another device's key")]
    OtherKey,
    /// The organiser or the sponsor has revoked the device.
    #[error("this device was revoked: it takes no new scans; what it holds is still handed in")]
    Revoked {
        /// The enrolment.
        device: DeviceId,
    },
    /// The enrolment has run out, by the device's clock.
    #[error(
        "this enrolment has run out: it takes no new scans; if the day is wrong, set the device's clock"
    )]
    Expired {
        /// The enrolment.
        device: DeviceId,
        /// When it ran out.
        since: UnixMillis,
    },
    /// No scan has this id.
    #[error("there is no scan {scan} on this device")]
    UnknownScan {
        /// The id asked for.
        scan: ScanId,
    },
    /// The scan was made under another enrolment.
    #[error("scan {scan} belongs to another sponsor's enrolment")]
    OtherEnrolmentsScan {
        /// The scan.
        scan: ScanId,
    },
    /// The scan id was used before.
    #[error("scan id {scan} is in use")]
    ScanIdReused {
        /// The id.
        scan: ScanId,
    },
    /// The scan was voided before.
    #[error("scan {scan} was taken back already")]
    AlreadyVoided {
        /// The scan.
        scan: ScanId,
    },
    /// The record breaks a bound.
    #[error("that can't be recorded: {0}")]
    NotRecordable(ProtocolError),
    /// The stored device key is none.
    #[error("the device's key can't be used")]
    Key(InvalidKey),
    /// A stored record does not verify: the database was tampered with.
    #[error(
        "record {seq} on this device does not verify ({reason}): keep the database as it is and ask the organiser"
    )]
    BadRecord {
        /// Its number.
        seq: u64,
        /// What does not hold.
        reason: ProtocolError,
    },
    /// A stored record does not name the one before it.
    #[error(
        "the chain is broken at record {seq}: keep the database as it is and ask the organiser"
    )]
    BrokenChain {
        /// Its number.
        seq: u64,
    },
    /// SQLite or the disk refused.
    #[error("{doing}: {fault}")]
    Fault {
        /// What was being done.
        doing: &'static str,
        /// What went wrong.
        fault: Fault,
    },
}

impl StoreError {
    /// A stable word for it, for programs.
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

/// Says what was being done when SQLite refused.
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
