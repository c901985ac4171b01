use crate::words::organiser::Retention;

pub(super) const RETENTION: Retention = Retention {
    title: "Retention",
    kept_until: |day| format!("This event’s data is kept until {day}."),
    over_since: |day| format!("The time for which this event’s data is kept is over since {day}."),
    not_yet: "Nothing can be erased before that day. Attendees can have their own data erased at any time.",
    change: "The settings say for how long.",
    goes: "What a run erases",
    table: "Table",
    rows: "Rows",
    total: "Together",
    nothing: "There is nothing left to erase.",
    stays: "What stays",
    stays_what: "The event with its notices and settings, the sponsors’ names, numbers and hashes of the devices’ records, the audit log, and your own people. None of them says who was here.",
    unacknowledged: |count| {
        format!(
            "{count} withdrawn leads have not been acknowledged as deleted by their sponsors. After the run, nobody is told of them any more."
        )
    },
    effect: "Sponsors can fetch no lead any more, attendees can’t sign in any more, and the sponsors’ teams are signed out. There is no way back, but for a backup.",
    confirm: "Type the event’s short name to confirm",
    run: "Erase for good",
    mismatch: "That is not the event’s short name. Nothing was erased.",
    said_run: "Erased, in one transaction. It stands in the audit log.",
};
