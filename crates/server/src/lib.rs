//! The backend: authenticates, ingests, stores and serves.

pub mod backend;
pub mod clock;
pub mod db;
pub mod event;
pub mod http;
pub mod random;
pub mod seal;
pub mod token;
