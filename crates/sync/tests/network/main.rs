//! The machine between a device, a network and a backend.
#![expect(
    clippy::unwrap_used,
    reason = "a test stops where its own footing fails"
)]

mod cases;
mod convergence;
mod world;
