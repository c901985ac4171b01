//! After the day: the backend's pages, filled in, with a link for each role to sign in with.

use std::io::BufRead as _;

use anyhow::Context as _;

use crate::cast::Cast;
use crate::day::{Day, EVENT};
use crate::people::Person;
use crate::screen::{part, say};

/// How long the links of staff and teams work, in minutes: whoever tries things out takes a while.
const MINUTES: &str = "240";

/// Who is there of the organiser's: address, name and role.
const STAFF: [(&str, &str, &str); 3] = [
    ("olivia@conference.example", "Olivia", "organiser"),
    ("sam@conference.example", "Sam", "support"),
    ("ari@conference.example", "Ari", "auditor"),
];
/// Who is there of the first sponsor's.
const TEAM: [(&str, &str, &str); 2] = [
    ("quinn@robotics.example", "Quinn", "owner"),
    ("oskari@robotics.example", "Oskari", "member"),
];

/// Stays up until the person at the keyboard has seen enough.
///
/// # Errors
/// Where a command fails, or standard input can't be read.
pub(crate) fn serve(day: &Day) -> anyhow::Result<()> {
    let sponsor = day.sponsors.first().context("a day has sponsors")?;
    for (email, name, role) in STAFF {
        let add = ["staff", "add", email, "--name", name, "--role", role];
        day.backend.run(&[&add[..], &["--event", EVENT]].concat())?;
    }
    for (email, name, role) in TEAM {
        let add = ["sponsor", "member", "add", sponsor.name, email];
        let who = ["--name", name, "--role", role, "--event", EVENT];
        day.backend.run(&[&add[..], &who].concat())?;
    }
    part("Still up");
    programs(day)?;
    links(day)?;
    say("l and Enter prints new links; Enter alone ends it.");
    for line in std::io::stdin().lock().lines() {
        if line.context("waiting for Enter")?.trim() != "l" {
            break;
        }
        links(day)?;
    }
    Ok(())
}

fn programs(day: &Day) -> anyhow::Result<()> {
    let url = day.backend.url();
    say(&format!(
        "Backend: {url}, and what programs can ask of it: {url}/api"
    ));
    for sponsor in &day.sponsors {
        let name = sponsor.name;
        say(&format!("{name}: the leads, as its program gets them"));
        say(&format!(
            "  curl -H 'Authorization: Bearer {}' {url}/api/v1/leads",
            sponsor.token
        ));
    }
    say("An attendee's own view, as their program gets it:");
    say(&format!(
        "  curl -H 'Authorization: Bearer {}' {url}/api/v1/me",
        day.attendee_token(somebody(day)?)?
    ));
    for booth in &day.booths {
        say(&format!(
            "{} ({}):",
            booth.label, day.sponsors[booth.sponsor].name
        ));
        say(&format!(
            "  lanyard-booth --key-file --home {} status",
            booth.device.home().display()
        ));
    }
    Ok(())
}

/// The attendee who, where the day was played, was scanned by both sponsors and took fields away.
fn somebody(day: &Day) -> anyhow::Result<&Person> {
    let place = Cast::choose(&day.people)?.full(0)?;
    day.people.get(place).context("a day has attendees")
}

/// A link for each role. Each is a browser's own: open them in private windows, or one after the other.
fn links(day: &Day) -> anyhow::Result<()> {
    part("Sign in to the pages, as");
    let link = |arguments: &[&str]| -> anyhow::Result<String> {
        let made = day
            .backend
            .run(&[arguments, &["--event", EVENT]].concat())?;
        Ok(made["link"].as_str().context("no link")?.to_owned())
    };
    let person = somebody(day)?;
    say("an attendee (works for ten minutes):");
    say(&format!(
        "  {}",
        link(&["attendee", "link", &person.registration])?
    ));
    let sponsor = day.sponsors.first().context("a day has sponsors")?;
    for (email, _, role) in TEAM {
        say(&format!("{role} of {}'s team:", sponsor.name));
        let of = ["sponsor", "member", "link", sponsor.name, email];
        say(&format!(
            "  {}",
            link(&[&of[..], &["--minutes", MINUTES]].concat())?
        ));
    }
    for (email, _, role) in STAFF {
        say(&format!("{role}:"));
        say(&format!(
            "  {}",
            link(&["staff", "link", email, "--minutes", MINUTES])?
        ));
    }
    say(
        "Each link works once. Whoever asks for one on the sign-in page gets a mail, which lands in",
    );
    say(&format!("  {}", day.backend.mails().display()));
    say("A browser holds one person: open the next link in a private window.");
    Ok(())
}
