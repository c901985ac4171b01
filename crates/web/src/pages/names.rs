//! Texts for the domain's own values: outcomes of reports, reasons for withholding a lead, and what the import
//! of registrations found.

use consent::Withheld;

use crate::pages::layout::Page;
use backend::privacy::reports::{Decision, ReportReason};
use backend::registration::import::{Column, RowFault};
use backend_text::Words;

/// Texts for values that the crate of texts does not know.
pub(crate) trait Names {
    /// When a report was decided, and by which role.
    fn decided(&self, page: &Page, decided: &Decision) -> String;
    /// The reason for a report.
    fn report_reason(&self, reason: &ReportReason) -> &'static str;
    /// Why a lead is withheld, for the organiser.
    fn withheld(&self, reason: &Withheld) -> &'static str;
    /// Why a lead is withheld, for the sponsor.
    fn lead_withheld(&self, reason: &Withheld) -> &'static str;
    /// The meaning of a column of an imported file.
    fn column(&self, column: Column) -> &'static str;
    /// What is wrong with a row of an imported file.
    fn import_fault(&self, form_error: &RowFault) -> String;
}

impl Names for Words {
    fn decided(&self, page: &Page, decided: &Decision) -> String {
        let moment = page.moment(&decided.at);
        self.organiser.reports.decided_by(&moment, decided.by)
    }

    fn report_reason(&self, reason: &ReportReason) -> &'static str {
        let words = &self.organiser.reports;
        match reason {
            ReportReason::NotAsked => words.not_asked,
            ReportReason::NotMe => words.not_me,
            ReportReason::NeverThere => words.never_there,
            ReportReason::Pressed => words.pressed,
            ReportReason::Other => words.other,
        }
    }

    fn withheld(&self, reason: &Withheld) -> &'static str {
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

    fn lead_withheld(&self, reason: &Withheld) -> &'static str {
        let words = &self.sponsor.leads;
        match reason {
            Withheld::Erased => words.reason_erased,
            Withheld::DoNotScan => words.reason_do_not_scan,
            Withheld::ReportUpheld => words.reason_report_upheld,
            Withheld::Reported => words.reason_reported,
            Withheld::Withdrawn => words.reason_withdrawn,
            Withheld::Voided => words.reason_voided,
        }
    }

    fn column(&self, column: Column) -> &'static str {
        let words = &self.organiser.import;
        match column {
            Column::RegistrationId => words.registration_id,
            Column::Field(field) => self.field(field),
            Column::AccessCode => words.access_code,
            Column::Validator => words.validator,
            Column::DoNotScan => words.do_not_scan,
        }
    }

    fn import_fault(&self, form_error: &RowFault) -> String {
        let words = &self.organiser.import;
        match form_error {
            RowFault::WrongCellCount { expected, found } => (words.fault_cells)(*found, *expected),
            RowFault::UnclosedQuote { lines } => (words.fault_quote)(*lines),
            RowFault::MissingRegistrationId => words.fault_no_id.into(),
            RowFault::RepeatedRegistrationId { first_row } => (words.fault_repeated)(*first_row),
            RowFault::NoName => words.fault_no_name.into(),
            RowFault::BadEmail => words.fault_email.into(),
            RowFault::TooLong { column, limit } => (words.fault_long)(self.column(*column), *limit),
            RowFault::ControlCharacter { column } => (words.fault_control)(self.column(*column)),
            RowFault::BadFlag { column } => (words.fault_flag)(self.column(*column)),
            RowFault::BadCode { column } => (words.fault_code)(self.column(*column)),
            RowFault::AccessCodeTaken => words.fault_taken.into(),
        }
    }
}
