//! Who may do what on the screens: the lock and the kiosk.

use std::collections::HashMap;
use std::time::Duration;

use protocol::ScanId;

use crate::api::LockState;
use crate::commands::Role;
use crate::moment::Moment;
use crate::problem::Problem;

/// The state of the lock.
pub(crate) struct Guard {
    screens: Screens,
    /// When somebody last did something.
    touched: Moment,
    /// How long screens stay open that nobody touches; for ever without it.
    lock_after: Option<Duration>,
}

enum Screens {
    Open,
    Kiosk {
        /// The scans that were decided on since, and how many notes each has got there.
        scans: HashMap<ScanId, usize>,
    },
    Locked,
}

impl Guard {
    pub(crate) const fn new(now: Moment) -> Self {
        Self {
            screens: Screens::Open,
            touched: now,
            lock_after: None,
        }
    }

    pub(crate) const fn state(&self) -> LockState {
        match self.screens {
            Screens::Open => LockState::Open,
            Screens::Kiosk { .. } => LockState::Kiosk,
            Screens::Locked => LockState::Locked,
        }
    }

    /// Lets somebody do something, who thereby has touched the screens.
    pub(crate) fn admit(
        &mut self,
        role: Role,
        scan: Option<ScanId>,
        now: Moment,
    ) -> Result<(), Problem> {
        self.check(role, scan)?;
        if role != Role::Anyone {
            self.touch(now);
        }
        Ok(())
    }

    /// Lets the screens do something by themselves.
    pub(crate) fn admit_passing(&self, role: Role) -> Result<(), Problem> {
        self.check(role, None)
    }

    fn check(&self, role: Role, scan: Option<ScanId>) -> Result<(), Problem> {
        let kiosk = || {
            Problem::new(
                "kiosk",
                "In kiosk mode this is closed. Leave it with the PIN first.",
            )
        };
        match (role, &self.screens) {
            (Role::Anyone, _) | (_, Screens::Open) | (Role::Scanning, Screens::Kiosk { .. }) => {
                Ok(())
            }
            (Role::Scanning | Role::OneScan | Role::Operator, Screens::Locked) => {
                Err(Problem::locked())
            }
            (Role::Operator, Screens::Kiosk { .. }) => Err(kiosk()),
            (Role::OneScan, Screens::Kiosk { scans }) => match scan {
                Some(scan) if scans.contains_key(&scan) => Ok(()),
                _ => Err(kiosk()),
            },
        }
    }

    pub(crate) const fn touch(&mut self, now: Moment) {
        self.touched = now;
    }

    pub(crate) const fn lock_after(&mut self, lock_after: Option<Duration>) {
        self.lock_after = lock_after;
    }

    /// How long it takes until open screens are locked, if nobody does anything. A kiosk stays one.
    pub(crate) fn until_lock(&self, now: Moment) -> Option<Duration> {
        match self.screens {
            Screens::Open => Some(self.lock_after?.saturating_sub(self.touched.ago(now))),
            Screens::Kiosk { .. } | Screens::Locked => None,
        }
    }

    pub(crate) fn lock(&mut self) {
        self.screens = Screens::Locked;
    }

    pub(crate) fn enter_kiosk(&mut self) {
        self.screens = Screens::Kiosk {
            scans: HashMap::new(),
        };
    }

    pub(crate) fn open(&mut self, now: Moment) {
        self.screens = Screens::Open;
        self.touch(now);
    }

    /// Notes that a scan was decided on.
    pub(crate) fn decided(&mut self, scan: ScanId) {
        if let Screens::Kiosk { scans } = &mut self.screens {
            scans.entry(scan).or_default();
        }
    }

    /// Notes that a scan has got a note.
    pub(crate) fn noted(&mut self, scan: ScanId) {
        if let Screens::Kiosk { scans } = &mut self.screens {
            *scans.entry(scan).or_default() += 1;
        }
    }

    /// In a kiosk, how many notes a scan has got there. What the staff wrote before is not for who stands
    /// there; the clock can't tell which that is, because it may be set.
    pub(crate) fn kiosk_notes(&self, scan: ScanId) -> Option<usize> {
        match &self.screens {
            Screens::Kiosk { scans } => Some(scans.get(&scan).copied().unwrap_or(0)),
            _ => None,
        }
    }
}
