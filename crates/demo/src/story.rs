//! What happens on the day.

use std::collections::BTreeSet;
use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use anyhow::{Context as _, ensure};
use demo::ScanLine;
use protocol::{Field, FieldSet};
use scene::Difficulty;
use serde_json::{Value, json};

use crate::counts::Counts;
use crate::day::{Booth, Day, EVENT, fields};
use crate::ledger::{Found, all_but};
use crate::people::Person;
use crate::prints::Print;
use crate::screen::{Progress, part, say, table};

/// What a booth is given to do in one stretch of the day.
#[derive(Default)]
struct Stretch {
    /// Badges held before the camera, by the attendee's place in the file.
    shown: Vec<usize>,
    /// Codes that a hardware scanner reads.
    scanned: Vec<usize>,
    /// Human codes typed by hand.
    typed: Vec<usize>,
}

/// Plays the day, and counts.
///
/// # Errors
/// Where a program fails, with what it said.
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

/// Who plays which part.
struct Cast {
    /// Places of attendees who may be scanned.
    scannable: Vec<usize>,
    /// Places of those who ask not to be.
    do_not_scan: Vec<usize>,
    /// Places of those who have everything filled in, among the first to be scanned by both sponsors.
    full: Vec<usize>,
}

impl Cast {
    fn choose(people: &[Person]) -> anyhow::Result<Self> {
        let (do_not_scan, scannable): (Vec<usize>, Vec<usize>) =
            (0..people.len()).partition(|place| people[*place].asks_not_to_be_scanned());
        ensure!(
            scannable.len() >= 80 && !do_not_scan.is_empty(),
            "the sample file is too short"
        );
        let full = scannable[6..18]
            .iter()
            .copied()
            .filter(|place| people[*place].values(FieldSet::ALL).count() >= 6)
            .collect();
        Ok(Self {
            scannable,
            do_not_scan,
            full,
        })
    }

    fn places(&self, range: std::ops::Range<usize>) -> Vec<usize> {
        self.scannable[range].to_vec()
    }

    fn full(&self, number: usize) -> anyhow::Result<usize> {
        self.full
            .get(number)
            .copied()
            .context("the sample file has too few full rows")
    }
}

