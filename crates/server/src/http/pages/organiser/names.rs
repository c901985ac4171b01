//! What the kinds and states of things are called on the pages.

use protocol::{ConsentGiven, FieldSet, Kind, ReadMethod, Reason};

use crate::reports::ReportReason;
use crate::staff::StaffRole;
use crate::words::Words;

impl Words {
    /// A role.
    pub(super) const fn staff_role(&self, role: StaffRole) -> &'static str {
        let words = &self.organiser.people;
        match role {
            StaffRole::Organiser => words.organiser,
            StaffRole::Support => words.support,
            StaffRole::Auditor => words.auditor,
        }
    }

    /// What was improper about a scan.
    pub(super) const fn report_reason(&self, reason: &ReportReason) -> &'static str {
        let words = &self.organiser.reports;
        match reason {
            ReportReason::NotAsked => words.not_asked,
            ReportReason::NotMe => words.not_me,
            ReportReason::NeverThere => words.never_there,
            ReportReason::Pressed => words.pressed,
            ReportReason::Other => words.other,
        }
    }

    /// A way of reading.
    pub(super) const fn read_method(&self, method: &ReadMethod) -> &'static str {
        let words = &self.organiser.reports;
        match method {
            ReadMethod::Camera => words.camera,
            ReadMethod::HardwareScanner => words.hardware_scanner,
            ReadMethod::Manual => words.manual,
        }
    }

    /// A way of consenting.
    pub(super) const fn consent_given(&self, given: &ConsentGiven) -> &'static str {
        let words = &self.organiser.reports;
        match given {
            ConsentGiven::Handover => words.handover,
            ConsentGiven::Confirmed => words.confirmed,
        }
    }

    /// Fields by their names, with commas between them.
    pub(super) fn field_list(&self, fields: &FieldSet) -> String {
        let names: Vec<&str> = fields.iter().map(|field| self.field(field)).collect();
        if names.is_empty() {
            self.organiser.reports.nothing.into()
        } else {
            names.join(", ")
        }
    }

    /// A kind of record.
    pub(super) const fn record_kind(&self, kind: Kind) -> &'static str {
        let words = &self.organiser.quarantine;
        match kind {
            Kind::Scan => words.scan,
            Kind::Note => words.note,
            Kind::Narrow => words.narrow,
            Kind::Void => words.void,
        }
    }

    /// Why a record is in quarantine.
    pub(super) const fn quarantine_reason(&self, reason: &Reason) -> &'static str {
        self.quarantined(reason).0
    }

    /// What it would take for such a record to count.
    pub(super) const fn quarantine_takes(&self, reason: &Reason) -> &'static str {
        self.quarantined(reason).1
    }

    const fn quarantined(&self, reason: &Reason) -> (&'static str, &'static str) {
        let words = &self.organiser.quarantine;
        match reason {
            Reason::Unreadable => (words.unreadable, words.unreadable_takes),
            Reason::BadSignature => (words.bad_signature, words.bad_signature_takes),
            Reason::NotThisEnrolment => (words.not_this_enrolment, words.not_this_enrolment_takes),
            Reason::SeqMismatch => (words.seq_mismatch, words.seq_mismatch_takes),
            Reason::Fork => (words.fork, words.fork_takes),
            Reason::ChainBroken => (words.chain_broken, words.chain_broken_takes),
            Reason::UnknownBadge => (words.unknown_badge, words.unknown_badge_takes),
            Reason::RevokedBadge => (words.revoked_badge, words.revoked_badge_takes),
            Reason::DeviceRevoked => (words.device_revoked, words.device_revoked_takes),
            Reason::EnrolmentExpired => (words.enrolment_expired, words.enrolment_expired_takes),
            Reason::ScanIdReused => (words.scan_id_reused, words.scan_id_reused_takes),
            Reason::UnknownNotice => (words.unknown_notice, words.unknown_notice_takes),
            Reason::ForeignNotAccepted => {
                (words.foreign_not_accepted, words.foreign_not_accepted_takes)
            }
            Reason::NotConfirmed => (words.not_confirmed, words.not_confirmed_takes),
            _ => (words.other, words.other_takes),
        }
    }
}
