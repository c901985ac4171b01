//! The program `lanyard-server`: its commands, its settings and its HTTP listener.

pub mod cli;
pub mod serve;
pub mod settings;
