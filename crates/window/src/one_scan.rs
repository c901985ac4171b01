//! One scan, and what is said about it afterwards.

use booth::ScanDetail;
use protocol::{FieldSet, Narrow, Note, ScanId, Void};

use crate::api::{AddNote, NarrowScan, NoteView, ScanDetailOf, ScanView, VoidScan, VoidView};
use crate::core::Core;
use crate::gate::Admitted;
use crate::listing::{record_state, row};
use crate::problem::Problem;

impl Core {
    fn scan_view(&self, scan: ScanId) -> Result<ScanView, Problem> {
        let booth = self.booth()?;
        let detail = booth.scan_detail(scan)?;
        let device = detail.listed.device;
        let enrolment = booth.enrolment(Some(&device.to_string()))?;
        let terms = self.terms(device)?;
        let view = scan_view(detail, enrolment.sponsor_name, terms);
        Ok(match self.guard().kiosk_notes(scan) {
            Some(count) => with_last_notes(count, view),
            None => view,
        })
    }

    fn operator(&self) -> Result<String, Problem> {
        Ok(self.booth()?.operator()?.unwrap_or_default())
    }
}

fn scan_view(detail: ScanDetail, sponsor_name: String, terms: crate::api::TermsView) -> ScanView {
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

/// Whoever stands before a kiosk may be the attendee, who is not to read what the staff wrote of them.
fn with_last_notes(count: usize, mut view: ScanView) -> ScanView {
    let before = view.notes.len().saturating_sub(count);
    view.notes.drain(..before);
    view.row.notes = view.notes.len() as u64;
    view.row.rating = view.notes.iter().rev().find_map(|note| note.rating);
    view
}

impl Admitted<'_> {
    pub(crate) fn scan_detail(&self, request: ScanDetailOf) -> Result<ScanView, Problem> {
        self.core().scan_view(request.scan)
    }

    pub(crate) fn add_note(&self, request: AddNote) -> Result<ScanView, Problem> {
        let core = self.core();
        core.booth()?.add_note(Note {
            scan: request.scan,
            text: request.text,
            rating: request.rating,
            tags: request.tags,
            answers: request.answers,
            operator: core.operator()?,
        })?;
        core.guard().noted(request.scan);
        core.scan_view(request.scan)
    }

    pub(crate) fn narrow_scan(&self, request: NarrowScan) -> Result<ScanView, Problem> {
        let core = self.core();
        core.booth()?.narrow(Narrow {
            scan: request.scan,
            removed: request.remove.into_iter().collect(),
            operator: core.operator()?,
        })?;
        core.scan_view(request.scan)
    }

    pub(crate) fn void_scan(&self, request: VoidScan) -> Result<ScanView, Problem> {
        let core = self.core();
        core.booth()?.void(Void {
            scan: request.scan,
            reason: request.reason,
            operator: core.operator()?,
        })?;
        core.scan_view(request.scan)
    }
}
