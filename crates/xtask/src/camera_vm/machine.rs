//! The run of the virtual machine, and the check of its output.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use super::kernel::Kernel;

/// The time limit of a run, which takes a minute or two.
const DEADLINE: Duration = Duration::from_secs(15 * 60);
const MEMORY_MIB: &str = "2048";

/// The machine's process, which is ended when this value is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // The machine may have shut down by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Boots the machine, and compares each line of its output with the expected checks.
pub(crate) fn run(
    kernel: &Kernel,
    image: &Path,
    folder: &Path,
    checks: &[String],
) -> anyhow::Result<()> {
    let console = folder.join("console.log");
    let mut child = Command::new("qemu-system-x86_64")
        // Emulation works everywhere, even in a virtual machine.
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
            Ok(line) => check_line(&line, &mut expected)?,
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => bail!(
                "the virtual machine was still running after {} minutes and was stopped; {}",
                DEADLINE.as_secs() / 60,
                end_of_log(&console)
            ),
        }
    }
    match expected.next() {
        None => {
            eprintln!("{} checks passed.", checks.len());
            Ok(())
        }
        Some(check) => bail!(
            "the virtual machine shut down before the check {check:?}; {}",
            end_of_log(&console)
        ),
    }
}

/// The host's root file system, mounted read-only.
const HOST_FILES: &str =
    "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap";

fn check_line<'a>(
    line: &str,
    expected: &mut impl Iterator<Item = &'a String>,
) -> anyhow::Result<()> {
    if let Some(passed) = line.strip_prefix("pass ") {
        match expected.next() {
            Some(check) if check == passed => eprintln!("  passed: {passed}"),
            Some(check) => bail!("{passed:?} came in place of {check:?}"),
            None => bail!("{passed:?} came after the last expected check"),
        }
    } else if let Some(failed) = line.strip_prefix("fail ") {
        bail!("FAILED: {failed}");
    } else if !line.is_empty() {
        eprintln!("  {line}");
    }
    Ok(())
}

/// Returns the last lines of the machine's kernel log.
fn end_of_log(console: &Path) -> String {
    const LINES: usize = 20;
    let log = fs::read(console).unwrap_or_default();
    let log = String::from_utf8_lossy(&log);
    let lines: Vec<&str> = log.lines().collect();
    let last = &lines[lines.len().saturating_sub(LINES)..];
    format!(
        "the last lines of its kernel log (complete in {}):\n{}",
        console.display(),
        last.join("\n")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remaining(lines: &[&str]) -> anyhow::Result<usize> {
        let checks = ["one".to_owned(), "two".to_owned()];
        let mut expected = checks.iter();
        for line in lines {
            check_line(line, &mut expected)?;
        }
        Ok(expected.count())
    }

    #[test]
    fn only_the_checks_in_their_order_pass() {
        assert_eq!(remaining(&["pass one", "note", "pass two"]).unwrap(), 0);
        assert_eq!(remaining(&["pass one"]).unwrap(), 1);
        assert!(remaining(&["pass two"]).is_err());
        assert!(remaining(&["pass one", "pass two", "pass three"]).is_err());
        assert!(remaining(&["pass one", "fail two: it did not"]).is_err());
    }
}
