//! Finds and runs the programs that the workspace builds.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use serde_json::Value;

/// One of the workspace's programs.
#[derive(Debug, Clone)]
pub struct Program {
    path: PathBuf,
}

impl Program {
    /// Finds a program in the folder that the running one was built into.
    ///
    /// # Errors
    /// Where it has not been built, with the command that builds it.
    pub fn find(name: &str) -> anyhow::Result<Self> {
        let path = built_folder()?.join(format!("{name}{}", env::consts::EXE_SUFFIX));
        ensure!(
            path.exists(),
            "{name} has not been built: run `cargo build --workspace --bins`"
        );
        Ok(Self { path })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
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

/// The folder that the running program was built into. A test's own is `deps` or `examples` in it.
pub(crate) fn built_folder() -> anyhow::Result<PathBuf> {
    let own = env::current_exe().context("finding the target folder")?;
    let folder = own.parent().context("a program lies in a folder")?;
    let folder = match folder.file_name().and_then(OsStr::to_str) {
        Some("deps" | "examples") => folder.parent().context("the folder above it")?,
        _ => folder,
    };
    Ok(folder.to_owned())
}

/// How long to wait between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Looks again and again until there is something, and gives it.
///
/// # Errors
/// That of a look, or that the time is over.
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
