//! Staff, sponsors and the members of their teams: accounts, invitations, sign-in, passkeys and sessions.

pub mod accounts;
pub mod api_tokens;
pub mod invitations;
pub mod members;
pub mod page_frame;
pub mod passkeys;
pub mod sessions;
pub mod sign_in;
pub mod sponsors;
pub mod staff;
