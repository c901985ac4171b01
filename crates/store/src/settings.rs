//! What the person sets on the device itself.

use protocol::DeviceId;
use rusqlite::{OptionalExtension, params};

use crate::error::{Doing, StoreError};
use crate::open::Store;

/// A setting of this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Setting {
    /// What the person holding the device calls themselves.
    Operator,
    /// The device id of the enrolment that scans go to when none is named.
    DefaultEnrolment,
    /// The camera last chosen.
    Camera,
    /// How the screens are to look and sound.
    Preferences,
    /// What the screens are locked with.
    Pin,
}

impl Setting {
    const fn name(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::DefaultEnrolment => "default_enrolment",
            Self::Camera => "camera",
            Self::Preferences => "preferences",
            Self::Pin => "pin",
        }
    }
}

impl Store {
    /// A setting's value, if it was set.
    ///
    /// # Errors
    /// [`StoreError::Fault`].
    pub fn setting(&self, setting: Setting) -> Result<Option<String>, StoreError> {
        self.connection
            .prepare_cached("SELECT value FROM settings WHERE name = ?1")
            .and_then(|mut query| {
                query
                    .query_row([setting.name()], |row| row.get(0))
                    .optional()
            })
            .doing("reading a setting")
    }

    /// Sets a setting, or with `None` forgets it.
    ///
    /// # Errors
    /// [`StoreError::Fault`].
    pub fn set_setting(&mut self, setting: Setting, value: Option<&str>) -> Result<(), StoreError> {
        let result = match value {
            Some(value) => self.connection.execute(
                "INSERT INTO settings (name, value) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                params![setting.name(), value],
            ),
            None => self
                .connection
                .execute("DELETE FROM settings WHERE name = ?1", [setting.name()]),
        };
        result.map(|_| ()).doing("saving a setting")
    }

    /// The enrolment that scans go to when none is named: the one that was set, or else the only
    /// one there is.
    ///
    /// # Errors
    /// [`StoreError::Fault`].
    pub fn default_enrolment(&self) -> Result<Option<DeviceId>, StoreError> {
        let set: Option<DeviceId> = self
            .setting(Setting::DefaultEnrolment)?
            .and_then(|text| text.parse().ok());
        let devices = self.devices()?;
        Ok(match (set, devices.as_slice()) {
            (Some(device), _) if devices.contains(&device) => Some(device),
            (_, [only]) => Some(*only),
            _ => None,
        })
    }

    /// Sets the enrolment that scans go to when none is named.
    ///
    /// # Errors
    /// [`StoreError::UnknownEnrolment`] or [`StoreError::Fault`].
    pub fn set_default_enrolment(&mut self, device: DeviceId) -> Result<(), StoreError> {
        if !self.devices()?.contains(&device) {
            return Err(StoreError::UnknownEnrolment { device });
        }
        self.set_setting(Setting::DefaultEnrolment, Some(&device.to_string()))
    }
}
