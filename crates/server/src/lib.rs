//! The backend: authenticates, ingests, stores and serves.

pub mod db;
