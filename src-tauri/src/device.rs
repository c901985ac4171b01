//! The device behind the screens, which may still be opening when they make their first request.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;

use tauri::async_runtime::spawn_blocking;
use window::api::CameraOwner;
use window::{KeyChoice, OpenWindow, Options, Problem, Window};

use crate::arguments::Arguments;

/// The device, as the commands and threads use it.
#[derive(Clone)]
pub(crate) struct Device {
    window: Arc<Window>,
    /// Set once opening the device has succeeded or failed.
    tried: Arc<OnceLock<()>>,
    pages: Pages,
}

/// The owner of the device while the program runs. It is dropped, and the device with it closed, when the
/// function that runs the program returns: Tauri keeps its state, and threads, beyond that.
#[derive(Default)]
pub(crate) struct Owner(Arc<Mutex<Option<OpenWindow>>>);

impl Owner {
    /// A place for the window, to be filled once the program is set up.
    pub(crate) fn place(&self) -> Arc<Mutex<Option<OpenWindow>>> {
        Arc::clone(&self.0)
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        let window = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        drop(window);
    }
}

impl Device {
    /// Opens the device on a thread of its own, because a keychain may ask the user first, and the screens
    /// must not wait for that. The window is put into `owner`.
    pub(crate) fn open(
        options: Options,
        owner: &Mutex<Option<OpenWindow>>,
    ) -> std::io::Result<Self> {
        let window = Window::without_device(options);
        let device = Self {
            window: Arc::clone(&window),
            tried: Arc::default(),
            pages: Pages::default(),
        };
        *owner.lock().unwrap_or_else(PoisonError::into_inner) = Some(window);
        let opening = device.clone();
        thread::Builder::new()
            .name("opening".to_owned())
            .spawn(move || {
                opening.window.open_device();
                let _ = opening.tried.set(());
            })?;
        Ok(device)
    }

    /// Runs a request where waiting for a disk, a camera or a backend does no harm.
    pub(crate) async fn ask<A: Send + 'static>(
        &self,
        question: impl FnOnce(&Window) -> Result<A, Problem> + Send + 'static,
    ) -> Result<A, Problem> {
        let device = self.clone();
        spawn_blocking(move || question(device.wait()))
            .await
            .unwrap_or_else(|_| Err(broken()))
    }

    /// Waits until the device was opened, and returns the window.
    pub(crate) fn wait(&self) -> &Window {
        self.tried.wait();
        &self.window
    }

    /// Starts the turn of a page that follows the events.
    pub(crate) fn new_page(&self) -> Turn {
        self.pages.next()
    }
}

/// Counts the pages that have followed the events so far.
#[derive(Clone, Default)]
struct Pages(Arc<AtomicU64>);

impl Pages {
    fn next(&self) -> Turn {
        Turn {
            pages: self.clone(),
            number: self.0.fetch_add(1, Ordering::AcqRel) + 1,
        }
    }
}

/// A page's turn to follow the events. There is one window, so a new page replaces the one before, which is
/// not visible any more.
pub(crate) struct Turn {
    pages: Pages,
    number: u64,
}

impl Turn {
    /// Whether no other page has come since.
    pub(crate) fn is_on(&self) -> bool {
        self.pages.0.load(Ordering::Acquire) == self.number
    }
}

/// The program's arguments as the window's options.
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

/// The answer to a request that panicked. The panic itself is in the log.
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
        let pages = Pages::default();
        let first = pages.next();
        assert!(first.is_on());
        let second = pages.clone().next();
        assert!(!first.is_on() && second.is_on());
    }
}
