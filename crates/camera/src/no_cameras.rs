//! Replacement of `nokhwa_camera` on phones, which `nokhwa` does not support: the webview has the camera and pushes frames.

use std::convert::Infallible;
use std::time::Duration;

use crate::{CameraError, CameraHandle, Event, Source, Wish};

/// A camera of this computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameraDescription {
    /// The manufacturer's name of the camera.
    pub name: String,
    /// The place of the camera in the system, which distinguishes cameras of the same name.
    pub place: String,
}

/// Returns an empty list.
///
/// # Errors
/// Never on phones.
pub fn list_cameras() -> Result<Vec<CameraDescription>, CameraError> {
    Ok(Vec::new())
}

/// A camera that never exists.
pub struct NokhwaCamera(Infallible);

impl NokhwaCamera {
    /// Fails, because there is no camera.
    ///
    /// # Errors
    /// [`CameraError::NoSuchCamera`].
    pub fn start(camera: CameraDescription, _: Wish) -> Result<Self, CameraError> {
        Err(CameraError::NoSuchCamera {
            camera: camera.name,
        })
    }

    /// The controls of the camera.
    #[must_use]
    pub fn handle(&self) -> CameraHandle {
        match self.0 {}
    }
}

impl Source for NokhwaCamera {
    fn next(&mut self, _: Duration) -> Event {
        match self.0 {}
    }

    fn describe(&self) -> String {
        match self.0 {}
    }
}
