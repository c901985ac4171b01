//! The booth device: enrols, scans, annotates, voids, syncs and exports.

mod clock;
mod input;
mod key;
mod reading;
mod server;
