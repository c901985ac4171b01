//! The list of scans.

use booth::{ListedScan, ScanFilter, Show, StoredState, printed_code};

use crate::api::{RecordState, ScanPage, ScanRow, Scans, ShowScans};
use crate::gate::Admitted;
use crate::problem::Problem;

/// Scans of one page at the most.
const PAGE: u32 = 500;
/// Bytes of a search: more than anybody types.
const SEARCH_BYTES: usize = 500;

impl Admitted<'_> {
    pub(crate) fn scans(&self, request: Scans) -> Result<ScanPage, Problem> {
        let core = self.core();
        if request.text.len() > SEARCH_BYTES {
            return Err(Problem::new("too_long", "That is too long to look for."));
        }
        let booth = core.booth()?;
        let Some(device) = core.desk().chosen() else {
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
            // One more than asked for tells whether there are more.
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

pub(crate) fn row(scan: ListedScan) -> ScanRow {
    ScanRow {
        position: scan.position,
        scan: scan.scan,
        name: scan.name,
        code: printed_code(&scan.code),
        operator: scan.operator,
        at: scan.wall,
        state: record_state(scan.state),
        waiting: scan.unsent,
        quarantined: scan.quarantined,
        voided: scan.voided,
        notes: scan.notes,
        rating: scan.rating,
    }
}

pub(crate) fn record_state(state: StoredState) -> RecordState {
    match state {
        StoredState::Pending => RecordState::Waiting,
        StoredState::Acknowledged => RecordState::Accepted,
        StoredState::Quarantined(reason) => RecordState::Quarantined {
            reason: reason.code().to_owned(),
        },
    }
}
