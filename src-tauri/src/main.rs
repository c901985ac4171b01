//! The booth's window, as a program of a desktop.

// A console beside the window would only puzzle; a debug build keeps it for its output.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use clap::Parser as _;
use lanyard_lib::Arguments;

fn main() -> ExitCode {
    match lanyard_lib::run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("lanyard: {error:#}");
            ExitCode::FAILURE
        }
    }
}
