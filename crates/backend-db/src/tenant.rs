//! The tenant of a transaction: the rows that it may touch.

use protocol::{AttendeeId, EventSlug, SponsorId};

/// The rows that a transaction may touch.
///
/// The conditions of the statements select the rows, and the tenant is a second barrier. On PostgreSQL,
/// row-level security applies it to every statement, so that a statement without its condition returns no row of
/// another event, sponsor or attendee. SQLite has no row-level security.
///
/// Use the narrowest tenant that suffices. It also determines the lock: one transaction at a time writes in an
/// event, and a writing transaction of no event blocks all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tenant<'a> {
    /// The backend over all events: to find the owner of a token or device, to make events, to copy the
    /// database.
    Backend,
    /// One event with everything in it: for its organiser, and for data from its devices.
    Event(&'a EventSlug),
    /// One sponsor: its own rows, and the attendees that its devices have scanned.
    Sponsor(&'a EventSlug, &'a SponsorId),
    /// One attendee: their own rows, and what sponsors' devices recorded about them.
    Attendee(&'a EventSlug, &'a AttendeeId),
}

impl<'a> Tenant<'a> {
    /// Returns the event of the tenant.
    pub(crate) const fn event(self) -> Option<&'a EventSlug> {
        match self {
            Self::Backend => None,
            Self::Event(event) | Self::Sponsor(event, _) | Self::Attendee(event, _) => Some(event),
        }
    }
}
