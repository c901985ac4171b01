//! Staff, sponsors and their team members: accounts, sign-in, passkeys, sessions and invitations.

pub mod invitations;
pub mod members;
pub mod passkeys;
pub mod sessions;
pub mod sign_in;
pub mod sponsors;
pub mod staff;
