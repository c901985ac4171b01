//! What the camera is wanted for, what it is doing, and its pictures.

use std::sync::{Condvar, Mutex};
use std::time::Duration;

use camera::{CameraHandle, PushHandle};
use vision::OwnedFrame;

use crate::api::{CameraState, Controls, StartScanning, Zoom};
use crate::problem::Problem;
use crate::state::mutex::lock;
use crate::state::pictures::{OutlinedPicture, PictureBuffer};

#[derive(Default)]
pub(crate) struct Viewfinder {
    wanted: Mutex<Wanted>,
    changed: Condvar,
    pub(crate) pictures: PictureBuffer,
    /// Where the frames of the webview's camera go while they are looked at.
    pub(crate) pushed: Mutex<Option<PushHandle>>,
    /// Where the open camera is told to zoom, if it is one that may be able to.
    pub(crate) handle: Mutex<Option<CameraHandle>>,
}

/// What the camera is wanted for.
#[derive(Default)]
struct Wanted {
    job: Option<StartScanning>,
    /// Counts the changes of what is wanted, so that the camera's thread notices one.
    generation: u64,
    state: CameraState,
    over: bool,
}

impl Viewfinder {
    pub(crate) fn start(&self, job: StartScanning) -> CameraState {
        let mut wanted = lock(&self.wanted);
        let goes_on = wanted
            .job
            .as_ref()
            .is_some_and(|now| std::mem::discriminant(now) == std::mem::discriminant(&job));
        if !goes_on {
            wanted.job = Some(job);
            wanted.generation += 1;
            wanted.state = CameraState::Starting {
                name: String::new(),
            };
            self.changed.notify_all();
        }
        wanted.state.clone()
    }

    /// Releases the camera.
    pub(crate) fn stop(&self) {
        let mut wanted = lock(&self.wanted);
        if wanted.job.take().is_some() {
            wanted.generation += 1;
            wanted.state = CameraState::Off;
            self.changed.notify_all();
        }
        // Under the lock, so that no picture comes after it.
        self.pictures.clear();
    }

    /// Releases the camera if it looks for an enrolment code.
    pub(crate) fn stop_enrolling(&self) {
        let job = lock(&self.wanted).job;
        if matches!(job, Some(StartScanning::EnrolmentCode)) {
            self.stop();
        }
    }

    /// Shows a picture, unless the camera is wanted for something else by now.
    pub(crate) fn show(&self, generation: u64, picture: OutlinedPicture) {
        let wanted = lock(&self.wanted);
        if wanted.generation == generation {
            self.pictures.put(picture);
        }
    }

    /// Opens the camera again if it is wanted, because another one was chosen.
    pub(crate) fn reopen(&self) {
        let mut wanted = lock(&self.wanted);
        if wanted.job.is_some() {
            wanted.generation += 1;
            wanted.state = CameraState::Starting {
                name: String::new(),
            };
            self.changed.notify_all();
        }
    }

    /// Releases the camera for good.
    pub(crate) fn end(&self) {
        self.stop();
        lock(&self.wanted).over = true;
        self.changed.notify_all();
    }

    pub(crate) fn state(&self) -> CameraState {
        lock(&self.wanted).state.clone()
    }

    /// Waits for the next thing that the camera is wanted for; `None` at the end.
    pub(crate) fn next_job(&self) -> Option<(u64, StartScanning)> {
        let mut wanted = lock(&self.wanted);
        loop {
            if wanted.over {
                return None;
            }
            if let Some(job) = wanted.job {
                return Some((wanted.generation, job));
            }
            wanted = match self.changed.wait(wanted) {
                Ok(wanted) => wanted,
                Err(poisoned) => poisoned.into_inner(),
            };
        }
    }

    pub(crate) fn is_wanted(&self, generation: u64) -> bool {
        lock(&self.wanted).generation == generation
    }

    /// Waits, unless something else is wanted before.
    pub(crate) fn pause(&self, generation: u64, most: Duration) {
        let wanted = lock(&self.wanted);
        let _ = self.changed.wait_timeout_while(wanted, most, |wanted| {
            wanted.generation == generation && !wanted.over
        });
    }

    /// Sets the camera's state and returns whether that changed it. A job that is no longer wanted sets
    /// none.
    pub(crate) fn set_state(&self, generation: u64, state: CameraState) -> bool {
        let mut wanted = lock(&self.wanted);
        if wanted.generation != generation || wanted.state == state {
            return false;
        }
        wanted.state = state;
        true
    }

    /// The next picture after the one of this number, as [`Window::view_frame`](crate::Window::view_frame)
    /// gives it.
    pub(crate) fn view(&self, after: u64) -> Vec<u8> {
        self.pictures.next_after(after)
    }

    /// Hands a frame of the webview's camera to the camera's thread. It is dropped where scanning is off.
    pub(crate) fn push(&self, frame: OwnedFrame) {
        let pushed = lock(&self.pushed).clone();
        if let Some(pushed) = pushed {
            pushed.push(frame);
        }
    }

    pub(crate) fn controls(&self) -> Controls {
        let handle = lock(&self.handle);
        view_of(handle.as_ref().map(CameraHandle::controls))
    }

    pub(crate) fn set_zoom(&self, value: f64) -> Result<Controls, Problem> {
        let handle = lock(&self.handle);
        match handle.as_ref() {
            Some(handle) if handle.controls().zoom.is_some() => {
                Ok(view_of(Some(handle.set_zoom(value))))
            }
            _ => Err(no_control()),
        }
    }
}

fn view_of(controls: Option<camera::Controls>) -> Controls {
    Controls {
        torch: None,
        zoom: controls
            .and_then(|controls| controls.zoom)
            .map(|zoom| Zoom {
                min: zoom.min,
                max: zoom.max,
                step: zoom.step,
                value: zoom.value,
            }),
    }
}

pub(crate) fn no_control() -> Problem {
    Problem::new(
        "no_control",
        "The camera in use does not have this control.",
    )
}
