//! The booth device: enrols, scans, annotates, voids, syncs and exports; what the window, the command
//! line and the tests drive.
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
mod reading;
mod result;
mod scanning;
mod server;
mod syncing;

pub use answers::{AnswerError, check_answers, read_answer};
pub use background::Background;
pub use booth::{Booth, EnrolmentStatus, Options, SyncFault, Terms};
pub use clock::{Clock, SystemClock};
pub use enrolling::EnrolError;
pub use error::BoothError;
pub use home::{HOME_VARIABLE, default_home};
pub use input::{Look, Lookout, Seen, TypedCodes};
pub use key::{KeyChoice, KeyError, KeyProtection};
pub use reading::Refusal;
pub use result::{
    AlreadyScanned, Checked, Confirmation, Saved, ScanResult, field_words, printed_code,
};
pub use scanning::ScanInput;
pub use server::{AddressError, Patience, ServerAddress, TransportError};
pub use syncing::SyncReport;

/// What the lists and the status show, as the database gives it.
pub use store::{
    Counts, EnrolmentSummary, KeptNarrow, KeptNote, KeptVoid, ListedScan, ScanDetail, ScanFilter,
    Setting, Show, StoreError, StoredState,
};
/// What became of a sync.
pub use sync::{EndOfDay, Failure, SetAside};
