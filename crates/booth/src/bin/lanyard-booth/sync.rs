//! `sync`: what waits, to the backends.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use booth::{Background, Booth};
use serde_json::json;

use crate::Exit;
use crate::arguments::Sync;
use crate::output::{Output, shown};
use crate::status::sentence;

/// How often `--watch` looks for something new to say.
const GLANCE: Duration = Duration::from_secs(1);

pub(crate) fn run(booth: &Arc<Booth>, arguments: &Sync, out: &mut Output) -> anyhow::Result<Exit> {
    if !arguments.watch {
        return all(booth, out);
    }
    let _background = Background::start(booth);
    let mut said = String::new();
    while !out.is_closed() {
        let statuses = booth.status()?;
        let now: Vec<_> = statuses
            .iter()
            .map(|status| {
                format!(
                    "{}: {}",
                    shown(&status.enrolment.sponsor_name),
                    sentence(status)
                )
            })
            .collect();
        let now = now.join("\n");
        if now != said {
            for status in &statuses {
                let name = shown(&status.enrolment.sponsor_name);
                out.result(
                    &json!({
                        "device": status.enrolment.device,
                        "pending": status.counts.pending,
                        "green": status.end_of_day.is_green(),
                        "diverged": status.is_diverged(),
                    }),
                    &format!("{name}: {}", sentence(status)),
                );
            }
            said = now;
        }
        thread::sleep(GLANCE);
    }
    Ok(Exit::Fine)
}

/// Syncs every enrolment once.
pub(crate) fn all(booth: &Booth, out: &mut Output) -> anyhow::Result<Exit> {
    let mut exit = Exit::Fine;
    for enrolment in booth.enrolments()? {
        let name = shown(&enrolment.sponsor_name);
        let report = booth.sync_now(enrolment.device, &mut |pending| {
            if pending > 0 {
                out.sentence(&format!("{name}: {pending} waiting"));
            }
        })?;
        let held = report.all_held();
        if !held {
            exit = Exit::Failed;
        }
        let word = match (report.diverged, held) {
            (true, _) => "diverged",
            (false, true) => "held",
            (false, false) => "waiting",
        };
        out.result(
            &json!({
                "device": report.device,
                "result": word,
                "pending": report.counts.pending,
                "quarantined": report.counts.quarantined,
                "set_aside": report.set_aside.len(),
                "revoked": report.revoked,
                "diverged": report.diverged,
                "failure": report.failure.map(|failure| failure.code()),
            }),
            &format!("{word} {} pending {}", report.device, report.counts.pending),
        );
        if let Some(failure) = report.failure {
            out.failure(&format!(
                "{name}: {failure}. Nothing is lost; it is tried again."
            ));
        }
        if !report.set_aside.is_empty() {
            out.failure(&format!(
                "{name}: {} records do not go through. They are kept and tried again; ask the organiser.",
                report.set_aside.len()
            ));
        }
        if report.revoked {
            out.failure(&format!(
                "{name}: this device was revoked. It takes no new scans, and what it has is still sent."
            ));
        }
        let status = booth.status()?;
        if let Some(status) = status
            .iter()
            .find(|one| one.enrolment.device == report.device)
        {
            let sentence = format!("{name}: {}", sentence(status));
            if report.diverged {
                out.failure(&sentence);
            } else {
                out.sentence(&sentence);
            }
        }
    }
    Ok(exit)
}
