//! The device and the program as a whole.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CameraState, Decision, EnrolmentView, Preferences};
use crate::problem::Problem;

/// What this program is.
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct AboutProgram {}

/// What this program is.
#[derive(Debug, Clone, Serialize, TS)]
pub struct About {
    /// Its version.
    pub version: String,
    /// The operating system, in a word: `linux`, `macos`, `windows`, `android`, `ios`.
    pub platform: String,
    /// Who opens the camera.
    pub camera_owner: CameraOwner,
}

/// Who opens the camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CameraOwner {
    /// This program: the screens ask for pictures with `view_frame`.
    Program,
    /// The webview, with getUserMedia: the screens hand luminance over with `push_frame`.
    Webview,
}

/// How the device stands.
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct OverviewOf {}

/// How the device stands. Nothing in it is about an attendee, so that it may be shown while locked.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Overview {
    /// Whether the screens are open to whoever holds the device.
    pub lock: LockState,
    /// Whether a PIN is set.
    pub has_pin: bool,
    /// Who holds the device.
    pub operator: Option<String>,
    /// What it is enrolled for, in the order of enrolling.
    pub enrolments: Vec<EnrolmentView>,
    /// The choices of this device's users.
    pub preferences: Preferences,
    /// What the camera is doing.
    pub camera: CameraState,
    /// Why the device's scans can't be opened at all. Nothing else works until `retry_open` succeeds.
    pub fault: Option<Problem>,
}

/// Who may do what on the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LockState {
    /// All of it.
    Open,
    /// Scanning and what belongs to the scan just made; leaving needs the PIN.
    Kiosk,
    /// Nothing but unlocking. Syncing goes on.
    Locked,
}

/// Tries again to open the device's scans, after a full disk for example.
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct RetryOpen {}

/// What the screens are told without asking.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A code came into view or was typed, and this became of it.
    Decision {
        /// The decision.
        decision: Decision,
    },
    /// The camera saw an enrolment code while `StartScanning` was for one.
    EnrolmentCode {
        /// The code. It is good once and for minutes.
        code: String,
    },
    /// Something of the overview has changed; this is all of it.
    Overview {
        /// How the device stands now.
        overview: Overview,
    },
}
