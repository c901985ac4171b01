//! What attendees' programs can ask.

use crate::openapi::vocabulary::{
    Part, Shape, fields, get, id, list, maybe_text, moment, named, number, object, post, put, text,
    word, yes_no,
};

pub(crate) fn part() -> Part {
    Part {
        name: "attendee",
        about: "What is held of an attendee, who has it, and how to take it back.",
        token: "`lanyard-server attendee token REGISTRATION_ID` prints one; it begins with `lat_`.",
        schemas: [
            ("Dashboard", dashboard()),
            ("You", you()),
            ("SponsorCard", sponsor_card()),
            ("CardScan", card_scan()),
            ("Disclosed", disclosed()),
            ("Report", report()),
            ("Everything", everything()),
        ]
        .into_iter()
        .chain(crate::openapi::receipt::schemas())
        .collect(),
        operations: vec![
            get("/api/v1/me", "Show who has what")
                .about("Your own data and settings, and each sponsor with what it has.")
                .gives("All of it", named("Dashboard")),
            get(
                "/api/v1/me/everything",
                "Take everything along that is held",
            )
            .about("The same, and what was done when, badges, notes, settings and sessions.")
            .gives("All of it", named("Everything")),
            get(
                "/api/v1/me/sponsors/{sponsor}/receipt",
                "Get the consent receipt about a sponsor",
            )
            .about(
                "In the shape of ISO/IEC TS 27560:2023, with the devices' signed records and the \
                 backend's signature; `lanyard-server verify` checks it.",
            )
            .of("sponsor", SPONSOR)
            .gives("The receipt", named("ReceiptFile")),
            put(
                "/api/v1/me/mails",
                "Set whether to be written to about new sponsors",
            )
            .takes(object(
                "",
                vec![(
                    "digest",
                    yes_no("A mail when sponsors scan you for the first time, once a day at most."),
                    true,
                )],
            )),
            put(
                "/api/v1/me/sharing",
                "Set what any sponsor may have at most",
            )
            .takes(which_fields()),
            put(
                "/api/v1/me/sponsor-email",
                "Set the address that sponsors get",
            )
            .about("It stands in place of the registration's.")
            .takes(object(
                "",
                vec![(
                    "email",
                    maybe_text("The address; `null` takes it away."),
                    true,
                )],
            )),
            put(
                "/api/v1/me/do-not-scan",
                "Ask not to be scanned, or take that back",
            )
            .about("While it holds, no sponsor sees anything.")
            .takes(object(
                "",
                vec![("wish", yes_no("Whether not to be scanned."), true)],
            )),
            post(
                "/api/v1/me/sponsors/{sponsor}/share",
                "Set what one sponsor may have at most",
            )
            .of("sponsor", SPONSOR)
            .takes(which_fields()),
            post(
                "/api/v1/me/sponsors/{sponsor}/withdraw",
                "Withdraw from a sponsor",
            )
            .about("It sees nothing any more, and is told to delete its copies.")
            .of("sponsor", SPONSOR),
            post(
                "/api/v1/me/sponsors/{sponsor}/allow",
                "Allow a sponsor again after a withdrawal",
            )
            .of("sponsor", SPONSOR),
            post(
                "/api/v1/me/sponsors/{sponsor}/report",
                "Report an improper scan",
            )
            .about("The sponsor sees nothing from here on, until the organiser has decided.")
            .of("sponsor", SPONSOR)
            .takes(object(
                "",
                vec![
                    ("reason", reason(), true),
                    (
                        "text",
                        text("In your words; up to 4,000 characters."),
                        false,
                    ),
                ],
            ))
            .makes(
                "The report",
                object("", vec![("report", id("The report's id."), true)]),
            ),
            post("/api/v1/me/withdraw", "Withdraw from all sponsors"),
            post("/api/v1/me/erase", "Erase everything, for ever")
                .about("Sponsors are told to delete their copies. Nothing brings the data back.")
                .takes(object("", vec![("confirm", yes_no("Must be true."), true)])),
        ],
    }
}

