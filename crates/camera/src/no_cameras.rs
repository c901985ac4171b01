//! In place of `nokhwa`, which knows no phone: there the webview has the camera, and its frames are pushed.

use std::convert::Infallible;
use std::time::Duration;

use crate::{CameraError, CameraHandle, Event, Source, Wish};

/// A camera of this computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameraDescription {
    /// What its maker calls it.
    pub name: String,
    /// Where the system has it: it tells cameras of one name apart.
    pub place: String,
}

/// None.
///
/// # Errors
/// None here.
pub fn list_cameras() -> Result<Vec<CameraDescription>, CameraError> {
    Ok(Vec::new())
}

/// There is none.
pub struct NokhwaCamera(Infallible);

impl NokhwaCamera {
    /// Finds no camera.
    ///
    /// # Errors
    /// [`CameraError::NoSuchCamera`].
    pub fn start(camera: CameraDescription, _: Wish) -> Result<Self, CameraError> {
        Err(CameraError::NoSuchCamera {
            camera: camera.name,
        })
    }

    /// Tells the camera what to do.
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
