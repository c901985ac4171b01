//! The errors of ingest.

use backend_db::DbError;
use protocol::ProtocolError;

/// Why a request is refused as a whole.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The bytes are not a sync request, or its signature is not the device's.
    #[error("not a sync request: {0}")]
    Request(ProtocolError),
    #[error("the device is not enrolled here")]
    UnknownDevice,
    #[error("the request is meant for another backend")]
    WrongAudience,
    /// The transaction failed. Nothing of the request is stored.
    #[error("the request was not stored")]
    NotStored {
        /// Whether the database could not write: its disk is full, read-only or broken, or it is busy.
        cannot_write: bool,
    },
    #[error("cannot load the device of a request")]
    LoadDevice(#[source] DbError),
    #[error("the backend is stopping")]
    Stopping,
    /// The reply violates a limit of the protocol.
    #[error("the reply cannot be signed: {0}")]
    Unsignable(ProtocolError),
}
