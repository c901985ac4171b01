use crate::words::OrganiserWords;

pub(super) const ORGANISER: OrganiserWords = OrganiserWords {};
