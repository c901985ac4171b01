//! The interface between a booth's screens and the device: typed commands, answers and events.
//!
//! A [`Window`] is one open device with its camera, its lock and its background sync. A shell forwards
//! commands to [`Window::call`] or [`Window::dispatch`], and events from [`Window::watch`]. Which commands
//! are allowed is decided in here, the same for every shell.
//!
//! Each layer uses only those before it:
//!
//! | layer | holds |
//! |---|---|
//! | `api`, `command_table`, `problem`, `options` | the types that cross to the screens, and the table of commands |
//! | `state` | what a window remembers while it is open |
//! | `core` | the device, and what is done with it |
//! | `window` | the window as its shells hold it |
//! | `dispatch` | the one way to a command, which checks that it is allowed |
//! | `commands` | what each command does |

pub mod api;
pub mod bindings;
pub mod command_table;
mod commands;
mod core;
mod dispatch;
mod options;
mod problem;
mod state;
mod window;

pub use command_table::Role;
pub use dispatch::Command;
pub use options::Options;
pub use problem::Problem;
pub use window::{OpenWindow, Window};

/// What a window is opened with.
pub use booth::{Clock, KeyChoice, Patience, SystemClock};
