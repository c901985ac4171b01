/// Booth devices.
pub struct DeviceWords {
    /// What the page is for.
    pub lead: &'static str,
    /// There is none yet: heading and what to do.
    pub empty: (&'static str, &'static str),
    /// Heads the list.
    pub list: &'static str,
    /// What a device is called.
    pub label: &'static str,
    /// How it stands.
    pub status: &'static str,
    /// It works.
    pub active: &'static str,
    /// The event is over for it.
    pub expired: &'static str,
    /// It was locked out.
    pub revoked: &'static str,
    /// When it last synced.
    pub last_sync: &'static str,
    /// How many records waited on it then.
    pub pending: &'static str,
    /// How many of its records are in quarantine.
    pub quarantined: &'static str,
    /// Its clock is wrong.
    pub clock_off: &'static str,
    /// It looks cloned or set back.
    pub chain_broken: &'static str,
    /// Shows what can be done with one.
    pub change: &'static str,
    /// Gives it another name.
    pub rename: &'static str,
    /// Locks it out.
    pub revoke: &'static str,
    /// What that does, before it is done.
    pub revoke_text: &'static str,
    /// Heads the form that makes a code.
    pub add: &'static str,
    /// What the code is for.
    pub add_text: &'static str,
    /// What the new device is to be called.
    pub add_label: &'static str,
    /// How long the code works.
    pub add_hours: &'static str,
    /// The choices, in hours.
    pub hours: fn(i64) -> String,
    /// Makes the code.
    pub make_code: &'static str,
    /// The label can't be one.
    pub bad_label: &'static str,
    /// The page with the code.
    pub code_title: &'static str,
    /// What to do with it.
    pub code_text: &'static str,
    /// It is shown once.
    pub code_once: fn(until: &str) -> String,
    /// What the drawing is, for screen readers.
    pub code_drawing: &'static str,
    /// The address to type.
    pub code_server: &'static str,
    /// The code to type.
    pub code_typed: &'static str,
    /// The whole text, for pasting.
    pub code_whole: &'static str,
    /// Goes back to the devices.
    pub code_done: &'static str,
    /// Heads the codes that nobody has used.
    pub codes: &'static str,
    /// Until when such a code works.
    pub code_until: &'static str,
    /// Makes a code worthless.
    pub cancel_code: &'static str,
    /// Only owners may change devices.
    pub owners_only: &'static str,
    /// A device was renamed.
    pub renamed: &'static str,
    /// A device was revoked.
    pub revoked_now: &'static str,
    /// A code was cancelled.
    pub cancelled: &'static str,
}
