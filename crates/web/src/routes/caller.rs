//! Who may call a route.

use backend_model::{MemberRole, Permission};

/// The kind of caller that a route is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// Any caller. The route discloses nothing about a person.
    Anyone,
    /// A monitoring client: presents the monitor token, or connects from loopback if none is configured.
    Monitor,
    /// A device, authenticated by its signature over the body.
    Device,
    /// A program with a sponsor's token.
    Sponsor,
    /// A program with an attendee's token.
    Attendee,
    /// An attendee who is signed in with a browser.
    AttendeePage,
    /// A member of a sponsor's team who is signed in and has at least this role.
    Member(MemberRole),
    /// A member of the organiser's staff who is signed in and whose role has this permission.
    Staff(Permission),
}
