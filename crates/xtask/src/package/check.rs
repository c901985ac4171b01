//! Checks the package as a user would use it: installs it, starts it from the menu, tests it, and removes it. It also
//! measures sizes, memory and start-up.

mod running;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};

use crate::{cargo, setup};
use running::Program;

/// The name of the package and of its program.
const NAME: &str = "lanyard";
const PROGRAM: &str = "/usr/bin/lanyard";
const MENU_ENTRY: &str = "/usr/share/applications/Lanyard.desktop";

/// The number of starts, of which the median is reported.
const STARTS: usize = 5;

/// The time limit of each step.
const PATIENCE: Duration = Duration::from_secs(60);

/// Figures of a machine with two cores, measured once by hand, for comparison.
const REFERENCE: &str = "a bare Tauri window on the same kind of machine: program about 10 MB, package 3 MB, start about 1 s";

/// Installs, tests and removes the package. It is removed even if a test fails.
pub(crate) fn run(package: &Path) -> anyhow::Result<()> {
    ensure!(
        setup::is_root(),
        "installing a package takes root: run this as root, on a machine where that does no harm"
    );
    ensure!(
        !setup::is_installed(NAME),
        "{NAME} is installed here already, and the check would remove it: apt-get remove {NAME}"
    );
    println!("\nFor comparison, {REFERENCE}.");
    println!("package: {:.1} MB", megabytes(fs::metadata(package)?.len()));
    setup::apt(&[
        "install",
        "--yes",
        "--no-install-recommends",
        text(package)?,
    ])?;
    let files = installed_files()?;
    let tried = try_out();
    let removed = remove(&files);
    tried.and(removed)
}

fn try_out() -> anyhow::Result<()> {
    println!("program: {:.1} MB", megabytes(fs::metadata(PROGRAM)?.len()));
    cargo::check(
        Command::new("desktop-file-validate").arg(MENU_ENTRY),
        "desktop-file-validate",
    )?;
    let home = env::temp_dir().join(format!("lanyard-package-{}", std::process::id()));
    fs::create_dir_all(&home).with_context(|| home.display().to_string())?;
    // The separate display and message bus end with the programs on them.
    let mut on_display = Command::new("xvfb-run");
    on_display
        .args(["--auto-servernum", "--server-args=-screen 0 1280x800x24"])
        .args(["dbus-run-session", "--"])
        .arg(env::current_exe().context("finding this program")?)
        .args(["package", "--on-display"])
        .env("HOME", &home)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env("LANYARD_HOME", home.join("device"))
        .env("LANYARD_KEY_FILE", "1");
    let started = cargo::check(&mut on_display, "starting it from the menu");
    // The webview's processes may still write after the window has ended.
    until("the end of all processes that write in its home", || {
        Ok(fs::remove_dir_all(&home).is_ok() || !home.exists())
    })?;
    started?;
    window_tests()
}

/// The window's tests, with the installed program in place of the built one.
fn window_tests() -> anyhow::Result<()> {
    // The same build as that of `cargo xtask test`, so that nothing is built twice.
    cargo::run(&["build", "--workspace", "--bins", "--examples"])?;
    cargo::check(
        cargo::command()
            .args(["test", "--package", "lanyard-tests"])
            .args(["--test", "window", "--test", "window_bounds"])
            .env("LANYARD_WINDOW_BINARY", PROGRAM),
        "the window tests with the installed program",
    )?;
    println!("window tests: passed with {PROGRAM}");
    Ok(())
}

/// Starts the program repeatedly from the menu. It needs a display and a message bus.
pub(crate) fn on_display() -> anyhow::Result<()> {
    let log = PathBuf::from(env::var_os("LANYARD_HOME").context("LANYARD_HOME")?).join("logs");
    let mut windows = Vec::new();
    let mut screens = Vec::new();
    for start in 1..=STARTS {
        let begun = Instant::now();
        launch()?;
        until("its window", window_is_visible)?;
        windows.push(begun.elapsed());
        until("its screens", || Ok(times_up(&log)? >= start))?;
        screens.push(begun.elapsed());
        let program = Program::find(PROGRAM)?.context("it ended by itself")?;
        if start == STARTS {
            one_instance_only(&program)?;
            let (resident, shared_out) = program.memory()?;
            println!(
                "memory: {:.0} MB resident in {} processes ({:.0} MB with what they share counted once)",
                megabytes(resident),
                program.processes()?.len(),
                megabytes(shared_out),
            );
        }
        program.end()?;
        until("its end", || {
            Ok(Program::find(PROGRAM)?.is_none() && !window_is_visible()? && !is_on_the_bus()?)
        })?;
    }
    println!(
        "start, median of {STARTS}: {:.2} s to the window, {:.2} s to its screens",
        median(windows).as_secs_f64(),
        median(screens).as_secs_f64(),
    );
    Ok(())
}

