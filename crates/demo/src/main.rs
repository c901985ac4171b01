//! `cargo xtask demo`: plays a sample conference day with the real programs, or opens a booth's window at
//! that conference.

mod attendee_choices;
mod cast;
mod counts;
mod day;
mod interactive;
mod ledger;
mod people;
mod sample_camera;
mod scanning;
mod sign_in_links;
mod story;
mod terminal;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// Plays a sample conference day: imports registrations, prints badges, scans the printed badges through
/// a simulated webcam, stops the backend for part of the day, and has attendees take fields back.
/// Everything runs on this machine, in real processes.
#[derive(Parser)]
#[command(name = "cargo xtask demo", bin_name = "cargo xtask demo")]
struct Arguments {
    /// Keep the backend running at the end, and print a sign-in link for each role, and the addresses and
    /// tokens for programs.
    #[arg(long)]
    serve: bool,
    /// Write the day's counts to this file.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// The folder for all files. The files of an earlier demo are removed.
    #[arg(long, value_name = "FOLDER", default_value = "demo-out")]
    out: PathBuf,
    /// Open the booth's window and scan for yourself. This is the default if there is a display.
    #[arg(long)]
    window: bool,
    /// Play the day without a window. This is the default if there is no display.
    #[arg(long, conflicts_with = "window")]
    no_window: bool,
    /// The seed: another one gives other badges, movements and light.
    #[arg(long, default_value_t = 2027)]
    seed: u64,
}

/// A hint after a demo without a window.
const WITHOUT_WINDOW: &str =
    "Where there is a display, `cargo xtask demo --window` lets you scan for yourself.";

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

/// Plays the day or opens the window, and returns whether the counts are as they should be.
fn run(arguments: &Arguments) -> anyhow::Result<bool> {
    let with_window = arguments.window || (!arguments.no_window && interactive::has_display());
    let mut day = day::Day::prepare(&arguments.out, arguments.seed)?;
    let counts = if with_window {
        interactive::open(&mut day)?
    } else {
        story::play(&mut day)?
    };
    let is_good = if with_window {
        counts.nothing_is_lost()
    } else {
        terminal::say(WITHOUT_WINDOW);
        counts.are_as_they_should_be()
    };
    if let Some(path) = &arguments.json {
        counts.write(path)?;
    }
    if arguments.serve {
        sign_in_links::serve(&day)?;
    }
    day.backend.stop()?;
    Ok(is_good)
}
