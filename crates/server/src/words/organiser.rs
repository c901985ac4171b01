/// What the organiser’s pages say.
pub struct OrganiserWords {}
