//! The choices of this device's users, the lock, and what the device tells of itself.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The choices of this device's users.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct Preferences {
    /// The screens' language; the system's where none is chosen.
    pub language: Option<Language>,
    /// Light or dark.
    pub theme: Theme,
    /// How strong the contrast is.
    pub contrast: Contrast,
    /// Whether a scan is heard. On, unless it was switched off.
    pub mute: bool,
    /// Whether the viewfinder shows a mirror image. The reading is the same.
    pub mirror: bool,
    /// Whether the cards are short, for a queue.
    pub rapid: bool,
    /// Locks the screens after this many minutes in which nobody touched them and nothing was scanned;
    /// needs a PIN.
    pub lock_after_minutes: Option<u16>,
}

/// A language of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum Language {
    /// English.
    #[serde(rename = "en")]
    English,
    /// Spanish.
    #[serde(rename = "es")]
    Spanish,
    /// French.
    #[serde(rename = "fr")]
    French,
    /// German.
    #[serde(rename = "de")]
    German,
    /// Brazilian Portuguese.
    #[serde(rename = "pt-BR")]
    BrazilianPortuguese,
    /// Japanese.
    #[serde(rename = "ja")]
    Japanese,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// How strong the contrast is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Contrast {
    /// As the system has it.
    #[default]
    System,
    /// High.
    High,
}

/// Changes the choices. Answered with the [`Overview`](super::Overview).
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SetPreferences {
    /// All of them.
    pub preferences: Preferences,
}

/// Notes who holds the device. Answered with the [`Overview`](super::Overview).
#[derive(Clone, Deserialize, TS)]
pub struct SetOperator {
    /// Their name; none for nobody in particular.
    pub name: Option<String>,
}

/// Sets, changes or removes the PIN. Answered with the [`Overview`](super::Overview).
#[derive(Clone, Deserialize, TS)]
pub struct SetPin {
    /// The PIN until now, where there is one.
    pub current: Option<String>,
    /// The new one, 4 to 12 digits; none removes it.
    pub new: Option<String>,
}

/// Locks the screens; needs a PIN to be set. Answered with the [`Overview`](super::Overview).
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct Lock {}

/// Somebody touched the screens, which puts off locking them by themselves. Needed only where nothing
/// else is asked, as while a long note is written.
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct Touched {}

/// Leaves only scanning open; needs a PIN to be set. Answered with the [`Overview`](super::Overview).
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct EnterKiosk {}

/// Opens the screens. Answered with the [`Overview`](super::Overview).
#[derive(Clone, Deserialize, TS)]
pub struct Unlock {
    /// The PIN.
    pub pin: String,
}

/// What is stored on this device. Answered with a [`StorageView`].
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct StorageOf {}

/// What is stored on this device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct StorageView {
    /// The folder.
    pub folder: String,
    /// Bytes of the database, its log included.
    #[ts(type = "number")]
    pub database_bytes: u64,
    /// Bytes free on that disk, where the system tells.
    #[ts(type = "number | null")]
    pub free_bytes: Option<u64>,
    /// Whether the database's key is in the system's keychain; otherwise it is in a file beside it.
    pub key_in_keychain: bool,
    /// Scans on the device, of all enrolments, those taken back included.
    #[ts(type = "number")]
    pub scans: u64,
    /// Records on the device, of all enrolments.
    #[ts(type = "number")]
    pub records: u64,
    /// Records that no backend has spoken for yet. With these the device must not be wiped.
    #[ts(type = "number")]
    pub waiting: u64,
}

/// A text about the program, for whoever is asked for help. Answered with [`Diagnostics`].
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct DiagnosticsOf {}

/// A text about the program without personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Diagnostics {
    /// The text.
    pub text: String,
}
