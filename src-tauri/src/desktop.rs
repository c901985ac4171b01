//! What only a desktop needs: a single instance for each device, a window that remembers its place, and
//! keeping the screen on while badges are scanned.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;
use std::thread;

use anyhow::Context as _;
use tauri::{AppHandle, Builder, Manager as _, Wry};
use tauri_plugin_single_instance::Builder as OneInstance;
use tauri_plugin_window_state::{Builder as WindowState, StateFlags};
use window::api::{CameraState, Event, LockState, Overview};

use crate::awake::Awake;
use crate::device::Device;

/// The name of the one window.
const MAIN: &str = "main";

/// As in tauri.conf.json.
const IDENTIFIER: &str = "org.lanyard.booth";

pub(crate) fn plugins(builder: Builder<Wry>, home: Option<&Path>) -> Builder<Wry> {
    // Registered first, so that a second instance ends before it opens the device.
    let builder = if home.is_none() || cfg!(target_os = "linux") {
        builder.plugin(
            OneInstance::new()
                .callback(|app, _, _| come_forward(app))
                .dbus_id(name_on_the_bus(home))
                .build(),
        )
    } else {
        // On other systems the plugin allows one instance of the program, and each named folder is a device.
        builder
    };
    builder.plugin(
        WindowState::new()
            .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
            .build(),
    )
}

fn name_on_the_bus(home: Option<&Path>) -> String {
    let Some(home) = home else {
        return IDENTIFIER.to_owned();
    };
    let mut hasher = DefaultHasher::new();
    std::path::absolute(home)
        .unwrap_or_else(|_| home.to_owned())
        .hash(&mut hasher);
    format!("{IDENTIFIER}.home{:016x}", hasher.finish())
}

fn come_forward(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else {
        return;
    };
    let shown = window
        .unminimize()
        .and_then(|()| window.show())
        .and_then(|()| window.set_focus());
    if let Err(error) = shown {
        tracing::warn!(%error, "the window did not come forward");
    }
}

/// Follows the device's events on a thread of its own until the device is closed.
pub(crate) fn follow(app: AppHandle, device: Device) -> anyhow::Result<()> {
    thread::Builder::new()
        .name("following".to_owned())
        .spawn(move || {
            let mut awake = Awake::default();
            let mut is_kiosk = false;
            for event in device.wait().watch() {
                let Event::Overview { overview } = event else {
                    continue;
                };
                awake.keep(is_scanning(&overview));
                if is_kiosk != (overview.lock == LockState::Kiosk) {
                    is_kiosk = !is_kiosk;
                    fill_the_screen(&app, is_kiosk);
                }
            }
        })
        .context("starting a thread")?;
    Ok(())
}

/// Whether badges are being scanned. A camera that is about to give pictures again counts too.
fn is_scanning(overview: &Overview) -> bool {
    matches!(
        overview.camera,
        CameraState::Starting { .. } | CameraState::Live { .. } | CameraState::Stalled { .. }
    )
}

fn fill_the_screen(app: &AppHandle, whole: bool) {
    let Some(window) = app.get_webview_window(MAIN) else {
        return;
    };
    if let Err(error) = window.set_fullscreen(whole) {
        tracing::warn!(%error, "the window did not change its size");
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that fails here has failed")]

    use super::*;

    #[test]
    fn each_folder_has_one_window_and_the_users_own_has_the_programs_name() {
        let names = [
            name_on_the_bus(None),
            name_on_the_bus(Some(Path::new("/a"))),
            name_on_the_bus(Some(Path::new("/b"))),
        ];
        assert_eq!(names[0], IDENTIFIER);
        assert_ne!(names[1], names[2]);
        assert_eq!(names[1], name_on_the_bus(Some(Path::new("/a"))));
    }

    #[test]
    fn the_name_on_the_bus_is_that_of_the_configuration() {
        let config: serde_json::Value =
            serde_json::from_str(include_str!("../tauri.conf.json")).unwrap();
        assert_eq!(config["identifier"], IDENTIFIER);
        assert_eq!(config["app"]["windows"][0]["label"], MAIN);
    }
}
