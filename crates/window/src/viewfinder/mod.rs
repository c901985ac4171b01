//! The camera: who wants it for what, what it is doing, and its pictures.

mod choices;
mod pictures;
mod scanner;

use std::sync::{Condvar, Mutex};
use std::time::Duration;

use camera::{CameraHandle, PushHandle};
use vision::OwnedFrame;

use crate::api::{
    CameraList, CameraState, Cameras, ChooseCamera, Controls, ControlsOf, LockState, SetTorch,
    SetZoom, StartScanning, StopScanning, Zoom,
};
use crate::core::lock;
use crate::gate::Admitted;
use crate::problem::Problem;
use pictures::{Pictures, Shown};

pub(crate) use scanner::run;

#[derive(Default)]
pub(crate) struct Viewfinder {
    wanted: Mutex<Wanted>,
    woken: Condvar,
    pictures: Pictures,
    /// Where the frames of the webview's camera go, while somebody looks at them.
    pushed: Mutex<Option<PushHandle>>,
    /// Where the open camera is told to zoom, if it may be one that can.
    handle: Mutex<Option<CameraHandle>>,
}

/// What the camera is wanted for.
#[derive(Default)]
struct Wanted {
    job: Option<StartScanning>,
    /// Counts what was wanted, so that the thread sees that something else is.
    turn: u64,
    state: CameraState,
    over: bool,
}

impl Viewfinder {
    fn start(&self, job: StartScanning) -> CameraState {
        let mut wanted = lock(&self.wanted);
        let goes_on = wanted
            .job
            .as_ref()
            .is_some_and(|now| std::mem::discriminant(now) == std::mem::discriminant(&job));
        if !goes_on {
            wanted.job = Some(job);
            wanted.turn += 1;
            wanted.state = CameraState::Starting {
                name: String::new(),
            };
            self.woken.notify_all();
        }
        wanted.state.clone()
    }

    /// Lets the camera go.
    pub(crate) fn stop(&self) {
        let mut wanted = lock(&self.wanted);
        if wanted.job.take().is_some() {
            wanted.turn += 1;
            wanted.state = CameraState::Off;
            self.woken.notify_all();
        }
        // Under the lock, so that no picture comes after it.
        self.pictures.clear();
    }

    /// Lets the camera go if it looks for an enrolment code.
    pub(crate) fn stop_enrolling(&self) {
        let job = lock(&self.wanted).job;
        if matches!(job, Some(StartScanning::EnrolmentCode)) {
            self.stop();
        }
    }

    /// Shows a picture, unless the camera is wanted for something else by now.
    fn show(&self, turn: u64, shown: Shown) {
        let wanted = lock(&self.wanted);
        if wanted.turn == turn {
            self.pictures.put(shown);
        }
    }

    /// Opens the camera again, if it is wanted: another one was chosen.
    fn again(&self) {
        let mut wanted = lock(&self.wanted);
        if wanted.job.is_some() {
            wanted.turn += 1;
            wanted.state = CameraState::Starting {
                name: String::new(),
            };
            self.woken.notify_all();
        }
    }

    pub(crate) fn end(&self) {
        self.stop();
        lock(&self.wanted).over = true;
        self.woken.notify_all();
    }

    pub(crate) fn state(&self) -> CameraState {
        lock(&self.wanted).state.clone()
    }

    /// Waits for the next thing that the camera is wanted for; `None` at the end.
    fn next_job(&self) -> Option<(u64, StartScanning)> {
        let mut wanted = lock(&self.wanted);
        loop {
            if wanted.over {
                return None;
            }
            if let Some(job) = wanted.job {
                return Some((wanted.turn, job));
            }
            wanted = match self.woken.wait(wanted) {
                Ok(wanted) => wanted,
                Err(poisoned) => poisoned.into_inner(),
            };
        }
    }

    fn is_wanted(&self, turn: u64) -> bool {
        lock(&self.wanted).turn == turn
    }

