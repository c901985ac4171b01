use crate::words::attendee::{
    AllowWords, ChangeWords, NoticeWords, ReasonWords, ReportWords, WithdrawAllWords, WithdrawWords,
};

pub(super) const CHANGE: ChangeWords = ChangeWords {
    title: |sponsor| format!("What {sponsor} gets"),
    lead: "It sees what is ticked. Take a tick away and it sees that no more, at once; put it back and it sees it again.",
    legend: "Fields",
    empty: "empty",
    kept_from_all: "kept from all sponsors, under Sharing",
    not_agreed: "You did not share these at the booth, or the event gives them to no sponsor. They can't be given here:",
    save: "Save",
    seen_before: "What it has seen or exported before, it may still have a copy of. To have it delete everything, withdraw.",
};

pub(super) const WITHDRAW: WithdrawWords = WithdrawWords {
    title: |sponsor| format!("Withdraw from {sponsor}?"),
    will: [
        "From now on it sees nothing of you: not on its pages, and not in any export.",
        "If it scans your badge again, that changes nothing.",
        "You can allow it again whenever you like.",
    ],
    copies: "It has seen or exported something of yours. It is told to delete that, and you see here when it has confirmed.",
    no_copies: "It has not looked yet, so it has no copy.",
    confirm: "Withdraw",
};

pub(super) const WITHDRAW_ALL: WithdrawAllWords = WithdrawAllWords {
    title: "Withdraw from all sponsors?",
    will: [
        "From now on no sponsor sees anything of you, on its pages or in any export: not those that have scanned you, and not those that do so later.",
        "Those that have seen or exported something are told to delete it, and you see on their cards when they have confirmed.",
        "You can allow each of them again whenever you like.",
    ],
    confirm: "Withdraw from all",
};

pub(super) const ALLOW: AllowWords = AllowWords {
    title: |sponsor| format!("Allow {sponsor} again?"),
    lead: "It then sees:",
    nothing: "It then sees that it has scanned you, and none of your fields. You can give it fields with Change.",
    confirm: "Allow again",
    not_now: (
        "This sponsor can't be allowed now",
        "Perhaps it is allowed already, a report is still open, you asked not to be scanned, or the booth took its scan back. Its card says which.",
    ),
};

pub(super) const REPORT: ReportWords = ReportWords {
    title: |sponsor| format!("Report {sponsor}"),
    lead: "Report a scan that you did not allow. The sponsor sees nothing of you from the moment you send this. The organisers look into it, and you read here what they decide.",
    reason: "What happened?",
    reasons: ReasonWords {
        not_asked: "Nobody asked me before scanning",
        not_me: "It was not my badge, or somebody else wore it",
        never_there: "I was never at that booth",
        pressed: "I was pressed into it",
        other: "Something else",
    },
    text: "In your own words, if you like",
    text_hint: "The organisers read this, the sponsor does not. Up to 4,000 characters.",
    send: "Send the report",
    no_reason: "Choose what happened.",
    too_long: "That is too long; 4,000 characters fit. Nothing was sent.",
    too_many: "A hundred of your reports are open already. The organisers have to decide some first.",
};

pub(super) const NOTICE: NoticeWords = NoticeWords {
    title: |version| format!("Privacy notice {version}"),
    since: |day| format!("In force since {day}."),
};
