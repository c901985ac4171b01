use crate::words::organiser::Mails;

pub(super) const MAILS: Mails = Mails {
    staff_subject: |event| format!("You can work with {event} now"),
    staff_text: |event, role, url| {
        format!(
            "You were added to the people who run {event}, as: {role}.\n\nOpen {url}/sign-in and type this address. You get a link that signs you in; there is no password.\n\nDo you not know what this is about? Then do nothing.\n"
        )
    },
    owner_subject: |sponsor, event| format!("{sponsor} at {event}: your account is ready"),
    owner_text: |sponsor, event, url| {
        format!(
            "The organiser of {event} has made you an owner of {sponsor}’s team. You can enrol booth devices, read your leads and invite colleagues.\n\nOpen {url}/sign-in and type this address. You get a link that signs you in; there is no password.\n\nDo you not know what this is about? Then do nothing.\n"
        )
    },
    report_subject: |event| format!("{event}: your report was decided"),
    upheld_text: |sponsor, reason, url| {
        format!(
            "You reported a scan by {sponsor}. The organiser has upheld your report:\n\n{reason}\n\n{sponsor} sees nothing of you any more, and was told to delete what it has. You see when it says that it did, and can allow it again if you like: {url}/me\n"
        )
    },
    dismissed_text: |sponsor, reason, url| {
        format!(
            "You reported a scan by {sponsor}. The organiser has looked into it and dismissed your report:\n\n{reason}\n\n{sponsor} sees again what you let it have. You can take that away at any time: {url}/me\n"
        )
    },
    sponsor_subject: |event| format!("{event}: a report about one of your leads"),
    sponsor_upheld: |lead, url| {
        format!(
            "An attendee reported one of your scans as improper, and the organiser has upheld the report.\n\nLead {lead} stays withheld. Delete your copies of it, also in other systems, then say so here: {url}/sponsor/deletions\n"
        )
    },
    sponsor_dismissed: |lead, url| {
        format!(
            "An attendee reported one of your scans as improper. The organiser has dismissed the report.\n\nYou see lead {lead} again, as far as the attendee shares it: {url}/sponsor\n"
        )
    },
};
