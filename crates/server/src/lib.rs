//! The backend: authenticates, ingests, stores and serves.
