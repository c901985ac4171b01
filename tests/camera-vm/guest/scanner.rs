//! A running `lanyard-booth scan`, and its output.

use std::io::{BufRead as _, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use demo::{Device, ScanLine};

/// The time limit of each step, which an emulated machine keeps easily.
pub(crate) const DEADLINE: Duration = Duration::from_secs(60);

/// A line of the program's output.
#[derive(Debug)]
pub(crate) enum OutputLine {
    /// The result of a badge, from standard output.
    Result(String),
    /// A message for the operator, from standard error.
    Message(String),
}

/// A scan that runs until it is interrupted. It is killed when dropped.
pub(crate) struct Scanner {
    child: Child,
    lines: Receiver<OutputLine>,
    transcript: Vec<String>,
}

impl Scanner {
    /// Starts a scan with the camera of this name.
    pub(crate) fn start(device: &Device, camera: &str) -> anyhow::Result<Self> {
        let arguments = ["scan", "--camera", camera, "--sync"];
        let mut child = device
            .command(&arguments)
            .args(["--operator", device.operator()])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("starting lanyard-booth")?;
        let (sender, lines) = channel();
        let stdout = child.stdout.take().context("standard output")?;
        let stderr = child.stderr.take().context("standard error")?;
        relay(stdout, OutputLine::Result, sender.clone());
        relay(stderr, OutputLine::Message, sender);
        Ok(Self {
            child,
            lines,
            transcript: Vec::new(),
        })
    }

    /// Waits for a line for which `picked` returns a value.
    pub(crate) fn wait_for<T>(
        &mut self,
        what: &str,
        mut picked: impl FnMut(&OutputLine) -> Option<T>,
    ) -> anyhow::Result<T> {
        let end = Instant::now() + DEADLINE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) => {
                    self.note(&line)?;
                    if let Some(found) = picked(&line) {
                        return Ok(found);
                    }
                }
                Err(RecvTimeoutError::Timeout) => bail!("{what} did not come; {}", self.report()),
                Err(RecvTimeoutError::Disconnected) => {
                    bail!("the scan ended, and {what} did not come; {}", self.report())
                }
            }
        }
    }

    /// Waits for a message with these words.
    pub(crate) fn wait_for_message(&mut self, words: &str) -> anyhow::Result<()> {
        self.wait_for(&format!("{words:?}"), |line| match line {
            OutputLine::Message(message) => message.contains(words).then_some(()),
            OutputLine::Result(_) => None,
        })
    }

    /// Waits for the next saved badge, and ignores badges that were saved before.
    pub(crate) fn wait_for_saved(&mut self) -> anyhow::Result<ScanLine> {
        let line = self.wait_for("a saved badge", |output| {
            let OutputLine::Result(line) = output else {
                return None;
            };
            let line: ScanLine = serde_json::from_str(line).ok()?;
            (line.result != "already").then_some(line)
        })?;
        ensure!(line.result == "saved", "{line:?}; {}", self.report());
        Ok(line)
    }

    /// Interrupts the scan as Ctrl-C does, and waits for its end.
    pub(crate) fn interrupt(mut self) -> anyhow::Result<()> {
        let process = self.child.id().to_string();
        let sent = Command::new("kill").args(["-INT", &process]).status()?;
        ensure!(sent.success(), "kill ended with {sent}");
        let ended = self.ended()?;
        ensure!(
            ended.success(),
            "the scan ended with {ended}; {}",
            self.report()
        );
        Ok(())
    }

    fn ended(&mut self) -> anyhow::Result<ExitStatus> {
        let end = Instant::now() + DEADLINE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) => self.note(&line)?,
                Err(RecvTimeoutError::Timeout) => bail!("the scan does not end; {}", self.report()),
                Err(RecvTimeoutError::Disconnected) => return Ok(self.child.wait()?),
            }
        }
    }

    /// Adds a line to the transcript. A panic is an error even if the program has caught it.
    fn note(&mut self, output: &OutputLine) -> anyhow::Result<()> {
        self.transcript.push(format!("{output:?}"));
        let (OutputLine::Result(line) | OutputLine::Message(line)) = output;
        ensure!(!line.contains("panicked"), "{}", self.report());
        Ok(())
    }

    fn report(&self) -> String {
        format!("its output: {}", self.transcript.join(" | "))
    }
}

impl Drop for Scanner {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn relay(from: impl Read + Send + 'static, kind: fn(String) -> OutputLine, to: Sender<OutputLine>) {
    thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            if to.send(kind(line)).is_err() {
                return;
            }
        }
    });
}
