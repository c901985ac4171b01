//! `sync`: what waits, to the backends.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use booth::{Background, Booth, EnrolmentStatus};
use protocol::DeviceId;
use serde_json::json;

use crate::Exit;
use crate::arguments::Sync;
use crate::output::{Output, alarm, shown};
use crate::status::{Sending, sentence, troubles};

/// How often a sync that goes on looks for something new to say.
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

/// What stands in the way of a sync in the background, said once until it is over or another.
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

/// A sync in the background that says what stands in its way. It ends when this is dropped.
pub(crate) struct Told {
    _background: Background,
    _until_dropped: Sender<()>,
}

impl Told {
    pub(crate) fn start(booth: &Arc<Booth>) -> Self {
        let (until_dropped, over) = channel();
        let background = Background::start(booth);
        let booth = Arc::clone(booth);
        thread::spawn(move || {
            let mut alarms = Alarms::default();
            while over.recv_timeout(GLANCE) == Err(RecvTimeoutError::Timeout) {
                // What can't be read now is looked at again; the command itself says what fails.
                for status in booth.status().unwrap_or_default() {
                    alarms.raise(&status);
                }
            }
        });
        Self {
            _background: background,
            _until_dropped: until_dropped,
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
            // A copied device has been told, and louder.
            if !report.diverged {
                out.sentence(&format!("{name}: {}", sentence(status, Sending::WhenAsked)));
            }
        }
    }
    Ok(exit)
}
