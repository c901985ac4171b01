//! What the kinds and states of things are called on the pages.

use consent::Withheld;
use protocol::{ConsentGiven, FieldSet, Kind, ReadMethod, Reason};

use super::super::layout::Page;
use crate::audit_action::Action;
use crate::import::{Column, Fault};
use crate::reports::{Decided, ReportReason};
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

    /// When a report was decided, and by whom.
    pub(in super::super) fn decided(&self, page: &Page, decided: &Decided) -> String {
        (self.organiser.reports.decided)(&page.moment(&decided.at), decided.by)
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

    /// Why nothing of an attendee is shown to a sponsor.
    pub(super) const fn withheld(&self, reason: &Withheld) -> &'static str {
        let words = &self.organiser.attendees;
        match reason {
            Withheld::Erased => words.withheld_erased,
            Withheld::DoNotScan => words.withheld_do_not_scan,
            Withheld::ReportUpheld => words.withheld_upheld,
            Withheld::Reported => words.withheld_reported,
            Withheld::Withdrawn => words.withheld_withdrawn,
            Withheld::Voided => words.withheld_voided,
        }
    }

    /// What a column of a file means.
    pub(super) const fn column(&self, column: Column) -> &'static str {
        let words = &self.organiser.import;
        match column {
            Column::RegistrationId => words.registration_id,
            Column::Field(field) => self.field(field),
            Column::AccessCode => words.access_code,
            Column::Validator => words.validator,
            Column::DoNotScan => words.do_not_scan,
        }
    }

    /// What is wrong with a row.
    pub(super) fn import_fault(&self, fault: &Fault) -> String {
        let words = &self.organiser.import;
        match fault {
            Fault::WrongCellCount { expected, found } => (words.fault_cells)(*found, *expected),
            Fault::UnclosedQuote { lines } => (words.fault_quote)(*lines),
            Fault::MissingRegistrationId => words.fault_no_id.into(),
            Fault::RepeatedRegistrationId { first_row } => (words.fault_repeated)(*first_row),
            Fault::NoName => words.fault_no_name.into(),
            Fault::BadEmail => words.fault_email.into(),
            Fault::TooLong { column, limit } => (words.fault_long)(self.column(*column), *limit),
            Fault::ControlCharacter { column } => (words.fault_control)(self.column(*column)),
            Fault::BadFlag { column } => (words.fault_flag)(self.column(*column)),
            Fault::BadCode { column } => (words.fault_code)(self.column(*column)),
            Fault::AccessCodeTaken => words.fault_taken.into(),
        }
    }

    /// A kind of actor in the audit log.
    pub(super) fn actor_kind(&self, kind: &str) -> &'static str {
        let words = &self.organiser.audit;
        match kind {
            "organiser" => words.kind_organiser,
            "staff" => words.kind_staff,
            "sponsor" => words.kind_sponsor,
            "member" => words.kind_member,
            "attendee" => words.kind_attendee,
            _ => "?",
        }
    }

    /// What was done, by the name that the audit log has for it. Another release may have written one that
    /// has no words here.
    pub(super) fn action(&self, name: &str) -> String {
        Action::of_name(name).map_or_else(
            || name.to_owned(),
            |action| (self.organiser.audit.action_name)(action).to_owned(),
        )
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
