//! The organiser's pages. Each offers only what the visitor's role permits, and the routes refuse the rest.

mod attendees;
mod audit;
mod badges;
mod devices;
mod flash;
mod import;
mod list_page;
mod overview;
mod passkeys;
mod people;
mod quarantine;
mod reports;
mod retention;
mod settings;
mod sponsors;

pub(crate) use crate::pages::organiser::attendees::{
    all as attendees, erase as erase_attendee, find as find_attendee, one as attendee,
};
pub(crate) use crate::pages::organiser::audit::{all as audit, export as export_audit};
pub(crate) use crate::pages::organiser::badges::{
    all as badges, print as print_badges, print_one as print_badge, revoke as revoke_badge,
};
pub(crate) use crate::pages::organiser::import::{
    UPLOAD_FORM, act as act_on_import, form as import, look as look_at_import,
    upload as upload_import,
};
pub(crate) use crate::pages::organiser::quarantine::{all as quarantine, of_reason as quarantined};
pub(crate) use crate::pages::organiser::retention::{run as run_retention, show as retention};
pub(crate) use crate::pages::organiser::settings::{
    add_question, all_questions, change_question, notice, publish as publish_notice,
    remove_question, save as save_settings, show as settings,
};

pub(crate) use crate::pages::organiser::devices::{
    all as devices, one as device, revoke as revoke_device,
};
pub(crate) use crate::pages::organiser::overview::show as overview;
pub(crate) use crate::pages::organiser::passkeys::form_error as passkey_form_error;
pub(crate) use crate::pages::organiser::passkeys::{
    all as passkeys, begin as begin_passkey, register as register_passkey,
    remove as remove_passkey, rename as rename_passkey,
};
pub(crate) use crate::pages::organiser::people::{
    add as add_person, all as people, change_role, remove as remove_person,
};
pub(crate) use crate::pages::organiser::reports::{
    all as reports, decide as decide_report, one as report,
};
pub(crate) use crate::pages::organiser::sponsors::{
    add as add_sponsor, all as sponsors, invite as invite_owner, one as sponsor,
    rename as rename_sponsor,
};
