//! Every test: of the crates, of the backend on its other database, of the screens by themselves, and of
//! the screens with the programs.

use std::process::Command;

use anyhow::{Context as _, bail};

use crate::postgres::{self, Postgres};
use crate::setup::{self, Need};
use crate::{cargo, ui};

/// Suites of the screens and of the backend's pages, by npm's names. All but the first drive a browser.
const SCREENS: [&str; 4] = ["test", "test:screens", "test:stories", "test:pages"];

/// Runs them all, and says at the end which failed. With arguments for `cargo test`, only that.
pub(crate) fn run(yes: bool, rest: &[String]) -> anyhow::Result<()> {
    setup::install(Need::Test, yes)?;
    let mut arguments = vec!["test", "--workspace", "--no-fail-fast"];
    if !rest.is_empty() {
        arguments.extend(rest.iter().map(String::as_str));
        return cargo::run(&arguments);
    }
    ui::build()?;
    // Some tests start the programs, and cargo builds those of the tested packages only. One example
    // holds sample badges before a browser's camera.
    cargo::run(&["build", "--workspace", "--bins", "--examples"])?;
    let mut results = vec![
        ("the crates", cargo::run(&arguments)),
        ("the backend on PostgreSQL", backend_on_postgres()),
    ];
    for suite in SCREENS {
        results.push((suite, ui::npm(&["run", "--silent", suite])));
    }
    let failed: Vec<_> = results
        .into_iter()
        .filter_map(|(name, result)| result.err().map(|error| format!("{name}: {error:#}")))
        .collect();
    if !failed.is_empty() {
        bail!("{}", failed.join("\n  "));
    }
    Ok(())
}

/// Runs the backend's tests on PostgreSQL, and nothing else; with arguments for `cargo test`, those that
/// they choose.
pub(crate) fn on_postgres(yes: bool, rest: &[String]) -> anyhow::Result<()> {
    setup::install(Need::Test, yes)?;
    if rest.is_empty() {
        return backend_on_postgres();
    }
    let server = Postgres::start()?;
    let mut command = cargo::command();
    command
        .args(["test", "--package", "server", "--no-fail-fast"])
        .args(rest);
    cargo::check(
        on(&server, &mut command)?,
        "cargo test --package server, on PostgreSQL",
    )
}

/// Runs all of the backend's tests on PostgreSQL, as they were built with everything else.
fn backend_on_postgres() -> anyhow::Result<()> {
    let programs = cargo::test_programs("server")?;
    let server = Postgres::start()?;
    let mut failed = Vec::new();
    for program in programs {
        let name = program.display().to_string();
        eprintln!("     Running {name}, on PostgreSQL");
        let mut command = Command::new(&program);
        // Where cargo runs them.
        command.current_dir(cargo::root().join("crates/server"));
        if let Err(error) = cargo::check(on(&server, &mut command)?, &name) {
            failed.push(format!("{error:#}"));
        }
    }
    if !failed.is_empty() {
        bail!("{}", failed.join("\n  "));
    }
    Ok(())
}

/// The backend's tests run on SQLite unless a variable names a PostgreSQL.
fn on<'a>(server: &Postgres, command: &'a mut Command) -> anyhow::Result<&'a mut Command> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(server.programs().to_owned()).chain(std::env::split_paths(&path));
    let path =
        std::env::join_paths(folders).context("putting PostgreSQL's programs on the PATH")?;
    Ok(command
        .env(postgres::VARIABLE, server.url())
        .env("PATH", path))
}
