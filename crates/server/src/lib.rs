//! The backend: authenticates, ingests, stores and serves.

pub mod backend;
pub mod cli;
pub mod clock;
pub mod db;
pub mod devices;
pub mod enrol;
pub mod event;
pub mod http;
pub mod qr;
pub mod random;
pub mod seal;
pub mod serve;
pub mod sponsors;
pub mod token;
