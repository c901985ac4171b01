//! The requests, answers and events about the program and the device as a whole.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CameraState, Decision, EnrolmentView, Preferences};
use crate::problem::Problem;

/// Asks what this program is. Answered with [`About`].
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

/// Asks for the [`Overview`].
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct OverviewOf {}

/// The state of the device. It holds nothing about an attendee, so that it may be shown while locked.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Overview {
    /// Whether the screens are locked or in kiosk mode.
    pub lock: LockState,
    /// Whether a PIN is set.
    pub has_pin: bool,
    /// The operator's name.
    pub operator: Option<String>,
    /// The enrolments, in the order of enrolling.
    pub enrolments: Vec<EnrolmentView>,
    /// The preferences that are stored on this device.
    pub preferences: Preferences,
    /// What the camera is doing.
    pub camera: CameraState,
    /// Why the device can't be opened, if it can't. Nothing else works until `retry_open` succeeds.
    pub fault: Option<Problem>,
}

/// Which commands the screens may send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LockState {
    /// All commands.
    Open,
    /// Scanning, and commands about the scans just made. Leaving it needs the PIN.
    Kiosk,
    /// Only unlocking. Syncing goes on.
    Locked,
}

/// Tries again to open the device, for example after a full disk.
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct RetryOpen {}

/// What the device sends to the screens without a request.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A code came into view or was typed, and was decided on.
    Decision {
        /// The decision.
        decision: Decision,
    },
    /// The camera saw an enrolment code while `StartScanning` was for one.
    EnrolmentCode {
        /// The code. It is good once and for minutes.
        code: String,
    },
    /// The overview has changed.
    Overview {
        /// The whole overview.
        overview: Overview,
    },
}
