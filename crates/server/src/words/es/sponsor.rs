use crate::words::SponsorWords;

pub(super) const SPONSOR: SponsorWords = SponsorWords {};
