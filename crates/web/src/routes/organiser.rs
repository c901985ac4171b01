//! The routes of the organiser's staff.

use backend_model::Permission::{Administer, Export, Operate, View};
use protocol::limits;

use crate::pages::organiser as pages;
use crate::routes::caller::Caller::Staff;
use crate::routes::route::{Route, table};

/// The longest notice, with three characters of the form for each byte, and the form around it.
const NOTICE_FORM: usize = 3 * limits::NOTICE_BYTES + (4 << 10);

pub(crate) fn routes() -> Vec<Route> {
    table! {
        GET  ORGANISER                   => Staff(View),       pages::overview;
        GET  ORGANISER_PEOPLE            => Staff(View),       pages::people;
        POST ORGANISER_PEOPLE            => Staff(Administer), pages::add_person;
        POST ORGANISER_PERSON_ROLE       => Staff(Administer), pages::change_role;
        POST ORGANISER_PERSON_REMOVE     => Staff(Administer), pages::remove_person;
        // Every staff member manages their own passkeys.
        GET  ORGANISER_PASSKEYS          => Staff(View),       pages::passkeys;
        POST ORGANISER_PASSKEYS          => Staff(View),       pages::register_passkey;
        POST ORGANISER_PASSKEY_NEW       => Staff(View),       pages::begin_passkey;
        POST ORGANISER_PASSKEY_RENAME    => Staff(View),       pages::rename_passkey;
        POST ORGANISER_PASSKEY_REMOVE    => Staff(View),       pages::remove_passkey;
        GET  ORGANISER_SPONSORS          => Staff(View),       pages::sponsors;
        POST ORGANISER_SPONSORS          => Staff(Operate),    pages::add_sponsor;
        GET  ORGANISER_SPONSOR           => Staff(View),       pages::sponsor;
        POST ORGANISER_SPONSOR_RENAME    => Staff(Operate),    pages::rename_sponsor;
        // An owner exports leads, so only staff who may export anything may invite one.
        POST ORGANISER_SPONSOR_INVITE    => Staff(Administer), pages::invite_owner;
        GET  ORGANISER_DEVICES           => Staff(View),       pages::devices;
        GET  ORGANISER_DEVICE            => Staff(View),       pages::device;
        POST ORGANISER_DEVICE_REVOKE     => Staff(Operate),    pages::revoke_device;
        GET  ORGANISER_SETTINGS          => Staff(View),       pages::settings;
        POST ORGANISER_SETTINGS          => Staff(Administer), pages::save_settings;
        POST ORGANISER_NOTICES           => Staff(Administer), pages::publish_notice, NOTICE_FORM;
        GET  ORGANISER_NOTICE            => Staff(View),       pages::notice;
        GET  ORGANISER_QUESTIONS         => Staff(View),       pages::all_questions;
        POST ORGANISER_QUESTIONS         => Staff(Administer), pages::add_question;
        POST ORGANISER_QUESTION          => Staff(Administer), pages::change_question;
        POST ORGANISER_QUESTION_REMOVE   => Staff(Administer), pages::remove_question;
        GET  ORGANISER_ATTENDEES         => Staff(View),       pages::attendees;
        POST ORGANISER_ATTENDEES         => Staff(View),       pages::find_attendee;
        GET  ORGANISER_ATTENDEE          => Staff(View),       pages::attendee;
        POST ORGANISER_ATTENDEE_ERASE    => Staff(Operate),    pages::erase_attendee;
        POST ORGANISER_ATTENDEE_BADGE    => Staff(Operate),    pages::print_badge;
        GET  ORGANISER_IMPORT            => Staff(Administer), pages::import;
        POST ORGANISER_IMPORT            => Staff(Administer), pages::upload_import, pages::UPLOAD_FORM;
        GET  ORGANISER_IMPORT_DRAFT      => Staff(Administer), pages::look_at_import;
        POST ORGANISER_IMPORT_DRAFT      => Staff(Administer), pages::act_on_import;
        GET  ORGANISER_BADGES            => Staff(View),       pages::badges;
        // All badges together are the name and employer of every attendee.
        POST ORGANISER_BADGES            => Staff(Administer), pages::print_badges;
        POST ORGANISER_BADGE_REVOKE      => Staff(Operate),    pages::revoke_badge;
        GET  ORGANISER_QUARANTINE        => Staff(View),       pages::quarantine;
        GET  ORGANISER_QUARANTINE_REASON => Staff(View),       pages::quarantined;
        GET  ORGANISER_AUDIT             => Staff(View),       pages::audit;
        GET  ORGANISER_AUDIT_CSV         => Staff(Export),     pages::export_audit;
        GET  ORGANISER_RETENTION         => Staff(View),       pages::retention;
        POST ORGANISER_RETENTION         => Staff(Administer), pages::run_retention;
        GET  ORGANISER_REPORTS           => Staff(View),       pages::reports;
        GET  ORGANISER_REPORT            => Staff(View),       pages::report;
        POST ORGANISER_REPORT            => Staff(Operate),    pages::decide_report;
    }
}
