//! The booth device: enrols, scans, annotates, voids, syncs and exports. The window, the command line and
//! the tests use it.
//!
//! ```no_run
//! use booth::{Booth, Options, ScanInput};
//! use protocol::ReadMethod;
//!
//! let booth = Booth::open_default(Options::default())?;
//! let enrolment = booth.enrolment(None)?;
//! let result = booth.scan(enrolment.device, &ScanInput {
//!     text: b"0123456789ABCDEF:PYCONUS2027:8K2M4TQ9",
//!     method: ReadMethod::HardwareScanner,
//!     operator: "Ana",
//!     fields: None,
//!     confirmed: false,
//! });
//! println!("{}", result.sentence(&enrolment.event_name, booth.now()));
//! # Ok::<(), booth::BoothError>(())
//! ```

#![warn(missing_docs)]

mod annotate;
mod answers;
mod background;
mod booth;
mod clock;
mod enrolling;
mod error;
mod export;
mod home;
mod input;
mod key;
mod network_return;
mod reading;
mod result;
#[cfg(target_os = "linux")]
mod route_events;
mod scanning;
mod server;
mod sync_session;
mod syncing;
mod wake_signal;

pub use answers::{AnswerError, check_answers, read_answer};
pub use background::Background;
pub use booth::{Booth, EnrolmentStatus, OpenBooth, Options, Terms, UnlockedFolder};
pub use clock::{Clock, SystemClock};
pub use enrolling::EnrolError;
pub use error::BoothError;
pub use home::{HOME_VARIABLE, default_home};
pub use input::{ScanLoop, ScanStep, ScannedFrame, TypedCodes};
pub use key::{KeyChoice, KeyError, KeyProtection};
pub use reading::Refusal;
pub use result::{
    AlreadyScanned, Checked, Confirmation, Saved, ScanResult, field_words, printed_code,
};
pub use scanning::ScanInput;
pub use server::{AddressError, Patience, ServerAddress, TransportError};
pub use sync_session::SyncFault;
pub use syncing::SyncReport;

/// The database's types in lists and in the status.
pub use store::{
    Counts, EnrolmentSummary, KeptNarrow, KeptNote, KeptVoid, ListedScan, ScanDetail, ScanFilter,
    Setting, Show, StoreError, StoredState,
};
/// The result of a sync.
pub use sync::{EndOfDay, Failure, SetAside};
