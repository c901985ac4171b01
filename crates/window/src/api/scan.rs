//! Scanning, and the list of scans.

use protocol::{DeviceId, Field, ReadMethod, ScanId, UnixMillis};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::problem::Problem;

/// A code that came through the keyboard. Answered with a [`Decision`], which is no event as well.
#[derive(Clone, Deserialize, TS)]
pub struct ScanText {
    /// What was typed.
    pub text: String,
    /// By whom.
    pub typed_by: TypedBy,
}

/// Who typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TypedBy {
    /// A hardware scanner that acts as a keyboard.
    Scanner,
    /// A person, who may have slipped.
    Person,
}

/// The attendee taps "share" on the sheet. Answered with a [`Decision`].
#[derive(Debug, Clone, Deserialize, TS)]
pub struct Share {
    /// The sheet of [`Outcome::Ask`]. It names the badge and the enrolment that it was read for.
    #[ts(type = "number")]
    pub sheet: u64,
    /// What the attendee shares.
    #[ts(type = "Array<Field>")]
    pub fields: Vec<Field>,
}

/// The attendee does not share. Nothing is stored.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct Decline {
    /// The sheet.
    #[ts(type = "number")]
    pub sheet: u64,
}

/// It was done, and there is nothing to tell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
pub struct Done {}

/// What became of a code.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Decision {
    /// Counts the decisions of this run, from 1.
    #[ts(type = "number")]
    pub number: u64,
    /// What became of it.
    pub outcome: Outcome,
    /// How the code came.
    #[ts(type = "ReadMethod")]
    pub method: ReadMethod,
    /// The enrolment it was scanned for.
    #[ts(type = "string")]
    pub device: DeviceId,
    /// When, by the device's clock.
    #[ts(type = "number")]
    pub at: UnixMillis,
    /// Milliseconds from the frame, or from the end of typing, to the decision.
    pub took_ms: f64,
    /// The code's corners as shares of the picture's width and height, clockwise from its top left;
    /// none where it was typed.
    pub corners: Option<[[f32; 2]; 4]>,
}

/// What became of a code. In every case but `saved` nothing was stored.
#[derive(Clone, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// It is on the disk.
    Saved {
        /// The scan.
        #[ts(type = "string")]
        scan: ScanId,
        /// The name on the badge, if its code holds one.
        name: Option<String>,
        /// Whether the badge's seal was checked here; otherwise the backend checks the code.
        checked: bool,
        /// What was consented to.
        #[ts(type = "Array<Field>")]
        fields: Vec<Field>,
    },
    /// It was scanned before.
    Already {
        /// The scan that was there.
        #[ts(type = "string")]
        scan: ScanId,
        /// The name on the badge, if its code holds one.
        name: Option<String>,
        /// When.
        #[ts(type = "number")]
        at: UnixMillis,
        /// Who held the device; may be empty.
        operator: String,
    },
    /// Its holder asks not to be scanned.
    DoNotScan {
        /// The name on the badge, if its code holds one.
        name: Option<String>,
    },
    /// The event wants the attendee to say yes first.
    Ask {
        /// Names this question in `share` and `decline`.
        #[ts(type = "number")]
        sheet: u64,
        /// The name on the badge, if its code holds one.
        name: Option<String>,
        /// What the sponsor would get.
        #[ts(type = "Array<Field>")]
        fields: Vec<Field>,
    },
    /// It can't be scanned; `reason.code` says why.
    Refused {
        /// Why. `reason.about` is the other event's short name for `other_event`.
        reason: Problem,
    },
    /// It should have been stored, and could not be. The screen stays until it is seen.
    NotSaved {
        /// Why.
        reason: Problem,
    },
}

// Names are for the screen, not for logs.
impl std::fmt::Debug for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Saved { .. } => "Saved",
            Self::Already { .. } => "Already",
            Self::DoNotScan { .. } => "DoNotScan",
            Self::Ask { .. } => "Ask",
            Self::Refused { .. } => "Refused",
            Self::NotSaved { .. } => "NotSaved",
        })
    }
}

/// Scans of the chosen enrolment, the newest first. Answered with a [`ScanPage`].
#[derive(Clone, Default, Deserialize, TS)]
pub struct Scans {
    /// Words that must all occur, in any order and case, in the name, the code, an operator, a note, a
    /// tag or a written answer.
    pub text: String,
    /// Which.
    pub show: ShowScans,
    /// Only scans before this [`ScanRow::position`]: the next page.
    #[ts(type = "number | null")]
    pub before: Option<i64>,
    /// How many at the most, at most 500.
    pub limit: u32,
}

/// Which scans to show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ShowScans {
    /// All of them.
    #[default]
    All,
    /// Those with a record that waits.
    Waiting,
    /// Those with nothing that waits or is quarantined.
    Accepted,
    /// Those with a record in quarantine.
    Quarantined,
    /// Those that were taken back.
    Voided,
}

/// A part of the list.
#[derive(Clone, PartialEq, Serialize, TS)]
pub struct ScanPage {
    /// The scans.
    pub scans: Vec<ScanRow>,
    /// How many fit the question, on all pages.
    #[ts(type = "number")]
    pub matching: u64,
    /// Whether there are more after these.
    pub more: bool,
}

/// A scan as the list shows it.
#[derive(Clone, PartialEq, Serialize, TS)]
pub struct ScanRow {
    /// Its place: later scans have higher ones.
    #[ts(type = "number")]
    pub position: i64,
    /// The scan.
    #[ts(type = "string")]
    pub scan: ScanId,
    /// The name on the badge, if its code holds one.
    pub name: Option<String>,
    /// The code as read, for a badge without a name.
    pub code: String,
    /// Who held the device; may be empty.
    pub operator: String,
    /// When, by the device's clock.
    #[ts(type = "number")]
    pub at: UnixMillis,
    /// What the backend has said of the scan itself.
    pub state: RecordState,
    /// How many of the scan's records wait, notes and all.
    #[ts(type = "number")]
    pub waiting: u64,
    /// How many of the scan's records are in quarantine.
    #[ts(type = "number")]
    pub quarantined: u64,
    /// It was taken back.
    pub voided: bool,
    /// How many notes there are.
    #[ts(type = "number")]
    pub notes: u64,
    /// The last rating given, 1 to 5.
    pub rating: Option<u8>,
}

/// What the backend has said of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RecordState {
    /// Nothing yet: it waits.
    Waiting,
    /// It is held and used.
    Accepted,
    /// It is held and not used.
    Quarantined {
        /// Why: the code of `protocol::Reason`.
        reason: String,
    },
}
