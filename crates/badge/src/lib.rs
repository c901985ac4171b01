//! Mints, draws and checks badge codes.
//!
//! A badge code is the text `BADGEID:EVENT:SEAL`, all in QR's alphanumeric set. [`seal`] makes one out
//! of a [`FreshBadgeId`], which can be spent only once; [`open()`] checks one with no network and says
//! what it is, or why it is refused. With the feature `draw`, `draw` puts a code on a printed badge.
//!
//! Pure: no I/O, no clock, and randomness is an argument.

mod code;
mod name;
mod open;

#[cfg(feature = "draw")]
pub mod draw;

pub use code::{BadgeCode, EventBadgeKey, Flags, FreshBadgeId, NotABadgeCode, seal};
pub use name::{BadgeName, BadgeNameError};
pub use open::{MAX_CODE_BYTES, OpenedBadge, Reading, Refusal, open};
