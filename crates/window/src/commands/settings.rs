//! The commands that change the settings of this device.

use booth::Setting;
use protocol::limits;

use crate::api::{Overview, SetOperator, SetPreferences};
use crate::dispatch::Admitted;
use crate::problem::Problem;

/// A day. A user who wants longer wants no lock.
const LONGEST_LOCK_MINUTES: u16 = 24 * 60;

impl Admitted<'_> {
    pub(crate) fn set_preferences(&self, request: SetPreferences) -> Result<Overview, Problem> {
        let minutes = request.preferences.lock_after_minutes;
        if minutes.is_some_and(|minutes| !(1..=LONGEST_LOCK_MINUTES).contains(&minutes)) {
            return Err(Problem::new(
                "bad_preferences",
                "The screens lock after 1 minute to a day.",
            ));
        }
        let json = serde_json::to_string(&request.preferences)
            .map_err(|_| Problem::new("bad_preferences", "These choices can't be kept."))?;
        let core = self.core();
        core.booth()?
            .set_setting(Setting::Preferences, Some(&json))?;
        core.apply_lock_timeout();
        Ok(core.overview())
    }

    pub(crate) fn set_operator(&self, request: SetOperator) -> Result<Overview, Problem> {
        let name = request.name.as_deref().map(str::trim).unwrap_or_default();
        // What no record can hold must not be remembered: it would spoil every later scan.
        if name.len() > limits::OPERATOR_BYTES || name.contains(char::is_control) {
            return Err(Problem::new(
                "bad_operator",
                format!(
                    "A name is one line of at most {} bytes.",
                    limits::OPERATOR_BYTES
                ),
            )
            .about(limits::OPERATOR_BYTES));
        }
        let core = self.core();
        core.booth()?
            .set_operator((!name.is_empty()).then_some(name))?;
        Ok(core.overview())
    }
}
