//! Runs cargo, programs that cargo has built, and other commands.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};
use cargo_metadata::Message;

/// Returns the cargo that runs this program, in the workspace's root.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Returns the workspace's root.
pub(crate) fn root() -> PathBuf {
    // This crate is two folders below it.
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(&here).to_owned()
}

pub(crate) fn run(arguments: &[&str]) -> anyhow::Result<()> {
    check(
        command().args(arguments),
        &format!("cargo {}", arguments.join(" ")),
    )
}

/// Returns the test programs of some packages, each with its package, as `cargo test --workspace`
/// builds them. A build of the packages alone would
/// compile most dependencies again, with other features.
pub(crate) fn test_programs<'a>(packages: &[&'a str]) -> anyhow::Result<Vec<(&'a str, PathBuf)>> {
    let output = command()
        .args(["test", "--workspace", "--no-run"])
        .arg("--message-format=json-render-diagnostics")
        .stderr(Stdio::inherit())
        .output()
        .context("starting cargo test --no-run")?;
    if !output.status.success() {
        bail!("cargo test --no-run failed ({})", output.status);
    }
    let of_manifest = |manifest: &Path| {
        let folder = manifest
            .parent()?
            .strip_prefix(root().join("crates"))
            .ok()?;
        packages
            .iter()
            .copied()
            .find(|package| Path::new(package) == folder)
    };
    let mut programs = Vec::new();
    for message in Message::parse_stream(output.stdout.as_slice()) {
        let Message::CompilerArtifact(artifact) = message.context("reading what cargo built")?
        else {
            continue;
        };
        if artifact.profile.test
            && let Some(package) = of_manifest(artifact.manifest_path.as_std_path())
            && let Some(program) = artifact.executable
        {
            programs.push((package, PathBuf::from(program)));
        }
    }
    if programs.is_empty() {
        bail!("cargo built no tests of {}", packages.join(", "));
    }
    Ok(programs)
}

/// Runs a program that was built in the same profile as this one.
pub(crate) fn run_built(name: &str, arguments: &[String]) -> anyhow::Result<()> {
    check(built(name)?.args(arguments), name)
}

/// Returns a program that was built in the same profile as this one.
pub(crate) fn built(name: &str) -> anyhow::Result<Command> {
    let own = env::current_exe().context("finding the target folder")?;
    Ok(Command::new(beside(&own, name)))
}

/// Runs a program that was built with `--release`.
pub(crate) fn run_released(name: &str, arguments: &[String]) -> anyhow::Result<()> {
    check(released(name)?.args(arguments), name)
}

/// Returns a program that was built with `--release`.
pub(crate) fn released(name: &str) -> anyhow::Result<Command> {
    let own = env::current_exe().context("finding the target folder")?;
    // The folders of cargo's profiles are siblings.
    let folder = own.parent().context("a program lies in a folder")?;
    let program = beside(&folder.with_file_name("release").join(name), name);
    Ok(Command::new(program))
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

/// Runs a command and returns its standard output.
pub(crate) fn output(command: &mut Command) -> anyhow::Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("starting {name}"))?;
    if !output.status.success() {
        bail!("{name} failed ({})", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("reading the output of {name}"))
}
