//! The organiser's pages. What somebody's role may not do is not offered to them, and the route refuses
//! it.

mod attendees;
mod audit;
mod badges;
mod devices;
mod import;
pub(crate) mod names;
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
pub(crate) use crate::pages::organiser::passkeys::fault as passkey_fault;
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

use std::str::FromStr;

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use protocol::{FieldSet, SponsorId, StaffId};
use serde::Deserialize;

use crate::Problem;
use crate::pages::{Page, StaffVisit};
use backend::Backend;
use backend::audit::Actor;
use backend::paging::PageNumber;
use backend_db::{DbError, Tx};
use backend_model::Action;

/// An id in a path. What is none is nobody's.
fn id<T: FromStr>(text: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| Problem::NOT_FOUND)
}

/// Which page of a list the address asks for.
#[derive(Deserialize)]
pub(crate) struct Paging {
    #[serde(default)]
    page: PageNumber,
}

/// The page that is asked for; the first where that can't be read.
fn asked(paging: Result<Query<Paging>, QueryRejection>) -> PageNumber {
    paging.map_or_else(|_| PageNumber::default(), |Query(paging)| paging.page)
}

/// Writes down that somebody of the organiser's changed something that is nobody's personal data.
async fn note(
    backend: &Backend,
    tx: &mut Tx,
    visit: &StaffVisit,
    action: Action,
    sponsor: Option<&SponsorId>,
    detail: &str,
) -> Result<(), DbError> {
    let entry = backend::audit::Entry {
        actor: Actor::Staff(&visit.staff),
        action,
        sponsor,
        leads: 0,
        fields: FieldSet::NONE,
        detail,
    };
    backend::audit::write(tx, &visit.event, backend.now(), &entry).await
}

/// What the address says was just done.
fn said(page: &Page) -> Option<&'static str> {
    let words = &page.words.organiser;
    Some(match page.said.as_deref()? {
        "person-added" => words.people.said_added,
        "role-changed" => words.people.said_role,
        "person-removed" => words.people.said_removed,
        "sponsor-added" => words.sponsors.said_added,
        "sponsor-renamed" => words.sponsors.said_renamed,
        "owner-invited" => words.sponsors.said_invited,
        "device-revoked" => words.devices.said_revoked,
        "saved" => words.settings.said_saved,
        "notice" => words.settings.said_notice,
        "questions" => words.settings.said_questions,
        "attendee-erased" => words.attendees.said_erased,
        "badge-revoked" => words.badges.said_revoked,
        "import-forgotten" => words.import.said_forgotten,
        "retention-run" => words.retention.said_run,
        "passkey-added" => words.passkeys.said_added,
        "passkey-removed" => words.passkeys.said_removed,
        "upheld" => words.reports.said_upheld,
        "dismissed" => words.reports.said_dismissed,
        _ => return None,
    })
}

/// Whether an id is the visitor's own.
fn is_me(visit: &StaffVisit, staff: &StaffId) -> bool {
    visit.staff == *staff
}
