//! The description of the machine on which the benchmark runs.

use std::fmt;
use std::path::Path;
use std::process::Command;
use std::thread::available_parallelism;

use anyhow::Context as _;
use serde::Serialize;

/// File systems in memory, on which a sync takes no time.
const IN_MEMORY: [&str; 2] = ["tmpfs", "ramfs"];

/// The properties of the machine that affect the figures.
#[derive(Debug, Serialize)]
pub(crate) struct Machine {
    time: String,
    system: String,
    kernel: String,
    processor: String,
    cores: usize,
    profile: &'static str,
    folder: String,
    file_system: String,
}

impl Machine {
    /// Reads the properties, without additional programs.
    pub(crate) fn look(folder: &Path) -> anyhow::Result<Self> {
        Ok(Self {
            time: jiff::Timestamp::now()
                .strftime("%Y-%m-%d %H:%M UTC")
                .to_string(),
            system: value_in("/etc/os-release", "PRETTY_NAME", '=')
                .unwrap_or_else(|| std::env::consts::OS.into()),
            kernel: first_line("uname", &["-sr"]).unwrap_or_else(unknown),
            processor: value_in("/proc/cpuinfo", "model name", ':').unwrap_or_else(unknown),
            cores: available_parallelism().context("counting cores")?.get(),
            profile: if cfg!(debug_assertions) {
                "debug"
            } else {
                "release"
            },
            folder: folder.display().to_string(),
            file_system: file_system(folder).unwrap_or_else(unknown),
        })
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "time         {}", self.time)?;
        writeln!(f, "system       {}, {}", self.system, self.kernel)?;
        writeln!(f, "processor    {}, {} cores", self.processor, self.cores)?;
        writeln!(f, "build        {}", self.profile)?;
        writeln!(f, "folder       {} ({})", self.folder, self.file_system)?;
        if self.profile == "debug" {
            writeln!(f, "A debug build: these figures are meaningless.")?;
        }
        if IN_MEMORY.contains(&self.file_system.as_str()) {
            writeln!(
                f,
                "This folder is in memory, so writes to it are not durable. Choose another one with --folder."
            )?;
        }
        Ok(())
    }
}

fn unknown() -> String {
    "unknown".into()
}

/// Returns the value of `name` in a file of such pairs.
fn value_in(path: &str, name: &str, between: char) -> Option<String> {
    let text = std::fs::read_to_string(path).ok()?;
    text.lines().find_map(|line| {
        let (found, value) = line.split_once(between)?;
        (found.trim() == name).then(|| value.trim().trim_matches('"').to_owned())
    })
}

/// Returns the type of the file system of a folder, as `df` names it.
fn file_system(folder: &Path) -> Option<String> {
    let output = Command::new("df").arg("-PT").arg(folder).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let row = text.lines().nth(1)?;
    row.split_whitespace().nth(1).map(Into::into)
}

fn first_line(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.lines().next().map(Into::into)
}
