//! The program `lanyard`: the booth's window on a desktop.

// On Windows a release build opens no console beside the window; a debug build keeps it for its output.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use clap::Parser as _;
use lanyard_lib::Arguments;

fn main() -> ExitCode {
    match lanyard_lib::run(Arguments::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("lanyard: {error:#}");
            ExitCode::FAILURE
        }
    }
}
