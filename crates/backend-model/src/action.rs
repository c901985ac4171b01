//! Actions that the audit log records.

macro_rules! actions {
    ($($(#[$doc:meta])* $action:ident = $name:literal,)*) => {
        /// An action that the audit log records.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Action {
            $($(#[$doc])* $action,)*
        }

        impl Action {
            /// All actions, sorted by name.
            pub const ALL: &[Self] = &[$(Self::$action),*];

            /// The action's name in the database and in exports. It never changes; pages show a translated
            /// text in its place.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$action => $name,)*
                }
            }
        }
    };
}

actions! {
    /// A sponsor said that its copies are deleted.
    AcknowledgeDeletion = "acknowledge deletion",
    /// A member was added to a sponsor's team on the command line.
    AddMember = "add member",
    /// A member of staff registered a passkey.
    AddPasskey = "add passkey",
    /// A sponsor was added.
    AddSponsor = "add sponsor",
    /// A member of staff was added.
    AddStaff = "add staff",
    /// A webhook was added.
    AddWebhook = "add webhook",
    /// An enrolment code was cancelled.
    CancelEnrolmentCode = "cancel enrolment code",
    /// A new version of the privacy notice came into force.
    ChangeNotice = "change notice",
    /// The event's questions were changed.
    ChangeQuestions = "change questions",
    /// The role of a member of staff was changed.
    ChangeRole = "change role",
    /// The event's settings were changed.
    ChangeSettings = "change settings",
    /// A report was dismissed.
    DismissReport = "dismiss report",
    /// The organiser erased an attendee's data on request.
    EraseAttendee = "erase attendee",
    /// The audit log was exported.
    ExportAuditLog = "export audit log",
    /// Leads were exported as CSV.
    ExportCsv = "export csv",
    /// Leads were exported for HubSpot.
    ExportHubSpot = "export hubspot",
    /// Leads were exported as JSON.
    ExportJson = "export json",
    /// An attendee exported their own data.
    ExportOwn = "export own",
    /// Leads were exported for Salesforce.
    ExportSalesforce = "export salesforce",
    /// Leads were exported as XLSX.
    ExportXlsx = "export xlsx",
    /// Registrations were imported.
    Import = "import",
    /// A member was invited to a sponsor's team.
    InviteMember = "invite member",
    /// The organiser invited an owner of a sponsor's team.
    InviteOwner = "invite owner",
    /// Leads were listed.
    ListLeads = "list leads",
    /// Reports were listed.
    ListReports = "list reports",
    /// An attendee's sign-in link was made on the command line.
    MakeAttendeeLink = "make attendee link",
    /// An attendee's API token was made on the command line.
    MakeAttendeeToken = "make attendee token",
    /// An enrolment code was made.
    MakeEnrolmentCode = "make enrolment code",
    /// A member's sign-in link was made on the command line.
    MakeMembersLink = "make member's link",
    /// A sign-in link of a member of staff was made on the command line.
    MakeSignInLink = "make sign-in link",
    /// A sponsor's API token was made.
    MakeSponsorToken = "make sponsor token",
    /// A webhook was paused.
    PauseWebhook = "pause webhook",
    /// Badges were printed.
    PrintBadges = "print badges",
    /// The organiser read an attendee's data.
    ReadAttendee = "read attendee",
    /// A lead was read.
    ReadLead = "read lead",
    /// An attendee read their own data.
    ReadOwn = "read own",
    /// Records in quarantine were read.
    ReadQuarantine = "read quarantine",
    /// An attendee downloaded a consent receipt.
    ReadReceipt = "read receipt",
    /// A report and its evidence were read.
    ReadReport = "read report",
    /// A webhook delivery was sent again.
    RedeliverWebhook = "redeliver webhook",
    /// A member was removed from a sponsor's team.
    RemoveMember = "remove member",
    /// A member of staff removed a passkey.
    RemovePasskey = "remove passkey",
    /// A member of staff was removed.
    RemoveStaff = "remove staff",
    /// A webhook was removed.
    RemoveWebhook = "remove webhook",
    /// A device was renamed.
    RenameDevice = "rename device",
    /// A sponsor was renamed.
    RenameSponsor = "rename sponsor",
    /// A webhook was resumed.
    ResumeWebhook = "resume webhook",
    /// A badge was revoked.
    RevokeBadge = "revoke badge",
    /// A device was revoked.
    RevokeDevice = "revoke device",
    /// A sponsor's API token was revoked.
    RevokeSponsorToken = "revoke sponsor token",
    /// Data past its retention period was erased.
    RunRetention = "run retention",
    /// Attendees were searched.
    SearchAttendees = "search attendees",
    /// A member's role was changed.
    SetMembersRole = "set member's role",
    /// A test delivery to a webhook was requested.
    TestWebhook = "test webhook",
    /// A report was upheld.
    UpholdReport = "uphold report",
}

impl Action {
    /// The action with this name, or `None` if another release wrote it.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|action| action.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_have_distinct_names() {
        assert!(Action::ALL.is_sorted_by(|one, next| one.name() < next.name()));
        for action in Action::ALL {
            assert_eq!(Action::of_name(action.name()), Some(*action));
        }
    }
}
