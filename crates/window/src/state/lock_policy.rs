//! Which commands the lock and the kiosk mode let through.

use std::collections::HashMap;
use std::time::Duration;

use protocol::ScanId;

use crate::api::LockState;
use crate::command_table::Role;
use crate::problem::Problem;
use crate::state::dual_clock::DualInstant;

/// The state of the lock, and the rules that follow from it.
pub(crate) struct LockPolicy {
    screens: Screens,
    last_used: DualInstant,
    /// How long unused screens stay open; for ever if `None`.
    lock_after: Option<Duration>,
}

enum Screens {
    Open,
    Kiosk {
        /// The scans that were decided on since kiosk mode was entered, with the number of notes that each
        /// has been given in it.
        scans: HashMap<ScanId, usize>,
    },
    Locked,
}

impl LockPolicy {
    pub(crate) const fn new(now: DualInstant) -> Self {
        Self {
            screens: Screens::Open,
            last_used: now,
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

    /// Allows or refuses a command of a person, which counts as use of the screens.
    pub(crate) fn admit(
        &mut self,
        role: Role,
        scan: Option<ScanId>,
        now: DualInstant,
    ) -> Result<(), Problem> {
        self.check(role, scan)?;
        if role != Role::Anyone {
            self.mark_used(now);
        }
        Ok(())
    }

    /// Allows or refuses what the screens or the camera do on their own, which does not count as use.
    pub(crate) fn admit_automatic(&self, role: Role) -> Result<(), Problem> {
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

    pub(crate) const fn mark_used(&mut self, now: DualInstant) {
        self.last_used = now;
    }

    pub(crate) const fn set_lock_after(&mut self, lock_after: Option<Duration>) {
        self.lock_after = lock_after;
    }

    /// The time until open screens are locked if they are not used. A kiosk is not locked by time.
    pub(crate) fn until_lock(&self, now: DualInstant) -> Option<Duration> {
        match self.screens {
            Screens::Open => Some(self.lock_after?.saturating_sub(self.last_used.elapsed(now))),
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

    pub(crate) fn open(&mut self, now: DualInstant) {
        self.screens = Screens::Open;
        self.mark_used(now);
    }

    /// In kiosk mode, opens the commands about a scan that was decided on.
    pub(crate) fn record_decision(&mut self, scan: ScanId) {
        if let Screens::Kiosk { scans } = &mut self.screens {
            scans.entry(scan).or_default();
        }
    }

    /// In kiosk mode, counts a note that was added to a scan.
    pub(crate) fn record_note(&mut self, scan: ScanId) {
        if let Screens::Kiosk { scans } = &mut self.screens {
            *scans.entry(scan).or_default() += 1;
        }
    }

    /// In kiosk mode, the number of notes that a scan was given in it. Earlier notes are the staff's and
    /// are not shown there. They are told apart by number, because the clock may be set.
    pub(crate) fn kiosk_notes(&self, scan: ScanId) -> Option<usize> {
        match &self.screens {
            Screens::Kiosk { scans } => Some(scans.get(&scan).copied().unwrap_or(0)),
            _ => None,
        }
    }
}
