//! What the day came to.

use std::path::Path;

use anyhow::Context as _;
use serde::Serialize;

use crate::ledger::Found;

/// The counts, as `--json` writes them.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Counts {
    /// Badges held before a camera or typed.
    pub(crate) badges_shown: usize,
    /// Scans that a device called saved.
    pub(crate) scans_saved: usize,
    /// Of these, how many the backend has acknowledged.
    pub(crate) scans_acknowledged: usize,
    /// Of these, how many are neither acknowledged nor on a device.
    pub(crate) scans_lost: usize,
    /// Badges that had been scanned before by the same device.
    pub(crate) duplicates: usize,
    /// Codes that were refused: no badges, other events' badges, replaced ones, do-not-scan ones.
    pub(crate) refused: usize,
    /// Records that the backend keeps and does not use.
    pub(crate) quarantined: usize,
    /// Leads that sponsors see, tombstones not counted.
    pub(crate) leads: usize,
    /// Values of attendees that sponsors got, each allowed.
    pub(crate) values_shared: usize,
    /// Values that sponsors were allowed and did not get.
    pub(crate) values_missing: usize,
    /// Values of attendees that sponsors must not get.
    pub(crate) values_withheld: usize,
    /// Of these, how many were found in what sponsors got.
    pub(crate) values_leaked: usize,
    /// How long the day took.
    pub(crate) seconds: f64,
}

impl Counts {
    /// Adds what was found in what one sponsor got.
    pub(crate) fn add(&mut self, found: Found) {
        self.values_shared += found.shared;
        self.values_missing += found.missing;
        self.values_withheld += found.withheld;
        self.values_leaked += found.leaked;
    }

    /// Whether nothing was lost, nothing leaked, and everything allowed has arrived.
    pub(crate) fn are_as_they_should_be(&self) -> bool {
        self.scans_lost == 0
            && self.scans_saved > 0
            && self.scans_saved == self.scans_acknowledged
            && self.values_leaked == 0
            && self.values_missing == 0
            && self.values_shared > 0
    }

    /// Whether every scan that was made is held by the backend; there may be none.
    pub(crate) fn nothing_is_lost(&self) -> bool {
        self.scans_lost == 0 && self.scans_saved == self.scans_acknowledged
    }

    /// Writes them as JSON.
    ///
    /// # Errors
    /// Where the file can't be written.
    pub(crate) fn write(&self, path: &Path) -> anyhow::Result<()> {
        let text = serde_json::to_string_pretty(self)? + "\n";
        std::fs::write(path, text).with_context(|| path.display().to_string())
    }
}
