//! The commands about one scan: what is known of it, and what is recorded about it afterwards.

use protocol::{Narrow, Note, Void};

use crate::api::{AddNote, NarrowScan, ScanDetailOf, ScanView, VoidScan};
use crate::dispatch::Admitted;
use crate::problem::Problem;

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
        core.lock_policy().record_note(request.scan);
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
