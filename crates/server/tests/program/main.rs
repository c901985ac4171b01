//! The program itself: its commands, its server's start and end, and what it logs.

#![allow(
    clippy::unwrap_used,
    reason = "the whole program is a test, its helpers too"
)]

mod commands;
mod receipts;
mod serving;
mod upkeep;
