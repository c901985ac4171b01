mod attendees;
mod audit;
mod badges;
mod devices;
mod import;
mod mails;
mod overview;
mod passkeys;
mod people;
mod quarantine;
mod reports;
mod retention;
mod settings;
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
    settings: settings::SETTINGS,
    audit: audit::AUDIT,
    attendees: attendees::ATTENDEES,
    import: import::IMPORT,
    badges: badges::BADGES,
    retention: retention::RETENTION,
    passkeys: passkeys::PASSKEYS,
};
