//! What a window remembers while it is open: each part behind a lock of its own, none of them knowing
//! the others or the device.

pub(crate) mod dual_clock;
pub(crate) mod events;
pub(crate) mod lock_policy;
pub(crate) mod mutex;
pub(crate) mod pending_prompts;
pub(crate) mod pictures;
pub(crate) mod pin;
pub(crate) mod viewfinder;
