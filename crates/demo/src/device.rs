//! Runs `lanyard-booth` as a process, for a booth device in a folder.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use anyhow::{Context as _, ensure};
use camera::{FrameRate, Y4mWriter};
use protocol::ScanId;
use serde::Deserialize;
use serde_json::Value;
use vision::OwnedFrame;

use crate::program::{self, Program};

/// A booth device with its encrypted database and its key in one folder.
#[derive(Debug, Clone)]
pub struct Device {
    program: Program,
    home: PathBuf,
    operator: String,
}

/// A result line of `lanyard-booth scan --json`.
#[derive(Debug, Clone, Deserialize)]
pub struct ScanLine {
    /// The outcome: `saved`, `already`, `do_not_scan`, `refused` …
    pub result: String,
    /// The id of the new scan, or of the earlier one.
    pub scan: Option<ScanId>,
    /// The name on the badge.
    pub name: Option<String>,
    /// The reason of a refusal.
    pub reason: Option<String>,
    /// The time from the frame to the decision, in milliseconds.
    pub ms: f64,
}

impl Device {
    /// Makes a device in this folder with this operator. It is not enrolled yet.
    ///
    /// # Errors
    /// Fails if the program is not built or the folder can't be made.
    pub fn new(home: &Path, operator: &str) -> anyhow::Result<Self> {
        std::fs::create_dir_all(home).with_context(|| home.display().to_string())?;
        Ok(Self {
            program: Program::find("lanyard-booth")?,
            home: home.to_owned(),
            operator: operator.to_owned(),
        })
    }

    /// The folder of the device.
    #[must_use]
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// The name of the operator.
    #[must_use]
    pub fn operator(&self) -> &str {
        &self.operator
    }

    /// Builds a `lanyard-booth` command for this device, with the key in a file.
    #[must_use]
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.program.command();
        command
            .arg("--key-file")
            .arg("--home")
            .arg(&self.home)
            .arg("--json")
            .args(arguments);
        command
    }

    /// Runs a command, and returns its output as one JSON value per line.
    ///
    /// # Errors
    /// Fails if the command fails; the error contains its standard error.
    pub fn run(&self, arguments: &[&str]) -> anyhow::Result<Vec<Value>> {
        let output = program::output(&mut self.command(arguments))?;
        lines(&output.stdout)
    }

    /// Enrols the device with a one-time code.
    ///
    /// # Errors
    /// Fails if the backend refuses.
    pub fn enrol(&self, code: &str, label: &str) -> anyhow::Result<()> {
        self.run(&["enrol", code, "--label", label]).map(drop)
    }

    /// Scans from a video of these frames.
    ///
    /// # Errors
    /// Fails if a scan can't be saved or the frames can't be written.
    pub fn watch(
        &self,
        frames: impl Iterator<Item = OwnedFrame> + Send,
    ) -> anyhow::Result<Vec<ScanLine>> {
        let arguments = [
            "scan",
            "--video",
            "-",
            "--rapid",
            "--operator",
            &self.operator,
        ];
        self.feed(&arguments, |stdin| {
            let mut frames = frames.peekable();
            let Some(first) = frames.peek() else {
                return Ok(());
            };
            let (width, height) = (first.width(), first.height());
            let mut video = Y4mWriter::new(stdin, width, height, FrameRate::whole(15))?;
            for frame in frames {
                video.write(&frame.as_frame())?;
            }
            video.finish().map(drop)
        })
    }

    /// Scans codes from standard input, as a hardware scanner or a person types them.
    ///
    /// # Errors
    /// Fails if a scan can't be saved.
    pub fn type_codes(&self, method: &str, codes: &[&str]) -> anyhow::Result<Vec<ScanLine>> {
        let arguments = [
            "scan",
            "--stdin",
            "--method",
            method,
            "--rapid",
            "--operator",
            &self.operator,
        ];
        self.feed(&arguments, |mut stdin| {
            codes.iter().try_for_each(|code| writeln!(stdin, "{code}"))
        })
    }

    /// Runs a command while `write` writes to its standard input.
    fn feed(
        &self,
        arguments: &[&str],
        write: impl FnOnce(std::process::ChildStdin) -> std::io::Result<()> + Send,
    ) -> anyhow::Result<Vec<ScanLine>> {
        let mut child = self.spawn(arguments)?;
        let stdin = child.stdin.take().context("standard input was asked for")?;
        let stdout = child
            .stdout
            .take()
            .context("standard output was asked for")?;
        let read = thread::scope(|scope| {
            let writing = scope.spawn(move || write(stdin));
            let read: Result<Vec<ScanLine>, _> = BufReader::new(stdout)
                .lines()
                .map(|line| anyhow::Ok(serde_json::from_str(&line?)?))
                .collect();
            match writing.join() {
                Ok(written) => written.context("writing to the device")?,
                Err(panic) => std::panic::resume_unwind(panic),
            }
            read
        })?;
        let status = child.wait()?;
        ensure!(status.success(), "lanyard-booth scan ended with {status}");
        Ok(read)
    }

    /// Starts a command with standard input and output piped to the caller.
    ///
    /// # Errors
    /// Fails if the command does not start.
    pub fn spawn(&self, arguments: &[&str]) -> anyhow::Result<Child> {
        self.command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .context("starting lanyard-booth")
    }

    /// Lists every scan on the device.
    ///
    /// # Errors
    /// Fails if the command fails.
    pub fn scans(&self) -> anyhow::Result<Vec<Value>> {
        self.run(&["list", "--all"])
    }

    /// Syncs with the backend, and returns whether the backend has acknowledged everything.
    ///
    /// # Errors
    /// Fails if the command does not start.
    pub fn sync(&self) -> anyhow::Result<bool> {
        let output = self
            .command(&["sync"])
            .output()
            .context("starting lanyard-booth")?;
        Ok(output.status.success())
    }

    /// Returns the output of `status`.
    ///
    /// # Errors
    /// Fails if the command fails.
    pub fn status(&self) -> anyhow::Result<Value> {
        self.run(&["status"])?.pop().context("status says nothing")
    }
}

fn lines(bytes: &[u8]) -> anyhow::Result<Vec<Value>> {
    bytes
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).context("a line is not JSON"))
        .collect()
}
