use protocol::{FieldSet, ReportId, ScanId};

/// Something that happened between one sponsor and one attendee.
///
/// Facts are a set, not a list. Those out of device records may come in any order, late and twice, and
/// mean the same. Those done at the backend carry the number that the backend gave them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fact {
    /// A device of the sponsor scanned the attendee's badge.
    Scan {
        /// The scan.
        scan: ScanId,
        /// The fields consented to.
        fields: FieldSet,
        /// Whether the record was accepted; a quarantined one gives nothing.
        accepted: bool,
    },
    /// The attendee took fields away on the booth's screen. It holds for the attendee and the sponsor,
    /// whatever becomes of the scan.
    Narrow {
        /// The scan.
        scan: ScanId,
        /// The fields taken away.
        removed: FieldSet,
    },
    /// The scan was a mistake.
    Void {
        /// The scan.
        scan: ScanId,
    },
    /// Something done at the backend.
    Done {
        /// Its number: a later act has a higher one. No two acts share a number.
        number: u64,
        /// What was done.
        act: Act,
    },
}

/// What an attendee, or the organiser about a report, does at the backend. Those that concern all
/// sponsors are facts of every sponsor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// Sets which fields any sponsor may have at most.
    ShareWithAll(FieldSet),
    /// Sets which fields this sponsor may have at most.
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
    /// Erases the attendee. There is no way back.
    Erase,
}
