//! The interactive demo: opens the booth's window, with sample badges before its camera.

use std::collections::BTreeSet;
use std::io::{BufRead as _, IsTerminal as _};
use std::path::PathBuf;
use std::process::{Child, ExitStatus};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use demo::Program;
use serde_json::Value;

use crate::counts::Counts;
use crate::day::{Booth, Day, EVENT};
use crate::sample_camera::SampleCamera;
use crate::terminal::{part, say, table};

/// The polling interval for the window and the keyboard.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// How many times the final sync is tried.
const TRIES: u32 = 5;

/// Whether a display is available.
pub(crate) fn has_display() -> bool {
    cfg!(any(windows, target_os = "macos"))
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .into_iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Opens the window of the first booth, waits until it is closed, and counts the device's scans.
///
/// # Errors
/// Fails if the window does not open, or the device can't be read afterwards.
pub(crate) fn open(day: &mut Day) -> anyhow::Result<Counts> {
    let camera = SampleCamera::plug_in(day)?;
    let other = code_for_another_sponsor(day)?;
    part("The booth's window");
    let booth = &day.booths[0];
    say(&format!(
        "{}, held by {}, scans for {}.",
        booth.label,
        booth.device.operator(),
        day.sponsors[booth.sponsor].name
    ));
    match &camera {
        Some(_) => say(
            "There is no camera here: printed sample badges are held before a made-up one, and the \
             window says so.",
        ),
        None => say(&format!(
            "Hold badges before your camera: print {} or show it on a telephone.",
            day.out.join("badges.pdf").display()
        )),
    }
    say(
        "To enrol it for the other sponsor too, type this code (Settings, Enrolments), or show it the QR",
    );
    say(&format!("  {}", other.code));
    say(&format!("  {}", other.drawing.display()));
    let mut window = start(booth, camera.as_ref())?;
    let ended = until_closed(day, &mut window);
    if ended.is_err() {
        // The window must not outlive the demo. `ended` already holds the error.
        let _ = window.kill();
        let _ = window.wait();
    }
    let ended = ended?;
    drop(camera);
    let counts = count(day)?;
    ensure!(
        ended.success(),
        "the window ended with {ended}; `cargo xtask demo --no-window` plays a day without it"
    );
    Ok(counts)
}

/// A one-time enrolment code, and the file with its QR symbol.
struct Code {
    code: String,
    drawing: PathBuf,
}

fn code_for_another_sponsor(day: &Day) -> anyhow::Result<Code> {
    let sponsor = day.sponsors.last().context("a day has sponsors")?;
    let drawing = day.out.join("enrolment-code.svg");
    let answer = day.backend.run(&[
        "device",
        "code",
        "--sponsor",
        sponsor.name,
        "--label",
        "Second device",
        "--event",
        EVENT,
        "--svg",
        &drawing.display().to_string(),
    ])?;
    let code = answer["code"].as_str().context("no code")?.to_owned();
    Ok(Code { code, drawing })
}

fn start(booth: &Booth, camera: Option<&SampleCamera>) -> anyhow::Result<Child> {
    // Scanning nothing stores the operator's name on the device.
    booth.device.type_codes("manual", &[])?;
    let mut command = Program::find("lanyard")?.command();
    command
        .arg("--key-file")
        .arg("--home")
        .arg(booth.device.home());
    if let Some(camera) = camera {
        command.arg("--virtual-camera").arg(camera.path());
    }
    command.spawn().context("starting the window")
}

/// Waits until the window is closed. Meanwhile Enter stops and restarts the backend.
fn until_closed(day: &mut Day, window: &mut Child) -> anyhow::Result<ExitStatus> {
    let enter = enter_pressed();
    if enter.is_some() {
        say("Enter takes the backend away, and brings it back. Closing the window ends the demo.");
    }
    loop {
        if let Some(status) = window.try_wait()? {
            return Ok(status);
        }
        match enter.as_ref().map(|enter| enter.recv_timeout(LOOK_EVERY)) {
            Some(Ok(())) => toggle(day)?,
            Some(Err(RecvTimeoutError::Timeout)) => {}
            Some(Err(RecvTimeoutError::Disconnected)) | None => thread::sleep(LOOK_EVERY),
        }
    }
}

fn toggle(day: &mut Day) -> anyhow::Result<()> {
    if day.backend.process().is_some() {
        day.backend.kill()?;
        say("The backend is away. Scan on: nothing is lost.");
    } else {
        day.backend.start()?;
        say("The backend is back, and gets what has waited.");
    }
    Ok(())
}

/// Returns a channel that receives each press of Enter, if standard input is a terminal.
fn enter_pressed() -> Option<Receiver<()>> {
    if !std::io::stdin().is_terminal() {
        return None;
    }
    let (pressed, hear) = channel();
    // The thread ends with the program: reading standard input can't be interrupted.
    thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            if line.is_err() || pressed.send(()).is_err() {
                break;
            }
        }
    });
    Some(hear)
}

/// Syncs the device, and compares its scans with the backend's.
fn count(day: &mut Day) -> anyhow::Result<Counts> {
    part("The window is closed");
    if day.backend.process().is_none() {
        day.backend.start()?;
    }
    let device = &day.booths[0].device;
    let saved = ids(&device.scans()?, |_| true)?;
    // The backend may not listen yet, or may have asked for a pause.
    let all_held = (0..TRIES).any(|_| device.sync().unwrap_or_default());
    let scans = device.scans()?;
    let held = ids(&scans, |scan| scan["state"] != "pending")?;
    let there = ids(&scans, |_| true)?;
    let leads = day.leads(&day.sponsors[day.booths[0].sponsor])?;
    let counts = Counts {
        scans_saved: saved.len(),
        scans_acknowledged: saved.intersection(&held).count(),
        scans_lost: saved.difference(&there).count(),
        leads: leads
            .iter()
            .filter(|lead| lead["state"] == "shared")
            .count(),
        ..Counts::default()
    };
    let row = |what: &str, number: usize| vec![what.to_owned(), number.to_string()];
    table(&[
        vec!["What".to_owned(), "How many".to_owned()],
        row("scans saved on the device", counts.scans_saved),
        row(
            "scans acknowledged by the backend",
            counts.scans_acknowledged,
        ),
        row("scans lost", counts.scans_lost),
        row("leads that the sponsor sees", counts.leads),
    ]);
    say(&format!("Everything is in {}.", day.out.display()));
    if !all_held {
        bail!(
            "the backend does not hold everything: {} says why",
            day.backend.log().display()
        );
    }
    Ok(counts)
}

fn ids(scans: &[Value], wanted: impl Fn(&Value) -> bool) -> anyhow::Result<BTreeSet<String>> {
    let wanted = scans.iter().filter(|scan| wanted(scan));
    wanted
        .map(|scan| {
            Ok(scan["scan"]
                .as_str()
                .context("a scan without an id")?
                .to_owned())
        })
        .collect()
}
