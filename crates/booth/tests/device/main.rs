//! A booth against a small backend that behaves, or misbehaves, as it is told.
#![allow(
    clippy::unwrap_used,
    reason = "these are tests, though clippy sees only functions beside them"
)]

mod backend;
mod booths;
mod closing;
mod command_line;
mod encryption;
mod enrolling;
#[cfg(target_os = "linux")]
mod keychain;
mod pictures;
mod scanning;
mod shell;
mod syncing;
