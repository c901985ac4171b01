//! The bridge as a process of its own, asked as a browser asks, and as one must not.
#![allow(clippy::unwrap_used, reason = "a test that fails here has failed")]

mod answers;
mod program;
mod refusals;
mod running;
