//! Decides which fields an audience sees.
//!
//! There are three audiences, and each has a view that only this crate can build: a sponsor gets a
//! [`LeadView`], the attendee a [`SelfView`], the badge printer a [`PrintView`]. An [`Attendee`]
//! holds the personal data and gives none of it away: it can't be serialised, its `Debug` shows
//! nothing, and it has no getters.
//!
//! [`decide`] is the rule itself, a pure function of what has happened. It is evaluated whenever data
//! is read, so that a withdrawal acts at once.

#![warn(missing_docs)]

mod attendee;
mod fact;
mod rule;
mod view;

pub use attendee::{Attendee, Registration};
pub use fact::{Act, Fact};
pub use rule::{Decision, Withheld, WithheldSince, agreed, decide, withheld_since};
pub use view::{FieldValue, LeadView, PrintView, SelfView, lead_view, print_view, self_view};
