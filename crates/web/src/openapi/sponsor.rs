//! What sponsors' programs can ask.

use crate::openapi::vocabulary::{
    Part, Shape, anything, fields, get, id, list, moment, named, number, object, post, text, word,
    yes_no,
};

pub(crate) fn part() -> Part {
    Part {
        name: "sponsor",
        about: "A sponsor's leads, with no more than attendees let it have, and its devices.",
        token: "`lanyard-server sponsor token NAME` prints one, and so does the page for programs; it \
                begins with `lsp_`.",
        schemas: vec![
            ("LeadPage", lead_page()),
            ("Lead", lead()),
            ("LeadScan", lead_scan()),
            ("LeadNote", lead_note()),
            ("NoteAnswer", note_answer()),
            ("SponsorDevice", device()),
        ],
        operations: vec![
            get("/api/v1/leads", "List the leads that have changed")
                .about(
                    "Tombstones of withdrawn leads are among them. Keep `next`, and ask with it later for \
                     what has changed since.",
                )
                .asked_with("since", number("A cursor."), "Where to go on: an earlier `next`.")
                .asked_with("limit", number("A number."), "How many leads at most.")
                .gives("Leads, the one that changed longest ago first", named("LeadPage")),
            get("/api/v1/leads.csv", "Take all leads as a spreadsheet")
                .about("No cell of it is taken for a formula.")
                .gives_file("The leads", "text/csv"),
            get("/api/v1/exports/{file}", "Take all leads as a file")
                .about(
                    "In the order of their first scan; tombstones of withdrawn leads are among them, and \
                     those that are new since the sponsor's last export are marked.",
                )
                .of(
                    "file",
                    "leads.csv, leads.xlsx, leads.json, leads-salesforce.csv or leads-hubspot.csv.",
                )
                .gives_file("The leads", "*/*"),
            get("/api/v1/leads/{lead}", "Show one lead")
                .of("lead", LEAD)
                .gives("The lead", named("Lead")),
            post(
                "/api/v1/leads/{lead}/acknowledge-deletion",
                "Say that the copies of a withdrawn lead are deleted",
            )
            .about("The attendee sees it.")
            .of("lead", LEAD)
            .gives(
                "When it was said first",
                object(
                    "",
                    vec![
                        ("lead", id("The lead."), true),
                        ("acknowledged_at", moment("When."), true),
                    ],
                ),
            ),
            get("/api/v1/devices", "List the devices of the booth").gives(
                "The devices",
                object(
                    "",
                    vec![("devices", list("All of them.", named("SponsorDevice")), true)],
                ),
            ),
        ],
    }
}

const LEAD: &str = "The lead's id.";

/// Why a lead is withheld.
pub(crate) fn withheld() -> Shape {
    word(
        "Why nothing is shown.",
        &[
            "erased",
            "do_not_scan",
            "report_upheld",
            "reported",
            "withdrawn",
            "voided",
        ],
    )
}

fn lead_page() -> Shape {
    object(
        "Some leads, and where to go on.",
        vec![
            ("leads", list("The leads.", named("Lead")), true),
            ("next", text("The cursor for the next request."), true),
            ("more", yes_no("Whether there are more right now."), true),
        ],
    )
}

fn lead() -> Shape {
    object(
        "What the sponsor sees of one attendee. Shared fields stand in it under their own names; one that \
         is not shared, or empty, is absent. A withheld lead is a tombstone: id, reason and date.",
        vec![
            ("lead", id("Its id: the same for ever."), true),
            (
                "state",
                word("Whether anything is shown.", &["shared", "withheld"]),
                true,
            ),
            ("reason", withheld(), false),
            ("since", moment("Since when it is withheld."), false),
            ("first_name", text("First name."), false),
            ("last_name", text("Last name."), false),
            ("email", text("E-mail address."), false),
            ("job_title", text("Job title."), false),
            ("employer", text("Employer."), false),
            ("region", text("State or province."), false),
            ("country", text("Country."), false),
            (
                "not_shared",
                fields("What the attendee, or the event, does not share."),
                false,
            ),
            (
                "scans",
                list("The readings of the badge.", named("LeadScan")),
                false,
            ),
            (
                "notes",
                list("What colleagues wrote.", named("LeadNote")),
                false,
            ),
        ],
    )
}

fn lead_scan() -> Shape {
    object(
        "A reading of the badge.",
        vec![
            ("scan", id("Its id."), true),
            ("scanned_at", moment("When, by the device's clock."), true),
            ("received_at", moment("When the backend got it."), true),
            ("device", text("What the device is called."), true),
            ("operator", text("Who held it."), true),
            ("method", text("How the badge was read."), true),
            ("voided", yes_no("Whether the booth took it back."), true),
        ],
    )
}

fn lead_note() -> Shape {
    object(
        "What a colleague wrote.",
        vec![
            ("scan", id("The scan it is about."), true),
            ("at", moment("When, by the device's clock."), true),
            ("device", text("What the device is called."), true),
            ("operator", text("Who wrote it."), true),
            ("text", text("Free text."), true),
            ("rating", number("1 to 5."), false),
            ("tags", list("Short words.", text("A word.")), true),
            (
                "answers",
                list("Answers to the event's questions.", named("NoteAnswer")),
                true,
            ),
        ],
    )
}

fn note_answer() -> Shape {
    object(
        "An answer, with the words of its question.",
        vec![
            ("question", number("The question's number."), true),
            (
                "text",
                text("The question; empty where the event does not ask it any more."),
                true,
            ),
            ("answer", anything("A text, a number, or yes or no."), true),
        ],
    )
}

fn device() -> Shape {
    object(
        "A booth device.",
        vec![
            ("device", text("Its id."), true),
            ("label", text("What it is called."), true),
            (
                "status",
                word("How it stands.", &["active", "expired", "revoked"]),
                true,
            ),
            ("enrolled_at", moment("When it enrolled."), true),
            ("last_sync_at", moment("When it last synced."), true),
            (
                "pending",
                number("How many records it then said were waiting."),
                true,
            ),
            (
                "quarantined",
                number("How many of its records are in quarantine."),
                true,
            ),
        ],
    )
}
