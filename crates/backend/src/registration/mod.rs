//! Registrations: their import, and the badges that are printed for them.

pub mod badges;
pub mod email;
pub mod fonts;
pub mod import;
pub mod qr;
