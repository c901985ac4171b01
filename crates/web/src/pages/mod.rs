//! Pages for people: server-rendered, no script needed.

pub(crate) mod accounts;
mod assets;
pub(crate) mod attendee;
mod audit_entry;
mod booth;
mod cookies;
mod dates;
pub(crate) mod form;
pub(crate) mod layout;
mod names;
pub(crate) mod organiser;
mod origin;
mod passkey_sign_in;
mod path_id;
mod problem;
mod sign_in;
pub(crate) mod sponsor;
mod unsubscribe;
pub(crate) mod visit;

pub(crate) use crate::pages::assets::asset;
pub(crate) use crate::pages::booth::{bundle, bundle_refused, bundle_taken, code};
pub(crate) use crate::pages::origin::same_origin;
pub(crate) use crate::pages::passkey_sign_in::{
    begin as begin_passkey, enter as enter_with_passkey,
};
pub(crate) use crate::pages::problem::as_page;
pub(crate) use crate::pages::sign_in::{ask, confirm, enter, language, leave, send, start};
pub(crate) use crate::pages::unsubscribe::{ask as ask_to_unsubscribe, stop as unsubscribe};
pub(crate) use crate::pages::visit::Visit;
