//! Staff, sponsors and their team members: accounts, sign-in, passkeys, sessions and invitations.

pub mod api_tokens;
pub mod invitations;
pub mod members;
pub mod page_frame;
pub mod passkeys;
pub mod sessions;
pub mod sign_in;
pub mod sponsors;
pub mod staff;
