//! Exports: all leads of a sponsor as one file.
//!
//! A file is made chunk by chunk, each in a transaction of its own. The consent rule is applied when a chunk is
//! read, and its disclosure is recorded and committed before its rows are sent. The server needs no more memory for
//! a large export than for a small one.

mod chunks;
mod crm;
mod csv;
mod format;
mod history;
mod json;
mod stream;
mod xlsx;

pub use crate::leads::export::chunks::{Export, ExportedLead};
pub use crate::leads::export::format::Format;
pub(crate) use crate::leads::export::history::last_export;
pub use crate::leads::export::history::{PastExport, past_exports};
pub use crate::leads::export::stream::{ExportFailed, stream};
