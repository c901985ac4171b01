//! Pages for people: server-rendered, no script needed.

mod assets;
pub(super) mod attendee;
mod booth;
mod cookies;
mod dates;
mod form;
mod layout;
pub(super) mod organiser;
mod origin;
mod passkey_sign_in;
mod problem;
mod sign_in;
pub(super) mod sponsor;
mod unsubscribe;
mod visit;

pub(super) use assets::asset;
pub(super) use booth::{bundle, bundle_refused, bundle_taken, code};
pub(super) use form::Form;
pub(super) use layout::{Page, shown};
pub(super) use origin::same_origin;
pub(super) use passkey_sign_in::{begin as begin_passkey, enter as enter_with_passkey};
pub(super) use problem::as_page;
pub(super) use sign_in::{ask, confirm, enter, language, leave, send, start};
pub(super) use unsubscribe::{ask as ask_to_unsubscribe, stop as unsubscribe};
pub use visit::{AttendeeVisit, MemberVisit, StaffVisit, Visit};
