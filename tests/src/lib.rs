//! What the tests that cross crates share.

pub mod fuzzing;
pub mod hall;
pub mod raw_device;
pub mod vectors;
