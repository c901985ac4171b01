//! Runs cargo, and programs that cargo has built.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};

/// The cargo that runs this, in the workspace's root.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// The workspace's root.
pub(crate) fn root() -> PathBuf {
    // This crate lies two folders below it.
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(&here).to_owned()
}

pub(crate) fn run(arguments: &[&str]) -> anyhow::Result<()> {
    check(
        command().args(arguments),
        &format!("cargo {}", arguments.join(" ")),
    )
}

/// Runs a program out of the folder that this one was built into.
pub(crate) fn run_built(name: &str, arguments: &[String]) -> anyhow::Result<()> {
    let own = env::current_exe().context("finding the target folder")?;
    check(Command::new(beside(&own, name)).args(arguments), name)
}

/// Runs a program that was built with `--release`.
pub(crate) fn run_released(name: &str, arguments: &[String]) -> anyhow::Result<()> {
    let own = env::current_exe().context("finding the target folder")?;
    // Cargo keeps the folders of its profiles beside each other.
    let folder = own.parent().context("a program lies in a folder")?;
    let program = beside(&folder.with_file_name("release").join(name), name);
    check(Command::new(program).args(arguments), name)
}

fn beside(other: &Path, name: &str) -> PathBuf {
    other.with_file_name(format!("{name}{}", env::consts::EXE_SUFFIX))
}

pub(crate) fn check(command: &mut Command, name: &str) -> anyhow::Result<()> {
    let status = command
        .status()
        .with_context(|| format!("starting {name}"))?;
    if !status.success() {
        bail!("{name} failed ({status})");
    }
    Ok(())
}
