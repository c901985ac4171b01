//! The thread that looks at the camera's frames while somebody wants it to.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use booth::{Look, Lookout, Seen};
use camera::{Source, pushed};
use protocol::{EnrolmentCode, ReadMethod};
use vision::Sighting;

use super::choices::{Opened, broken};
use super::pictures::Shown;
use crate::api::{CameraOwner, CameraState, Event, StartScanning};
use crate::commands::Role;
use crate::core::{Core, lock};
use crate::scanning::CodeRead;

/// How long one look waits: short enough to let the camera go as soon as nobody wants it.
const LOOK: Duration = Duration::from_millis(100);
/// Between two tries to open a camera that is not there or broken.
const TRY_AGAIN: Duration = Duration::from_secs(2);
/// What the webview's own camera is called here; the screens know its name better.
const WEBVIEW: &str = "Camera";

/// Runs until the window is closed.
pub(crate) fn run(core: &Core) {
    while let Some((turn, job)) = core.viewfinder.next_job() {
        let scanned = catch_unwind(AssertUnwindSafe(|| scan(core, turn, job)));
        if scanned.is_err() {
            tracing::error!("scanning broke off, and begins anew");
            let message = "The program stumbled over a picture.".to_owned();
            let name = String::new();
            set_state(core, turn, CameraState::Failed { name, message });
            core.viewfinder.pause(turn, TRY_AGAIN);
        }
    }
}

fn set_state(core: &Core, turn: u64, state: CameraState) {
    if core.viewfinder.set_state(turn, state) {
        core.changes.ring();
    }
}

/// Keeps a camera open for one job, as long as it is wanted.
fn scan(core: &Core, turn: u64, job: StartScanning) {
    let mut tried = false;
    while core.viewfinder.is_wanted(turn) {
        let naming = |name: &str| {
            // A camera that is tried again stays what it was until it gives a picture.
            if !tried {
                let name = name.to_owned();
                set_state(core, turn, CameraState::Starting { name });
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
                Scanner::new(core, turn, job, opened).run();
                *lock(&core.viewfinder.handle) = None;
            }
            Err(state) => set_state(core, turn, state),
        }
        core.viewfinder.pause(turn, TRY_AGAIN);
    }
    *lock(&core.viewfinder.pushed) = None;
}

fn webview_camera(core: &Core) -> Opened {
    let (handle, source) = pushed(WEBVIEW);
    *lock(&core.viewfinder.pushed) = Some(handle);
    Opened {
        source: Box::new(source),
        name: WEBVIEW.to_owned(),
        made_up: false,
        handle: None,
    }
}

/// One open camera, looked at for one job.
struct Scanner<'a> {
    core: &'a Core,
    turn: u64,
    job: StartScanning,
    name: String,
    made_up: bool,
    lookout: Lookout<Box<dyn Source>>,
    /// Since when it has given nothing.
    silent_since: Option<Instant>,
}

impl<'a> Scanner<'a> {
    fn new(core: &'a Core, turn: u64, job: StartScanning, opened: Opened) -> Self {
        Self {
            core,
            turn,
            job,
            name: opened.name,
            made_up: opened.made_up,
            lookout: Lookout::moving(opened.source),
            silent_since: None,
        }
    }

    /// Looks until the camera is wanted no longer, or broken for good.
    fn run(&mut self) {
        while self.core.viewfinder.is_wanted(self.turn) {
            let name = self.name.clone();
            match self.lookout.look(LOOK) {
                Look::Frame(seen) => {
                    self.silent_since = None;
                    let made_up = self.made_up;
                    self.set_state(CameraState::Live { name, made_up });
                    self.seen(seen);
                }
                Look::Nothing => self.still_silent(),
                Look::Stalled { silent_for } => {
                    self.silent_since = Instant::now().checked_sub(silent_for);
                    self.still_silent();
                }
                Look::Unplugged => self.gone(CameraState::Unplugged { name }),
                Look::Busy => self.gone(CameraState::Busy { name }),
                Look::Replugged => self.gone(CameraState::Starting { name }),
                Look::Skipped(_) => tracing::debug!("a frame can't be used"),
                Look::Failed(error) => {
                    let state = broken(name, &error);
                    tracing::warn!(state = state.word(), "the camera has failed");
                    self.gone(state);
                    return;
                }
                Look::Ended => return,
                _ => {}
            }
        }
    }

    fn set_state(&self, state: CameraState) {
        set_state(self.core, self.turn, state);
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

    fn seen(&self, seen: Seen) {
        let (width, height) = (seen.width, seen.height);
        if let Some(picture) = seen.picture {
            let outlines = seen
                .came
                .iter()
                .chain(&seen.stays)
                .map(|sighting| corners(sighting, width, height))
                .collect();
            let shown = Shown {
                picture,
                width,
                height,
                made_up: self.made_up,
                outlines,
            };
            self.core.viewfinder.show(self.turn, shown);
        }
        for sighting in &seen.came {
            // Screens that nobody used for too long are locked before a badge counts as use of them.
            let admitted = self.core.admit_passing(Role::Scanning);
            if admitted.is_err() || !self.core.viewfinder.is_wanted(self.turn) {
                return;
            }
            match self.job {
                StartScanning::Badges => {
                    let code = CodeRead {
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

    fn badge(&self, code: &CodeRead<'_>) {
        match self.core.decide(code) {
            // What was saved while somebody locked the screens is in the list; its name is not for who
            // stands before them now.
            Ok(_) if self.core.is_locked() => {}
            Ok(decision) => self.core.watchers.tell(&Event::Decision { decision }),
            Err(problem) => tracing::warn!(code = problem.code, "no badge can be scanned now"),
        }
    }

    fn enrolment_code(&self, text: &str) {
        if let Ok(code) = text.parse::<EnrolmentCode>() {
            self.core.watchers.tell(&Event::EnrolmentCode {
                code: code.to_string(),
            });
        }
    }
}

/// As shares of the picture.
fn corners(sighting: &Sighting, width: u32, height: u32) -> [[f32; 2]; 4] {
    // No frame is so large that its size is not exact.
    #[expect(clippy::cast_precision_loss, reason = "sizes are small")]
    let (width, height) = (width as f32, height as f32);
    sighting
        .corners
        .map(|corner| [corner.x / width, corner.y / height])
}
