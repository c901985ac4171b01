//! The actions that the audit log records.

pub use backend_model::Action;
