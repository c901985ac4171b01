//! Runs cargo, and programs that cargo has built.

use std::env;
use std::path::PathBuf;
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
    let folder = env::current_exe().context("finding the target folder")?;
    let program = folder.with_file_name(format!("{name}{}", env::consts::EXE_SUFFIX));
    check(Command::new(program).args(arguments), name)
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
