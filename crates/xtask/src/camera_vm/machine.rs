//! The virtual machine itself, and what it says.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use super::kernel::Kernel;

/// A run takes a minute or two; a machine that is still on after this will not end by itself.
const DEADLINE: Duration = Duration::from_secs(15 * 60);
const MEMORY_MIB: &str = "2048";

/// Ends the machine, however this program comes to its end.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have switched itself off.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Boots the machine, and holds each line that it says against the checks.
pub(crate) fn run(
    kernel: &Kernel,
    image: &Path,
    folder: &Path,
    checks: &[String],
) -> anyhow::Result<()> {
    let console = folder.join("console.log");
    let mut child = Command::new("qemu-system-x86_64")
        // Emulated, not virtualised: that works everywhere, also where this machine is a virtual one.
        .args(["-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2"])
        .args(["-m", MEMORY_MIB, "-nodefaults", "-no-user-config"])
        .args(["-display", "none", "-no-reboot"])
        .arg("-kernel")
        .arg(&kernel.boot)
        .arg("-initrd")
        .arg(image)
        .args(["-append", "console=ttyS0 panic=-1 quiet"])
        .arg("-serial")
        .arg(format!("file:{}", console.display()))
        .args(["-serial", "stdio"])
        .args(["-virtfs", HOST_FILES])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("starting qemu-system-x86_64")?;
    let stdout = child.stdout.take().context("standard output")?;
    let _running = Running(child);
    let (sender, lines) = channel();
    thread::spawn(move || {
        for line in BufReader::new(stdout).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).trim_end().to_owned();
            if sender.send(line).is_err() {
                return;
            }
        }
    });

    let end = Instant::now() + DEADLINE;
    let mut expected = checks.iter();
    loop {
        match lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(line) => hear(&line, &mut expected)?,
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => bail!(
                "the virtual machine was still on after {} minutes and was switched off; {}",
                DEADLINE.as_secs() / 60,
                last_words(&console)
            ),
        }
    }
    match expected.next() {
        None => {
            eprintln!("{} checks passed.", checks.len());
            Ok(())
        }
        Some(check) => bail!(
            "the virtual machine switched off before it came to {check:?}; {}",
            last_words(&console)
        ),
    }
}

/// The host's root, for reading.
const HOST_FILES: &str =
    "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap";

fn hear<'a>(line: &str, expected: &mut impl Iterator<Item = &'a String>) -> anyhow::Result<()> {
    if let Some(passed) = line.strip_prefix("pass ") {
        match expected.next() {
            Some(check) if check == passed => eprintln!("  passed: {passed}"),
            Some(check) => bail!("{passed:?} came in place of {check:?}"),
            None => bail!("{passed:?} was not expected any more"),
        }
    } else if let Some(failed) = line.strip_prefix("fail ") {
        bail!("FAILED: {failed}");
    } else if !line.is_empty() {
        eprintln!("  {line}");
    }
    Ok(())
}

/// The end of what the machine's kernel said.
fn last_words(console: &Path) -> String {
    const LINES: usize = 20;
    let said = fs::read(console).unwrap_or_default();
    let said = String::from_utf8_lossy(&said);
    let lines: Vec<&str> = said.lines().collect();
    let last = &lines[lines.len().saturating_sub(LINES)..];
    format!(
        "its kernel said last (all in {}):\n{}",
        console.display(),
        last.join("\n")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(lines: &[&str]) -> anyhow::Result<usize> {
        let checks = ["one".to_owned(), "two".to_owned()];
        let mut expected = checks.iter();
        for line in lines {
            hear(line, &mut expected)?;
        }
        Ok(expected.count())
    }

    #[test]
    fn only_the_checks_in_their_order_pass() {
        assert_eq!(heard(&["pass one", "note", "pass two"]).unwrap(), 0);
        assert_eq!(heard(&["pass one"]).unwrap(), 1);
        assert!(heard(&["pass two"]).is_err());
        assert!(heard(&["pass one", "pass two", "pass three"]).is_err());
        assert!(heard(&["pass one", "fail two: it did not"]).is_err());
    }
}
