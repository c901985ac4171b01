//! The backend's domain: events, registrations, people, devices, ingest, privacy, leads, mail and
//! webhooks. It knows SQL; it knows neither HTTP nor the command line.

pub mod api_schema;
pub mod audit;
pub mod clock;
pub mod devices;
pub mod event;
pub mod gauges;
pub mod ingest;
pub mod keys;
pub mod leads;
mod leased_queue;
pub mod mail;
mod open;
pub mod paging;
pub mod people;
pub mod privacy;
pub mod registration;
pub mod spreadsheet_cell;
mod sql;
pub mod timestamp;
pub mod webhooks;

pub use open::{Backend, BackendError, Config};
