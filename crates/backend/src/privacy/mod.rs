//! The attendees' rights: consent, access, reports and erasure, and the evidence that they were observed.

pub mod attendees;
pub mod consent_history;
pub mod dashboard;
pub mod data_export;
pub mod decisions;
pub mod digest;
pub mod erasure;
pub mod evidence;
pub mod receipts;
pub mod reports;
pub mod unsubscribe;
