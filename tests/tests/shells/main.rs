//! The programs as processes: how they end, and how a booth notices that its network is back.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that fails here has failed")]

mod bridge;
mod endings;
mod network_return;