/// All three booths at once, each with its own stretch.
fn scan(
    day: &mut Day,
    stretches: [Stretch; 3],
    counts: &mut Counts,
    saved: &mut BTreeSet<String>,
) -> anyhow::Result<()> {
    let total = stretches.iter().map(|stretch| stretch.shown.len()).sum();
    let done = AtomicUsize::new(0);
    let results = thread::scope(|scope| {
        let (day, done) = (&*day, &done);
        let running: Vec<_> = day
            .booths
            .iter()
            .zip(&stretches)
            .map(|(booth, stretch)| scope.spawn(move || at_booth(day, booth, stretch, done)))
            .collect();
        let mut progress = Progress::new("Badges before the cameras", total);
        while running.iter().any(|booth| !booth.is_finished()) {
            progress.at(done.load(Ordering::Relaxed));
            thread::park_timeout(std::time::Duration::from_millis(100));
        }
        running
            .into_iter()
            .map(|booth| {
                booth
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect::<anyhow::Result<Vec<_>>>()
    })?;
    for (place, (stretch, lines)) in stretches.iter().zip(results).enumerate() {
        let shown = stretch.shown.len() + stretch.scanned.len() + stretch.typed.len();
        counts.badges_shown += shown;
        let new: Vec<String> = lines
            .iter()
            .filter(|line| line.result == "saved")
            .filter_map(|line| line.scan.map(|scan| scan.to_string()))
            .collect();
        let booth = &day.booths[place];
        let slowest = lines.iter().map(|line| line.ms).fold(0.0, f64::max);
        say(&format!(
            "{}: {shown} badges, {} saved, from frame to saved at most {slowest:.0} ms.",
            booth.label,
            new.len()
        ));
        ensure!(
            new.len() == shown,
            "{} saved {} of {shown}",
            booth.label,
            new.len()
        );
        saved.extend(new);
        let sponsor = booth.sponsor;
        for place in stretch
            .shown
            .iter()
            .chain(&stretch.scanned)
            .chain(&stretch.typed)
        {
            let person = &day.people[*place];
            let ledger = &mut day.sponsors[sponsor].ledger;
            if ledger.of(person).is_empty() {
                ledger.grant(person, FieldSet::ALL);
            }
        }
    }
    Ok(())
}

fn at_booth(
    day: &Day,
    booth: &Booth,
    stretch: &Stretch,
    done: &AtomicUsize,
) -> anyhow::Result<Vec<ScanLine>> {
    let prints = |places: &[usize]| -> anyhow::Result<Vec<Print>> {
        places
            .iter()
            .map(|place| day.print(&day.people[*place]))
            .collect()
    };
    let shown = prints(&stretch.shown)?;
    let clips = shown.iter().enumerate().map(|(number, print)| {
        let difficulty = if number % 3 == 0 {
            Difficulty::Easy
        } else {
            Difficulty::Normal
        };
        print.shown(
            difficulty,
            day.seed ^ (number as u64) << 8 ^ booth.sponsor as u64,
        )
    });
    let clips: Vec<_> = clips.collect::<Result<_, _>>()?;
    let mut lines = booth.device.watch(clips.into_iter().flat_map(|clip| {
        done.fetch_add(1, Ordering::Relaxed);
        clip
    }))?;
    let scanned: Vec<String> = prints(&stretch.scanned)?
        .iter()
        .map(|print| print.text().to_owned())
        .collect();
    let scanned: Vec<&str> = scanned.iter().map(String::as_str).collect();
    lines.extend(booth.device.type_codes("scanner", &scanned)?);
    let typed: Vec<&str> = stretch
        .typed
        .iter()
        .map(|place| day.human_code(&day.people[*place]))
        .collect::<Result<_, _>>()?;
    lines.extend(booth.device.type_codes("manual", &typed)?);
    Ok(lines)
}

/// What must not become a scan: badges that say no, badges that were replaced, and what is no badge;
/// and a badge that was scanned before.
fn refusals(day: &mut Day, cast: &Cast, counts: &mut Counts) -> anyhow::Result<()> {
    let booth = &day.booths[0];
    let wish = day.print(&day.people[cast.do_not_scan[0]])?;
    let replaced_person = &day.people[cast.scannable[70]];
    let replaced = day.print(replaced_person)?;
    day.backend.run(&[
        "badges",
        "reprint",
        &replaced_person.registration,
        "--svg-dir",
        &day.out.join("reprints").display().to_string(),
        "--event",
        EVENT,
    ])?;
    booth.device.sync()?;
    let other_event = wish.text().replacen(EVENT, "OTHER2027", 1);
    let again = day.print(&day.people[cast.scannable[0]])?;
    let codes = [
        (
            "a badge that asks not to be scanned",
            wish.text(),
            "do_not_scan",
        ),
        ("a badge that was replaced", replaced.text(), "refused"),
        ("a badge of another event", &other_event, "refused"),
        (
            "a web address",
            "https://example.org/win-a-prize",
            "refused",
        ),
        ("a Wi-Fi code", "WIFI:S:Hall;T:WPA;P:notyours;;", "refused"),
        (
            "a boarding pass",
            "M1DOE/JANE            EABC123 ZRHPIT",
            "refused",
        ),
        ("a badge scanned before", again.text(), "already"),
    ];
    for (what, code, expected) in codes {
        let lines = booth.device.type_codes("scanner", &[code])?;
        let result = lines.first().map_or("nothing", |line| line.result.as_str());
        ensure!(result == expected, "{what} gave {result}");
        match result {
            "already" => counts.duplicates += 1,
            _ => counts.refused += 1,
        }
        let reason = lines.first().and_then(|line| line.reason.clone());
        let reason = reason.map(|reason| format!(" ({})", reason.replace('_', " ")));
        say(&format!(
            "{what}: {}{}",
            result.replace('_', " "),
            reason.unwrap_or_default()
        ));
    }
    Ok(())
}

/// Booth staff write notes, take a field away at the attendee's wish, and undo a slip; all offline.
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

/// Scans that the backend has acknowledged, by what the devices say of its receipts.
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

/// Three attendees look at who has their data: one takes a field away, one withdraws, one reports.
fn attendees_decide(day: &mut Day, cast: &Cast) -> anyhow::Result<()> {
    let sponsor = 0;
    let id = day.sponsors[sponsor].id.clone();
    let [takes, withdraws, reports] = [cast.full(0)?, cast.full(1)?, cast.full(2)?];

    part("An attendee's own view, before");
    let token = day.attendee_token(&day.people[takes])?;
    show_own_view(&day.own_view(&token)?);

    part("Three attendees change their mind");
    let left = all_but(&[Field::Email, Field::Employer]);
    let names: Vec<&str> = left.iter().map(Field::name).collect();
    day.act(
        &token,
        &format!("/api/v1/me/sponsors/{id}/share"),
        &fields(&names),
    )?;
    let person = day.people[takes].clone();
    let ledger = &mut day.sponsors[sponsor].ledger;
    ledger.remove(&person, FieldSet::ALL.difference(left));
    say(&format!(
        "One takes e-mail and employer away from {}.",
        day.sponsors[sponsor].name
    ));

    let other = day.attendee_token(&day.people[withdraws])?;
    day.act(
        &other,
        &format!("/api/v1/me/sponsors/{id}/withdraw"),
        &json!({}),
    )?;
    let person = day.people[withdraws].clone();
    day.sponsors[sponsor].ledger.remove(&person, FieldSet::ALL);
    say(&format!(
        "One withdraws from {}.",
        day.sponsors[sponsor].name
    ));

    let third = day.attendee_token(&day.people[reports])?;
    let complaint = json!({ "reason": "not_asked", "text": "Nobody asked me before scanning." });
    day.act(
        &third,
        &format!("/api/v1/me/sponsors/{id}/report"),
        &complaint,
    )?;
    let person = day.people[reports].clone();
    day.sponsors[sponsor].ledger.remove(&person, FieldSet::ALL);
    say(&format!(
        "One reports a scan by {}: the lead is withheld at once.",
        day.sponsors[sponsor].name
    ));

    part("The first attendee's own view, after");
    show_own_view(&day.own_view(&token)?);
    Ok(())
}

fn show_own_view(view: &Value) {
    let headings = ["Sponsor", "Scanned by", "Gets", "Seen", "Exported"];
    let mut rows = vec![headings.map(str::to_owned).to_vec()];
    for sponsor in view["sponsors"].as_array().into_iter().flatten() {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let list = |value: &Value, what: fn(&Value) -> &Value| -> String {
            let texts = value
                .as_array()
                .into_iter()
                .flatten()
                .map(|entry| text(what(entry)));
            texts.collect::<Vec<_>>().join(", ")
        };
        let yes_no = |value: &Value| if value.is_null() { "no" } else { "yes" }.to_owned();
        rows.push(vec![
            text(&sponsor["name"]),
            list(&sponsor["scans"], |scan| &scan["device"]),
            list(&sponsor["fields"], |field| field),
            yes_no(&sponsor["disclosed"]["first_seen_at"]),
            yes_no(&sponsor["disclosed"]["exported_at"]),
        ]);
    }
    table(&rows);
}

/// Leads that are printed of each sponsor; the export has all.
const LEADS_PRINTED: usize = 8;

/// Each sponsor's leads through its API and as an export, and the search for what must not be in them.
fn fetch(day: &Day) -> anyhow::Result<Found> {
    let mut all = Found::default();
    for sponsor in &day.sponsors {
        let leads = day.leads(sponsor)?;
        let export = day.export(sponsor)?;
        let file = day.out.join(format!(
            "{}.csv",
            sponsor.name.to_lowercase().replace(' ', "-")
        ));
        fs::write(&file, &export)?;
        let found = sponsor.ledger.search(&day.people, &leads, &[export]);
        let (shared, withheld): (Vec<&Value>, Vec<&Value>) =
            leads.iter().partition(|lead| lead["state"] == "shared");
        let (whole, partly): (Vec<&Value>, Vec<&Value>) = shared
            .iter()
            .copied()
            .partition(|lead| lead["not_shared"].as_array().is_none_or(Vec::is_empty));
        all = all.and(found).and_leads(shared.len());
        say(&format!(
            "{}: {} leads, {} withheld",
            sponsor.name,
            shared.len(),
            withheld.len()
        ));
        let headings = [
            "First name",
            "Last name",
            "E-mail",
            "Employer",
            "Country",
            "Scans",
        ];
        let mut rows = vec![headings.map(str::to_owned).to_vec()];
        let first = withheld.into_iter().chain(partly).chain(whole);
        rows.extend(first.take(LEADS_PRINTED).map(row_of));
        table(&rows);
        say(&format!("… all of them in {}", file.display()));
        say("");
    }
    Ok(all)
}

/// Records that the backend keeps and does not use.
fn quarantined(day: &Day) -> anyhow::Result<usize> {
    let devices = day.backend.run(&["device", "list", "--event", EVENT])?;
    let each = devices.as_array().into_iter().flatten();
    let sum: u64 = each
        .filter_map(|device| device["quarantined"].as_u64())
        .sum();
    Ok(usize::try_from(sum)?)
}

fn row_of(lead: &Value) -> Vec<String> {
    if let Some(reason) = lead["reason"].as_str() {
        return vec![format!("({})", reason.replace('_', " "))];
    }
    let not_shared: Vec<&str> = lead["not_shared"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let mut row: Vec<String> = ["first_name", "last_name", "email", "employer", "country"]
        .iter()
        .map(|field| {
            if not_shared.contains(field) {
                return "(not shared)".to_owned();
            }
            let text = lead[field].as_str().unwrap_or_default();
            let clean: String = text.chars().filter(|letter| !letter.is_control()).collect();
            if clean.chars().count() > 32 {
                clean.chars().take(31).chain(['…']).collect()
            } else {
                clean
            }
        })
        .collect();
    row.push(lead["scans"].as_array().map_or(0, Vec::len).to_string());
    row
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
