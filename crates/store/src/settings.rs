//! Settings that the operator makes on the device.

use protocol::DeviceId;
use rusqlite::{OptionalExtension, params};

use crate::error::{Doing, StoreError};
use crate::open::Store;

/// A setting of this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Setting {
    /// The operator's name.
    Operator,
    /// The device id of the default enrolment for scans.
    DefaultEnrolment,
    /// The last chosen camera.
    Camera,
    /// The appearance and the sounds of the screens.
    Preferences,
    /// The lock of the screens.
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
    /// Returns the value of a setting, if it was set.
    ///
    /// # Errors
    /// Returns [`StoreError::Fault`] if the database fails.
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

    /// Stores a setting, or deletes it with `None`.
    ///
    /// # Errors
    /// Returns [`StoreError::Fault`] if the database fails.
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

    /// Returns the default enrolment for scans: the one that was set, or else the only one.
    ///
    /// # Errors
    /// Returns [`StoreError::Fault`] if the database fails.
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

    /// Sets the default enrolment for scans.
    ///
    /// # Errors
    /// Returns [`StoreError::UnknownEnrolment`] or [`StoreError::Fault`].
    pub fn set_default_enrolment(&mut self, device: DeviceId) -> Result<(), StoreError> {
        if !self.devices()?.contains(&device) {
            return Err(StoreError::UnknownEnrolment { device });
        }
        self.set_setting(Setting::DefaultEnrolment, Some(&device.to_string()))
    }
}
