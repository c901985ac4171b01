//! Booths to test with.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use booth::{Booth, Clock, KeyChoice, OpenBooth, Options, Patience, ScanInput, ScanResult};
use protocol::{BootId, DeviceId, ReadMethod, ScanId, UnixMillis};
use tempfile::TempDir;

use crate::backend::{Backend, NOW};

/// A clock that goes when it is told to.
pub(crate) struct HandClock(AtomicI64);

impl HandClock {
    pub(crate) fn go(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::Relaxed);
    }
}

impl Clock for HandClock {
    fn wall(&self) -> UnixMillis {
        UnixMillis(NOW + self.0.load(Ordering::Relaxed))
    }

    fn monotonic(&self) -> u64 {
        u64::try_from(self.0.load(Ordering::Relaxed)).unwrap()
    }

    fn boot(&self) -> BootId {
        BootId::from_random([8; 16])
    }
}

/// A booth in a folder of its own.
pub(crate) struct TestBooth {
    pub(crate) booth: OpenBooth,
    pub(crate) clock: Arc<HandClock>,
    pub(crate) folder: TempDir,
}

/// Short, because the backends that stall here stall on purpose.
pub(crate) const SHORT: Patience = Patience {
    connect: Duration::from_millis(2_000),
    overall: Duration::from_millis(600),
};

pub(crate) fn open(folder: &TempDir, clock: &Arc<HandClock>, patience: Patience) -> OpenBooth {
    let options = Options {
        key: KeyChoice::File,
        patience,
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        ..Options::default()
    };
    Booth::open(folder.path(), options).unwrap()
}

impl TestBooth {
    pub(crate) fn new() -> Self {
        Self::with_patience(Patience::default())
    }

    pub(crate) fn with_patience(patience: Patience) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(HandClock(AtomicI64::new(1)));
        Self {
            booth: open(&folder, &clock, patience),
            clock,
            folder,
        }
    }

    /// A second device with a copy of this one's folder, as a restored backup or a cloned disk makes.
    pub(crate) fn copy(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for file in std::fs::read_dir(self.folder.path()).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
        }
        let clock = Arc::new(HandClock(AtomicI64::new(1)));
        Self {
            booth: open(&folder, &clock, Patience::default()),
            clock,
            folder,
        }
    }

    /// Closes the booth and opens it again, as after a restart.
    pub(crate) fn restart(self) -> Self {
        let Self {
            booth,
            clock,
            folder,
        } = self;
        drop(booth);
        Self {
            booth: open(&folder, &clock, Patience::default()),
            clock,
            folder,
        }
    }

    pub(crate) fn enrol(&self, backend: &Backend, sponsor: u8, name: &'static str) -> DeviceId {
        let code = backend.code(sponsor, name);
        self.booth.enrol(&code, "Front table").unwrap().device
    }

    pub(crate) fn scan(&self, device: DeviceId, text: &str) -> ScanResult {
        self.booth.scan(device, &camera(text))
    }

    pub(crate) fn saved(&self, device: DeviceId, text: &str) -> ScanId {
        match self.scan(device, text) {
            ScanResult::Saved(saved) => saved.scan,
            other => panic!("not saved: {other:?}"),
        }
    }

    pub(crate) fn pending(&self, device: DeviceId) -> u64 {
        self.status(device).counts.pending
    }

    pub(crate) fn status(&self, device: DeviceId) -> booth::EnrolmentStatus {
        let all = self.booth.status().unwrap();
        let found = all.into_iter().find(|one| one.enrolment.device == device);
        found.unwrap()
    }

    pub(crate) fn sync(&self, device: DeviceId) -> booth::SyncReport {
        self.booth.sync_now(device, &mut |_| {}).unwrap()
    }
}

pub(crate) fn camera(text: &str) -> ScanInput<'_> {
    ScanInput {
        text: text.as_bytes(),
        method: ReadMethod::Camera,
        operator: "Ana",
        fields: None,
        confirmed: false,
    }
}
