//! The window as its shells hold it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use booth::{Clock, KeyChoice, Patience, SystemClock};
use vision::OwnedFrame;

use crate::api::{CameraOwner, Event};
use crate::commands::Role;
use crate::core::Core;
use crate::problem::Problem;
use crate::telling;
use crate::viewfinder;

/// How a window is opened.
#[derive(Clone)]
pub struct Options {
    /// The device's folder; `None` for the user's own, or what `LANYARD_HOME` names.
    pub home: Option<PathBuf>,
    /// Where a new folder's key goes.
    pub key: KeyChoice,
    /// Who opens the camera.
    pub camera_owner: CameraOwner,
    /// A Y4M or Motion-JPEG stream to offer as a camera beside the real ones.
    pub virtual_camera: Option<PathBuf>,
    /// Where exported bundles go; `None` for the user's folder of downloads.
    pub downloads: Option<PathBuf>,
    /// The folder of the program's own log, whose last lines go with the diagnostics.
    pub journal: Option<PathBuf>,
    /// How long to wait for backends.
    pub patience: Patience,
    /// How often an idle device asks its backends for changes; `None` for never.
    pub heartbeat: Option<Duration>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
}

impl Default for Options {
    fn default() -> Self {
        let device = booth::Options::default();
        Self {
            home: None,
            key: device.key,
            camera_owner: CameraOwner::Program,
            virtual_camera: None,
            downloads: None,
            journal: None,
            patience: device.patience,
            heartbeat: device.heartbeat,
            clock: Arc::new(SystemClock::start()),
        }
    }
}

/// One open device: its scans, its camera, its lock, and the threads that sync it and tell what changes.
/// Dropped, it lets the camera go and ends its threads; nothing is lost with them.
pub struct Window {
    core: Arc<Core>,
    threads: Vec<JoinHandle<()>>,
}

impl Window {
    /// Opens the window. A device that can't be opened does not fail this: the overview then holds the
    /// reason, and the command `retry_open` tries again.
    #[must_use]
    pub fn open(options: Options) -> Arc<Self> {
        let core = Core::open(options);
        let threads = [
            ("scanning", viewfinder::run as fn(&Core)),
            ("telling", telling::run as fn(&Core)),
        ]
        .into_iter()
        .filter_map(|(name, run)| {
            let core = Arc::clone(&core);
            let thread = thread::Builder::new().name(name.to_owned());
            // Without it the window still answers; the system is out of threads, and says so elsewhere.
            thread
                .spawn(move || run(&core))
                .inspect_err(|error| tracing::error!(name, %error, "a thread does not start"))
                .ok()
        })
        .collect();
        Arc::new(Self { core, threads })
    }

    pub(crate) fn core(&self) -> &Core {
        &self.core
    }

    /// What happens from now on. The first event is the overview. The stream ends when the window is
    /// dropped, and when so many events wait that their reader must have gone.
    #[must_use]
    pub fn watch(&self) -> Receiver<Event> {
        self.core.watch()
    }

    /// The viewfinder's next picture after the one of this number, with its header before it, as
    /// [`ViewHeader`](crate::api::ViewHeader) says; nothing if none came within 400 ms.
    ///
    /// # Errors
    /// `locked` while the screens are.
    pub fn view_frame(&self, after: u64) -> Result<Vec<u8>, Problem> {
        self.core.admit_passing(Role::Scanning)?;
        Ok(self.core.viewfinder.view(after))
    }

    /// Takes a frame of the webview's camera in: its luminance, row after row from the top. It is
    /// dropped where nobody scans.
    ///
    /// # Errors
    /// `locked` while the screens are; `bad_frame` for more than 1920 × 1920 pixels, for another number
    /// of bytes than of pixels, and where this program opens the camera itself.
    pub fn push_frame(&self, width: u32, height: u32, luminance: Vec<u8>) -> Result<(), Problem> {
        const MOST: u32 = 1920;
        self.core.admit_passing(Role::Scanning)?;
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

impl Drop for Window {
    fn drop(&mut self) {
        self.core.end();
        for thread in self.threads.drain(..) {
            // A thread that panicked has said so.
            let _ = thread.join();
        }
    }
}

impl std::fmt::Debug for Window {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Window(…)")
    }
}
