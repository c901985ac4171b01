//! Tests of the machine with a simulated device, network and backend.
#![expect(
    clippy::unwrap_used,
    reason = "a test stops where its own footing fails"
)]

mod cases;
mod convergence;
mod world;
