mod charts;
mod devices;
mod exports;
mod leads;
mod programs;
mod team;

use crate::words::SponsorWords;

pub(super) const SPONSOR: SponsorWords = SponsorWords {
    leads: leads::LEADS,
    devices: devices::DEVICES,
    exports: exports::EXPORTS,
    deletions: exports::DELETIONS,
    charts: charts::CHARTS,
    programs: programs::PROGRAMS,
    team: team::TEAM,
};
