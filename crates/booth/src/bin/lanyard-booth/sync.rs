//! `sync`: sends the waiting records to the backends.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use booth::{Background, Booth, EnrolmentStatus};
use protocol::DeviceId;
use serde_json::json;

use crate::arguments::Sync;
use crate::exit::Exit;
use crate::output::{Output, alarm, shown};
use crate::status::{Sending, sentence, troubles};

/// How often a sync that goes on compares the state with what it has printed.
const GLANCE: Duration = Duration::from_secs(1);

pub(crate) fn run(booth: &Arc<Booth>, arguments: &Sync, out: &mut Output) -> anyhow::Result<Exit> {
    if !arguments.watch {
        return all(booth, out);
    }
    let _background = Background::start(booth);
    let mut said = HashMap::new();
    let mut alarms = Alarms::default();
    while !out.is_closed() {
        for status in &booth.status()? {
            let device = status.enrolment.device;
            let now = sentence(status, Sending::GoesOn);
            let failure = status.sync.last_failure.map(|failure| failure.code());
            let told = (now.clone(), failure, status.sync.set_aside.len());
            if said.insert(device, told.clone()) != Some(told) {
                out.result(
                    &json!({
                        "device": device,
                        "pending": status.counts.pending,
                        "green": status.end_of_day.is_green(),
                        "diverged": status.is_diverged(),
                        "failure": failure,
                        "set_aside": status.sync.set_aside.len(),
                    }),
                    &format!("{}: {now}", shown(&status.enrolment.sponsor_name)),
                );
            }
            alarms.raise(status);
        }
        thread::sleep(GLANCE);
    }
    Ok(Exit::Fine)
}

/// Prints what stands in the way of a background sync, once until it changes.
#[derive(Default)]
struct Alarms {
    said: HashMap<DeviceId, Vec<String>>,
}

impl Alarms {
    fn raise(&mut self, status: &EnrolmentStatus) {
        let now = troubles(status, Sending::GoesOn);
        let before = self.said.entry(status.enrolment.device).or_default();
        for trouble in now.iter().filter(|trouble| !before.contains(trouble)) {
            alarm(trouble);
        }
        *before = now;
    }
}

/// A background sync that reports what stands in its way on standard error. Dropping it joins its
/// threads.
pub(crate) struct ReportedSync {
    _background: Background,
    until_dropped: Option<Sender<()>>,
    reports: Option<JoinHandle<()>>,
}

impl ReportedSync {
    pub(crate) fn start(booth: &Arc<Booth>) -> Self {
        let (until_dropped, over) = channel();
        let background = Background::start(booth);
        let booth = Arc::clone(booth);
        let reports = thread::spawn(move || {
            let mut alarms = Alarms::default();
            while over.recv_timeout(GLANCE) == Err(RecvTimeoutError::Timeout) {
                // A status that can't be read is read again later; the command itself reports errors.
                for status in booth.status().unwrap_or_default() {
                    alarms.raise(&status);
                }
            }
        });
        Self {
            _background: background,
            until_dropped: Some(until_dropped),
            reports: Some(reports),
        }
    }
}

impl Drop for ReportedSync {
    fn drop(&mut self) {
        drop(self.until_dropped.take());
        if let Some(reports) = self.reports.take() {
            let _ = reports.join();
        }
    }
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
        let statuses = booth.status()?;
        let of_this = |one: &&EnrolmentStatus| one.enrolment.device == report.device;
        if let Some(status) = statuses.iter().find(of_this) {
            for trouble in troubles(status, Sending::WhenAsked) {
                out.failure(&trouble);
            }
            // For a copied device the trouble printed above says it.
            if !report.diverged {
                out.sentence(&format!("{name}: {}", sentence(status, Sending::WhenAsked)));
            }
        }
    }
    Ok(exit)
}
