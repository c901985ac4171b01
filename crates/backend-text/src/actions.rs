//! Names of the actions in the audit log.

use backend_model::Action;

use crate::{OrganiserAuditActions, Words};

impl Words {
    /// The text for an action, by its name in the audit log. An action of another release is called by its
    /// name.
    #[must_use]
    pub fn action(&self, name: &str) -> String {
        Action::of_name(name).map_or_else(
            || name.to_owned(),
            |action| self.organiser.audit.actions.of(action).to_owned(),
        )
    }
}

impl OrganiserAuditActions {
    /// The text for an action.
    #[must_use]
    pub const fn of(&self, action: Action) -> &'static str {
        match action {
            Action::AcknowledgeDeletion => self.acknowledge_deletion,
            Action::AddMember => self.add_member,
            Action::AddPasskey => self.add_passkey,
            Action::AddSponsor => self.add_sponsor,
            Action::AddStaff => self.add_staff,
            Action::AddWebhook => self.add_webhook,
            Action::CancelEnrolmentCode => self.cancel_enrolment_code,
            Action::ChangeNotice => self.change_notice,
            Action::ChangeQuestions => self.change_questions,
            Action::ChangeRole => self.change_role,
            Action::ChangeSettings => self.change_settings,
            Action::DismissReport => self.dismiss_report,
            Action::EraseAttendee => self.erase_attendee,
            Action::ExportAuditLog => self.export_audit_log,
            Action::ExportCsv => self.export_csv,
            Action::ExportHubSpot => self.export_hubspot,
            Action::ExportJson => self.export_json,
            Action::ExportOwn => self.export_own,
            Action::ExportSalesforce => self.export_salesforce,
            Action::ExportXlsx => self.export_xlsx,
            Action::Import => self.import,
            Action::InviteMember => self.invite_member,
            Action::InviteOwner => self.invite_owner,
            Action::ListLeads => self.list_leads,
            Action::ListReports => self.list_reports,
            Action::MakeAttendeeLink => self.make_attendee_link,
            Action::MakeAttendeeToken => self.make_attendee_token,
            Action::MakeEnrolmentCode => self.make_enrolment_code,
            Action::MakeMembersLink => self.make_members_link,
            Action::MakeSignInLink => self.make_sign_in_link,
            Action::MakeSponsorToken => self.make_sponsor_token,
            Action::PauseWebhook => self.pause_webhook,
            Action::PrintBadges => self.print_badges,
            Action::ReadAttendee => self.read_attendee,
            Action::ReadLead => self.read_lead,
            Action::ReadOwn => self.read_own,
            Action::ReadQuarantine => self.read_quarantine,
            Action::ReadReceipt => self.read_receipt,
            Action::ReadReport => self.read_report,
            Action::RedeliverWebhook => self.redeliver_webhook,
            Action::RemoveMember => self.remove_member,
            Action::RemovePasskey => self.remove_passkey,
            Action::RemoveStaff => self.remove_staff,
            Action::RemoveWebhook => self.remove_webhook,
            Action::RenameDevice => self.rename_device,
            Action::RenameSponsor => self.rename_sponsor,
            Action::ResumeWebhook => self.resume_webhook,
            Action::RevokeBadge => self.revoke_badge,
            Action::RevokeDevice => self.revoke_device,
            Action::RevokeSponsorToken => self.revoke_sponsor_token,
            Action::RunRetention => self.run_retention,
            Action::SearchAttendees => self.search_attendees,
            Action::SetMembersRole => self.set_members_role,
            Action::TestWebhook => self.test_webhook,
            Action::UpholdReport => self.uphold_report,
        }
    }
}
