//! How a window is opened.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use booth::{Clock, KeyChoice, Patience, SystemClock};

use crate::api::CameraOwner;

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
