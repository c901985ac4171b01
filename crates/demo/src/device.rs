//! A booth device as a process of its own.

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

/// A booth device in a folder: its encrypted database and its key.
#[derive(Debug, Clone)]
pub struct Device {
    program: Program,
    home: PathBuf,
    operator: String,
}

/// A line that `lanyard-booth scan --json` has written.
#[derive(Debug, Clone, Deserialize)]
pub struct ScanLine {
    /// `saved`, `already`, `do_not_scan`, `refused` …
    pub result: String,
    /// The scan that was made, or was there.
    pub scan: Option<ScanId>,
    /// The name on the badge.
    pub name: Option<String>,
    /// Why it was refused.
    pub reason: Option<String>,
    /// From the frame to the decision, in milliseconds.
    pub ms: f64,
}

impl Device {
    /// A device in this folder, held by this operator. It is enrolled nowhere yet.
    ///
    /// # Errors
    /// Where the program has not been built or the folder can't be made.
    pub fn new(home: &Path, operator: &str) -> anyhow::Result<Self> {
        std::fs::create_dir_all(home).with_context(|| home.display().to_string())?;
        Ok(Self {
            program: Program::find("lanyard-booth")?,
            home: home.to_owned(),
            operator: operator.to_owned(),
        })
    }

    /// Its folder.
    #[must_use]
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// Who holds it.
    #[must_use]
    pub fn operator(&self) -> &str {
        &self.operator
    }

    /// A command of the device, its key in a file.
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

    /// Runs a command, and gives each line it says as JSON.
    ///
    /// # Errors
    /// Where it fails, with what it said.
    pub fn run(&self, arguments: &[&str]) -> anyhow::Result<Vec<Value>> {
        let output = program::output(&mut self.command(arguments))?;
        lines(&output.stdout)
    }

    /// Enrols it with a code.
    ///
    /// # Errors
    /// Where the backend refuses.
    pub fn enrol(&self, code: &str, label: &str) -> anyhow::Result<()> {
        self.run(&["enrol", code, "--label", label]).map(drop)
    }

    /// Holds frames before its camera.
    ///
    /// # Errors
    /// Where a scan can't be saved, or the frames can't be written.
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

    /// Types codes into it, as a hardware scanner or a person would.
    ///
    /// # Errors
    /// Where a scan can't be saved.
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

    /// Runs a command while `write` fills its standard input.
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

    /// Starts a command whose standard input and output are the caller's to use.
    ///
    /// # Errors
    /// Where it does not start.
    pub fn spawn(&self, arguments: &[&str]) -> anyhow::Result<Child> {
        self.command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .context("starting lanyard-booth")
    }

    /// Every scan on the device, as `list --all --json` tells them.
    ///
    /// # Errors
    /// Where it fails.
    pub fn scans(&self) -> anyhow::Result<Vec<Value>> {
        self.run(&["list", "--all"])
    }

    /// Sends what waits. An exit status that says "not all is held" is no error here.
    ///
    /// # Errors
    /// Where the program does not start.
    pub fn sync(&self) -> anyhow::Result<bool> {
        let output = self
            .command(&["sync"])
            .output()
            .context("starting lanyard-booth")?;
        Ok(output.status.success())
    }

    /// What `status` says.
    ///
    /// # Errors
    /// Where it fails.
    pub fn status(&self) -> anyhow::Result<Value> {
        self.run(&["status"])?.pop().context("status says nothing")
    }
}

fn lines(bytes: &[u8]) -> anyhow::Result<Vec<Value>> {
    bytes
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).context("a line is no JSON"))
        .collect()
}
