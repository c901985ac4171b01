//! The camera.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Opens the camera and looks for codes.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(tag = "look_for", rename_all = "snake_case")]
pub enum StartScanning {
    /// Badges: each new one gives an [`Event::Decision`](super::Event::Decision).
    Badges,
    /// An enrolment code: gives [`Event::EnrolmentCode`](super::Event::EnrolmentCode).
    EnrolmentCode,
}

/// Lets the camera go.
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct StopScanning {}

/// Which cameras there are. Answered with a [`CameraList`].
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct Cameras {}

/// The cameras that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CameraList {
    /// Each of them.
    pub cameras: Vec<CameraChoice>,
}

/// A camera that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CameraChoice {
    /// Names it in `choose_camera`.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it is.
    pub camera_kind: CameraKind,
    /// Whether it is the one in use, or would be.
    pub chosen: bool,
}

/// What a camera is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CameraKind {
    /// A camera.
    Device,
    /// Made-up pictures, for demonstrations and tests. The screens say so.
    Virtual,
}

/// Uses another camera from now on, also after a restart. Scanning goes on with it.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ChooseCamera {
    /// The camera's id.
    pub id: String,
}

/// Asks for the controls of the camera in use. Answered with [`Controls`].
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct ControlsOf {}

/// The controls of the camera in use.
#[derive(Debug, Clone, Default, PartialEq, Serialize, TS)]
pub struct Controls {
    /// Whether its light is on, where it has one.
    pub torch: Option<bool>,
    /// How far it is zoomed in, where it can be.
    pub zoom: Option<Zoom>,
}

/// A zoom, in the camera's own units.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Zoom {
    /// The least.
    pub min: f64,
    /// The most.
    pub max: f64,
    /// The smallest change.
    pub step: f64,
    /// Now.
    pub value: f64,
}

/// Switches the camera's light. Answered with [`Controls`].
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SetTorch {
    /// Whether it is to shine.
    pub on: bool,
}

/// Zooms. Answered with [`Controls`].
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SetZoom {
    /// In the camera's own units.
    pub value: f64,
}

/// What the camera is doing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CameraState {
    /// The camera was not asked for.
    #[default]
    Off,
    /// It is being opened.
    Starting {
        /// Which.
        name: String,
    },
    /// It gives pictures.
    Live {
        /// Which.
        name: String,
        /// Whether its pictures are made up.
        made_up: bool,
    },
    /// There is none.
    None,
    /// It is open and gives no pictures.
    Stalled {
        /// Which.
        name: String,
        /// For how long, in seconds.
        seconds: u32,
    },
    /// It was pulled out. It is looked for all the time.
    Unplugged {
        /// Which.
        name: String,
    },
    /// Another program has it.
    Busy {
        /// Which.
        name: String,
    },
    /// The operating system does not let this program use it.
    Forbidden {
        /// Which.
        name: String,
    },
    /// It broke, for another reason.
    Failed {
        /// Which.
        name: String,
        /// What the operating system says.
        message: String,
    },
}

impl CameraState {
    /// A word for it, without the camera's name, which its owner may have given it.
    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Starting { .. } => "starting",
            Self::Live { made_up: false, .. } => "live",
            Self::Live { made_up: true, .. } => "live, made-up pictures",
            Self::None => "none",
            Self::Stalled { .. } => "stalled",
            Self::Unplugged { .. } => "unplugged",
            Self::Busy { .. } => "busy",
            Self::Forbidden { .. } => "forbidden",
            Self::Failed { .. } => "failed",
        }
    }
}

/// What goes before each picture of the viewfinder: its length as 4 bytes, the least first, then this as
/// JSON, then the picture as JPEG.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ViewHeader {
    /// The picture's number; the next one is asked for with it.
    #[ts(type = "number")]
    pub number: u64,
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Whether the pictures are made up.
    pub made_up: bool,
    /// The corners of each code seen in it, as shares of its width and height, clockwise.
    pub outlines: Vec<[[f32; 2]; 4]>,
}
