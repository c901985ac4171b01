//! Mints, draws and checks badge codes.
//!
//! A badge code is the text `BADGEID:EVENT:SEAL` in the alphanumeric set of QR codes. [`seal`] makes one from a
//! [`FreshBadgeId`], which can be used only once. [`open()`] checks one without a network, and returns its contents or
//! the reason of the refusal. With the feature `draw`, the module `draw` draws printed badges.
//!
//! The crate does no I/O and reads no clock; randomness is an argument.

#![warn(missing_docs)]

mod code;
mod name;
mod open;

#[cfg(feature = "draw")]
pub mod draw;

pub use code::{BadgeCode, EventBadgeKey, Flags, FreshBadgeId, NotABadgeCode, seal};
pub use name::{BadgeName, BadgeNameError};
pub use open::{MAX_CODE_BYTES, OpenedBadge, Reading, Refusal, open};
