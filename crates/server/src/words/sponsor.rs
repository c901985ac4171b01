/// What the sponsor’s pages say.
pub struct SponsorWords {}
