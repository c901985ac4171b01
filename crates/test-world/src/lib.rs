//! What the backend's tests share: a database of a test's own, on SQLite or PostgreSQL.

#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "only tests use this crate, and a panic is how they fail"
)]

pub mod browser;
mod database;
pub mod devices;
mod mails;
pub mod people;

pub use database::{ADDRESS, Backup, TestDatabase};
