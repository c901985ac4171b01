//! The requests and answers about preferences, the lock, storage and diagnostics.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The preferences that are stored on this device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct Preferences {
    /// The screens' language; the system's if `None`.
    pub language: Option<Language>,
    /// Light or dark.
    pub theme: Theme,
    /// How strong the contrast is.
    pub contrast: Contrast,
    /// Whether the sound of a scan is off.
    pub mute: bool,
    /// Whether the viewfinder shows a mirror image. Reading is not affected.
    pub mirror: bool,
    /// Whether the cards are short, for a queue.
    pub rapid: bool,
    /// Locks the screens after this many minutes without a touch or a scan; needs a PIN.
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
    /// As set in the system.
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
    /// As set in the system.
    #[default]
    System,
    /// High.
    High,
}

/// Changes the preferences. Answered with the [`Overview`](super::Overview).
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SetPreferences {
    /// All preferences.
    pub preferences: Preferences,
}

/// Sets the operator's name. Answered with the [`Overview`](super::Overview).
#[derive(Clone, Deserialize, TS)]
pub struct SetOperator {
    /// The name; `None` for none.
    pub name: Option<String>,
}

/// Sets, changes or removes the PIN. Answered with the [`Overview`](super::Overview).
#[derive(Clone, Deserialize, TS)]
pub struct SetPin {
    /// The current PIN, if one is set.
    pub current: Option<String>,
    /// The new PIN, 4 to 12 digits; `None` removes it.
    pub new: Option<String>,
}

/// Locks the screens; needs a PIN to be set. Answered with the [`Overview`](super::Overview).
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct Lock {}

/// Reports that the screens are used, which delays the automatic lock. It is needed only while no other
/// command is sent, for example while a long note is written.
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct Touched {}

/// Reports that the webview's network is back, by its `online` event. A sync that failed is then tried
/// again within seconds, unless the backend asked to be left alone.
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct NetworkReturned {}

/// Enters kiosk mode, which allows only scanning; needs a PIN to be set. Answered with the [`Overview`](super::Overview).
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct EnterKiosk {}

/// Unlocks the screens, or leaves kiosk mode. Answered with the [`Overview`](super::Overview).
#[derive(Clone, Deserialize, TS)]
pub struct Unlock {
    /// The PIN.
    pub pin: String,
}

/// Asks how much is stored on this device. Answered with a [`StorageView`].
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
    /// Bytes free on that disk, if the system says.
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
    /// Records that no backend has confirmed yet. The device must not be wiped while there are any.
    #[ts(type = "number")]
    pub waiting: u64,
}

/// Asks for a text about the program, for support. Answered with [`Diagnostics`].
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct DiagnosticsOf {}

/// A text about the program without personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Diagnostics {
    /// The text.
    pub text: String,
}
