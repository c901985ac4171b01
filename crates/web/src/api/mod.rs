//! The JSON and device APIs: handlers parse a request, call the domain and answer.

pub(crate) mod bundle;
pub(crate) mod enrol;
pub(crate) mod health;
pub(crate) mod leads;
pub(crate) mod me;
pub(crate) mod monitor;
pub(crate) mod sync;
