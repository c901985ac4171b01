//! The screens, as far as the device knows them.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use protocol::{BootId, DeviceId, ScanId, UnixMillis};
use serde_json::{Value, json};
use tempfile::TempDir;
use window::api::{
    CameraOwner, Decision, Enrol, EnrolmentView, Event, Outcome, Overview, OverviewOf, ScanText,
    StartScanning, TypedBy,
};
use window::{Clock, KeyChoice, OpenWindow, Options, Patience, Problem, Window};

use crate::backend::{Backend, NOW};
use crate::pictures::frame;

/// How long anything may take that a test waits for.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A wall clock that goes when it is told to. The other one goes by itself, and further when told to.
pub(crate) struct HandClock {
    forward: AtomicI64,
    since: Instant,
}

impl HandClock {
    pub(crate) fn go(&self, millis: i64) {
        self.forward.fetch_add(millis, Ordering::Relaxed);
    }
}

impl Clock for HandClock {
    fn wall(&self) -> UnixMillis {
        UnixMillis(NOW + 1 + self.forward.load(Ordering::Relaxed))
    }

    fn monotonic(&self) -> u64 {
        // It never goes back, whatever the wall clock does.
        let forward = self.forward.load(Ordering::Relaxed).max(0);
        u64::try_from(self.since.elapsed().as_millis()).unwrap() + u64::try_from(forward).unwrap()
    }

    fn boot(&self) -> BootId {
        BootId::from_random([8; 16])
    }
}

/// A window in a folder of its own, whose camera the screens open.
pub(crate) struct Screens {
    pub(crate) window: OpenWindow,
    pub(crate) folder: TempDir,
    pub(crate) clock: Arc<HandClock>,
}

pub(crate) fn options(folder: &TempDir, clock: &Arc<HandClock>) -> Options {
    Options {
        home: Some(folder.path().join("device")),
        key: KeyChoice::File,
        camera_owner: CameraOwner::Webview,
        downloads: Some(folder.path().join("downloads")),
        patience: Patience {
            connect: Duration::from_secs(2),
            overall: Duration::from_secs(2),
        },
        heartbeat: None,
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        ..Options::default()
    }
}

pub(crate) fn clock() -> Arc<HandClock> {
    Arc::new(HandClock {
        forward: AtomicI64::new(0),
        since: Instant::now(),
    })
}

impl Screens {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("downloads")).unwrap();
        let clock = clock();
        Self {
            window: Window::open(options(&folder, &clock)),
            folder,
            clock,
        }
    }

    /// With one enrolment, for this sponsor.
    pub(crate) fn enrolled(backend: &Backend) -> (Self, DeviceId) {
        let screens = Self::new();
        let device = screens.enrol(backend, 1, "Example Corp").device;
        (screens, device)
    }

    /// Closes the window and opens it again.
    pub(crate) fn restart(self) -> Self {
        let Self {
            window,
            folder,
            clock,
        } = self;
        drop(window);
        Self {
            window: Window::open(options(&folder, &clock)),
            folder,
            clock,
        }
    }

    pub(crate) fn enrol(
        &self,
        backend: &Backend,
        sponsor: u8,
        name: &'static str,
    ) -> EnrolmentView {
        let code = backend.code(sponsor, name).to_string();
        let label = "Front table".to_owned();
        self.window.call(Enrol { code, label }).unwrap()
    }

    pub(crate) fn overview(&self) -> Overview {
        self.window.call(OverviewOf {}).unwrap()
    }

    /// How one enrolment stands.
    pub(crate) fn enrolment(&self, device: DeviceId) -> EnrolmentView {
        let all = self.overview().enrolments;
        all.into_iter().find(|one| one.device == device).unwrap()
    }

    pub(crate) fn ask(&self, command: &str, request: Value) -> Result<Value, Problem> {
        self.window.dispatch(command, request)
    }

    /// The code of the problem that a command is refused with.
    #[track_caller]
    pub(crate) fn refused(&self, command: &str, request: Value) -> String {
        match self.ask(command, request) {
            Err(problem) => problem.code,
            Ok(answer) => panic!("{command}: {answer}"),
        }
    }

    #[track_caller]
    pub(crate) fn set_pin(&self, pin: &str) {
        let request = json!({ "current": null, "new": pin });
        assert_eq!(self.ask("set_pin", request).unwrap()["has_pin"], true);
    }

    /// A code through a hardware scanner.
    pub(crate) fn scan(&self, text: &str) -> Decision {
        let (text, typed_by) = (text.to_owned(), TypedBy::Scanner);
        self.window.call(ScanText { text, typed_by }).unwrap()
    }

    #[track_caller]
    pub(crate) fn saved(&self, text: &str) -> ScanId {
        match self.scan(text).outcome {
            Outcome::Saved { scan, .. } => scan,
            other => panic!("not saved: {other:?}"),
        }
    }

    #[track_caller]
    pub(crate) fn asked(&self, text: &str) -> u64 {
        match self.scan(text).outcome {
            Outcome::Ask { sheet, .. } => sheet,
            other => panic!("not asked: {other:?}"),
        }
    }

    /// The records of all enrolments.
    pub(crate) fn records(&self) -> u64 {
        self.ask("storage", json!({})).unwrap()["records"]
            .as_u64()
            .unwrap()
    }

    /// Scanning, with the events from its beginning on.
    pub(crate) fn scanning(&self, job: StartScanning) -> Shown<'_> {
        let events = self.window.watch();
        self.window.call(job).unwrap();
        Shown {
            screens: self,
            events,
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Waits until the overview is as it should be.
    #[track_caller]
    pub(crate) fn until(&self, holds: impl Fn(&Overview) -> bool) -> Overview {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let overview = self.overview();
            if holds(&overview) {
                return overview;
            }
            assert!(Instant::now() < deadline, "{overview:?}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

/// A webview's camera that looks at what a test holds up.
pub(crate) struct Shown<'a> {
    pub(crate) screens: &'a Screens,
    pub(crate) events: Receiver<Event>,
}

impl Shown<'_> {
    /// Shows a code, as a camera does again and again, until the event that `wanted` picks.
    #[track_caller]
    pub(crate) fn until<T>(&self, code: Option<&str>, wanted: impl Fn(Event) -> Option<T>) -> T {
        let frame = frame(code);
        let (width, height) = (frame.width(), frame.height());
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            let pixels = frame.pixels().to_vec();
            self.screens
                .window
                .push_frame(width, height, pixels)
                .unwrap();
            // However many other events there are: the next frame must come.
            let next = Instant::now() + Duration::from_millis(50);
            while let Some(left) = next.checked_duration_since(Instant::now()) {
                match self.events.recv_timeout(left).map(&wanted) {
                    Ok(Some(found)) => return found,
                    Ok(None) => {}
                    Err(_) => break,
                }
            }
        }
        panic!("nothing came");
    }

    #[track_caller]
    pub(crate) fn decision(&self, code: &str) -> Decision {
        self.until(Some(code), |event| match event {
            Event::Decision { decision } => Some(decision),
            _ => None,
        })
    }
}
