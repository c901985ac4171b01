use crate::words::organiser::Import;
use crate::words::plural;

pub(super) const IMPORT: Import = Import {
    title: "Import registrations",
    lead: "A CSV file as your registration system or a spreadsheet writes it. Only the columns below are taken; all others are dropped and never stored.",
    file: "CSV file",
    file_hint: "Up to 32 MiB; the command line takes larger ones. The first row holds the headings.",
    look: "Look at it first",
    again: "Importing again updates attendees by their registration id. Who had their data erased stays erased, and a wish not to be scanned that the attendee made is never lifted.",
    preview: "Preview",
    nothing_yet: "Nothing is stored yet.",
    read_as: |encoding| format!("Read as {encoding}."),
    guessed: "The file is not UTF-8, so this is a guess: look whether names with accents are right.",
    columns: "Columns",
    heading: "Heading in the file",
    means: "What it is",
    dropped: "Not taken",
    registration_id: "Registration id",
    access_code: "Access code of another system",
    validator: "Validator of another system",
    do_not_scan: "Asks not to be scanned",
    dropped_names: |count| {
        format!(
            "{} dropped and never stored",
            plural(count, "column is", "columns are")
        )
    },
    update: "Look again",
    result: "What the import would do",
    rows: "Rows",
    added: "Added",
    updated: "Updated",
    unchanged: "Unchanged",
    erased: "Stay erased",
    faulty: "Faulty, left out",
    wish_set: "Now ask not to be scanned",
    faults: "Faulty rows",
    row: "Row",
    fault: "What is wrong",
    faults_more: |count| format!("… and {count} more."),
    import: |count| format!("Import {}", plural(count, "attendee", "attendees")),
    nothing_to_do: "There is nothing to import: nobody is new and nothing changed.",
    forget: "Forget the file",
    working: "Importing",
    working_rows: |rows| {
        format!(
            "{} read so far. This page looks again by itself every two seconds; you may also leave it.",
            plural(rows, "row", "rows")
        )
    },
    done: |added, updated, faulty| {
        format!("Imported: {added} added, {updated} updated, {faulty} left out as faulty.")
    },
    said_gone: "The file is not here any more. It was imported, or lay here for a day. Choose it again.",
    said_failed: "The import did not go through, and nothing of it was stored. Try again.",
    said_forgotten: "The file is forgotten. Nothing of it was stored.",
    no_file: "Choose a file first.",
    bad_too_large: "The file is too large for this page. Use `lanyard-server import` on the command line.",
    bad_rows: "The file has more than 200,000 rows or 1,000 columns.",
    bad_spreadsheet: "This is a spreadsheet’s own file. Save it as CSV (UTF-8) first.",
    bad_text: "This is not text that can be read. Save it as CSV (UTF-8) first.",
    bad_empty: "The file is empty.",
    need_registration_id: "Say which column is the registration id: attendees are known by it.",
    mapped_twice: "Two columns are said to be the same. Choose one of them.",
    fault_cells: |found, expected| format!("{found} cells under {expected} headings"),
    fault_quote: |lines| {
        format!("A quotation mark is never closed: {lines} lines from here on were not read")
    },
    fault_no_id: "No registration id",
    fault_repeated: |row| format!("The registration id of row {row} again"),
    fault_no_name: "Neither a first nor a last name",
    fault_email: "Not an email address",
    fault_long: |column, limit| format!("{column}: more than {limit} characters"),
    fault_control: |column| format!("{column}: a control character"),
    fault_flag: |column| format!("{column}: neither yes nor no"),
    fault_code: |column| {
        format!("{column}: not a code of letters, digits, hyphens and underscores")
    },
    fault_taken: "Another registration has this access code",
};
