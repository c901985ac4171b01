//! What the organiser’s pages and mails say: a part for each page.

mod devices;
mod mails;
mod overview;
mod people;
mod quarantine;
mod reports;
mod shared;
mod sponsors;

pub(crate) use devices::Devices;
pub(crate) use mails::Mails;
pub(crate) use overview::Overview;
pub(crate) use people::People;
pub(crate) use quarantine::Quarantine;
pub(crate) use reports::Reports;
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
}
