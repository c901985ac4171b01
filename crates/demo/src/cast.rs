//! Chooses which attendees of the sample file play which part in the demo.

use anyhow::{Context as _, ensure};
use protocol::FieldSet;

use crate::people::Person;

/// The attendees by their part, as indexes into the sample file.
pub(crate) struct Cast {
    /// Attendees who may be scanned.
    pub(crate) scannable: Vec<usize>,
    /// Attendees who ask not to be scanned.
    pub(crate) do_not_scan: Vec<usize>,
    /// Attendees with at least six of the seven fields filled in, whom both sponsors scan early.
    full: Vec<usize>,
}

impl Cast {
    pub(crate) fn choose(people: &[Person]) -> anyhow::Result<Self> {
        let (do_not_scan, scannable): (Vec<usize>, Vec<usize>) =
            (0..people.len()).partition(|place| people[*place].asks_not_to_be_scanned());
        ensure!(
            scannable.len() >= 80 && !do_not_scan.is_empty(),
            "the sample file is too short"
        );
        let full = scannable[6..18]
            .iter()
            .copied()
            .filter(|place| people[*place].values(FieldSet::ALL).count() >= 6)
            .collect();
        Ok(Self {
            scannable,
            do_not_scan,
            full,
        })
    }

    pub(crate) fn places(&self, range: std::ops::Range<usize>) -> Vec<usize> {
        self.scannable[range].to_vec()
    }

    pub(crate) fn full(&self, number: usize) -> anyhow::Result<usize> {
        self.full
            .get(number)
            .copied()
            .context("the sample file has too few full rows")
    }
}
