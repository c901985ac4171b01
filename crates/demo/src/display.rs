//! A virtual X display (Xvfb) and a D-Bus session bus, which a desktop program needs to run in a test.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, ensure};

use crate::child_guard::ChildGuard;
use crate::program::until;

/// The size of the display: that of a common laptop.
const SCREEN: &str = "1280x800x24";
/// The time-out for the start of either program.
const START: Duration = Duration::from_secs(20);
/// The configuration of a bus without service activation, so that no keychain, portal or assistive
/// technology of the developer's session takes part in a test.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// A virtual display and a message bus. Dropping it ends both processes.
#[derive(Debug)]
pub(crate) struct Display {
    name: String,
    bus_address: String,
    _screen: ChildGuard,
    _bus: ChildGuard,
}

impl Display {
    /// Starts both processes, which log into the folder.
    ///
    /// # Errors
    /// Fails if one of them is not installed or does not start.
    pub(crate) fn start(folder: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        let log = File::create(folder.join("display.log"))?;
        let mut screen = Command::new("Xvfb");
        screen
            .args(["-displayfd", "1", "-screen", "0", SCREEN])
            .args(["-nolisten", "tcp", "-noreset"])
            .stderr(log.try_clone()?);
        let (screen, number) = first_line(screen, "xvfb")?;
        let configuration = folder.join("bus.conf");
        std::fs::write(&configuration, BUS)?;
        let mut bus = Command::new("dbus-daemon");
        bus.arg(format!("--config-file={}", configuration.display()))
            .args(["--nofork", "--nopidfile", "--print-address=1"])
            .stderr(log);
        let (bus, bus_address) = first_line(bus, "dbus")?;
        Ok(Self {
            name: format!(":{number}"),
            bus_address,
            _screen: screen,
            _bus: bus,
        })
    }

    /// Sets a command's environment so that it uses this display and bus.
    pub(crate) fn equip<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env("DISPLAY", &self.name)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus_address)
            .env("GDK_BACKEND", "x11")
            .env_remove("WAYLAND_DISPLAY")
    }
}

/// Starts a program that keeps running, and returns the first line of its output.
fn first_line(mut command: Command, package: &str) -> anyhow::Result<(ChildGuard, String)> {
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("starting the program of the Debian package {package}"))?;
    let mut running = ChildGuard::new(child);
    let stdout = running.take_stdout()?;
    // Reading blocks until the program writes, so another thread reads and this one can time out.
    let reading = std::thread::spawn(move || {
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).map(|_| line)
    });
    until(START, || Ok(reading.is_finished().then_some(())))
        .with_context(|| format!("waiting for the program of the Debian package {package}"))?;
    let line = reading
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
    ensure!(
        !line.trim().is_empty(),
        "the program of the Debian package {package} ended at once"
    );
    Ok((running, line.trim().to_owned()))
}
