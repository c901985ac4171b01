//! The thread that reads the camera's frames while scanning is on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use booth::{ScanLoop, ScanStep, ScannedFrame};
use camera::{Source, pushed};
use protocol::{EnrolmentCode, ReadMethod};
use vision::Sighting;

use crate::api::{CameraOwner, CameraState, Event, StartScanning};
use crate::command_table::Role;
use crate::core::Core;
use crate::core::cameras::{OpenedCamera, failed_state};
use crate::core::decisions::ReadCode;
use crate::state::mutex::lock;
use crate::state::pictures::OutlinedPicture;

/// How long one wait for a frame lasts: short enough to release the camera soon after it is stopped.
const LOOK: Duration = Duration::from_millis(100);
/// The time between two tries to open a camera that is missing or broken.
const TRY_AGAIN: Duration = Duration::from_secs(2);
/// The name of the webview's camera here. The screens know a better one.
const WEBVIEW: &str = "Camera";

/// Runs until the window is closed.
pub(crate) fn run(core: &Core) {
    while let Some((generation, job)) = core.viewfinder.next_job() {
        let scanned = catch_unwind(AssertUnwindSafe(|| scan(core, generation, job)));
        if scanned.is_err() {
            tracing::error!("scanning failed and starts again");
            let message = "The program failed on a picture.".to_owned();
            let name = String::new();
            set_state(core, generation, CameraState::Failed { name, message });
            core.viewfinder.pause(generation, TRY_AGAIN);
        }
    }
}

fn set_state(core: &Core, generation: u64, state: CameraState) {
    if core.viewfinder.set_state(generation, state) {
        core.changes.raise();
    }
}

/// Keeps a camera open for one job, as long as the job is wanted.
fn scan(core: &Core, generation: u64, job: StartScanning) {
    let mut tried = false;
    while core.viewfinder.is_wanted(generation) {
        let naming = |name: &str| {
            // A camera that is tried again keeps its state until it gives a picture.
            if !tried {
                let name = name.to_owned();
                set_state(core, generation, CameraState::Starting { name });
            }
        };
        let opened = match core.options.camera_owner {
            CameraOwner::Program => core.open_camera(naming),
            CameraOwner::Webview => {
                naming(WEBVIEW);
                Ok(webview_camera(core))
            }
        };
        tried = true;
        match opened {
            Ok(opened) => {
                lock(&core.viewfinder.handle).clone_from(&opened.handle);
                Scanner::new(core, generation, job, opened).run();
                *lock(&core.viewfinder.handle) = None;
            }
            Err(state) => set_state(core, generation, state),
        }
        core.viewfinder.pause(generation, TRY_AGAIN);
    }
    *lock(&core.viewfinder.pushed) = None;
}

fn webview_camera(core: &Core) -> OpenedCamera {
    let (handle, source) = pushed(WEBVIEW);
    *lock(&core.viewfinder.pushed) = Some(handle);
    OpenedCamera {
        source: Box::new(source),
        name: WEBVIEW.to_owned(),
        made_up: false,
        handle: None,
    }
}

/// An open camera whose frames are read for one job.
struct Scanner<'a> {
    core: &'a Core,
    generation: u64,
    job: StartScanning,
    name: String,
    made_up: bool,
    scan_loop: ScanLoop<Box<dyn Source>>,
    /// When it stopped giving frames, if it has.
    silent_since: Option<Instant>,
}

impl<'a> Scanner<'a> {
    fn new(core: &'a Core, generation: u64, job: StartScanning, opened: OpenedCamera) -> Self {
        Self {
            core,
            generation,
            job,
            name: opened.name,
            made_up: opened.made_up,
            scan_loop: ScanLoop::moving(opened.source),
            silent_since: None,
        }
    }

    /// Reads frames until the job is no longer wanted or the camera is broken for good.
    fn run(&mut self) {
        while self.core.viewfinder.is_wanted(self.generation) {
            let name = self.name.clone();
            match self.scan_loop.next(LOOK) {
                ScanStep::Frame(seen) => {
                    self.silent_since = None;
                    let made_up = self.made_up;
                    self.set_state(CameraState::Live { name, made_up });
                    self.seen(seen);
                }
                ScanStep::Nothing => self.still_silent(),
                ScanStep::Stalled { silent_for } => {
                    self.silent_since = Instant::now().checked_sub(silent_for);
                    self.still_silent();
                }
                ScanStep::Unplugged => self.gone(CameraState::Unplugged { name }),
                ScanStep::Busy => self.gone(CameraState::Busy { name }),
                ScanStep::Replugged => self.gone(CameraState::Starting { name }),
                ScanStep::Skipped(_) => tracing::debug!("a frame can't be used"),
                ScanStep::Failed(error) => {
                    let state = failed_state(name, &error);
                    tracing::warn!(state = state.word(), "the camera has failed");
                    self.gone(state);
                    return;
                }
                ScanStep::Ended => return,
                _ => {}
            }
        }
    }

    fn set_state(&self, state: CameraState) {
        set_state(self.core, self.generation, state);
    }

    fn gone(&mut self, state: CameraState) {
        self.silent_since = None;
        self.core.viewfinder.pictures.clear();
        self.set_state(state);
    }

    fn still_silent(&self) {
        if let Some(since) = self.silent_since {
            self.set_state(CameraState::Stalled {
                name: self.name.clone(),
                seconds: u32::try_from(since.elapsed().as_secs()).unwrap_or(u32::MAX),
            });
        }
    }

    fn seen(&self, seen: ScannedFrame) {
        let (width, height) = (seen.width, seen.height);
        if let Some(picture) = seen.picture {
            let outlines = seen
                .appeared
                .iter()
                .chain(&seen.still_visible)
                .map(|sighting| corners(sighting, width, height))
                .collect();
            let shown = OutlinedPicture {
                picture,
                width,
                height,
                made_up: self.made_up,
                outlines,
            };
            self.core.viewfinder.show(self.generation, shown);
        }
        for sighting in &seen.appeared {
            // Screens that were unused for too long are locked before a badge counts as use of them.
            let admitted = self.core.admit_automatic(Role::Scanning);
            if admitted.is_err() || !self.core.viewfinder.is_wanted(self.generation) {
                return;
            }
            match self.job {
                StartScanning::Badges => {
                    let code = ReadCode {
                        text: sighting.text.as_bytes(),
                        method: ReadMethod::Camera,
                        since: seen.since,
                        corners: Some(corners(sighting, width, height)),
                    };
                    self.badge(&code);
                }
                StartScanning::EnrolmentCode => self.enrolment_code(&sighting.text),
            }
        }
    }

    fn badge(&self, code: &ReadCode<'_>) {
        match self.core.decide(code) {
            // The scan is saved. Its name must not be shown on screens that were locked meanwhile.
            Ok(_) if self.core.is_locked() => {}
            Ok(decision) => self.core.subscribers.send(&Event::Decision { decision }),
            Err(problem) => tracing::warn!(code = problem.code, "no badge can be scanned now"),
        }
    }

    fn enrolment_code(&self, text: &str) {
        if let Ok(code) = text.parse::<EnrolmentCode>() {
            self.core.subscribers.send(&Event::EnrolmentCode {
                code: code.to_string(),
            });
        }
    }
}

/// The corners of a code as fractions of the picture's width and height.
fn corners(sighting: &Sighting, width: u32, height: u32) -> [[f32; 2]; 4] {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a frame's sides are exact as f32"
    )]
    let (width, height) = (width as f32, height as f32);
    sighting
        .corners
        .map(|corner| [corner.x / width, corner.y / height])
}
