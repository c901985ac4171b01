//! The backend: authenticates, ingests, stores and serves.

pub mod acts;
pub mod attendees;
pub mod audit;
pub mod backend;
pub mod badges;
pub mod bundle;
pub mod cli;
pub mod clock;
pub mod dashboard;
pub mod db;
pub mod devices;
pub mod enrol;
pub mod event;
pub mod fonts;
pub mod http;
pub mod import;
pub mod ingest;
pub mod leads;
pub mod qr;
pub mod random;
pub mod reports;
pub mod seal;
pub mod serve;
pub mod sponsors;
pub mod timestamp;
pub mod token;
