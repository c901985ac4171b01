//! What stands in the audit log.

macro_rules! actions {
    ($($(#[$doc:meta])* $action:ident = $name:literal,)*) => {
        /// Something that is written into the audit log.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Action {
            $($(#[$doc])* $action,)*
        }

        impl Action {
            /// All of them, by name.
            pub const ALL: &[Self] = &[$(Self::$action),*];

            /// The name in the database and in exports, which stays what it is. Pages have words of their
            /// own for it.
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
    /// Somebody was added to a sponsor's team at the command line.
    AddMember = "add member",
    /// Somebody of the organiser's registered a passkey.
    AddPasskey = "add passkey",
    /// A sponsor was added.
    AddSponsor = "add sponsor",
    /// Somebody was added to the organiser's people.
    AddStaff = "add staff",
    /// A webhook was added.
    AddWebhook = "add webhook",
    /// A code for a device was taken back.
    CancelEnrolmentCode = "cancel enrolment code",
    /// Another version of the notice came into force.
    ChangeNotice = "change notice",
    /// The event's questions were changed.
    ChangeQuestions = "change questions",
    /// Somebody of the organiser's got another role.
    ChangeRole = "change role",
    /// The event's settings were changed.
    ChangeSettings = "change settings",
    /// A report was dismissed.
    DismissReport = "dismiss report",
    /// The organiser erased an attendee who asked for it.
    EraseAttendee = "erase attendee",
    /// This log was exported.
    ExportAuditLog = "export audit log",
    /// Leads were exported as CSV.
    ExportCsv = "export csv",
    /// Leads were exported for HubSpot.
    ExportHubSpot = "export hubspot",
    /// Leads were exported as JSON.
    ExportJson = "export json",
    /// An attendee took everything along.
    ExportOwn = "export own",
    /// Leads were exported for Salesforce.
    ExportSalesforce = "export salesforce",
    /// Leads were exported as XLSX.
    ExportXlsx = "export xlsx",
    /// Registrations were imported.
    Import = "import",
    /// Somebody was invited to a sponsor's team.
    InviteMember = "invite member",
    /// The organiser invited an owner of a sponsor's team.
    InviteOwner = "invite owner",
    /// Leads were listed.
    ListLeads = "list leads",
    /// Reports were listed.
    ListReports = "list reports",
    /// A link that signs an attendee in was made at the command line.
    MakeAttendeeLink = "make attendee link",
    /// A token of an attendee was made at the command line.
    MakeAttendeeToken = "make attendee token",
    /// A code for a device was made.
    MakeEnrolmentCode = "make enrolment code",
    /// A link that signs a member in was made at the command line.
    MakeMembersLink = "make member's link",
    /// A link that signs somebody of the organiser's in was made at the command line.
    MakeSignInLink = "make sign-in link",
    /// A token of a sponsor was made.
    MakeSponsorToken = "make sponsor token",
    /// A webhook was paused.
    PauseWebhook = "pause webhook",
    /// Badges were printed.
    PrintBadges = "print badges",
    /// The organiser looked at an attendee.
    ReadAttendee = "read attendee",
    /// A lead was read.
    ReadLead = "read lead",
    /// An attendee looked at what is held of them.
    ReadOwn = "read own",
    /// Records in quarantine were read.
    ReadQuarantine = "read quarantine",
    /// An attendee took a consent receipt.
    ReadReceipt = "read receipt",
    /// A report was read, with its evidence.
    ReadReport = "read report",
    /// A delivery to a webhook was sent once more.
    RedeliverWebhook = "redeliver webhook",
    /// Somebody was removed from a sponsor's team.
    RemoveMember = "remove member",
    /// Somebody of the organiser's removed a passkey.
    RemovePasskey = "remove passkey",
    /// Somebody was removed from the organiser's people.
    RemoveStaff = "remove staff",
    /// A webhook was removed.
    RemoveWebhook = "remove webhook",
    /// A device was renamed.
    RenameDevice = "rename device",
    /// A sponsor was renamed.
    RenameSponsor = "rename sponsor",
    /// A webhook was switched on again.
    ResumeWebhook = "resume webhook",
    /// A badge was revoked.
    RevokeBadge = "revoke badge",
    /// A device was revoked.
    RevokeDevice = "revoke device",
    /// A token of a sponsor was revoked.
    RevokeSponsorToken = "revoke sponsor token",
    /// What was kept long enough was erased.
    RunRetention = "run retention",
    /// Attendees were looked for.
    SearchAttendees = "search attendees",
    /// Somebody of a sponsor's team got another role.
    SetMembersRole = "set member's role",
    /// A webhook was tried.
    TestWebhook = "test webhook",
    /// A report was upheld.
    UpholdReport = "uphold report",
}

impl Action {
    /// The action of that name; none where another release has written it.
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
    fn no_two_actions_have_one_name() {
        assert!(Action::ALL.is_sorted_by(|one, next| one.name() < next.name()));
        for action in Action::ALL {
            assert_eq!(Action::of_name(action.name()), Some(*action));
        }
    }
}
