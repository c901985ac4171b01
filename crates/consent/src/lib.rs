//! The consent rule: which fields of an attendee each audience may see.
//!
//! There are three audiences, each with a view that only this crate can build: a sponsor receives a [`LeadView`], the
//! attendee a [`SelfView`], and the badge printer a [`PrintView`]. An [`Attendee`] contains the personal data and does
//! not reveal it: it can't be serialised, its `Debug` shows nothing, and it has no getters.
//!
//! [`decide`] is the rule, a pure function of the [`Fact`]s. It is evaluated whenever data is read, so that a withdrawal
//! takes effect at once.

#![warn(missing_docs)]

mod attendee;
mod fact;
mod rule;
mod view;

pub use attendee::{Attendee, Registration};
pub use fact::{ConsentAction, Fact};
pub use rule::{Decision, Withheld, WithheldSince, agreed, decide, withheld_since};
pub use view::{FieldValue, LeadView, PrintView, SelfView, lead_view, print_view, self_view};
