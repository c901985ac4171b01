//! The vocabulary of the backend's access control: roles of people, permissions, scopes of API tokens, and
//! the actions that the audit log records. The crate does no I/O.

mod action;
mod member;
mod scope;
mod staff;

pub use action::Action;
pub use member::MemberRole;
pub use scope::{Scope, Scopes};
pub use staff::{Permission, StaffRole};
