//! One scan as the screens show it, alone and in a list.

use booth::{ListedScan, ScanDetail, StoredState, printed_code};
use protocol::{FieldSet, ScanId};

use crate::api::{NoteView, RecordState, ScanRow, ScanView, TermsView, VoidView};
use crate::core::Core;
use crate::problem::Problem;

impl Core {
    pub(crate) fn scan_view(&self, scan: ScanId) -> Result<ScanView, Problem> {
        let booth = self.booth()?;
        let detail = booth.scan_detail(scan)?;
        let device = detail.listed.device;
        let enrolment = booth.enrolment(Some(&device.to_string()))?;
        let terms = self.terms(device)?;
        let view = scan_view(detail, enrolment.sponsor_name, terms);
        Ok(match self.lock_policy().kiosk_notes(scan) {
            Some(count) => with_last_notes(count, view),
            None => view,
        })
    }

    pub(crate) fn operator(&self) -> Result<String, Problem> {
        Ok(self.booth()?.operator()?.unwrap_or_default())
    }
}

fn scan_view(detail: ScanDetail, sponsor_name: String, terms: TermsView) -> ScanView {
    let removed = detail
        .narrowings
        .iter()
        .fold(FieldSet::NONE, |all, one| all.union(one.narrow.removed));
    ScanView {
        sponsor_name,
        method: detail.scan.method,
        given: detail.scan.given,
        notice_version: detail.scan.notice.0,
        fields: detail.listed.fields.iter().collect(),
        removed: removed.iter().collect(),
        notes: detail
            .notes
            .into_iter()
            .map(|kept| NoteView {
                at: kept.wall,
                operator: kept.note.operator,
                text: kept.note.text,
                rating: kept.note.rating,
                tags: kept.note.tags,
                answers: kept.note.answers,
                state: record_state(kept.state),
            })
            .collect(),
        void: detail.void.map(|kept| VoidView {
            at: kept.wall,
            reason: kept.void.reason,
            state: record_state(kept.state),
        }),
        row: row(detail.listed),
        terms,
    }
}

/// Leaves only the newest `count` notes: a kiosk may be used by the attendee, who must not read the
/// staff's notes.
fn with_last_notes(count: usize, mut view: ScanView) -> ScanView {
    let before = view.notes.len().saturating_sub(count);
    view.notes.drain(..before);
    view.row.notes = view.notes.len() as u64;
    view.row.rating = view.notes.iter().rev().find_map(|note| note.rating);
    view
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
