//! The booth's window: the screens in a webview, and the device behind them.
//!
//! What a booth does is in `window` and the crates below it. This crate adds what only a program with a
//! window has: the webview and its permissions, the single instance, keeping the screen on, the log.

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
use std::process::ExitCode;
use std::sync::Mutex;

use anyhow::Context as _;
use tauri::{App, Manager as _};
use window::OpenWindow;

pub use arguments::Arguments;
use device::{Device, Owner};

/// Opens the window, and returns when it is closed. The device is closed by then.
///
/// # Errors
/// If the operating system gives no window or no webview.
pub fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let owner = Owner::default();
    let place = owner.place();
    let builder = tauri::Builder::default();
    #[cfg(desktop)]
    let builder = desktop::plugins(builder, arguments.home.as_deref());
    let code = page::guard(builder)
        .invoke_handler(commands::handler())
        .setup(move |app| Ok(set_up(app, arguments, &place)?))
        .build(context())
        .context("the window could not be opened")?
        // `run` would call `std::process::exit` while the device is open.
        .run_return(|_, _| {});
    drop(owner);
    let code = u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from);
    Ok(code)
}

/// The configuration and pages that the build embeds.
#[allow(
    clippy::disallowed_methods,
    reason = "the generated code exits where the configuration is damaged, before anything is opened"
)]
fn context() -> tauri::Context {
    tauri::generate_context!()
}

/// The entry point on Android and iOS.
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

fn set_up(
    app: &mut App,
    arguments: Arguments,
    owner: &Mutex<Option<OpenWindow>>,
) -> anyhow::Result<()> {
    let journal = log_folder(app, &arguments)
        .and_then(|folder| journal::start(&folder).map(|()| folder))
        // Without a log the booth still scans.
        .inspect_err(|error| eprintln!("lanyard: {error:#}"))
        .ok();
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "started");
    let options = device::options(arguments, journal);
    let device = Device::open(options, owner).context("starting a thread")?;
    app.manage(device.clone());
    page::open(app)?;
    #[cfg(desktop)]
    desktop::follow(app.handle().clone(), device)?;
    #[cfg(all(unix, desktop))]
    end_on_signals(app.handle().clone());
    Ok(())
}

/// Ends the program as if its window was closed when SIGTERM or SIGINT comes.
#[cfg(all(unix, desktop))]
fn end_on_signals(app: tauri::AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};

    tauri::async_runtime::spawn(async move {
        let signals = (
            signal(SignalKind::terminate()),
            signal(SignalKind::interrupt()),
        );
        let (Ok(mut terminate), Ok(mut interrupt)) = signals else {
            tracing::warn!("signals can't be listened for: they end the process at once");
            return;
        };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("asked to end by a signal");
        // On the main thread, so that the event loop is certain to be there: without it `exit` would end
        // the process while the device is open.
        let ending = app.clone();
        let _ = app.run_on_main_thread(move || ending.exit(0));
    });
}

/// The folder for the log: beside the scans of a folder that was named, or else where the system keeps
/// programs' logs.
fn log_folder(app: &App, arguments: &Arguments) -> anyhow::Result<PathBuf> {
    match &arguments.home {
        Some(home) => Ok(home.join("logs")),
        None => app
            .path()
            .app_log_dir()
            .context("finding a folder for the log"),
    }
}
