//! The script of the demo: morning, noon without a backend, afternoon and evening.

use std::collections::BTreeSet;
use std::time::Instant;

use anyhow::{Context as _, ensure};
use serde_json::Value;

use crate::attendee_choices::{attendees_decide, fetch, quarantined};
use crate::cast::Cast;
use crate::counts::Counts;
use crate::day::{Booth, Day};
use crate::scanning::{Stretch, refusals, scan};
use crate::terminal::{part, say, table};

/// Plays the day, and returns the counts.
///
/// # Errors
/// Fails if a program fails; the error contains its output.
pub(crate) fn play(day: &mut Day) -> anyhow::Result<Counts> {
    let began = Instant::now();
    let mut counts = Counts::default();
    let mut saved = BTreeSet::new();
    let cast = Cast::choose(&day.people)?;

    part("Morning: the booths scan, and the network is good");
    let morning = [
        Stretch {
            shown: cast.places(0..18),
            ..Stretch::default()
        },
        Stretch {
            shown: cast.places(14..26),
            ..Stretch::default()
        },
        Stretch {
            shown: cast.places(6..20),
            ..Stretch::default()
        },
    ];
    scan(day, morning, &mut counts, &mut saved)?;
    refusals(day, &cast, &mut counts)?;
    sync_all(day)?;

    part("Noon: the backend goes down, and the booths scan on");
    day.backend.kill()?;
    let noon = [
        Stretch {
            shown: cast.places(26..38),
            typed: cast.places(60..64),
            ..Stretch::default()
        },
        Stretch {
            shown: cast.places(38..46),
            scanned: cast.places(64..70),
            ..Stretch::default()
        },
        Stretch {
            shown: cast.places(30..42),
            ..Stretch::default()
        },
    ];
    scan(day, noon, &mut counts, &mut saved)?;
    work_with_leads(day)?;
    for booth in &day.booths {
        ensure!(
            !booth.device.sync()?,
            "a sync with no backend said that all is held"
        );
        say(&format!(
            "{}: {} wait on the device.",
            booth.label,
            waiting(booth)?
        ));
    }

    part("Afternoon: the backend is back");
    day.backend.start()?;
    sync_all(day)?;
    let held: BTreeSet<String> = acknowledged(day)?;
    counts.scans_saved = saved.len();
    counts.scans_acknowledged = saved.intersection(&held).count();
    counts.scans_lost = counts.scans_saved - saved.intersection(&on_devices(day)?).count();

    part("Evening: the sponsors fetch and export their leads");
    let before = fetch(day)?;
    counts.values_leaked += before.leaked;
    attendees_decide(day, &cast)?;
    part("The sponsors fetch their leads again");
    let after = fetch(day)?;
    counts.add(after);
    counts.leads = after.leads;
    counts.quarantined = quarantined(day)?;
    counts.seconds = began.elapsed().as_secs_f64();
    ending(day, &counts);
    Ok(counts)
}

/// Adds a note to a scan while the device is offline.
fn work_with_leads(day: &mut Day) -> anyhow::Result<()> {
    let booth = &day.booths[0];
    let scans = booth.device.scans()?;
    let id = |number: usize| -> anyhow::Result<String> {
        let scan = scans.get(number).context("too few scans")?;
        Ok(scan["scan"]
            .as_str()
            .context("a scan without an id")?
            .to_owned())
    };
    booth.device.run(&[
        "note",
        &id(3)?,
        "--text",
        "Wants the price list",
        "--rating",
        "4",
        "--tag",
        "follow-up",
        "--answer",
        "1=This week",
        "--operator",
        booth.device.operator(),
    ])?;
    say("A note was written, with no network.");
    Ok(())
}

fn waiting(booth: &Booth) -> anyhow::Result<u64> {
    let status = booth.device.status()?;
    let enrolments = status["enrolments"]
        .as_array()
        .context("no enrolments in the status")?;
    Ok(enrolments
        .iter()
        .filter_map(|enrolment| enrolment["pending"].as_u64())
        .sum())
}

fn sync_all(day: &Day) -> anyhow::Result<()> {
    for booth in &day.booths {
        ensure!(
            booth.device.sync()?,
            "{} could not send everything",
            booth.label
        );
        say(&format!(
            "{}: the backend's receipt covers everything.",
            booth.label
        ));
    }
    Ok(())
}

/// The scans that the devices list as acknowledged by the backend.
fn acknowledged(day: &Day) -> anyhow::Result<BTreeSet<String>> {
    ids(day, |scan| scan["state"] == "acknowledged")
}

fn on_devices(day: &Day) -> anyhow::Result<BTreeSet<String>> {
    ids(day, |_| true)
}

fn ids(day: &Day, wanted: impl Fn(&Value) -> bool) -> anyhow::Result<BTreeSet<String>> {
    let mut ids = BTreeSet::new();
    for booth in &day.booths {
        let scans = booth.device.scans()?;
        ids.extend(
            scans
                .iter()
                .filter(|scan| wanted(scan))
                .filter_map(|scan| scan["scan"].as_str().map(str::to_owned)),
        );
    }
    Ok(ids)
}

fn ending(day: &Day, counts: &Counts) {
    part("The day in numbers");
    let Counts {
        badges_shown,
        scans_saved,
        scans_acknowledged,
        scans_lost,
        duplicates,
        refused,
        quarantined,
        leads,
        values_shared,
        values_missing,
        values_withheld,
        values_leaked,
        seconds,
    } = counts;
    let row =
        |what: &str, number: &dyn std::fmt::Display| vec![what.to_owned(), number.to_string()];
    table(&[
        row("What", &"How many"),
        row("badges shown to the devices", badges_shown),
        row("scans saved", scans_saved),
        row("scans acknowledged by the backend", scans_acknowledged),
        row("scans lost", scans_lost),
        row("badges that had been scanned before", duplicates),
        row("codes refused, and stored nowhere", refused),
        row("records in quarantine", quarantined),
        row("leads that sponsors see", leads),
        row("values that sponsors got, each allowed", values_shared),
        row(
            "values that sponsors should have got and did not",
            values_missing,
        ),
        row("values kept from sponsors", values_withheld),
        row("values leaked", values_leaked),
        row("seconds", &format!("{seconds:.0}")),
    ]);
    say("");
    say(&format!("Everything is in {}.", day.out.display()));
    if counts.are_as_they_should_be() {
        say("Nothing was lost, and nothing left that was not allowed.");
    } else {
        say("THIS IS NOT AS IT SHOULD BE: see the numbers above.");
    }
}