/// Checks that a second start shows the existing window.
fn one_instance_only(program: &Program) -> anyhow::Result<()> {
    launch()?;
    until("the second start's end", || {
        Ok(Program::count(PROGRAM)? == 1)
    })?;
    let left = Program::find(PROGRAM)?.context("both ended")?;
    ensure!(
        left == *program,
        "the second start took the place of the first"
    );
    println!("started twice: one window");
    Ok(())
}

/// Starts the program as the menu does.
fn launch() -> anyhow::Result<()> {
    let entry = Path::new(MENU_ENTRY).file_stem().context("a file")?;
    let before = Program::count(PROGRAM)?;
    cargo::check(
        Command::new("gtk-launch").arg(entry).stderr(Stdio::null()),
        "gtk-launch",
    )?;
    // A second start can end before it is detected.
    if before == 0 {
        until("its start", || Ok(Program::count(PROGRAM)? > 0))?;
    }
    Ok(())
}

fn window_is_visible() -> anyhow::Result<bool> {
    let found = Command::new("xdotool")
        .args(["search", "--onlyvisible", "--name", "^Lanyard$"])
        .stderr(Stdio::null())
        .output()
        .context("starting xdotool")?;
    Ok(!found.stdout.is_empty())
}

/// Returns whether the program's name is still on the message bus. A new start would then believe that it is running.
fn is_on_the_bus() -> anyhow::Result<bool> {
    let names = Command::new("dbus-send")
        .args(["--session", "--print-reply", "--dest=org.freedesktop.DBus"])
        .args(["/org/freedesktop/DBus", "org.freedesktop.DBus.ListNames"])
        .output()
        .context("starting dbus-send")?;
    ensure!(names.status.success(), "the message bus does not answer");
    Ok(String::from_utf8_lossy(&names.stdout).contains("org.lanyard.booth"))
}

/// Counts the starts of the screens in the log.
fn times_up(folder: &Path) -> anyhow::Result<usize> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(0);
    };
    let mut times = 0;
    for entry in entries {
        let text = fs::read_to_string(entry?.path())?;
        times += text.matches("the screens are up").count();
    }
    Ok(times)
}

fn until(what: &str, mut look: impl FnMut() -> anyhow::Result<bool>) -> anyhow::Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while !look()? {
        if Instant::now() > deadline {
            bail!("timed out waiting for {what}");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok(())
}

fn installed_files() -> anyhow::Result<Vec<PathBuf>> {
    let listed = Command::new("dpkg")
        .args(["--listfiles", NAME])
        .output()
        .context("starting dpkg")?;
    Ok(String::from_utf8_lossy(&listed.stdout)
        .lines()
        .map(PathBuf::from)
        .filter(|path| path.is_file())
        .collect())
}

fn remove(files: &[PathBuf]) -> anyhow::Result<()> {
    setup::apt(&["purge", "--yes", NAME])?;
    let left: Vec<_> = files.iter().filter(|file| file.exists()).collect();
    ensure!(left.is_empty(), "removing it left {left:?}");
    ensure!(!setup::is_installed(NAME), "it is still installed");
    let running = Program::count(PROGRAM)?;
    ensure!(running == 0, "{running} of its processes still run");
    println!("removed: all {} files, and nothing of it runs", files.len());
    Ok(())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Converts to decimal megabytes, the unit of package sizes.
#[allow(clippy::cast_precision_loss, reason = "to be read by people")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn text(path: &Path) -> anyhow::Result<&str> {
    path.to_str().context("the package's path is not text")
}
