//! `export`: what waits, in a file.

use std::path::{Path, PathBuf};

use booth::{Booth, EnrolmentSummary};
use serde_json::json;

use crate::arguments::Export;
use crate::exit::Exit;
use crate::output::{Output, shown};

pub(crate) fn run(booth: &Booth, arguments: &Export, out: &mut Output) -> anyhow::Result<Exit> {
    let chosen = match &arguments.enrolment {
        Some(named) => vec![booth.enrolment(Some(named))?],
        None => booth.enrolments()?,
    };
    let waiting = booth.status()?;
    let chosen: Vec<_> = chosen
        .into_iter()
        .filter(|one| {
            let has_some = |status: &&booth::EnrolmentStatus| status.enrolment.device == one.device;
            waiting
                .iter()
                .find(has_some)
                .is_some_and(|status| status.counts.pending > 0)
        })
        .collect();
    for enrolment in &chosen {
        let file = if chosen.len() == 1 {
            arguments.file.clone()
        } else {
            named_after(&arguments.file, enrolment)
        };
        let records = booth.export(enrolment.device, &file)?;
        out.result(
            &json!({ "result": "exported", "device": enrolment.device, "file": file, "records": records }),
            &format!("exported {records} {}", file.display()),
        );
        out.sentence(&format!(
            "Give {} to {}/bundle in any browser. Until the receipt comes, everything stays here too.",
            file.display(),
            shown(&enrolment.server)
        ));
    }
    if chosen.is_empty() {
        out.result(&json!({ "result": "nothing_waits" }), "nothing-waits");
        out.sentence("Nothing waits. No file was made.");
    }
    Ok(Exit::Fine)
}

/// `scans.lanyard` becomes `scans-DEVICE.lanyard`.
fn named_after(file: &Path, enrolment: &EnrolmentSummary) -> PathBuf {
    let mut name = file.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{}", enrolment.device));
    if let Some(extension) = file.extension() {
        name.push(".");
        name.push(extension);
    }
    file.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{ConsentMode, DeviceId, DeviceStatus, SponsorId, UnixMillis};

    #[test]
    fn each_enrolments_file_is_named_after_it_and_keeps_its_extension() {
        let enrolment = EnrolmentSummary {
            device: DeviceId::from_bytes([0; 16]),
            server: String::new(),
            event: "E".parse().unwrap(),
            event_name: String::new(),
            sponsor: SponsorId::from_bytes([0; 16]),
            sponsor_name: String::new(),
            status: DeviceStatus::Active,
            expires: UnixMillis(0),
            diverged: false,
            consent_mode: ConsentMode::Handover,
        };
        let id = "00000000-0000-0000-0000-000000000000";
        for (file, expected) in [
            ("out/scans.lanyard", format!("out/scans-{id}.lanyard")),
            ("scans", format!("scans-{id}")),
        ] {
            assert_eq!(
                named_after(Path::new(file), &enrolment),
                PathBuf::from(expected)
            );
        }
    }
}