const SPONSOR: &str = "The sponsor's id.";

fn which_fields() -> Shape {
    object("", vec![("fields", fields("These and no others."), true)])
}

fn reason() -> Shape {
    word(
        "What was improper.",
        &["not_asked", "not_me", "never_there", "pressed", "other"],
    )
}

fn dashboard() -> Shape {
    object("Who has what of an attendee.", dashboard_keys())
}

fn dashboard_keys() -> Vec<(&'static str, Shape, bool)> {
    vec![
        ("event", text("The event's short name."), true),
        ("event_name", text("The event's full name."), true),
        ("you", named("You"), true),
        (
            "allowed_fields",
            fields("What the event lets sponsors have at most."),
            true,
        ),
        (
            "sharing",
            fields("What you let any sponsor have at most."),
            true,
        ),
        (
            "do_not_scan",
            yes_no("Whether you ask not to be scanned."),
            true,
        ),
        (
            "digest",
            yes_no("Whether you are written to when sponsors scan you for the first time."),
            true,
        ),
        (
            "sponsors",
            list(
                "Sponsors that have scanned you, or that you told something.",
                named("SponsorCard"),
            ),
            true,
        ),
        ("reports", list("Your reports.", named("Report")), true),
    ]
}

fn you() -> Shape {
    object(
        "The registration's seven fields, and the address for sponsors.",
        vec![
            ("first_name", text("First name."), true),
            ("last_name", text("Last name."), true),
            ("email", text("E-mail address."), true),
            ("job_title", text("Job title."), true),
            ("employer", text("Employer."), true),
            ("region", text("State or province."), true),
            ("country", text("Country."), true),
            (
                "sponsor_email",
                maybe_text("The address that sponsors get in place of the registration's."),
                true,
            ),
        ],
    )
}

fn sponsor_card() -> Shape {
    object(
        "What one sponsor has.",
        vec![
            ("sponsor", id("The sponsor's id."), true),
            ("name", text("Its name."), true),
            (
                "state",
                word("Whether it sees anything.", &["shared", "withheld"]),
                true,
            ),
            ("reason", crate::openapi::sponsor::withheld(), false),
            ("since", moment("Since when."), false),
            ("fields", fields("What it may see now."), true),
            (
                "sharing",
                fields("What you let this sponsor have at most."),
                true,
            ),
            (
                "agreed",
                fields("What was agreed to at the booth: no setting gives it more."),
                true,
            ),
            (
                "if_allowed",
                fields("What it would see once it is allowed again."),
                false,
            ),
            (
                "scans",
                list("The readings of your badge.", named("CardScan")),
                true,
            ),
            ("disclosed", named("Disclosed"), false),
        ],
    )
}

fn card_scan() -> Shape {
    object(
        "A reading of the badge.",
        vec![
            ("scanned_at", moment("When, by the device's clock."), true),
            ("received_at", moment("When the backend got it."), true),
            ("device", text("What the device is called."), true),
            ("given", text("How consent was given."), true),
            ("fields", fields("What was consented to."), true),
            (
                "notice",
                number("The version of the privacy notice at the booth."),
                true,
            ),
            ("voided", yes_no("Whether the booth took it back."), true),
        ],
    )
}

fn disclosed() -> Shape {
    object(
        "What has left already.",
        vec![
            ("fields", fields("All fields that have ever left."), true),
            (
                "first_seen_at",
                moment("When the sponsor first looked."),
                true,
            ),
            ("last_seen_at", moment("When it last did."), true),
            ("exported_at", moment("When it last took an export."), true),
            (
                "deletion_acknowledged_at",
                moment("When it said that its copies are deleted."),
                true,
            ),
        ],
    )
}

