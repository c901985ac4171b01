//! The device behind the screens, which may still be opening when they ask their first question.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::thread;

use tauri::async_runtime::spawn_blocking;
use window::api::CameraOwner;
use window::{KeyChoice, Options, Problem, Window};

use crate::Arguments;

/// The one open device. A copy is another hand on the same one.
#[derive(Clone, Default)]
pub(crate) struct Device(Arc<OnceLock<Arc<Window>>>);

impl Device {
    /// Opens it on a thread of its own, because a keychain may ask its owner first, and the screens are
    /// not to wait for that.
    pub(crate) fn open(options: Options) -> std::io::Result<Self> {
        let device = Self::default();
        let opening = device.clone();
        thread::Builder::new()
            .name("opening".to_owned())
            .spawn(move || drop(opening.0.set(Window::open(options))))?;
        Ok(device)
    }

    /// Asks it something where waiting for a disk, a camera or a backend does no harm.
    pub(crate) async fn ask<A: Send + 'static>(
        &self,
        question: impl FnOnce(&Window) -> Result<A, Problem> + Send + 'static,
    ) -> Result<A, Problem> {
        let device = self.clone();
        spawn_blocking(move || question(device.wait()))
            .await
            .unwrap_or_else(|_| Err(broken()))
    }

    /// The device, once it is open.
    pub(crate) fn wait(&self) -> &Window {
        self.0.wait()
    }
}

/// What the program was started with, as the device takes it.
pub(crate) fn options(arguments: Arguments, journal: Option<PathBuf>) -> Options {
    Options {
        home: arguments.home,
        key: if arguments.key_file {
            KeyChoice::File
        } else {
            KeyChoice::KeychainFirst
        },
        camera_owner: if cfg!(mobile) {
            CameraOwner::Webview
        } else {
            CameraOwner::Program
        },
        virtual_camera: arguments.virtual_camera,
        journal,
        ..Options::default()
    }
}

/// The panic itself is in the log.
fn broken() -> Problem {
    Problem {
        code: "broken".to_owned(),
        message: "The program made a mistake. Nothing that was saved is lost; start it again."
            .to_owned(),
        about: None,
    }
}