    /// Waits, unless something else is wanted before.
    fn pause(&self, turn: u64, most: Duration) {
        let wanted = lock(&self.wanted);
        let _ = self
            .woken
            .wait_timeout_while(wanted, most, |wanted| wanted.turn == turn && !wanted.over);
    }

    /// Says whether the state is another one now. What is no longer wanted has none.
    fn set_state(&self, turn: u64, state: CameraState) -> bool {
        let mut wanted = lock(&self.wanted);
        if wanted.turn != turn || wanted.state == state {
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

    /// Hands a frame of the webview's camera to whoever looks for codes; nobody does where scanning is off.
    pub(crate) fn push(&self, frame: OwnedFrame) {
        let pushed = lock(&self.pushed).clone();
        if let Some(pushed) = pushed {
            pushed.push(frame);
        }
    }
}

impl Admitted<'_> {
    pub(crate) fn start_scanning(&self, request: StartScanning) -> Result<CameraState, Problem> {
        let core = self.core();
        match request {
            // Without an enrolment there is nothing to scan for.
            StartScanning::Badges => {
                let booth = core.booth()?;
                if core.desk().chosen().is_none() {
                    booth.enrolment(None)?;
                }
            }
            StartScanning::EnrolmentCode => {
                core.booth()?;
                if core.guard().state() != LockState::Open {
                    return Err(Problem::new(
                        "kiosk",
                        "In kiosk mode nobody enrols. Leave it with the PIN first.",
                    ));
                }
            }
        }
        let state = core.viewfinder.start(request);
        // Screens that were locked in between keep the camera off, and a kiosk enrols nobody.
        match core.guard().state() {
            LockState::Open => {}
            LockState::Kiosk => core.viewfinder.stop_enrolling(),
            LockState::Locked => core.viewfinder.stop(),
        }
        core.changes.ring();
        Ok(state)
    }

    pub(crate) fn stop_scanning(&self, _: StopScanning) -> Result<CameraState, Problem> {
        let core = self.core();
        core.viewfinder.stop();
        core.changes.ring();
        Ok(core.viewfinder.state())
    }

    pub(crate) fn cameras(&self, _: Cameras) -> Result<CameraList, Problem> {
        let core = self.core();
        Ok(CameraList {
            cameras: core.camera_choices()?,
        })
    }

    pub(crate) fn choose_camera(&self, request: ChooseCamera) -> Result<CameraState, Problem> {
        let core = self.core();
        core.remember_camera(&request.id)?;
        core.viewfinder.again();
        core.changes.ring();
        Ok(core.viewfinder.state())
    }

    pub(crate) fn controls(&self, _: ControlsOf) -> Result<Controls, Problem> {
        Ok(self.core().viewfinder.controls())
    }

    /// No camera that this program opens lets its light be switched; the screens switch that of the
    /// webview's camera themselves.
    #[expect(clippy::unused_self, reason = "every command has one form")]
    pub(crate) fn set_torch(&self, _: SetTorch) -> Result<Controls, Problem> {
        Err(no_control())
    }

    pub(crate) fn set_zoom(&self, request: SetZoom) -> Result<Controls, Problem> {
        self.core().viewfinder.set_zoom(request.value)
    }
}

impl Viewfinder {
    fn controls(&self) -> Controls {
        let handle = lock(&self.handle);
        told(handle.as_ref().map(CameraHandle::controls))
    }

    fn set_zoom(&self, value: f64) -> Result<Controls, Problem> {
        let handle = lock(&self.handle);
        match handle.as_ref() {
            Some(handle) if handle.controls().zoom.is_some() => {
                Ok(told(Some(handle.set_zoom(value))))
            }
            _ => Err(no_control()),
        }
    }
}

/// As the screens are told it.
fn told(controls: Option<camera::Controls>) -> Controls {
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

fn no_control() -> Problem {
    Problem::new("no_control", "The camera in use can't be told that.")
}