fn report() -> Shape {
    object(
        "A report of an improper scan.",
        vec![
            ("report", id("Its id."), true),
            ("sponsor", id("Against whom."), true),
            ("sponsor_name", text("That sponsor's name."), true),
            ("reason", reason(), true),
            ("text", text("Your words."), true),
            (
                "opened",
                number("When, in milliseconds since 1970 UTC."),
                true,
            ),
            (
                "state",
                word("How it stands.", &["open", "upheld", "dismissed"]),
                true,
            ),
            ("decision", text("Why it was decided so."), false),
            (
                "decided",
                number("When it was decided, in milliseconds since 1970 UTC."),
                false,
            ),
            (
                "decided_by",
                word(
                    "With which role somebody of the organiser's decided it.",
                    &["organiser", "support"],
                ),
                false,
            ),
        ],
    )
}

fn everything() -> Shape {
    let mut keys = dashboard_keys();
    keys.extend([
        (
            "registration",
            object(
                "What the import left beside the fields.",
                vec![
                    ("registration_id", text("The registration's id."), true),
                    ("imported_at", moment("When it was imported last."), true),
                    ("access_code", maybe_text("The access code."), true),
                    ("validator", maybe_text("Its validator."), true),
                ],
            ),
            true,
        ),
        ("acts", list("What was done, in order.", act()), true),
        (
            "badges",
            list(
                "Your badges.",
                object(
                    "A badge.",
                    vec![
                        ("badge", id("Its id."), true),
                        ("human_code", text("The code under the symbol."), true),
                        ("minted_at", moment("When it was made."), true),
                        ("revoked_at", moment("When it was replaced."), true),
                    ],
                ),
            ),
            true,
        ),
        ("notes", list("What booths wrote about you.", note()), true),
        (
            "mails",
            object(
                "The settings of mails.",
                vec![
                    ("digest", yes_no("Whether you are written to."), true),
                    ("language", maybe_text("In which language."), true),
                    ("last_digest_at", moment("When you last were."), true),
                ],
            ),
            true,
        ),
        (
            "sessions",
            list(
                "Browsers that are signed in.",
                object(
                    "A browser.",
                    vec![
                        ("created_at", moment("Since when."), true),
                        ("last_used_at", moment("When it was last used."), true),
                    ],
                ),
            ),
            true,
        ),
        (
            "tokens",
            list(
                "Programs' tokens.",
                object(
                    "A token.",
                    vec![
                        ("created_at", moment("Since when."), true),
                        ("expires_at", moment("Until when."), true),
                    ],
                ),
            ),
            true,
        ),
    ]);
    object("Everything that is held of an attendee.", keys)
}

fn act() -> Shape {
    object(
        "Something that was done.",
        vec![
            ("at", moment("When."), true),
            (
                "by",
                word("Who did it.", &["attendee", "organiser", "import"]),
                true,
            ),
            (
                "sponsor",
                maybe_text("About which sponsor; `null`: all."),
                true,
            ),
            ("act", text("What."), true),
            ("fields", fields("The fields it sets."), false),
            ("report", id("The report it is about."), false),
        ],
    )
}

fn note() -> Shape {
    object(
        "What a booth wrote.",
        vec![
            ("sponsor", id("Whose booth."), true),
            ("at", moment("When, by the device's clock."), true),
            ("text", text("Free text."), true),
            ("rating", number("1 to 5."), false),
            ("tags", list("Short words.", text("A word.")), true),
            (
                "answers",
                list("Answers to the event's questions.", answer()),
                true,
            ),
        ],
    )
}

fn answer() -> Shape {
    object(
        "An answer.",
        vec![
            ("question", number("The question's number."), true),
            (
                "answer",
                object(
                    "One of these, by the kind of the question.",
                    vec![
                        ("text", text("What was said."), false),
                        (
                            "choice",
                            number("Which of the choices, counted from 0."),
                            false,
                        ),
                        ("yes_no", yes_no("Yes or no."), false),
                        ("scale", number("The place on the scale."), false),
                    ],
                ),
                true,
            ),
        ],
    )
}
