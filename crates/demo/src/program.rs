//! Finds and runs the programs that the workspace builds.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context as _, bail, ensure};
use serde_json::Value;

/// One of the workspace's programs.
#[derive(Debug, Clone)]
pub struct Program {
    path: PathBuf,
}

impl Program {
    /// Finds a program in the folder that the running one was built into, or the one above it, where
    /// a test's own folder is `deps`.
    ///
    /// # Errors
    /// Where it has not been built, with the command that builds it.
    pub fn find(name: &str) -> anyhow::Result<Self> {
        let own = env::current_exe().context("finding the target folder")?;
        let file = format!("{name}{}", env::consts::EXE_SUFFIX);
        let path = own
            .ancestors()
            .skip(1)
            .take(2)
            .map(|folder| folder.join(&file))
            .find(|path| path.exists());
        match path {
            Some(path) => Ok(Self { path }),
            None => bail!("{name} has not been built: run `cargo build --workspace --bins`"),
        }
    }

    /// A command that runs it, with nothing on standard input, and none of the variables that a
    /// developer may have set for a backend or a device of their own.
    #[must_use]
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.path);
        command.stdin(Stdio::null());
        for (name, _) in env::vars_os() {
            let ours = name
                .to_str()
                .is_some_and(|name| name.starts_with("LANYARD_"));
            if ours || name == "DATABASE_URL" {
                command.env_remove(name);
            }
        }
        command
    }
}

/// Runs a command to its end.
///
/// # Errors
/// Where it does not start, or fails: then with what it said.
pub(crate) fn output(command: &mut Command) -> anyhow::Result<Output> {
    let name = shown(command);
    let output = command
        .output()
        .with_context(|| format!("starting {name}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(
        output.status.success(),
        "{name} failed ({}): {}",
        output.status,
        said.trim()
    );
    Ok(output)
}

/// Runs a command whose standard output is one JSON value.
pub(crate) fn json(command: &mut Command) -> anyhow::Result<Value> {
    let bytes = output(command)?.stdout;
    serde_json::from_slice(&bytes)
        .with_context(|| format!("reading the answer of {}", shown(command)))
}

/// A command's program and first two words: the rest may hold a secret.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_stem()
        .map(OsStr::to_string_lossy);
    let words = command.get_args().take(2).map(OsStr::to_string_lossy);
    program
        .into_iter()
        .chain(words)
        .collect::<Vec<_>>()
        .join(" ")
}
