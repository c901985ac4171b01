//! The counts that the demo ends with, and whether they are as they should be.

use std::path::Path;

use anyhow::Context as _;
use serde::Serialize;

use crate::ledger::Found;

/// The counts that `--json` writes.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Counts {
    /// Badges held before a camera or typed in.
    pub(crate) badges_shown: usize,
    /// Scans that a device reported as saved.
    pub(crate) scans_saved: usize,
    /// Saved scans that the backend has acknowledged.
    pub(crate) scans_acknowledged: usize,
    /// Saved scans that are neither acknowledged nor on a device.
    pub(crate) scans_lost: usize,
    /// Badges that the same device had scanned before.
    pub(crate) duplicates: usize,
    /// Codes that were refused: do-not-scan badges, replaced badges, badges of other events, other codes.
    pub(crate) refused: usize,
    /// Records in quarantine at the backend.
    pub(crate) quarantined: usize,
    /// Leads that sponsors see, without tombstones.
    pub(crate) leads: usize,
    /// Values of attendees that sponsors received with permission.
    pub(crate) values_shared: usize,
    /// Values that sponsors were allowed and did not receive.
    pub(crate) values_missing: usize,
    /// Values of attendees that sponsors must not receive.
    pub(crate) values_withheld: usize,
    /// Withheld values that were found in the data that sponsors received.
    pub(crate) values_leaked: usize,
    /// The duration of the demo.
    pub(crate) seconds: f64,
}

impl Counts {
    /// Adds the result of a search.
    pub(crate) fn add(&mut self, found: Found) {
        self.values_shared += found.shared;
        self.values_missing += found.missing;
        self.values_withheld += found.withheld;
        self.values_leaked += found.leaked;
    }

    /// Whether nothing was lost, nothing leaked, and every allowed value has arrived.
    pub(crate) fn are_as_they_should_be(&self) -> bool {
        self.scans_lost == 0
            && self.scans_saved > 0
            && self.scans_saved == self.scans_acknowledged
            && self.values_leaked == 0
            && self.values_missing == 0
            && self.values_shared > 0
    }

    /// Whether the backend has acknowledged every scan that was saved. There may be none.
    pub(crate) fn nothing_is_lost(&self) -> bool {
        self.scans_lost == 0 && self.scans_saved == self.scans_acknowledged
    }

    /// Writes the counts as JSON.
    ///
    /// # Errors
    /// Fails if the file can't be written.
    pub(crate) fn write(&self, path: &Path) -> anyhow::Result<()> {
        let text = serde_json::to_string_pretty(self)? + "\n";
        std::fs::write(path, text).with_context(|| path.display().to_string())
    }
}
