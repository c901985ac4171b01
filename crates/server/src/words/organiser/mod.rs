//! What the organiser’s pages and mails say: a part for each page.

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

pub(crate) use attendees::Attendees;
pub(crate) use audit::Audit;
pub(crate) use badges::Badges;
pub(crate) use devices::Devices;
pub(crate) use import::Import;
pub(crate) use mails::Mails;
pub(crate) use overview::Overview;
pub(crate) use passkeys::Passkeys;
pub(crate) use people::People;
pub(crate) use quarantine::Quarantine;
pub(crate) use reports::Reports;
pub(crate) use retention::Retention;
pub(crate) use settings::Settings;
pub(crate) use shared::Shared;
pub(crate) use sponsors::Sponsors;

/// What the organiser’s pages say.
pub struct OrganiserWords {
    pub(crate) shared: Shared,
    pub(crate) overview: Overview,
    pub(crate) people: People,
    pub(crate) sponsors: Sponsors,
    pub(crate) devices: Devices,
    pub(crate) reports: Reports,
    pub(crate) mails: Mails,
    pub(crate) quarantine: Quarantine,
    pub(crate) settings: Settings,
    pub(crate) audit: Audit,
    pub(crate) attendees: Attendees,
    pub(crate) import: Import,
    pub(crate) badges: Badges,
    pub(crate) retention: Retention,
    pub(crate) passkeys: Passkeys,
}
