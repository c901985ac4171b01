//! The booth's window: the screens in a webview, and the device behind them.
//!
//! Everything that a booth does is in `window` and the crates below it. Here is what only a program with
//! a window has: the webview and what it may do, one instance, the lock on the screen's sleep, the log.

mod arguments;
mod commands;
mod device;
mod journal;
mod page;

#[cfg(desktop)]
mod awake;
#[cfg(desktop)]
mod desktop;

use std::path::PathBuf;

use anyhow::Context as _;
use tauri::{App, Manager as _};

pub use arguments::Arguments;
use device::Device;

/// Opens the window, and returns when it is closed.
///
/// # Errors
/// Where the operating system gives no window or no webview.
pub fn run(arguments: Arguments) -> anyhow::Result<()> {
    let builder = tauri::Builder::default();
    #[cfg(desktop)]
    let builder = desktop::plugins(builder, arguments.home.as_deref());
    page::guard(builder)
        .invoke_handler(commands::handler())
        .setup(move |app| Ok(set_up(app, arguments)?))
        .run(tauri::generate_context!())
        .context("the window could not be opened")
}

/// Where Android and iOS come in.
#[cfg(mobile)]
#[tauri::mobile_entry_point]
#[allow(
    unsafe_code,
    reason = "the entry point is a symbol for the operating system to find"
)]
fn run_on_mobile() {
    if let Err(error) = run(Arguments::default()) {
        tracing::error!(error = format!("{error:#}"), "ended");
    }
}

fn set_up(app: &mut App, arguments: Arguments) -> anyhow::Result<()> {
    let journal = log_folder(app, &arguments)
        .and_then(|folder| journal::start(&folder).map(|()| folder))
        // Without a log the booth still scans.
        .inspect_err(|error| eprintln!("lanyard: {error:#}"))
        .ok();
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "started");
    let options = device::options(arguments, journal);
    let device = Device::open(options).context("starting a thread")?;
    app.manage(device.clone());
    page::open(app)?;
    #[cfg(desktop)]
    desktop::follow(app.handle().clone(), device)?;
    Ok(())
}

/// Beside the scans of a folder that was named, or else where the system keeps programs' logs.
fn log_folder(app: &App, arguments: &Arguments) -> anyhow::Result<PathBuf> {
    match &arguments.home {
        Some(home) => Ok(home.join("logs")),
        None => app
            .path()
            .app_log_dir()
            .context("finding a folder for the log"),
    }
}
