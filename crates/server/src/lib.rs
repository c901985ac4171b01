//! The backend: authenticates, ingests, stores and serves.

// The tests' databases are made by one file, for the tests in here and those of the interface.
#[cfg(test)]
extern crate self as server;
#[cfg(test)]
#[path = "../tests/database/mod.rs"]
mod test_database;

pub mod activity;
pub mod acts;
pub mod attendees;
pub mod audit;
pub mod audit_action;
pub mod audit_log;
pub mod backend;
pub mod badges;
pub mod bundle;
pub mod cli;
pub mod clock;
pub mod consent_receipts;
pub mod dashboard;
pub mod db;
pub mod decisions;
pub mod devices;
pub mod digest;
pub mod enrol;
pub mod event;
pub mod evidence;
pub mod fonts;
pub mod held;
pub mod http;
pub mod import;
pub mod ingest;
pub mod invitations;
pub mod leads;
pub mod mail;
pub mod members;
pub mod metrics;
pub mod moving;
pub mod overview;
pub mod paging;
pub mod passkeys;
pub mod qr;
pub mod questions;
pub mod random;
pub mod records;
pub mod reports;
pub mod retention;
pub mod rotation;
pub mod seal;
pub mod serve;
pub mod sessions;
pub mod settings;
pub mod sign_in;
pub mod sponsors;
pub mod staff;
pub mod timestamp;
pub mod token;
pub mod unsubscribe;
pub mod webhooks;
pub use backend_text as words;
