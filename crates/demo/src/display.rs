//! A screen that nobody sees, with a message bus: what a desktop program needs to run unseen.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, ensure};

use crate::program::until;
use crate::running::Running;

/// The size of the screen, as most booth laptops have it.
const SCREEN: &str = "1280x800x24";
/// How long either program may take to say that it is there.
const START: Duration = Duration::from_secs(20);
/// A bus that starts nothing by itself: no keychain, no portal and no assistive technology of the
/// developer's own session can have a part in a test.
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

/// A screen in memory and a message bus, each a process that ends with it.
#[derive(Debug)]
pub struct Display {
    name: String,
    bus_address: String,
    _screen: Running,
    _bus: Running,
}

impl Display {
    /// Starts both; what they log is put into the folder.
    ///
    /// # Errors
    /// Where one of them is not installed, or does not start.
    pub fn start(folder: &Path) -> anyhow::Result<Self> {
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

    /// Has a command show its windows there.
    pub fn equip<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env("DISPLAY", &self.name)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus_address)
            .env("GDK_BACKEND", "x11")
            .env_remove("WAYLAND_DISPLAY")
    }
}

/// Starts a program that stays, and gives the first line it writes.
fn first_line(mut command: Command, package: &str) -> anyhow::Result<(Running, String)> {
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("starting what the Debian package {package} brings"))?;
    let mut running = Running::new(child);
    let stdout = running.take_stdout()?;
    // Reading blocks for as long as the program says nothing, so another thread does it.
    let reading = std::thread::spawn(move || {
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).map(|_| line)
    });
    until(START, || Ok(reading.is_finished().then_some(())))
        .with_context(|| format!("waiting for what {package} brings"))?;
    let line = reading
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
    ensure!(
        !line.trim().is_empty(),
        "what {package} brings ended at once"
    );
    Ok((running, line.trim().to_owned()))
}
