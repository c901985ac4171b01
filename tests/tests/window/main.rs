//! The booth's window as its users meet it: the real program on a screen of its own, with a real backend,
//! and printed badges before a virtual camera.
//!
//! Pictures of what was on the window are in `target/window-shots`, a folder for each test.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that fails here has failed")]

mod camera;
mod consent;
mod enrolling;
mod language;
mod leads;
mod lock;
mod network;
mod page;
mod power;
mod scanning;
mod stand;
