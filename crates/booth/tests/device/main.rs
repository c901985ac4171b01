//! A booth against a small backend that behaves, or misbehaves, as it is told.

mod backend;
mod booths;
mod enrolling;
mod scanning;
mod syncing;
