//! Formatting, lints, licences and bans, documentation.

use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::{cargo, ui};

/// The release that the checks were written with.
const CARGO_DENY: &str = "0.20.2";

pub(crate) fn run() -> anyhow::Result<()> {
    step("formatting");
    cargo::run(&["fmt", "--all", "--check"])?;
    step("the screens: build, types, lints");
    // First, because the window holds the pages.
    ui::build()?;
    ui::npm(&["run", "--silent", "check"])?;
    ui::npm(&["run", "--silent", "lint"])?;
    step("clippy");
    cargo::run(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--",
        "--deny",
        "warnings",
    ])?;
    step("documentation");
    cargo::check(
        cargo::command()
            .args([
                "doc",
                "--workspace",
                "--no-deps",
                "--document-private-items",
            ])
            .env("RUSTDOCFLAGS", "--deny warnings"),
        "cargo doc",
    )?;
    deny()
}

fn step(name: &str) {
    eprintln!("── {name}");
}

/// Licences, bans and sources need nothing from outside. The advisories are fetched from GitHub;
/// where that can't be reached, it is said and the rest still counts.
fn deny() -> anyhow::Result<()> {
    let program = deny_program()?;
    step("cargo-deny: bans, licences, sources");
    let mut check = Command::new(&program);
    check
        .current_dir(cargo::root())
        .args(["check", "bans", "licenses", "sources"]);
    cargo::check(&mut check, "cargo deny check")?;
    step("cargo-deny: advisories");
    let fetched = Command::new(&program)
        .current_dir(cargo::root())
        .args(["fetch", "db"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !fetched {
        eprintln!("   the advisory database could not be fetched: advisories are NOT checked here");
        return Ok(());
    }
    let mut check = Command::new(&program);
    check
        .current_dir(cargo::root())
        .args(["check", "--disable-fetch", "advisories"]);
    cargo::check(&mut check, "cargo deny check advisories")
}

/// The installed cargo-deny, or one installed below the target folder.
fn deny_program() -> anyhow::Result<PathBuf> {
    let name = format!("cargo-deny{}", env::consts::EXE_SUFFIX);
    let on_path = env::var_os("PATH")
        .into_iter()
        .flat_map(|path| env::split_paths(&path).collect::<Vec<_>>())
        .map(|folder| folder.join(&name))
        .find(|program| program.exists());
    if let Some(program) = on_path {
        return Ok(program);
    }
    let tools = cargo::root().join("target/tools");
    let program = tools.join("bin").join(&name);
    if !program.exists() {
        step("installing cargo-deny (a few minutes, once)");
        let mut install = cargo::command();
        install
            .args([
                "install",
                "--quiet",
                "--locked",
                "cargo-deny",
                "--version",
                CARGO_DENY,
                "--root",
            ])
            .arg(&tools);
        cargo::check(&mut install, "cargo install cargo-deny")?;
    }
    Ok(program)
}
