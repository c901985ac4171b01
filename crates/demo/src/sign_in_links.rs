//! `--serve`: keeps the backend running after the demo, and prints a sign-in link for each role.

use std::io::BufRead as _;

use anyhow::Context as _;

use crate::cast::Cast;
use crate::day::{Day, EVENT};
use crate::people::Person;
use crate::terminal::{part, say};

/// The lifetime of the links for staff and teams, in minutes. It leaves time to try things out.
const MINUTES: &str = "240";

/// The organiser's staff: address, name and role.
const STAFF: [(&str, &str, &str); 3] = [
    ("olivia@conference.example", "Olivia", "organiser"),
    ("sam@conference.example", "Sam", "support"),
    ("ari@conference.example", "Ari", "auditor"),
];
/// The team of the first sponsor: address, name and role.
const TEAM: [(&str, &str, &str); 2] = [
    ("quinn@robotics.example", "Quinn", "owner"),
    ("oskari@robotics.example", "Oskari", "member"),
];

/// Keeps the backend running until Enter is pressed.
///
/// # Errors
/// Fails if a command fails, or standard input can't be read.
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
        day.attendee_token(sample_attendee(day)?)?
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

/// The attendee whom both sponsors scanned in the demo, and who took fields away.
fn sample_attendee(day: &Day) -> anyhow::Result<&Person> {
    let place = Cast::choose(&day.people)?.full(0)?;
    day.people.get(place).context("a day has attendees")
}

/// Prints a sign-in link for each role. A browser holds one session, so each link needs a window of its own.
fn links(day: &Day) -> anyhow::Result<()> {
    part("Sign in to the pages, as");
    let link = |arguments: &[&str]| -> anyhow::Result<String> {
        let made = day
            .backend
            .run(&[arguments, &["--event", EVENT]].concat())?;
        Ok(made["link"].as_str().context("no link")?.to_owned())
    };
    let person = sample_attendee(day)?;
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
        "Each link works once. Mails with links that are asked for on the sign-in page are written to",
    );
    say(&format!("  {}", day.backend.mails().display()));
    say("A browser holds one session: open the next link in a private window.");
    Ok(())
}
