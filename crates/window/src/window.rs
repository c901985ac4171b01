//! The window as its shells hold it.

use std::ops::Deref;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use vision::OwnedFrame;

use crate::api::{CameraOwner, Event};
use crate::command_table::Role;
use crate::core::{Core, camera_thread, event_thread};
use crate::options::Options;
use crate::problem::Problem;
use crate::state::mutex::lock;

/// A device with its scans, its camera, its lock, and the threads that sync it and report what changes.
/// It is used from any thread; [`OpenWindow`] owns it.
pub struct Window {
    core: Arc<Core>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

/// The owner of a window. Dropping it closes the device and joins the window's threads, no matter how
/// many threads still hold the [`Window`]: their commands are answered with the problem `closed` from
/// then on. No saved scan is lost.
///
/// It must be dropped before `main` returns, for the reason that [`booth::OpenBooth`] gives: keep it in the
/// function that runs the program, and hand out clones of the `Arc` that it dereferences to.
pub struct OpenWindow(Arc<Window>);

impl Deref for OpenWindow {
    type Target = Arc<Window>;

    fn deref(&self) -> &Arc<Window> {
        &self.0
    }
}

impl Drop for OpenWindow {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl std::fmt::Debug for OpenWindow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Window {
    /// Opens a window and its device. A device that can't be opened does not fail this: the overview then
    /// holds the reason, and the command `retry_open` tries again.
    #[must_use]
    pub fn open(options: Options) -> OpenWindow {
        let window = Self::without_device(options);
        window.open_device();
        window
    }

    /// Opens a window whose device is opened by a call of [`open_device`](Self::open_device), which may take
    /// long.
    #[must_use]
    pub fn without_device(options: Options) -> OpenWindow {
        let core = Core::new(options);
        let threads = [
            ("camera", camera_thread::run as fn(&Core)),
            ("events", event_thread::run as fn(&Core)),
        ]
        .into_iter()
        .filter_map(|(name, run)| {
            let core = Arc::clone(&core);
            let thread = thread::Builder::new().name(name.to_owned());
            // Without it the window still answers.
            thread
                .spawn(move || run(&core))
                .inspect_err(|error| tracing::error!(name, %error, "a thread does not start"))
                .ok()
        })
        .collect();
        OpenWindow(Arc::new(Self {
            core,
            threads: Mutex::new(threads),
        }))
    }

    /// Opens the device, unless it is open or the window is closed. It may wait for the user, whom a
    /// keychain may ask first.
    pub fn open_device(&self) {
        self.core.open_device();
    }

    fn close(&self) {
        self.core.end();
        for thread in std::mem::take(&mut *lock(&self.threads)) {
            // A thread that panicked has logged it.
            let _ = thread.join();
        }
    }

    pub(crate) fn core(&self) -> &Core {
        &self.core
    }

    /// The events from now on. The first one is the overview. The stream ends when the window is closed,
    /// and when so many events wait that their reader must have gone.
    #[must_use]
    pub fn watch(&self) -> Receiver<Event> {
        self.core.subscribe()
    }

    /// The viewfinder's next picture after the one of this number, with its header before it, as
    /// [`ViewHeader`](crate::api::ViewHeader) says; nothing if none came within 400 ms.
    ///
    /// # Errors
    /// `locked` while the screens are.
    pub fn view_frame(&self, after: u64) -> Result<Vec<u8>, Problem> {
        self.core.admit_automatic(Role::Scanning)?;
        Ok(self.core.viewfinder.view(after))
    }

    /// Takes in a frame of the webview's camera: its luminance, row after row from the top. It is
    /// dropped where scanning is off.
    ///
    /// # Errors
    /// `locked` while the screens are; `bad_frame` for more than 1920 × 1920 pixels, for another number
    /// of bytes than of pixels, and where this program opens the camera itself.
    pub fn push_frame(&self, width: u32, height: u32, luminance: Vec<u8>) -> Result<(), Problem> {
        const MOST: u32 = 1920;
        self.core.admit_automatic(Role::Scanning)?;
        let bad = |message: &str| Err(Problem::new("bad_frame", message));
        if self.core.options.camera_owner != CameraOwner::Webview {
            return bad(
                "This program opens the camera itself, and takes no pictures from the screens.",
            );
        }
        let pixels = u64::from(width) * u64::from(height);
        if width > MOST || height > MOST || u64::try_from(luminance.len()) != Ok(pixels) {
            return bad("A picture has one byte for each pixel, and at most 1920 × 1920 of them.");
        }
        match OwnedFrame::new(luminance, width, height) {
            Ok(frame) => {
                self.core.viewfinder.push(frame);
                Ok(())
            }
            Err(_) => bad("A picture must have a size."),
        }
    }
}

impl std::fmt::Debug for Window {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Window(…)")
    }
}
