//! `status`: what waits, whether the day can be closed, and where things are.

use booth::{Booth, EndOfDay, EnrolmentStatus};
use serde_json::json;

use crate::exit::Exit;
use crate::list::when;
use crate::output::{Output, shown};

pub(crate) fn run(booth: &Booth, out: &mut Output) -> anyhow::Result<Exit> {
    let all = booth.status()?;
    if out.is_json() {
        let enrolments: Vec<_> = all.iter().map(object).collect();
        out.line(
            &json!({
                "version": env!("CARGO_PKG_VERSION"),
                "home": booth.folder(),
                "clock": booth.now(),
                "key_protection": booth.key_protection(),
                "pending": all.iter().map(|one| one.counts.pending).sum::<u64>(),
                "enrolments": enrolments,
            })
            .to_string(),
        );
        return Ok(Exit::Fine);
    }
    for status in &all {
        let enrolment = &status.enrolment;
        out.line(&format!(
            "{}, {}{}",
            shown(&enrolment.sponsor_name),
            shown(&enrolment.event_name),
            if status.is_default { " (chosen)" } else { "" }
        ));
        out.line(&format!("  {}", sentence(status, Sending::WhenAsked)));
        out.line(&format!(
            "  {} scans; {} records: {} waiting, {} held, {} held and not used",
            status.counts.scans,
            status.counts.total,
            status.counts.pending,
            status.counts.acknowledged,
            status.counts.quarantined
        ));
        match status.receipt {
            Some(held) => out.line(&format!(
                "  Receipt: record {}, hash {}",
                held.seq, held.hash
            )),
            None => out.line("  No receipt yet"),
        }
        out.line(&format!(
            "  Device {} at {}, until {}",
            enrolment.device,
            shown(&enrolment.server),
            when(enrolment.expires)
        ));
    }
    if all.is_empty() {
        out.line("Not enrolled yet. `lanyard-booth enrol` takes the code of your sponsor's page.");
    }
    out.line(&format!("This device's clock says {}", when(booth.now())));
    out.line(&format!("Scans are in {}", booth.folder().display()));
    out.line(booth.key_protection().sentence());
    out.line(concat!("lanyard-booth ", env!("CARGO_PKG_VERSION")));
    Ok(Exit::Fine)
}

/// The warning for a device whose records differ from those that the backend has of it.
pub(crate) const DIVERGED: &str = "This device was set back or copied: the backend knows other records of it. Enrol it anew; what it scans is kept as evidence and not used.";

/// Who sends what waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sending {
    /// This very command goes on trying.
    GoesOn,
    /// Only when it is asked for.
    WhenAsked,
}

/// The reasons why an enrolment does not sync, a sentence each.
pub(crate) fn troubles(status: &EnrolmentStatus, sending: Sending) -> Vec<String> {
    let name = shown(&status.enrolment.sponsor_name);
    let next = match sending {
        Sending::GoesOn => "it is tried again",
        Sending::WhenAsked => {
            "Run `lanyard-booth sync` again, or keep `lanyard-booth sync --watch` running"
        }
    };
    let lost = match sending {
        Sending::GoesOn => "Nothing is lost;",
        Sending::WhenAsked => "Nothing is lost.",
    };
    let mut troubles = Vec::new();
    if let Some(fault) = &status.fault {
        troubles.push(format!("{name}: {}. {lost} {next}.", fault.message));
    }
    if let Some(failure) = status.sync.last_failure {
        troubles.push(format!("{name}: {failure}. {lost} {next}."));
    }
    match status.sync.set_aside.len() {
        0 => {}
        count => troubles.push(format!(
            "{name}: records that do not go through: {count}. They are kept; ask the organiser. The others pass them by."
        )),
    }
    if status.is_revoked() {
        troubles.push(format!(
            "{name}: this device was revoked. It takes no new scans, and what it has is still sent."
        ));
    }
    if status.is_diverged() {
        troubles.push(format!("{name}: {DIVERGED}"));
    }
    troubles
}

/// Whether the device may be switched off, and if not, what to do.
pub(crate) fn sentence(status: &EnrolmentStatus, sending: Sending) -> String {
    if status.is_diverged() {
        return DIVERGED.into();
    }
    if status.is_revoked() && status.counts.pending == 0 {
        return "Revoked: it takes no new scans. The backend holds everything it made.".into();
    }
    match status.end_of_day {
        EndOfDay::NothingRecorded => "Nothing was recorded yet.".into(),
        EndOfDay::AllHeld { quarantined: 0 } => {
            "Green: the backend holds everything. The device may be switched off.".into()
        }
        EndOfDay::AllHeld { quarantined } => format!(
            "Green: the backend holds everything; {quarantined} of it is not used, see `list --state quarantined`."
        ),
        EndOfDay::Waiting { uncovered } if sending == Sending::GoesOn => {
            format!("Not yet: records without a receipt: {uncovered}.")
        }
        EndOfDay::Waiting { uncovered: 1 } => {
            "Not yet: 1 record has no receipt. Connect and `sync`, or `export` it into a file."
                .into()
        }
        EndOfDay::Waiting { uncovered } => format!(
            "Not yet: {uncovered} records have no receipt. Connect and `sync`, or `export` them into a file."
        ),
        EndOfDay::Diverged => DIVERGED.into(),
    }
}

fn object(status: &EnrolmentStatus) -> serde_json::Value {
    let enrolment = &status.enrolment;
    let end_of_day = match status.end_of_day {
        EndOfDay::NothingRecorded => "nothing_recorded",
        EndOfDay::AllHeld { .. } => "all_held",
        EndOfDay::Waiting { .. } => "waiting",
        EndOfDay::Diverged => "diverged",
    };
    json!({
        "device": enrolment.device,
        "sponsor": enrolment.sponsor,
        "sponsor_name": enrolment.sponsor_name,
        "event": enrolment.event,
        "event_name": enrolment.event_name,
        "server": enrolment.server,
        "status": enrolment.status,
        "expires": enrolment.expires,
        "default": status.is_default,
        "end_of_day": end_of_day,
        "green": status.end_of_day.is_green(),
        "diverged": status.is_diverged(),
        "pending": status.counts.pending,
        "acknowledged": status.counts.acknowledged,
        "quarantined": status.counts.quarantined,
        "scans": status.counts.scans,
        "voided": status.counts.voided,
        "receipt": status.receipt.map(|held| json!({ "seq": held.seq, "hash": held.hash })),
    })
}
