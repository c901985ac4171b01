//! Syncing, and the end of the day.

use protocol::DeviceId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::problem::Problem;

/// Sends what waits of all enrolments now. Waits for the backends. Answered with an
/// [`Overview`](super::Overview).
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct SyncNow {}

/// How an enrolment's records stand.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct SyncView {
    /// Records that wait to be sent.
    #[ts(type = "number")]
    pub waiting: u64,
    /// Records that the backend holds and uses.
    #[ts(type = "number")]
    pub accepted: u64,
    /// Records that the backend holds and does not use.
    #[ts(type = "number")]
    pub quarantined: u64,
    /// Scans that stand.
    #[ts(type = "number")]
    pub scans: u64,
    /// Scans that were taken back.
    #[ts(type = "number")]
    pub voided: u64,
    /// How the way to the backend is.
    pub network: Network,
    /// Why the device itself can't sync, a full disk for example.
    pub fault: Option<Problem>,
    /// Whether everything has arrived.
    pub end_of_day: EndOfDayView,
}

/// How the way to the backend is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Network {
    /// Not tried yet in this run.
    Untried,
    /// The last exchange went well.
    Online,
    /// The backend can't be reached. That is normal in a hall.
    Offline,
    /// Something answers, and it is not right.
    Trouble {
        /// The code of `sync::Failure`: `unavailable`, `not_the_backend`, `refused` …
        code: String,
    },
}

/// Whether everything has arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EndOfDayView {
    /// Nothing was recorded.
    Nothing,
    /// Green: the backend's receipt covers the last record, and nothing is left in the queue.
    AllHeld,
    /// The backend has not spoken for all records yet.
    Waiting {
        /// How many are left.
        #[ts(type = "number")]
        uncovered: u64,
    },
    /// The backend's records of this device are not this device's: it was copied or set back.
    Diverged,
}

/// Writes all records that wait into a new file in the user's folder of downloads, encrypted for the
/// backend. Answered with [`Exported`].
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ExportBundle {
    /// The enrolment.
    #[ts(type = "string")]
    pub device: DeviceId,
}

/// The file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Exported {
    /// Where it is; none where nothing waited and no file was written.
    pub path: Option<String>,
    /// How many records are in it.
    #[ts(type = "number")]
    pub records: u64,
    /// The page of the backend that takes it.
    pub hand_in_at: String,
}
