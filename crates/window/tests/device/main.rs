//! A window against a small backend, as its screens use it.
#![allow(
    clippy::unwrap_used,
    reason = "these are tests, though clippy sees only functions beside them"
)]

// The booth's own tests have them; each set of tests uses a part.
#[allow(dead_code, reason = "the booth's tests use the rest")]
#[path = "../../../booth/tests/device/backend.rs"]
mod backend;
#[allow(dead_code, reason = "the booth's tests use the rest")]
#[path = "../../../booth/tests/device/pictures.rs"]
mod pictures;

mod bindings;
mod camera;
mod diagnostics;
mod faults;
mod gate;
mod hostile;
mod kiosk;
mod lock;
mod one_scan;
mod restart;
mod screens;
mod settings;
mod sheets;
mod switching;
mod syncing;
