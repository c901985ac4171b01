//! The diagnostics: a text about the program, for support. It holds no personal data.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use booth::{Booth, EnrolmentStatus};
use jiff::Timestamp;

use crate::core::Core;

/// Lines of the log that are included.
const LOG_LINES: usize = 60;
/// Bytes of the log that are read for them.
const LOG_BYTES: usize = 64 << 10;

impl Core {
    pub(crate) fn diagnostics(&self) -> String {
        let mut text = String::new();
        let mut line = |what: &str, value: &dyn std::fmt::Display| {
            let _ = writeln!(text, "{what}: {value}");
        };
        line("lanyard", &env!("CARGO_PKG_VERSION"));
        let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
        line("system", &format_args!("{os} {arch}"));
        line("time", &time(self.now().0));
        line("lock", &format_args!("{:?}", self.lock_policy().state()));
        line("pin", &if self.pin.is_set() { "set" } else { "none" });
        line(
            "camera owner",
            &format_args!("{:?}", self.options.camera_owner),
        );
        line("camera", &self.viewfinder.state().word());
        match self.booth() {
            Err(problem) => line("fault", &problem.code),
            Ok(booth) => {
                let protection = format!("{:?}", booth.key_protection());
                line("key", &protection.to_lowercase());
                if let Ok(storage) = self.storage() {
                    line("database bytes", &storage.database_bytes);
                    match storage.free_bytes {
                        Some(free) => line("free bytes", &free),
                        None => line("free bytes", &"unknown"),
                    }
                }
                self.enrolments_into(&booth, &mut text);
            }
        }
        if let Some(folder) = &self.options.journal {
            let _ = writeln!(text, "log:");
            for line in last_lines(folder) {
                let _ = writeln!(text, "  {line}");
            }
        }
        text
    }

    fn enrolments_into(&self, booth: &Booth, text: &mut String) {
        let statuses = match booth.status() {
            Ok(statuses) => statuses,
            Err(error) => {
                let _ = writeln!(text, "fault: {}", error.code());
                return;
            }
        };
        let chosen = self.prompts().chosen();
        for status in &statuses {
            let is_chosen = chosen == Some(status.enrolment.device);
            enrolment_into(status, is_chosen, text);
        }
    }
}

fn enrolment_into(status: &EnrolmentStatus, is_chosen: bool, text: &mut String) {
    let enrolment = &status.enrolment;
    let mark = if is_chosen { ", chosen" } else { "" };
    let _ = writeln!(
        text,
        "enrolment {} at {}{mark}: {:?}, {:?}, runs out {}",
        enrolment.device,
        enrolment.event,
        enrolment.status,
        enrolment.consent_mode,
        time(enrolment.expires.0),
    );
    let counts = status.counts;
    let _ = writeln!(
        text,
        "  records: {} waiting, {} accepted, {} quarantined, {} in all; scans: {} and {} taken back",
        counts.pending,
        counts.acknowledged,
        counts.quarantined,
        counts.total,
        counts.scans,
        counts.voided,
    );
    let failure = status
        .sync
        .last_failure
        .map_or("none", |failure| failure.code());
    let fault = status.fault.as_ref().map_or("none", |fault| fault.code);
    let _ = writeln!(
        text,
        "  sync: {}, last failure {failure}, {} in a row, {} set aside, fault {fault}; {:?}",
        if status.answered {
            "answered"
        } else {
            "not answered yet"
        },
        status.sync.failures,
        status.sync.set_aside.len(),
        status.end_of_day,
    );
}

fn time(millis: i64) -> String {
    Timestamp::from_millisecond(millis).map_or_else(|_| millis.to_string(), |time| time.to_string())
}

/// The last lines of the newest file of the program's own log. The log holds no personal data except,
/// in the names of folders, the name of the computer's user, which is cut out.
fn last_lines(folder: &Path) -> Vec<String> {
    let newest = fs::read_dir(folder).ok().and_then(|files| {
        files
            .filter_map(Result::ok)
            .filter(|file| file.path().extension().is_some_and(|name| name == "log"))
            .max_by_key(fs::DirEntry::file_name)
    });
    let Some(bytes) = newest.and_then(|file| fs::read(file.path()).ok()) else {
        return Vec::new();
    };
    let tail = &bytes[bytes.len().saturating_sub(LOG_BYTES)..];
    let text = String::from_utf8_lossy(tail);
    let home = std::env::home_dir().map(|home| home.display().to_string());
    let lines: Vec<_> = text.lines().collect();
    lines[lines.len().saturating_sub(LOG_LINES)..]
        .iter()
        .map(|line| match &home {
            Some(home) if home.len() > 1 => line.replace(home.as_str(), "~"),
            _ => (*line).to_owned(),
        })
        .collect()
}
