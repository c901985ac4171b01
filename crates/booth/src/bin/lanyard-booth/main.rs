//! The program `lanyard-booth`: the booth on the command line. Each command has a file that parses the
//! arguments, calls the booth and prints the result.

mod annotate;
mod arguments;
mod cameras;
mod enrol;
mod enrolments;
mod exit;
mod export;
mod interrupt;
mod list;
mod output;
mod read;
mod scan;
mod status;
mod sync;

use std::process::ExitCode;

use booth::{Booth, BoothError, EnrolError, KeyChoice, Options, default_home};
use clap::Parser;
use serde_json::json;
use tracing_subscriber::EnvFilter;

use arguments::{Arguments, Command};
use exit::Exit;
use output::Output;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| "off".into()))
        .with_writer(std::io::stderr)
        .init();
    let mut out = Output::new(arguments.json);
    match run(arguments, &mut out) {
        Ok(Exit::Fine) => ExitCode::SUCCESS,
        Ok(Exit::Failed) => ExitCode::FAILURE,
        Err(error) => {
            if out.is_json() {
                out.line(
                    &json!({ "error": code_of(&error), "message": format!("{error:#}") })
                        .to_string(),
                );
            }
            out.failure(&format!("{error:#}."));
            ExitCode::FAILURE
        }
    }
}

/// The stable code of an error, for programs.
fn code_of(error: &anyhow::Error) -> &'static str {
    if let Some(error) = error.downcast_ref::<BoothError>() {
        error.code()
    } else if let Some(error) = error.downcast_ref::<EnrolError>() {
        error.code()
    } else {
        "failed"
    }
}

fn run(arguments: Arguments, out: &mut Output) -> anyhow::Result<Exit> {
    // These two commands need no device.
    match &arguments.command {
        Command::Cameras => return cameras::run(out),
        Command::Read(read) => return Ok(read::run(read, out)),
        _ => {}
    }
    let home = arguments
        .home
        .or_else(default_home)
        .ok_or(BoothError::NoHome)?;
    let options = Options {
        key: if arguments.key_file {
            KeyChoice::File
        } else {
            KeyChoice::KeychainFirst
        },
        ..Options::default()
    };
    let booth = Booth::open(&home, options)?;
    match arguments.command {
        Command::Enrol(enrol) => enrol::run(&booth, enrol, out),
        Command::Scan(scan) => scan::run(&booth, scan, out),
        Command::Note(note) => annotate::note(&booth, note, out),
        Command::Narrow(narrow) => annotate::narrow(&booth, narrow, out),
        Command::Void(void) => annotate::void(&booth, void, out),
        Command::List(list) => list::run(&booth, &list, out),
        Command::Sync(sync) => sync::run(&booth, &sync, out),
        Command::Status => status::run(&booth, out),
        Command::Export(export) => export::run(&booth, &export, out),
        Command::Enrolments => enrolments::list(&booth, out),
        Command::Use(chosen) => enrolments::choose(&booth, &chosen, out),
        Command::Cameras | Command::Read(_) => Ok(Exit::Fine),
    }
}
