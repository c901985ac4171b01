//! A `lanyard-booth scan` before a camera, and what it says.

use std::io::{BufRead as _, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use demo::{Device, ScanLine};

/// Nothing here takes so long, even on a machine that is emulated.
pub(crate) const DEADLINE: Duration = Duration::from_secs(60);

/// A line of the program.
#[derive(Debug)]
pub(crate) enum Said {
    /// On standard output: what became of a badge.
    Result(String),
    /// On standard error: a sentence for the person at the screen.
    Sentence(String),
}

/// A scan that runs until it is interrupted; it is killed when dropped.
pub(crate) struct Scanner {
    child: Child,
    said: Receiver<Said>,
    transcript: Vec<String>,
}

impl Scanner {
    /// Starts it with the camera of this name.
    pub(crate) fn start(device: &Device, camera: &str) -> anyhow::Result<Self> {
        let arguments = ["scan", "--camera", camera, "--sync"];
        let mut child = device
            .command(&arguments)
            .args(["--operator", device.operator()])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("starting lanyard-booth")?;
        let (sender, said) = channel();
        let stdout = child.stdout.take().context("standard output")?;
        let stderr = child.stderr.take().context("standard error")?;
        relay(stdout, Said::Result, sender.clone());
        relay(stderr, Said::Sentence, sender);
        Ok(Self {
            child,
            said,
            transcript: Vec::new(),
        })
    }

    /// Waits until the program says something that `picked` takes.
    pub(crate) fn wait_for<T>(
        &mut self,
        what: &str,
        mut picked: impl FnMut(&Said) -> Option<T>,
    ) -> anyhow::Result<T> {
        let end = Instant::now() + DEADLINE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.said.recv_timeout(left) {
                Ok(said) => {
                    self.note(&said)?;
                    if let Some(found) = picked(&said) {
                        return Ok(found);
                    }
                }
                Err(RecvTimeoutError::Timeout) => bail!("{what} did not come; {}", self.told()),
                Err(RecvTimeoutError::Disconnected) => {
                    bail!("the scan ended, and {what} did not come; {}", self.told())
                }
            }
        }
    }

    /// Waits for a sentence with these words.
    pub(crate) fn wait_for_sentence(&mut self, words: &str) -> anyhow::Result<()> {
        self.wait_for(&format!("{words:?}"), |said| match said {
            Said::Sentence(sentence) => sentence.contains(words).then_some(()),
            Said::Result(_) => None,
        })
    }

    /// Waits for the next badge that is saved. One that was saved before may come into view again.
    pub(crate) fn wait_for_saved(&mut self) -> anyhow::Result<ScanLine> {
        let line = self.wait_for("a saved badge", |said| {
            let Said::Result(line) = said else {
                return None;
            };
            let line: ScanLine = serde_json::from_str(line).ok()?;
            (line.result != "already").then_some(line)
        })?;
        ensure!(line.result == "saved", "{line:?}; {}", self.told());
        Ok(line)
    }

    /// Presses Ctrl-C, and waits for the end.
    pub(crate) fn interrupt(mut self) -> anyhow::Result<()> {
        let process = self.child.id().to_string();
        let sent = Command::new("kill").args(["-INT", &process]).status()?;
        ensure!(sent.success(), "kill ended with {sent}");
        let ended = self.ended()?;
        ensure!(
            ended.success(),
            "the scan ended with {ended}; {}",
            self.told()
        );
        Ok(())
    }

    fn ended(&mut self) -> anyhow::Result<ExitStatus> {
        let end = Instant::now() + DEADLINE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.said.recv_timeout(left) {
                Ok(said) => self.note(&said)?,
                Err(RecvTimeoutError::Timeout) => bail!("the scan does not end; {}", self.told()),
                Err(RecvTimeoutError::Disconnected) => return Ok(self.child.wait()?),
            }
        }
    }

    /// All that it said.
    /// Keeps what it said. A panic that something caught is one all the same.
    fn note(&mut self, said: &Said) -> anyhow::Result<()> {
        self.transcript.push(format!("{said:?}"));
        let (Said::Result(line) | Said::Sentence(line)) = said;
        ensure!(!line.contains("panicked"), "{}", self.told());
        Ok(())
    }

    fn told(&self) -> String {
        format!("it said: {}", self.transcript.join(" | "))
    }
}

impl Drop for Scanner {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn relay(from: impl Read + Send + 'static, kind: fn(String) -> Said, to: Sender<Said>) {
    thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            if to.send(kind(line)).is_err() {
                return;
            }
        }
    });
}
