//! Names of roles, fields, states and reasons: each value of an enum has its text, and a new value does not
//! compile without one.

use backend_model::{Scope, StaffRole};
use protocol::{ConsentGiven, Field, FieldSet, Kind, ReadMethod, Reason};

use crate::{OrganiserReports, SignIn, SponsorDevices, SponsorPrograms, Words};

impl Words {
    /// A field's name.
    #[must_use]
    pub const fn field(&self, field: Field) -> &'static str {
        match field {
            Field::FirstName => self.fields.first_name,
            Field::LastName => self.fields.last_name,
            Field::Email => self.fields.email,
            Field::JobTitle => self.fields.job_title,
            Field::Employer => self.fields.employer,
            Field::Region => self.fields.region,
            Field::Country => self.fields.country,
        }
    }

    /// The names of fields, separated by commas.
    #[must_use]
    pub fn field_list(&self, fields: &FieldSet) -> String {
        let names: Vec<&str> = fields.iter().map(|field| self.field(field)).collect();
        if names.is_empty() {
            self.organiser.reports.nothing.into()
        } else {
            names.join(", ")
        }
    }

    /// The name of a role of the organiser's staff.
    #[must_use]
    pub const fn staff_role(&self, role: StaffRole) -> &'static str {
        let words = &self.organiser.people;
        match role {
            StaffRole::Organiser => words.organiser,
            StaffRole::Support => words.support,
            StaffRole::Auditor => words.auditor,
        }
    }

    /// How a badge was read.
    #[must_use]
    pub const fn read_method(&self, method: &ReadMethod) -> &'static str {
        let words = &self.organiser.reports;
        match method {
            ReadMethod::Camera => words.camera,
            ReadMethod::HardwareScanner => words.hardware_scanner,
            ReadMethod::Manual => words.manual,
        }
    }

    /// How consent was given.
    #[must_use]
    pub const fn consent_given(&self, given: &ConsentGiven) -> &'static str {
        let words = &self.organiser.reports;
        match given {
            ConsentGiven::Handover => words.handover,
            ConsentGiven::Confirmed => words.confirmed,
        }
    }

    /// The kind of an actor in the audit log, by its name in the database.
    #[must_use]
    pub fn actor_kind(&self, kind: &str) -> &'static str {
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

    /// The kind of a record.
    #[must_use]
    pub const fn record_kind(&self, kind: Kind) -> &'static str {
        let words = &self.organiser.quarantine;
        match kind {
            Kind::Scan => words.scan,
            Kind::Note => words.note,
            Kind::Narrow => words.narrow,
            Kind::Void => words.void,
        }
    }

    /// Why a record is in quarantine.
    #[must_use]
    pub const fn quarantine_reason(&self, reason: &Reason) -> &'static str {
        self.quarantined(reason).0
    }

    /// What would release such a record from quarantine.
    #[must_use]
    pub const fn quarantine_takes(&self, reason: &Reason) -> &'static str {
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

impl SignIn {
    /// The line of the sign-in mail for an attendee, whose first name may be empty.
    #[must_use]
    pub fn mail_attendee(&self, event: &str, first_name: &str) -> String {
        if first_name.is_empty() {
            (self.mail_attendee_unnamed)(event)
        } else {
            (self.mail_attendee)(event, first_name)
        }
    }
}

impl SponsorDevices {
    /// How long an enrolment code works: in days if it is a whole number of days above one.
    #[must_use]
    pub fn code_lifetime(&self, hours: i64) -> String {
        if hours > 24 && hours % 24 == 0 {
            (self.days)(hours / 24)
        } else {
            (self.hours)(hours)
        }
    }
}

impl SponsorPrograms {
    /// What a token with this scope allows.
    #[must_use]
    pub const fn scope(&self, scope: Scope) -> &'static str {
        match scope {
            Scope::Leads => self.scope_leads,
            Scope::Exports => self.scope_exports,
            Scope::Devices => self.scope_devices,
            Scope::Deletions => self.scope_deletions,
        }
    }

    /// The outcome of a delivery to a webhook, by its name in the database. An HTTP status has no text.
    #[must_use]
    pub fn outcome_text(&self, name: &str) -> Option<&'static str> {
        match name {
            "refused_address" => Some(self.outcome_refused_address),
            "timed_out" => Some(self.outcome_timed_out),
            "no_connection" => Some(self.outcome_no_connection),
            "secret" => Some(self.outcome_secret),
            _ => None,
        }
    }
}

impl OrganiserReports {
    /// When a report was decided, and by which role.
    #[must_use]
    pub fn decided_by(&self, moment: &str, role: Option<StaffRole>) -> String {
        match role {
            Some(StaffRole::Organiser) => (self.decided_by_organiser)(moment),
            Some(StaffRole::Support) => (self.decided_by_support)(moment),
            Some(StaffRole::Auditor) | None => (self.decided)(moment),
        }
    }
}
