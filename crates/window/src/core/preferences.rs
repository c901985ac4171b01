//! The preferences that are stored on this device.

use booth::Setting;

use crate::api::Preferences;
use crate::core::Core;

impl Core {
    /// The stored preferences, or the defaults where there are none or they can't be read: how a screen
    /// looks must not stop it from working.
    pub(crate) fn preferences(&self) -> Preferences {
        self.booth()
            .and_then(|booth| Ok(booth.setting(Setting::Preferences)?))
            .ok()
            .flatten()
            .and_then(|json| serde_json::from_str(&json).ok())
            .unwrap_or_default()
    }
}
