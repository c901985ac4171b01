mod dashboard;
mod data;
mod sharing;
mod sponsor;

use crate::words::AttendeeWords;
use crate::words::attendee::DigestWords;
use crate::words::plural;

pub(super) const ATTENDEE: AttendeeWords = AttendeeWords {
    dashboard: dashboard::DASHBOARD,
    change: sponsor::CHANGE,
    withdraw: sponsor::WITHDRAW,
    withdraw_all: sponsor::WITHDRAW_ALL,
    allow: sponsor::ALLOW,
    report: sponsor::REPORT,
    notice: sponsor::NOTICE,
    sharing: sharing::SHARING,
    data: data::DATA,
    erase: data::ERASE,
    digest: DigestWords {
        subject: |event| format!("Your badge was scanned at {event}"),
        lead: |count, event| {
            let sponsors = plural(count, "sponsor has", "sponsors have");
            format!("{sponsors} scanned your badge at {event} for the first time:")
        },
        more: |count| format!("… and {count} more"),
        see: "See what they get, take fields back, withdraw, or report a scan that you did not allow:",
        off: "You get this mail once a day at most. To get none, without signing in:",
        stop: (
            "No more of these mails?",
            "Then no mail tells you any more that sponsors have scanned you for the first time. What they get stays as it is.",
            "Send me none",
        ),
        stopped: (
            "You get none of these mails any more",
            "Changed your mind? Turn them on again under Sharing, once you are signed in.",
        ),
    },
    cancel: "Back without changing anything",
};
