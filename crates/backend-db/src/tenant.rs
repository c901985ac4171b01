//! Whose rows a transaction is about.

use protocol::{AttendeeId, EventSlug, SponsorId};

/// Whose rows a transaction may touch.
///
/// The code's own conditions say what a statement reads; this is the second lock behind them. On
/// PostgreSQL row-level security holds every statement of the transaction to it, so that one whose
/// condition was forgotten gives nothing of another event, sponsor or attendee. SQLite has nothing of
/// the kind: there the conditions stand alone.
///
/// Name the narrowest that does: it also says who waits for whom, for only one transaction at a time
/// writes in an event, and one that names no event keeps all others waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tenant<'a> {
    /// The backend itself, over all events: finding out whose token or device something is, making
    /// events, moving the database.
    Backend,
    /// One event with all that belongs to it: its organiser, and what its devices send.
    Event(&'a EventSlug),
    /// One sponsor: its own rows, and the attendees that its devices have scanned.
    Sponsor(&'a EventSlug, &'a SponsorId),
    /// One attendee: their own rows, and what sponsors' devices recorded about them.
    Attendee(&'a EventSlug, &'a AttendeeId),
}

impl<'a> Tenant<'a> {
    /// The event that it is within.
    pub(crate) const fn event(self) -> Option<&'a EventSlug> {
        match self {
            Self::Backend => None,
            Self::Event(event) | Self::Sponsor(event, _) | Self::Attendee(event, _) => Some(event),
        }
    }
}
