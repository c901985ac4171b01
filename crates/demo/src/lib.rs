//! Runs the real programs: a backend and booth devices, as processes with folders of their own.
//!
//! The demo plays a sample day with them, and the tests that cross crates break them on purpose.

mod backend;
mod device;
mod program;

pub use backend::{Answer, Backend};
pub use device::{Device, ScanLine};
pub use program::Program;
