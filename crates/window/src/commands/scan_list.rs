//! The command that lists scans.

use booth::{ScanFilter, Show};

use crate::api::{ScanPage, Scans, ShowScans};
use crate::core::scan_detail::row;
use crate::dispatch::Admitted;
use crate::problem::Problem;

/// Scans of one page at the most.
const PAGE: u32 = 500;
/// Bytes of a search text.
const SEARCH_BYTES: usize = 500;

impl Admitted<'_> {
    pub(crate) fn scans(&self, request: Scans) -> Result<ScanPage, Problem> {
        let core = self.core();
        if request.text.len() > SEARCH_BYTES {
            return Err(Problem::new("too_long", "That is too long to look for."));
        }
        let booth = core.booth()?;
        let Some(device) = core.prompts().chosen() else {
            return Ok(ScanPage {
                scans: Vec::new(),
                matching: 0,
                more: false,
            });
        };
        let limit = request.limit.clamp(1, PAGE);
        let filter = ScanFilter {
            device: Some(device),
            text: request.text,
            show: match request.show {
                ShowScans::All => Show::All,
                ShowScans::Waiting => Show::Waiting,
                ShowScans::Accepted => Show::Acknowledged,
                ShowScans::Quarantined => Show::Quarantined,
                ShowScans::Voided => Show::Voided,
            },
            before: request.before,
            // One more than asked for shows whether there are more.
            limit: Some(limit + 1),
        };
        let matching = booth.count_scans(&filter)?;
        let mut scans = booth.scans(&filter)?;
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = scans.len() > most;
        scans.truncate(most);
        Ok(ScanPage {
            scans: scans.into_iter().map(row).collect(),
            matching,
            more,
        })
    }
}
