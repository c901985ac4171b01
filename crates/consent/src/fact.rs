//! The facts from which the consent rule decides.

use protocol::{FieldSet, ReportId, ScanId};

/// An event between one sponsor and one attendee that the consent rule depends on.
///
/// Facts are a set, not a list. Facts from device records mean the same in any order, late or repeated. Actions at the
/// backend have the number that the backend assigned to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fact {
    /// A device of the sponsor scanned the attendee's badge.
    Scan {
        /// The scan's id.
        scan: ScanId,
        /// The fields consented to.
        fields: FieldSet,
        /// Whether the record was accepted. A quarantined record shares nothing.
        accepted: bool,
    },
    /// The attendee removed fields on the booth's screen. The removal holds for the attendee and the sponsor, even if the
    /// scan is quarantined or voided.
    Narrow {
        /// The scan's id.
        scan: ScanId,
        /// The removed fields.
        removed: FieldSet,
    },
    /// The scan was a mistake.
    Void {
        /// The scan's id.
        scan: ScanId,
    },
    /// An action at the backend.
    Action {
        /// The action's number. A later action has a higher one, and no two actions have the same.
        number: u64,
        /// The action.
        action: ConsentAction,
    },
}

/// An action of an attendee, or of the organiser about a report, at the backend. An action that concerns all sponsors is a
/// fact of every sponsor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConsentAction {
    /// Limits the fields that any sponsor may receive.
    ShareWithAll(FieldSet),
    /// Limits the fields that this sponsor may receive.
    ShareWithSponsor(FieldSet),
    /// Sets or lifts "do not scan me".
    DoNotScan(bool),
    /// Withdraws consent.
    Withdraw,
    /// Allows the sponsor again, after a withdrawal or an upheld report.
    Allow,
    /// Reports a scan as improper.
    Report(ReportId),
    /// The organiser upholds a report.
    Uphold(ReportId),
    /// The organiser dismisses a report.
    Dismiss(ReportId),
    /// Erases the attendee, which cannot be undone.
    Erase,
}
