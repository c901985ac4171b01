//! The commands that start, stop, choose and control the camera.

use crate::api::{
    CameraList, CameraState, Cameras, ChooseCamera, Controls, ControlsOf, LockState, SetTorch,
    SetZoom, StartScanning, StopScanning,
};
use crate::dispatch::Admitted;
use crate::problem::Problem;
use crate::state::viewfinder::no_control;

impl Admitted<'_> {
    pub(crate) fn start_scanning(&self, request: StartScanning) -> Result<CameraState, Problem> {
        let core = self.core();
        match request {
            // Without an enrolment there is nothing to scan for.
            StartScanning::Badges => {
                let booth = core.booth()?;
                if core.prompts().chosen().is_none() {
                    booth.enrolment(None)?;
                }
            }
            StartScanning::EnrolmentCode => {
                core.booth()?;
                if core.lock_policy().state() != LockState::Open {
                    return Err(Problem::new(
                        "kiosk",
                        "A device can't be enrolled in kiosk mode. Leave it with the PIN first.",
                    ));
                }
            }
        }
        let state = core.viewfinder.start(request);
        // If the screens were locked in between, the camera stays off. A kiosk does not enrol.
        match core.lock_policy().state() {
            LockState::Open => {}
            LockState::Kiosk => core.viewfinder.stop_enrolling(),
            LockState::Locked => core.viewfinder.stop(),
        }
        core.changes.raise();
        Ok(state)
    }

    pub(crate) fn stop_scanning(&self, _: StopScanning) -> Result<CameraState, Problem> {
        let core = self.core();
        core.viewfinder.stop();
        core.changes.raise();
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
        core.viewfinder.reopen();
        core.changes.raise();
        Ok(core.viewfinder.state())
    }

    pub(crate) fn controls(&self, _: ControlsOf) -> Result<Controls, Problem> {
        Ok(self.core().viewfinder.controls())
    }

    /// No camera that this program opens can switch its light. The screens switch that of the webview's
    /// camera themselves.
    #[expect(clippy::unused_self, reason = "every command has one form")]
    pub(crate) fn set_torch(&self, _: SetTorch) -> Result<Controls, Problem> {
        Err(no_control())
    }

    pub(crate) fn set_zoom(&self, request: SetZoom) -> Result<Controls, Problem> {
        self.core().viewfinder.set_zoom(request.value)
    }
}
