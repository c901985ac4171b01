//! Scans badges at three booths at once, and codes that must be refused.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::ensure;
use demo::{Print, ScanLine};
use protocol::FieldSet;
use scene::Difficulty;

use crate::cast::Cast;
use crate::counts::Counts;
use crate::day::{Booth, Day, EVENT};
use crate::terminal::{Progress, say};

/// The badges that one booth scans in one part of the day, as indexes into the sample file.
#[derive(Default)]
pub(crate) struct Stretch {
    /// Badges held before the camera.
    pub(crate) shown: Vec<usize>,
    /// Badges read by a hardware scanner.
    pub(crate) scanned: Vec<usize>,
    /// Badges whose human codes are typed.
    pub(crate) typed: Vec<usize>,
}

/// Scans at all three booths at once, and checks that every badge was saved.
pub(crate) fn scan(
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

/// Scans codes that must not become scans: a do-not-scan badge, a replaced badge, a badge of another event,
/// other codes, and a badge that was scanned before.
pub(crate) fn refusals(day: &mut Day, cast: &Cast, counts: &mut Counts) -> anyhow::Result<()> {
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
