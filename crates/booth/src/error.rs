//! What can go wrong on the device. No error holds anything that a badge or a record says.

use std::io;
use std::path::PathBuf;

use protocol::{BundleError, DeviceId, ProtocolError, ScanId};
use store::{OpenError, StoreError};

use crate::answers::AnswerError;
use crate::key::KeyError;
use crate::server::AddressError;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BoothError {
    /// The user has no folder for data, and none was named.
    #[error("this user has no folder for data; name one with --home or LANYARD_HOME")]
    NoHome,
    /// The device's folder can't be made.
    #[error("the folder {} can't be made", .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// There is no key to the database.
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
    /// The database did not do what was asked.
    #[error("{0}")]
    Store(StoreError),
    /// The device is not enrolled.
    #[error(
        "this device is not enrolled yet; `lanyard-booth enrol` takes the code of your sponsor's page"
    )]
    NotEnrolled,
    /// No enrolment is the default one, and there are several.
    #[error(
        "this device is enrolled more than once: name one of {names} with --enrolment, or choose with `lanyard-booth use`"
    )]
    WhichEnrolment {
        /// What they are called.
        names: String,
    },
    /// No enrolment has this name or id.
    #[error("this device has no such enrolment; it has {names}")]
    NoSuchEnrolment {
        /// What there is.
        names: String,
    },
    /// The stored address of a backend is none.
    #[error("enrolment {device} has an unusable backend address: {reason}")]
    StoredAddress {
        /// The enrolment.
        device: DeviceId,
        /// What is wrong with it.
        reason: AddressError,
    },
    /// No scan has this id.
    #[error("there is no scan {scan} on this device")]
    UnknownScan {
        /// The id asked for.
        scan: ScanId,
    },
    /// A note that says nothing.
    #[error("the note is empty; give it a text, a rating, a tag or an answer")]
    EmptyNote,
    /// An answer that does not fit its question.
    #[error("{0}")]
    Answer(AnswerError),
    /// A request that can't be signed.
    #[error("the request can't be made: {0}")]
    Request(ProtocolError),
    /// A bundle that can't be made.
    #[error("the file can't be made: {0}")]
    Bundle(BundleError),
    /// The file to export to is there already; nothing is written over.
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
    /// A stable word for it, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
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

/// The store's errors say what was being done, so nothing is lost by passing them on.
impl From<StoreError> for BoothError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
