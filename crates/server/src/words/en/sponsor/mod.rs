mod devices;
mod leads;
mod team;

use crate::words::SponsorWords;

pub(super) const SPONSOR: SponsorWords = SponsorWords {
    leads: leads::LEADS,
    devices: devices::DEVICES,
    team: team::TEAM,
};
