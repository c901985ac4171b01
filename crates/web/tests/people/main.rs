//! What happens to people's data: how it comes in, who gets it, and how it is taken back. Everything goes
//! through the doors that the real programs use: an import, signed records, the HTTP API.

#![allow(
    clippy::unwrap_used,
    reason = "the whole program is a test, its helpers too"
)]

mod api;
mod attendee_pages;
mod attendee_settings;
mod badges;
mod busy;
mod consent_receipts;
mod digest;
mod everything;
mod exports;
mod history;
mod import;
mod leads;
mod me;
mod moving;
mod organiser;
mod programs;
mod sign_in;
mod sponsor_pages;
mod tenants;
