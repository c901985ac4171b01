//! What the tests that cross crates share.

pub mod fuzzing;
pub mod vectors;
