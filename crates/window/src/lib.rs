//! What a booth's window asks of the device and is told: typed commands, answers and events.

pub mod api;
pub mod bindings;
pub mod commands;
mod problem;

pub use problem::Problem;
