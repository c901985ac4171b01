//! The project's own commands: `cargo xtask demo`, `test`, `lint`, `bench`, `setup`.
//!
//! This program must build on a machine that has Rust and a linker and nothing else, because it is
//! what installs the rest.

mod cargo;
mod lint;
mod setup;

use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

/// Lanyard's own commands. On Debian and Ubuntu they install what is missing, naming it and asking
/// first (not as root, and not with --yes).
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Plays a sample conference day with the real programs, and shows what each person sees.
    Demo(Forward),
    /// Runs every test.
    Test(Forward),
    /// Checks formatting, lints, licences and bans, and the documentation's links.
    Lint(Consent),
    /// Measures, each figure beside its bound in the same run.
    Bench(Forward),
    /// Installs what the build needs, and nothing else.
    Setup(Consent),
}

#[derive(Args)]
struct Consent {
    /// Install missing packages without asking.
    #[arg(long)]
    yes: bool,
}

#[derive(Args)]
#[command(disable_help_flag = true)]
struct Forward {
    /// Install missing packages without asking.
    #[arg(long)]
    yes: bool,
    /// Handed on: to the demo, to `cargo test`, or to the benchmark. Try `--help`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Demo(forward) => demo(forward),
        Command::Test(forward) => test(forward),
        Command::Lint(consent) => setup::install(consent.yes).and_then(|()| lint::run()),
        Command::Bench(forward) => bench(forward),
        Command::Setup(consent) => setup::install(consent.yes),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\ncargo xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn demo(forward: Forward) -> anyhow::Result<()> {
    setup::install(forward.yes)?;
    eprintln!("Building the programs (a few minutes the first time) …");
    cargo::run(&[
        "build",
        "--bins",
        "--package",
        "server",
        "--package",
        "booth",
        "--package",
        "demo",
    ])?;
    cargo::run_built("lanyard-demo", &forward.rest)
}

fn test(forward: Forward) -> anyhow::Result<()> {
    setup::install(forward.yes)?;
    let mut arguments = vec!["test", "--workspace", "--no-fail-fast"];
    arguments.extend(forward.rest.iter().map(String::as_str));
    cargo::run(&arguments)
}

fn bench(forward: Forward) -> anyhow::Result<()> {
    setup::install(forward.yes)?;
    eprintln!("Building in release mode (several minutes the first time) …");
    cargo::run(&[
        "build",
        "--quiet",
        "--release",
        "--bins",
        "--package",
        "server",
        "--package",
        "booth",
        "--package",
        "lanyard-tests",
        "--features",
        "lanyard-tests/bench",
    ])?;
    cargo::run_released("lanyard-bench", &forward.rest)
}
