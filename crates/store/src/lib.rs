//! The booth device's encrypted database of signed records.
//!
//! One SQLite file under SQLCipher holds the device's enrolments, their chains of records, and the rows that the screens
//! list. Three invariants hold; triggers in the tables enforce the second:
//!
//! - [`Store::append`] returns only after a commit with `synchronous=FULL`.
//! - No statement deletes a record, and a record's bytes can be removed only once it is acknowledged.
//!   Only [`Store::apply`] acknowledges records, and it compares every hash with the device's own.
//! - Every write is one transaction that takes the write lock first, so two processes on one
//!   database can neither fork a chain nor leave a gap in it.

#![warn(missing_docs)]

mod append;
mod apply;
mod cipher;
mod enrolments;
mod error;
mod keyed;
mod list;
mod open;
mod queue;
mod schema;
mod settings;
mod sql;
#[cfg(test)]
mod tests;

pub use append::{Appended, Moment, SealedName};
pub use apply::{Applied, Update};
pub use enrolments::{Attempt, EnrolmentSummary, StoredEnrolment};
pub use error::{Fault, OpenError, StoreError};
pub use list::{
    KeptNarrow, KeptNote, KeptVoid, ListedScan, ScanDetail, ScanFilter, Show, StoredState,
};
pub use open::{MIN_SQLITE_VERSION, Store};
pub use queue::{Counts, Queue, QueuedRecord};
pub use settings::Setting;
