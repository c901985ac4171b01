//! What the sponsor's pages and mails say.

mod charts;
mod devices;
mod exports;
mod leads;
mod programs;
mod team;

pub use charts::ChartWords;
pub use devices::DeviceWords;
pub use exports::{DeletionWords, ExportWords};
pub use leads::LeadWords;
pub use programs::ProgramWords;
pub use team::TeamWords;

/// What the sponsor's pages say.
pub struct SponsorWords {
    /// Leads.
    pub leads: LeadWords,
    /// Booth devices.
    pub devices: DeviceWords,
    /// Exports.
    pub exports: ExportWords,
    /// Deletions.
    pub deletions: DeletionWords,
    /// Charts.
    pub charts: ChartWords,
    /// Tokens and webhooks.
    pub programs: ProgramWords,
    /// The team.
    pub team: TeamWords,
}
