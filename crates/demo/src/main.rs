//! Plays a sample conference day with the real programs, or opens a booth's window in one:
//! `cargo xtask demo`.

mod cast;
mod counts;
mod day;
mod evening;
mod hands_on;
mod ledger;
mod links;
mod people;
mod sample_camera;
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
    /// Stay up at the end, and print a link for each role to sign in to the backend's pages with, and the
    /// addresses and tokens for programs.
    #[arg(long)]
    serve: bool,
    /// Write the day's counts to this file.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Where everything that the day makes is put; what an earlier demo left there is removed.
    #[arg(long, value_name = "FOLDER", default_value = "demo-out")]
    out: PathBuf,
    /// Open the booth's window and scan for yourself. That is what happens where there is a display.
    #[arg(long)]
    window: bool,
    /// Play the day without a window. That is what happens where there is no display.
    #[arg(long, conflicts_with = "window")]
    no_window: bool,
    /// Another day: other badges, other hands, other light.
    #[arg(long, default_value_t = 2027)]
    seed: u64,
}

/// How to see what a day without a window does not show.
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

/// Plays the day, or opens the window. Gives whether it ended as it should.
fn run(arguments: &Arguments) -> anyhow::Result<bool> {
    let with_window = arguments.window || (!arguments.no_window && hands_on::has_display());
    let mut day = day::Day::prepare(&arguments.out, arguments.seed)?;
    let counts = if with_window {
        hands_on::open(&mut day)?
    } else {
        story::play(&mut day)?
    };
    let is_good = if with_window {
        counts.nothing_is_lost()
    } else {
        screen::say(WITHOUT_WINDOW);
        counts.are_as_they_should_be()
    };
    if let Some(path) = &arguments.json {
        counts.write(path)?;
    }
    if arguments.serve {
        links::serve(&day)?;
    }
    day.backend.stop()?;
    Ok(is_good)
}
