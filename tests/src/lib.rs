//! Shared code of the tests that cross crates.

pub mod fuzzing;
pub mod hall;
pub mod raw_device;
pub mod vectors;
