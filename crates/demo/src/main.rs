//! Plays a sample conference day with the real programs: `cargo xtask demo`.

mod cast;
mod counts;
mod day;
mod evening;
mod ledger;
mod people;
mod scanning;
mod screen;
mod story;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// Plays a sample conference day: registrations are imported and badges printed; booth devices see
/// the printed badges through a simulated webcam; the backend is away for part of the day; attendees
/// take things back. Everything runs on this machine, in real processes.
#[derive(Parser)]
#[command(name = "cargo xtask demo", bin_name = "cargo xtask demo")]
struct Arguments {
    /// Stay up at the end, and print the addresses and tokens to try it by hand.
    #[arg(long)]
    serve: bool,
    /// Write the day's counts to this file.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Where everything that the day makes is put; what an earlier demo left there is removed.
    #[arg(long, value_name = "FOLDER", default_value = "demo-out")]
    out: PathBuf,
    /// Another day: other badges, other hands, other light.
    #[arg(long, default_value_t = 2027)]
    seed: u64,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("\nThe demo stopped: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Plays the day. Gives whether it ended as it should.
fn run(arguments: &Arguments) -> anyhow::Result<bool> {
    let mut day = day::Day::prepare(&arguments.out, arguments.seed)?;
    let counts = story::play(&mut day)?;
    if let Some(path) = &arguments.json {
        counts.write(path)?;
    }
    if arguments.serve {
        day.serve()?;
    }
    day.backend.stop()?;
    Ok(counts.are_as_they_should_be())
}
