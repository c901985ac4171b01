//! What devices do to a backend: enrolling, syncing, handing in bundles; and who may call what.

#![allow(
    clippy::unwrap_used,
    reason = "the whole program is a test, its helpers too"
)]

mod arrival;
mod bundles;
mod chain;
mod enrolment;
mod guessing;
mod http;
mod narrowing;
mod retention;
mod rules;
mod sync;
mod watching;
