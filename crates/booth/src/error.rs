//! The errors of the device. No error holds data of a badge or a record.

use std::io;
use std::path::PathBuf;

use protocol::{BundleError, DeviceId, ProtocolError, ScanId};
use store::{OpenError, StoreError};

use crate::answers::AnswerError;
use crate::key::KeyError;
use crate::server::AddressError;

/// Why the device did not do something.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BoothError {
    /// The device was closed while this was under way.
    #[error("the device is closed")]
    Closed,
    /// The user has no folder for data, and no other was named.
    #[error("this user has no folder for data; name one with --home or LANYARD_HOME")]
    NoHome,
    /// The device's folder can't be made.
    #[error("the folder {} can't be made", .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// The key of the database can't be read or made.
    #[error(transparent)]
    Key(KeyError),
    /// The database can't be opened.
    #[error("{}: {reason}", .path.display())]
    Open {
        /// The database.
        path: PathBuf,
        /// Why not.
        reason: OpenError,
    },
    /// The database failed.
    #[error("{0}")]
    Store(StoreError),
    /// The device is not enrolled.
    #[error(
        "this device is not enrolled yet; `lanyard-booth enrol` takes the code of your sponsor's page"
    )]
    NotEnrolled,
    /// There are several enrolments, and none is chosen.
    #[error(
        "this device is enrolled more than once: name one of {names} with --enrolment, or choose with `lanyard-booth use`"
    )]
    WhichEnrolment {
        /// Their names.
        names: String,
    },
    /// No enrolment has this name or id.
    #[error("this device has no such enrolment; it has {names}")]
    NoSuchEnrolment {
        /// The names of those it has.
        names: String,
    },
    /// The stored address of a backend is not usable.
    #[error("enrolment {device} has an unusable backend address: {reason}")]
    StoredAddress {
        /// The enrolment.
        device: DeviceId,
        /// Why not.
        reason: AddressError,
    },
    /// No scan has this id.
    #[error("there is no scan {scan} on this device")]
    UnknownScan {
        /// The id asked for.
        scan: ScanId,
    },
    /// The note is empty.
    #[error("the note is empty; give it a text, a rating, a tag or an answer")]
    EmptyNote,
    /// An answer does not match its question.
    #[error("{0}")]
    Answer(AnswerError),
    /// A request can't be signed.
    #[error("the request can't be made: {0}")]
    Request(ProtocolError),
    /// A bundle can't be made.
    #[error("the file can't be made: {0}")]
    Bundle(BundleError),
    /// The file to export to exists. Nothing is overwritten.
    #[error("{} is there already; choose another name", .path.display())]
    ExportExists {
        /// The file.
        path: PathBuf,
    },
    /// The file to export to can't be written.
    #[error("can't write {}", .path.display())]
    Export {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl BoothError {
    /// The stable code of this error, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::NoHome => "no_home",
            Self::Folder { .. } => "folder",
            Self::Key(error) => error.code(),
            Self::Open { reason, .. } => reason.code(),
            Self::Store(error) => error.code(),
            Self::NotEnrolled => "not_enrolled",
            Self::WhichEnrolment { .. } => "which_enrolment",
            Self::NoSuchEnrolment { .. } => "no_such_enrolment",
            Self::StoredAddress { .. } => "stored_address",
            Self::UnknownScan { .. } => "unknown_scan",
            Self::EmptyNote => "empty_note",
            Self::Answer(error) => error.code(),
            Self::Request(error) => error.code(),
            Self::Bundle(error) => error.code(),
            Self::ExportExists { .. } | Self::Export { .. } => "export",
        }
    }
}

/// The store's errors say what was being done, so they are passed on as they are.
impl From<StoreError> for BoothError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
