//! Decides what a device sends next and what each reply means.
//!
//! A pure state machine for one enrolment: it does no I/O, reads no clock and draws no random
//! numbers. The caller asks [`Machine::next`] what to do, does it, and tells the outcome through
//! [`Machine::on_reply`] or [`Machine::on_failure`].
//!
//! ```text
//! next → Send(plan) → POST → classify ─ Verify ─→ read_reply ─→ on_reply → effects → store
//!   ↑                           └─ Failed ─→ on_failure
//!   └─ WaitUntil ← …
//! ```
//!
//! Two things hold whatever the network does. Nothing but a [`CheckedReply`] gives an effect, so no
//! status code, time-out or count of tries takes a record out of the queue. And no record can hold up
//! another: a batch that will not go through is halved until the record at fault stands alone, and
//! that one is set aside, shown, and tried again later.

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
pub use end_of_day::{EndOfDay, Standing, end_of_day};
pub use machine::Machine;
pub use reply::{CheckedReply, Expected, ReplyError, read_reply};
pub use response::{Failure, Response, classify};
pub use terms::{
    Config, Effect, Exchange, HEARTBEAT, Nudge, Plan, QueueView, SetAside, Status, Step,
};
