use crate::words::{DeletionWords, ExportWords};

pub(super) const EXPORTS: ExportWords = ExportWords {
    lead: "All your leads in one file, with what each attendee shares right now.",
    take: "Take an export",
    formats: [
        ("CSV", "For spreadsheets and most other programs."),
        (
            "Excel (XLSX)",
            "A spreadsheet, with what was deleted on a sheet of its own.",
        ),
        ("JSON", "Every scan and every note, for programs."),
        ("Salesforce", "CSV with the columns of a Salesforce lead."),
        ("HubSpot", "CSV with the columns of a HubSpot contact."),
    ],
    download: "Download",
    in_it: "An attendee who took their data back is in the file by an id and a date alone, so that you can delete what you have. Each export is written down, and attendees see that theirs was exported.",
    since_last: |count| match count {
        1 => "1 lead that you exported was taken back since your last export.".into(),
        count => format!("{count} leads that you exported were taken back since your last export."),
    },
    to_deletions: "See what to delete",
    taken: "Exports taken",
    none_taken: "None yet.",
    when: "When",
    format: "Format",
    by: "By",
    by_program: "A program",
    leads: "Leads",
    deletions: "New deletions",
};

pub(super) const DELETIONS: DeletionWords = DeletionWords {
    count: |count| match count {
        1 => "1 lead to delete.".into(),
        count => format!("{count} leads to delete."),
    },
    lead: "These attendees took their data back. Delete every copy you have, in your CRM, in spreadsheets, in mails; then say so. Attendees see when you did.",
    empty: (
        "Nothing to delete",
        "Where an attendee takes back what you were given, it is listed here until you say that your copies are deleted.",
    ),
    pending: "To delete",
    more: "These are the first ones; the others follow once these are done.",
    id: "Lead",
    reason: "Why",
    since: "Since",
    exported: "Last exported",
    never_exported: "Never; it was seen on these pages",
    acknowledge: "Copies deleted",
    acknowledge_all: |count| match count {
        1 => "All copies of this 1 are deleted".into(),
        count => format!("All copies of these {count} are deleted"),
    },
    means: "By this you tell the attendees that nothing of theirs is left with you.",
    done: "Done",
    done_at: "Said on",
    acknowledged: "Noted. The attendee sees it.",
    act: "Done?",
};
