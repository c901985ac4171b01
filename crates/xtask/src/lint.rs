//! `cargo xtask lint`: formatting, lints, documentation, unused dependencies, licences and bans.

use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::{cargo, ui};

pub(crate) fn run() -> anyhow::Result<()> {
    step("formatting");
    cargo::run(&["fmt", "--all", "--check"])?;
    step("the screens: build, types, lints");
    // The window embeds the built pages, so they are built before clippy runs.
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
    unused_dependencies()?;
    deny()
}

fn step(name: &str) {
    eprintln!("── {name}");
}

/// Checks licences, bans and sources, which works offline, and advisories, which are fetched from GitHub. If the fetch
/// fails, the advisories are skipped with a warning.
fn deny() -> anyhow::Result<()> {
    let program = CARGO_DENY.program()?;
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

/// A check that is installed from crates.io if it is not on the `PATH`.
struct Tool {
    name: &'static str,
    /// The release that the checks were written with.
    version: &'static str,
}

const CARGO_DENY: Tool = Tool {
    name: "cargo-deny",
    version: "0.20.2",
};
const CARGO_MACHETE: Tool = Tool {
    name: "cargo-machete",
    version: "0.9.2",
};

impl Tool {
    /// Returns the program on the `PATH`, or the one below the target folder, which is installed first if needed.
    fn program(&self) -> anyhow::Result<PathBuf> {
        let file = format!("{}{}", self.name, env::consts::EXE_SUFFIX);
        let path = env::var_os("PATH").unwrap_or_default();
        let mut on_path = env::split_paths(&path).map(|folder| folder.join(&file));
        if let Some(program) = on_path.find(|program| program.exists()) {
            return Ok(program);
        }
        let tools = cargo::root().join("target/tools");
        let program = tools.join("bin").join(&file);
        if !program.exists() {
            step(&format!("installing {} (a few minutes, once)", self.name));
            let mut install = cargo::command();
            install
                .args(["install", "--quiet", "--locked", self.name])
                .args(["--version", self.version, "--root"])
                .arg(&tools);
            cargo::check(&mut install, &format!("cargo install {}", self.name))?;
        }
        Ok(program)
    }
}

/// Fails if a crate's manifest names a dependency that its code does not use.
fn unused_dependencies() -> anyhow::Result<()> {
    let program = CARGO_MACHETE.program()?;
    step("cargo-machete: unused dependencies");
    let mut check = Command::new(program);
    check
        .current_dir(cargo::root())
        .args(["--skip-target-dir", "."]);
    cargo::check(&mut check, "cargo machete")
}
