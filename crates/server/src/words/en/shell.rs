use crate::words::shell::{AttendeeMenu, Dates, OrganiserMenu, ProblemWords, Shell, SponsorMenu};

pub(super) const SHELL: Shell = Shell {
    skip: "Skip to the content",
    menu: "Menu",
    language: "Language",
    choose: "Choose",
    sign_out: "Sign out",
    sign_in: "Sign in",
    times_in: |zone| format!("Times are in the event’s zone, {zone}."),
    back: "Back",
    never: "Never",
    attendee: AttendeeMenu {
        sponsors: "Sponsors",
        sharing: "Sharing",
        data: "Your data",
    },
    sponsor: SponsorMenu {
        leads: "Leads",
        exports: "Exports",
        deletions: "Deletions",
        devices: "Devices",
        charts: "Charts",
        team: "Team",
        programs: "Programs",
    },
    organiser: OrganiserMenu {
        overview: "Overview",
        reports: "Reports",
        attendees: "Attendees",
        badges: "Badges",
        sponsors: "Sponsors",
        devices: "Devices",
        quarantine: "Quarantine",
        audit: "Audit log",
        settings: "Settings",
        retention: "Retention",
        people: "People",
    },
    problem: ProblemWords {
        not_found: (
            "There is no such page",
            "Perhaps it was moved or removed. Go back, or begin at the start page.",
        ),
        unauthenticated: (
            "Sign in first",
            "You are not signed in, or were for too long. Nothing was changed.",
        ),
        forbidden: (
            "This page is not for you",
            "You are signed in, but not as somebody who may do this. Nothing was changed.",
        ),
        cross_origin: (
            "This came from another site",
            "A form was sent from an address that is not this backend’s, so nothing was done. Open this site by its own address and try again.",
        ),
        bad_request: (
            "That could not be understood",
            "Something in the form is missing or has a shape that is not expected. Nothing was changed. Go back and try again.",
        ),
        too_large: (
            "That is too much at once",
            "The file or the text is larger than can be taken. Nothing was changed.",
        ),
        too_many_requests: ("Too many requests", "Wait a minute, then try again."),
        busy: (
            "The backend is busy",
            "Nothing is lost. Try again in a minute.",
        ),
        conflict: (
            "Somebody was faster",
            "This was changed in the meantime. Go back and look again.",
        ),
        internal: (
            "Something went wrong here",
            "It was written down for whoever runs this backend. Try again later.",
        ),
    },
    dates: Dates {
        months: [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        day: |day, month| format!("{month} {day}"),
        day_of_year: |day, month, year| format!("{month} {day}, {year}"),
        today: |time| format!("today at {time}"),
        at: |day, time| format!("{day} at {time}"),
    },
};
