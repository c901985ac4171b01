//! The organiser's pages. What somebody's role may not do is not offered to them, and the route refuses
//! it.

mod devices;
mod names;
mod overview;
mod people;
mod reports;
mod sponsors;

pub(in super::super) use devices::{all as devices, one as device, revoke as revoke_device};
pub(in super::super) use overview::show as overview;
pub(in super::super) use people::{
    add as add_person, all as people, change_role, remove as remove_person,
};
pub(in super::super) use reports::{all as reports, decide as decide_report, one as report};
pub(in super::super) use sponsors::{
    add as add_sponsor, all as sponsors, invite as invite_owner, one as sponsor,
    rename as rename_sponsor,
};

use std::str::FromStr;

use protocol::{FieldSet, SponsorId, StaffId};

use super::super::Problem;
use super::{Page, StaffVisit};
use crate::audit::{self, Actor};
use crate::backend::Backend;
use crate::db::{DbError, Tx};

/// An id in a path. What is none is nobody's.
fn id<T: FromStr>(text: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| Problem::NOT_FOUND)
}

/// Writes down that somebody of the organiser's changed something that is nobody's personal data.
async fn note(
    backend: &Backend,
    tx: &mut Tx,
    visit: &StaffVisit,
    action: &'static str,
    sponsor: Option<&SponsorId>,
    detail: &str,
) -> Result<(), DbError> {
    let entry = audit::Entry {
        actor: Actor::Staff(&visit.staff),
        action,
        sponsor,
        leads: 0,
        fields: FieldSet::NONE,
        detail,
    };
    audit::write(tx, &visit.event, backend.now(), &entry).await
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
        "upheld" => words.reports.said_upheld,
        "dismissed" => words.reports.said_dismissed,
        _ => return None,
    })
}

/// Whether an id is the visitor's own.
fn is_me(visit: &StaffVisit, staff: &StaffId) -> bool {
    visit.staff == *staff
}
