mod devices;
mod mails;
mod overview;
mod people;
mod quarantine;
mod reports;
mod shared;
mod sponsors;

use crate::words::OrganiserWords;

pub(super) const ORGANISER: OrganiserWords = OrganiserWords {
    shared: shared::SHARED,
    overview: overview::OVERVIEW,
    people: people::PEOPLE,
    sponsors: sponsors::SPONSORS,
    devices: devices::DEVICES,
    reports: reports::REPORTS,
    mails: mails::MAILS,
    quarantine: quarantine::QUARANTINE,
};
