//! What a booth's window asks of the device and is told: typed commands, answers and events.
//!
//! A [`Window`] is one open device with its camera, its lock and its background sync. A shell forwards
//! commands to [`Window::call`] or [`Window::dispatch`], and events from [`Window::watch`]; who may do
//! what is decided in here, the same for every shell.

pub mod api;
pub mod bindings;
pub mod commands;
mod core;
mod desk;
mod diagnostics;
mod enrolling;
mod gate;
mod guard;
mod listing;
mod moment;
mod one_scan;
mod overview;
mod pin;
mod preferences;
mod problem;
mod scanning;
mod storage;
mod syncing;
mod telling;
mod viewfinder;
mod window;

pub use commands::Role;
pub use gate::Command;
pub use problem::Problem;
pub use window::{Options, Window};

/// What a window is opened with.
pub use booth::{Clock, KeyChoice, Patience, SystemClock};
