//! `cargo xtask bench`: builds the benchmarks in release mode and runs them.

use std::process::Command;

use crate::cargo;
use crate::postgres::{self, Durability, Postgres};
use crate::setup::{self, Need};

/// Runs the benchmark that the first word names, or else the one of the whole system.
pub(crate) fn run(yes: bool, rest: &[String]) -> anyhow::Result<()> {
    let (name, arguments) = match rest.split_first() {
        Some((first, rest)) if first == "reader" || first == "comeback" => (first.as_str(), rest),
        _ => ("", rest),
    };
    // The tests' packages include the database.
    let need = if name == "comeback" {
        Need::Test
    } else {
        Need::Build
    };
    setup::install(need, yes)?;
    match name {
        "reader" => {
            eprintln!("Building in release mode (a minute or two the first time) …");
            let package = ["--package", "reader-bench"];
            let sweeps = |argument: &String| argument.starts_with("--sweep");
            if arguments.iter().any(sweeps) {
                build(&[&package[..], &["--features", "reader-bench/sweep"]].concat())?;
            } else {
                build(&package)?;
            }
            cargo::run_released("lanyard-reader-bench", arguments)
        }
        "comeback" => {
            build_backend(&[])?;
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            // As in production: acknowledged data is on the disk, and on that of the standby.
            let program = cargo::released("lanyard-comeback")?;
            come_back(program, Durability::Full, &arguments)
        }
        _ => {
            build_backend(&["--package", "booth", "--features", "lanyard-tests/bench"])?;
            cargo::run_released("lanyard-bench", arguments)
        }
    }
}

fn build_backend(more: &[&str]) -> anyhow::Result<()> {
    eprintln!("Building in release mode (several minutes the first time) …");
    build(
        &[
            &["--package", "server", "--package", "lanyard-tests"][..],
            more,
        ]
        .concat(),
    )
}

fn build(what: &[&str]) -> anyhow::Result<()> {
    cargo::run(&[&["build", "--quiet", "--release", "--bins"][..], what].concat())
}

/// Starts a PostgreSQL with a standby, and runs the program in which all devices return to a backend on them.
pub(crate) fn come_back(
    mut program: Command,
    durability: Durability,
    arguments: &[&str],
) -> anyhow::Result<()> {
    let server = Postgres::start(durability)?;
    let standby = server.standby()?;
    program
        .args(arguments)
        .env(postgres::STANDBY_VARIABLE, standby.url());
    cargo::check(server.given_to(&mut program)?, "the comeback")
}
