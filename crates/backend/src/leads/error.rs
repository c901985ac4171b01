//! The errors of reading and handing out leads.

use backend_db::DbError;

use crate::event::EventError;

/// Why leads are not handed out.
#[derive(Debug, thiserror::Error)]
pub enum LeadError {
    /// The token was revoked, or the member removed, after the request was authorised.
    #[error("the access to leads was revoked")]
    Revoked,
    #[error("the token lacks the scope for this request")]
    OutOfScope,
    #[error("the sponsor has no such lead")]
    Unknown,
    /// The lead is shared, so the sponsor has nothing to delete.
    #[error("the lead is not withheld")]
    NotWithheld,
    /// The cursor is from before the backend was restored from an older backup.
    #[error("the cursor is ahead of the backend")]
    CursorAhead,
    #[error("cannot load the event of the leads")]
    Event(#[from] EventError),
    #[error("cannot read or write leads")]
    Db(#[from] DbError),
}
