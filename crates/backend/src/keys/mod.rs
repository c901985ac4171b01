//! The backend's secrets: the master key and what it seals, tokens, and randomness.

pub mod master_key_file;
pub mod random;
pub mod rotation;
pub mod seal;
pub mod token;
