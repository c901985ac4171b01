//! The device behind the screens, which may still be opening when they ask their first question.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;

use tauri::async_runtime::spawn_blocking;
use window::api::CameraOwner;
use window::{KeyChoice, Options, Problem, Window};

use crate::Arguments;

/// The one open device. A copy is another hand on the same one.
#[derive(Clone, Default)]
pub(crate) struct Device {
    window: Arc<OnceLock<Arc<Window>>>,
    /// The pages that have followed its events so far.
    pages: Arc<AtomicU64>,
}

/// A page's turn to follow the events. There is one window, so a page that comes takes the place of the
/// one before, which nobody sees any more.
pub(crate) struct Turn {
    pages: Arc<AtomicU64>,
    number: u64,
}

impl Turn {
    /// Whether no other page has come since.
    pub(crate) fn is_on(&self) -> bool {
        self.pages.load(Ordering::Acquire) == self.number
    }
}

impl Device {
    /// Opens it on a thread of its own, because a keychain may ask its owner first, and the screens are
    /// not to wait for that.
    pub(crate) fn open(options: Options) -> std::io::Result<Self> {
        let device = Self::default();
        let opening = device.clone();
        thread::Builder::new()
            .name("opening".to_owned())
            .spawn(move || drop(opening.window.set(Window::open(options))))?;
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
        self.window.wait()
    }

    /// Gives a page its turn.
    pub(crate) fn new_page(&self) -> Turn {
        Turn {
            pages: Arc::clone(&self.pages),
            number: self.pages.fetch_add(1, Ordering::AcqRel) + 1,
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_loaded_anew_ends_the_turn_of_the_one_before() {
        let device = Device::default();
        let first = device.new_page();
        assert!(first.is_on());
        let second = device.clone().new_page();
        assert!(!first.is_on() && second.is_on());
    }
}
