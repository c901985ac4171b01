//! `cargo xtask test`: the tests of the crates, of the screens alone and with the programs, of the backend on PostgreSQL,
//! and of its pages on both databases.

use std::process::Command;

use anyhow::bail;

use crate::postgres::{Durability, Postgres};
use crate::setup::{self, Need};
use crate::{bench, cargo, ui};

/// The packages with tests that use the backend's database, and so run on both.
const BACKEND: [&str; 4] = ["backend-db", "backend", "web", "server"];

/// The test suites of the screens, by their names in npm. All but the first use a browser.
const SCREENS: [&str; 3] = ["test", "test:screens", "test:stories"];
/// The arguments of a comeback that is small enough for every test run.
const COMEBACK: [&str; 8] = [
    "--devices",
    "200",
    "--records",
    "40",
    "--batch",
    "20",
    "--attendees",
    "100",
];
/// The suite of the backend's pages in a browser, on both databases.
const PAGES: &str = "test:pages";

/// Runs all suites and reports at the end which failed. With arguments, runs only `cargo test` with them.
pub(crate) fn run(yes: bool, rest: &[String]) -> anyhow::Result<()> {
    setup::install(Need::Test, yes)?;
    let mut arguments = vec!["test", "--workspace", "--no-fail-fast"];
    if !rest.is_empty() {
        arguments.extend(rest.iter().map(String::as_str));
        return cargo::run(&arguments);
    }
    ui::build()?;
    build_programs()?;
    let mut results = vec![("the crates", cargo::run(&arguments))];
    for suite in SCREENS {
        results.push((suite, ui::npm(&["run", "--silent", suite])));
    }
    let server = Postgres::start(Durability::None)?;
    results.push(("the backend on PostgreSQL", backend_on_postgres(&server)));
    results.push(("the comeback", small_comeback(&[])));
    let mut pages = ui::npm_command(&["run", "--silent", PAGES]);
    results.push((PAGES, cargo::check(server.given_to(&mut pages)?, PAGES)));
    let failed: Vec<_> = results
        .into_iter()
        .filter_map(|(name, result)| result.err().map(|error| format!("{name}: {error:#}")))
        .collect();
    if !failed.is_empty() {
        bail!("{}", failed.join("\n  "));
    }
    Ok(())
}

/// Builds all programs, because some tests start them and cargo builds only those of the tested packages. One example
/// presents sample badges to a browser's camera.
fn build_programs() -> anyhow::Result<()> {
    cargo::run(&["build", "--workspace", "--bins", "--examples"])
}

/// Runs only the backend's tests, on PostgreSQL. Arguments for `cargo test` choose among them.
pub(crate) fn on_postgres(yes: bool, rest: &[String]) -> anyhow::Result<()> {
    setup::install(Need::Test, yes)?;
    let server = Postgres::start(Durability::None)?;
    if rest.is_empty() {
        return backend_on_postgres(&server);
    }
    let mut command = cargo::command();
    command
        .args(["test", "--no-fail-fast"])
        .args(BACKEND.iter().flat_map(|package| ["--package", package]))
        .args(rest);
    cargo::check(
        server.given_to(&mut command)?,
        "cargo test of the backend's crates, on PostgreSQL",
    )
}

/// Runs the program in which all devices return at once while PostgreSQL fails over, with these arguments.
pub(crate) fn comeback(yes: bool, rest: &[String]) -> anyhow::Result<()> {
    setup::install(Need::Test, yes)?;
    build_programs()?;
    small_comeback(rest)
}

fn small_comeback(rest: &[String]) -> anyhow::Result<()> {
    let arguments: Vec<&str> = if rest.is_empty() {
        COMEBACK.to_vec()
    } else {
        rest.iter().map(String::as_str).collect()
    };
    let program = cargo::built("lanyard-comeback")?;
    bench::come_back(program, Durability::None, &arguments)
}

/// Runs all of the backend's tests on PostgreSQL, from the build of the whole workspace.
fn backend_on_postgres(server: &Postgres) -> anyhow::Result<()> {
    let programs = cargo::test_programs(&BACKEND)?;
    let mut failed = Vec::new();
    for (package, program) in programs {
        let name = program.display().to_string();
        eprintln!("     Running {name}, on PostgreSQL");
        let mut command = Command::new(&program);
        // Cargo runs tests in the package's folder.
        command.current_dir(cargo::root().join("crates").join(package));
        if let Err(error) = cargo::check(server.given_to(&mut command)?, &name) {
            failed.push(format!("{error:#}"));
        }
    }
    if !failed.is_empty() {
        bail!("{}", failed.join("\n  "));
    }
    Ok(())
}
