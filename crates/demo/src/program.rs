//! Finds and runs the programs of the workspace.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use serde_json::Value;

/// A program of the workspace.
#[derive(Debug, Clone)]
pub struct Program {
    path: PathBuf,
}

impl Program {
    /// Finds a program in the target folder of the running program.
    ///
    /// # Errors
    /// Fails if the program is not built; the error names the command that builds it.
    pub fn find(name: &str) -> anyhow::Result<Self> {
        let path = built_folder()?.join(format!("{name}{}", env::consts::EXE_SUFFIX));
        ensure!(
            path.exists(),
            "{name} has not been built: run `cargo build --workspace --bins`"
        );
        Ok(Self { path })
    }

    /// The path of the executable.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Builds a command that runs the program, with an empty standard input, and without the environment
    /// variables that a developer may have set for another backend or device.
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

/// The target folder of the running program. Tests and examples lie in `deps` and `examples` below it.
pub(crate) fn built_folder() -> anyhow::Result<PathBuf> {
    let own = env::current_exe().context("finding the target folder")?;
    let folder = own.parent().context("a program lies in a folder")?;
    let folder = match folder.file_name().and_then(OsStr::to_str) {
        Some("deps" | "examples") => folder.parent().context("the folder above it")?,
        _ => folder,
    };
    Ok(folder.to_owned())
}

/// The polling interval of [`until`].
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Calls `look` until it returns a value, and returns that value.
///
/// # Errors
/// Fails if `look` fails, or has returned no value within `patience`.
pub fn until<T>(
    patience: Duration,
    mut look: impl FnMut() -> anyhow::Result<Option<T>>,
) -> anyhow::Result<T> {
    let deadline = Instant::now() + patience;
    loop {
        if let Some(found) = look()? {
            return Ok(found);
        }
        ensure!(
            Instant::now() < deadline,
            "{} seconds were not enough",
            patience.as_secs()
        );
        thread::sleep(LOOK_EVERY);
    }
}

/// Runs a command to its end.
///
/// # Errors
/// Fails if the command does not start or its exit status is not 0; the error contains its standard error.
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

/// Runs a command, and parses its standard output as one JSON value.
pub(crate) fn json(command: &mut Command) -> anyhow::Result<Value> {
    let bytes = output(command)?.stdout;
    serde_json::from_slice(&bytes)
        .with_context(|| format!("reading the answer of {}", shown(command)))
}

/// The program of a command and its first two arguments. The others may contain a secret.
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
