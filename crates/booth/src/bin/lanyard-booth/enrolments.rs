//! `enrolments` and `use`: for whom this device scans.

use booth::Booth;
use serde_json::json;

use crate::arguments::Use;
use crate::exit::Exit;
use crate::output::{Output, shown, table};

pub(crate) fn list(booth: &Booth, out: &mut Output) -> anyhow::Result<Exit> {
    let all = booth.status()?;
    if all.is_empty() {
        out.sentence(
            "Not enrolled yet. `lanyard-booth enrol` takes the code of your sponsor's page.",
        );
    }
    if out.is_json() {
        for status in &all {
            let enrolment = &status.enrolment;
            out.line(
                &json!({
                    "device": enrolment.device,
                    "event": enrolment.event,
                    "event_name": enrolment.event_name,
                    "sponsor": enrolment.sponsor,
                    "sponsor_name": enrolment.sponsor_name,
                    "server": enrolment.server,
                    "status": enrolment.status,
                    "expires": enrolment.expires,
                    "diverged": status.is_diverged(),
                    "default": status.is_default,
                    "pending": status.counts.pending,
                })
                .to_string(),
            );
        }
    } else if !all.is_empty() {
        let rows: Vec<_> = all
            .iter()
            .map(|status| {
                vec![
                    if status.is_default { "*" } else { "" }.to_owned(),
                    shown(&status.enrolment.sponsor_name),
                    shown(&status.enrolment.event_name),
                    match (status.is_diverged(), status.is_revoked()) {
                        (true, _) => "set back or copied",
                        (false, true) => "revoked",
                        (false, false) => "active",
                    }
                    .to_owned(),
                    status.counts.pending.to_string(),
                    status.enrolment.device.to_string(),
                ]
            })
            .collect();
        for line in table(
            &["", "sponsor", "event", "status", "waiting", "device"],
            &rows,
        ) {
            out.line(&line);
        }
    }
    Ok(Exit::Fine)
}

pub(crate) fn choose(booth: &Booth, arguments: &Use, out: &mut Output) -> anyhow::Result<Exit> {
    let enrolment = booth.enrolment(Some(&arguments.enrolment))?;
    booth.use_enrolment(enrolment.device)?;
    out.result(
        &json!({ "result": "chosen", "device": enrolment.device }),
        &format!("chosen {}", enrolment.device),
    );
    out.sentence(&format!(
        "Scans go to {} now. What was scanned before stays where it is.",
        shown(&enrolment.sponsor_name)
    ));
    Ok(Exit::Fine)
}
