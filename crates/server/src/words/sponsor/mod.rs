//! What the sponsor's pages and mails say.

mod devices;
mod leads;
mod team;

pub use devices::DeviceWords;
pub use leads::LeadWords;
pub use team::TeamWords;

/// What the sponsor's pages say.
pub struct SponsorWords {
    /// Leads.
    pub leads: LeadWords,
    /// Booth devices.
    pub devices: DeviceWords,
    /// The team.
    pub team: TeamWords,
}
