use crate::words::organiser::Audit;
use crate::words::plural;

pub(super) const AUDIT: Audit = Audit {
    title: "Audit log",
    lead: "Each read and export of personal data, and each change by your people. Nothing in it is ever changed or removed.",
    actor: "Who",
    action_name: |action| action.to_owned(),
    action: "What was done",
    leads: "Attendees",
    fields: "Fields",
    detail: "Detail",
    number: "No.",
    from: "From day",
    until: "To day",
    kind_organiser: "Command line",
    kind_staff: "The organiser’s people",
    kind_sponsor: "A sponsor’s program",
    kind_member: "A sponsor’s team",
    kind_attendee: "An attendee",
    empty: "No entry is like that.",
    found: |count| plural(count, "entry", "entries"),
    export: "Export as CSV",
    export_what: "All entries that the filter finds, one a row. The export is an entry itself.",
    filter: "Filter",
    bad_day: "A day is written as 2027-05-20.",
};
