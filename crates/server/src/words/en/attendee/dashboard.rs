use crate::words::attendee::{CardWords, DashboardWords, Done, ReportNews, States};
use crate::words::plural;

pub(super) const DASHBOARD: DashboardWords = DashboardWords {
    title: "Sponsors",
    count: |count| {
        if count == 0 {
            return "No sponsor has anything of yours.".into();
        }
        let sponsors = plural(count, "sponsor has", "sponsors have");
        format!("{sponsors} something of yours.")
    },
    unconfirmed: |count| {
        let sponsors = plural(count, "sponsor was", "sponsors were");
        format!("{sponsors} told to delete what they had, and did not confirm it yet.")
    },
    empty: "Nobody has scanned your badge yet",
    empty_next: "Once a sponsor does, you see here what it got, when and by which of its devices, and can take it back. You can say now what sponsors may have.",
    to_sharing: "Set what sponsors may have",
    do_not_scan: (
        "You asked not to be scanned",
        "Sponsors see nothing of you, whatever else is set. You can change this under Sharing.",
    ),
    done: Done {
        changed: "Saved. It holds from now on.",
        withdrawn: "Withdrawn. The sponsor sees nothing of you any more. What happens now stands on its card.",
        withdrawn_all: "Withdrawn from all sponsors. None of them sees anything of you any more.",
        allowed: "Allowed. The sponsor sees you again.",
        reported: "Reported. The sponsor sees nothing of you while the organisers look into it.",
    },
    card: CardWords {
        states: States {
            shared: "Shared",
            nothing: "Nothing shared",
            withdrawn: ("Withdrawn", |moment| {
                format!(
                    "You withdrew {moment}. This sponsor sees nothing of you, even if it scans your badge again."
                )
            }),
            reported: ("Reported", |moment| {
                format!(
                    "This sponsor has seen nothing of you since {moment}, when you reported it. It stays so until the organisers have decided."
                )
            }),
            upheld: ("Report upheld", |moment| {
                format!(
                    "This sponsor has seen nothing of you since {moment}. The organisers agreed with your report, so it stays so until you allow it again."
                )
            }),
            do_not_scan: ("Do not scan", |moment| {
                format!(
                    "You asked not to be scanned. This sponsor has seen nothing of you since {moment}."
                )
            }),
            voided: ("Taken back", |moment| {
                format!(
                    "The booth took its scan back. This sponsor has seen nothing of you since {moment}."
                )
            }),
        },
        gets: "Gets",
        gets_nothing: "Nothing",
        not_gets: "Does not get",
        scanned: "Scanned",
        scan: |moment, device| format!("{moment}, by {device}"),
        undone: "taken back by the booth",
        handover: "you held out your badge",
        confirmed: "you tapped Share",
        notice: |version| format!("privacy notice {version}"),
        seen: "Seen",
        seen_between: |first, last| format!("First {first}, last {last}"),
        seen_once: |moment| format!("Once, {moment}"),
        not_seen: "Not yet",
        exported: "Exported",
        not_exported: "No",
        all_scans: |count| format!("All {count} scans"),
        change: "Change",
        withdraw: "Withdraw",
        report: "Report",
        allow: "Allow again",
        receipt: "Consent receipt",
        now: "What happens now",
        no_copy: "It never looked, so there is no copy to delete.",
        to_delete: "It was told to delete what it has already got. It has not confirmed that yet.",
        deleted: |moment| format!("It confirmed {moment} that its copies are deleted."),
    },
    report: ReportNews {
        title: "Your reports",
        made: |moment, reason| format!("{moment}: {reason}"),
        open: "The organisers are looking into it",
        upheld: "The organisers agreed with you",
        dismissed: "The organisers did not agree",
        decision: "Their reason",
        yours: "You wrote",
        dismissed_next: "The sponsor sees again what you share. You can still withdraw.",
    },
    withdraw_all: "Withdraw from all sponsors",
};
