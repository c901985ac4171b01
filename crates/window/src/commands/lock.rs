//! The commands of the lock: the PIN, the kiosk mode, and being unlocked.

use crate::api::{Done, EnterKiosk, Lock, LockState, Overview, SetPin, Touched, Unlock};
use crate::dispatch::Admitted;
use crate::problem::Problem;
use crate::state::pin::no_pin;

impl Admitted<'_> {
    pub(crate) fn unlock(&self, request: Unlock) -> Result<Overview, Problem> {
        let core = self.core();
        // PINs can't be tried out on open screens.
        if core.lock_policy().state() != LockState::Open {
            core.pin
                .check(&*core.booth()?, &*core.options.clock, &request.pin)?;
            core.lock_policy().open(core.moment());
            core.changes.raise();
        }
        Ok(core.overview())
    }

    pub(crate) fn lock(&self, _: Lock) -> Result<Overview, Problem> {
        let core = self.core();
        if !core.pin.is_set() {
            return Err(no_pin());
        }
        core.lock_screens();
        Ok(core.overview())
    }

    pub(crate) fn enter_kiosk(&self, _: EnterKiosk) -> Result<Overview, Problem> {
        let core = self.core();
        if !core.pin.is_set() {
            return Err(no_pin());
        }
        core.lock_policy().enter_kiosk();
        // The attendee who was asked before may have left.
        core.prompts().close_all();
        core.viewfinder.stop_enrolling();
        core.changes.raise();
        Ok(core.overview())
    }

    pub(crate) fn set_pin(&self, request: SetPin) -> Result<Overview, Problem> {
        let core = self.core();
        let booth = core.booth()?;
        if core.pin.is_set() {
            let current = request.current.as_deref().unwrap_or_default();
            core.pin.check(&booth, &*core.options.clock, current)?;
        }
        core.pin.set(&booth, request.new.as_deref())?;
        core.apply_lock_timeout();
        Ok(core.overview())
    }

    /// Does nothing itself: being admitted has counted as use of the screens.
    #[expect(clippy::unused_self, reason = "every command has one form")]
    pub(crate) fn touched(&self, _: Touched) -> Result<Done, Problem> {
        Ok(Done {})
    }
}
