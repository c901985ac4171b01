//! The sync state machine of a device: it decides which request to send next, and what each reply changes.
//!
//! One machine serves one enrolment. It does no I/O, reads no clock and draws no random numbers. The caller takes the
//! next step from [`Machine::next`], performs it, and passes the outcome to [`Machine::on_reply`] or
//! [`Machine::on_failure`].
//!
//! ```text
//! next → Send(plan) → POST → classify ─ Verify ─→ read_reply ─→ on_reply → effects → store
//!   ↑                           └─ Failed ─→ on_failure
//!   └─ WaitUntil ← …
//! ```
//!
//! Two invariants hold for every behaviour of the network:
//!
//! - Only a [`CheckedReply`] produces effects. No status code, time-out or number of attempts takes a record out of the
//!   queue.
//! - No record blocks another. A batch that fails is halved until the faulty record is alone; that record is set aside,
//!   reported, and tried again later.

#![warn(missing_docs)]

mod backoff;
mod batch;
mod end_of_day;
mod machine;
mod reply;
mod response;
mod terms;

pub use backoff::{BACKOFF_BASE, BACKOFF_CAP, RETRY_AFTER_CAP};
pub use batch::{MAX_BATCH_BYTES, MAX_BATCH_RECORDS};
pub use end_of_day::{ChainState, EndOfDay, end_of_day};
pub use machine::Machine;
pub use reply::{CheckedReply, Expected, ReplyError, read_reply};
pub use response::{Failure, Response, classify};
pub use terms::{
    Config, Effect, Exchange, HEARTBEAT, Nudge, Plan, QueueView, SetAside, Status, Step,
};
