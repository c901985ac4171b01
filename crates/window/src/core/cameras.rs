//! The cameras that there are, and the one that is used.

use booth::Setting;
use camera::{
    CameraDescription, CameraError, CameraHandle, NokhwaCamera, Source, StreamCamera, Wish,
    list_cameras,
};

use crate::api::{CameraChoice, CameraKind, CameraOwner, CameraState};
use crate::core::Core;
use crate::problem::Problem;

const VIRTUAL_ID: &str = "virtual";
const VIRTUAL_NAME: &str = "Sample badges (virtual camera)";

/// A camera that can be opened.
enum Candidate {
    Device(CameraDescription),
    Virtual(std::path::PathBuf),
}

/// A camera that has been opened.
pub(crate) struct OpenedCamera {
    pub(crate) source: Box<dyn Source>,
    pub(crate) name: String,
    pub(crate) made_up: bool,
    /// Controls its zoom, where it has one.
    pub(crate) handle: Option<CameraHandle>,
}

impl Core {
    /// The cameras, those of the computer first. Where the webview opens the camera, it lists its own.
    fn candidates(&self) -> Result<Vec<(CameraChoice, Candidate)>, Problem> {
        if self.options.camera_owner == CameraOwner::Webview {
            return Ok(Vec::new());
        }
        let devices = match list_cameras() {
            Ok(devices) => devices,
            // The virtual camera can be used all the same.
            Err(_) if self.options.virtual_camera.is_some() => Vec::new(),
            Err(error) => {
                let message = "The system does not tell which cameras there are.";
                return Err(Problem::new("cameras", message).about(error));
            }
        };
        let ids: Vec<_> = devices
            .iter()
            .map(|camera| {
                let is_alone = devices.iter().filter(|one| one.name == camera.name).count() == 1;
                if is_alone {
                    camera.name.clone()
                } else {
                    format!("{} ({})", camera.name, camera.place)
                }
            })
            .collect();
        let choice = |id: String, name, camera_kind| CameraChoice {
            id,
            name,
            camera_kind,
            chosen: false,
        };
        let mut candidates: Vec<_> = ids
            .into_iter()
            .zip(devices)
            .map(|(id, camera)| {
                let choice = choice(id.clone(), id, CameraKind::Device);
                (choice, Candidate::Device(camera))
            })
            .collect();
        if let Some(path) = &self.options.virtual_camera {
            let choice = choice(VIRTUAL_ID.into(), VIRTUAL_NAME.into(), CameraKind::Virtual);
            candidates.push((choice, Candidate::Virtual(path.clone())));
        }
        // Where the remembered camera is missing, the first one is used.
        let remembered = self
            .booth()
            .ok()
            .and_then(|booth| booth.setting(Setting::Camera).ok().flatten());
        let chosen = candidates
            .iter()
            .position(|(choice, _)| Some(&choice.id) == remembered.as_ref())
            .unwrap_or(0);
        if let Some((choice, _)) = candidates.get_mut(chosen) {
            choice.chosen = true;
        }
        Ok(candidates)
    }

    pub(crate) fn camera_choices(&self) -> Result<Vec<CameraChoice>, Problem> {
        let candidates = self.candidates()?;
        Ok(candidates.into_iter().map(|(choice, _)| choice).collect())
    }

    pub(crate) fn remember_camera(&self, id: &str) -> Result<(), Problem> {
        let known = self.camera_choices()?;
        if !known.iter().any(|camera| camera.id == id) {
            return Err(Problem::new(
                "no_such_camera",
                "This camera is not there any more. Choose another one, or plug it in again.",
            ));
        }
        Ok(self.booth()?.set_setting(Setting::Camera, Some(id))?)
    }

    /// Opens the camera in use, or returns the state that says why it can't be opened. `naming` is called
    /// with its name before it is opened, because that takes a while.
    pub(crate) fn open_camera(
        &self,
        naming: impl FnOnce(&str),
    ) -> Result<OpenedCamera, CameraState> {
        let candidates = self.candidates().map_err(|problem| CameraState::Failed {
            name: String::new(),
            message: problem.about.unwrap_or(problem.message),
        })?;
        let chosen = candidates.into_iter().find(|(choice, _)| choice.chosen);
        let Some((choice, candidate)) = chosen else {
            return Err(CameraState::None);
        };
        let name = choice.name;
        naming(&name);
        let made_up = choice.camera_kind == CameraKind::Virtual;
        let opened = |source: Box<dyn Source>, handle| OpenedCamera {
            source,
            name: name.clone(),
            made_up,
            handle,
        };
        match candidate {
            Candidate::Device(camera) => {
                NokhwaCamera::start(camera, Wish::default()).map(|camera| {
                    let handle = camera.handle();
                    opened(Box::new(camera), Some(handle))
                })
            }
            Candidate::Virtual(path) => {
                StreamCamera::open(&path, VIRTUAL_NAME).map(|camera| opened(Box::new(camera), None))
            }
        }
        .map_err(|error| failed_state(name.clone(), &error))
    }
}

/// The state of a camera that has failed with this error.
pub(crate) fn failed_state(name: String, error: &CameraError) -> CameraState {
    match error {
        CameraError::Busy { .. } => CameraState::Busy { name },
        CameraError::Forbidden { .. } => CameraState::Forbidden { name },
        CameraError::NoSuchCamera { .. } => CameraState::Unplugged { name },
        error => CameraState::Failed {
            name,
            message: error.to_string(),
        },
    }
}
