//! Benchmark of a backend that ingests records from several devices at once, compared with bare SQLite and bare ring.

use std::sync::Barrier;
use std::thread;
use std::time::Instant;

use anyhow::{Context as _, ensure};
use demo::Backend;
use lanyard_tests::hall::Hall;
use lanyard_tests::raw_device::{COSE, RawDevice};
use protocol::{Held, Nonce, Outcome, SyncReply, Unverified};

use crate::disk::Table;
use crate::measure::{Effort, in_turn, rate};
use crate::report::Figure;
use crate::signatures::Signed;

/// The number of devices that send at the same time, each of another sponsor.
const DEVICES: usize = 8;
/// The number of records per request.
const BATCHES: [usize; 3] = [1, 50, 500];
/// The maximum number of requests of a device. The backend limits a device after 120 requests at once.
const REQUESTS: usize = 100;
/// The number of signatures that ring verifies in one repeat.
const VERIFICATIONS: usize = 4000;

/// The signed requests of a device, before sending.
struct Sender {
    device: RawDevice,
    requests: Vec<(Nonce, Vec<u8>)>,
    records: usize,
}

pub(crate) fn measure(effort: Effort) -> anyhow::Result<(Vec<Figure>, Vec<String>)> {
    let badges = effort.count(1000, 500);
    let hall = Hall::open(badges)?;
    let sponsors: Vec<String> = (1..=DEVICES)
        .map(|number| format!("Sponsor {number}"))
        .collect();
    for sponsor in &sponsors {
        hall.sponsor(sponsor)?;
    }
    let signed = Signed::new()?;
    let folder = tempfile::tempdir()?;
    let mut figures = Vec::new();
    for batch in BATCHES {
        let a_device = badges.min(batch * effort.count(REQUESTS, 40));
        let mut table = Table::plain(&folder.path().join(format!("bare-{batch}.db")))?;
        let what = match batch {
            1 => "records taken in, one a request".to_owned(),
            _ => format!("records taken in, {batch} a request"),
        };
        let inserts = match batch {
            1 => "bare SQLite inserts, one a commit".to_owned(),
            _ => format!("bare SQLite inserts, {batch} a commit"),
        };
        let rows = effort.count(batch * 400, batch * 50).min(100_000);
        let [taken_in, inserted, verified] = in_turn(
            effort,
            1,
            [
                (
                    what.as_str(),
                    Box::new(|| take_in(&hall, &sponsors, a_device, batch)),
                ),
                (
                    inserts.as_str(),
                    Box::new(|| rate(rows, || table.insert(signed.record(), rows, batch))),
                ),
                (
                    "ring's verifications alone, on one core",
                    Box::new(|| signed.verify(VERIFICATIONS)),
                ),
            ],
        )?;
        figures.push(Figure::new(taken_in, [inserted, verified]));
    }
    let remarks = vec![
        format!("{DEVICES} devices send at once, each one request after the other, from this process."),
        "Backend and devices share the machine. The devices sign before the measurement, and verify each receipt within it."
            .into(),
        "Requests that wait at the same time share a commit, so small ones may pass the bare inserts."
            .into(),
    ];
    Ok((figures, remarks))
}

/// Enrols a device for each sponsor, and returns the rate at which the backend ingested their records.
fn take_in(hall: &Hall, sponsors: &[String], records: usize, batch: usize) -> anyhow::Result<f64> {
    // New devices each time, because the backend would limit the rate of known ones.
    let senders: Vec<Sender> = sponsors
        .iter()
        .map(|sponsor| prepare(hall, sponsor, records, batch))
        .collect::<anyhow::Result<_>>()?;
    // The devices, and the thread that measures.
    let ready = Barrier::new(senders.len() + 1);
    let elapsed = thread::scope(|scope| {
        let sending: Vec<_> = senders
            .iter()
            .map(|sender| {
                scope.spawn(|| {
                    ready.wait();
                    send(&hall.backend, sender)
                })
            })
            .collect();
        ready.wait();
        let start = Instant::now();
        for thread in sending {
            match thread.join() {
                Ok(sent) => sent?,
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        anyhow::Ok(start.elapsed())
    })?;
    // Counts are far below 2^53.
    Ok((records * senders.len()) as f64 / elapsed.as_secs_f64())
}

fn prepare(hall: &Hall, sponsor: &str, records: usize, batch: usize) -> anyhow::Result<Sender> {
    let mut device = RawDevice::enrol(&hall.backend, &hall.enrolment_code(sponsor)?)?;
    let badges = hall.attendees.iter().map(|attendee| attendee.badge);
    let scans = device.scans(badges.take(records))?;
    ensure!(scans.len() == records, "too few badges");
    let mut first = 1;
    let mut requests = Vec::new();
    for batch in scans.chunks(batch) {
        requests.push(device.batch(first, batch)?);
        first += batch.len() as u64;
    }
    Ok(Sender {
        device,
        requests,
        records,
    })
}

/// Sends a device's requests one after the other, and verifies each reply.
fn send(backend: &Backend, sender: &Sender) -> anyhow::Result<()> {
    let enrolment = &sender.device.enrolment;
    let key = enrolment.backend_keys.first().context("a backend key")?;
    let mut accepted = 0;
    let mut held: Option<Held> = None;
    for (nonce, request) in &sender.requests {
        let (status, body) = backend.post("/v1/sync", COSE, request.clone())?;
        ensure!(status == 200, "a batch was answered {status}");
        let reply = Unverified::<SyncReply>::parse(&body)?.verify(key)?;
        ensure!(reply.nonce == *nonce, "the receipt is for another request");
        let outcomes = reply.outcomes.iter();
        accepted += outcomes
            .filter(|outcome| outcome.outcome == Outcome::Accepted)
            .count();
        held = reply.held;
    }
    ensure!(accepted == sender.records, "not every record was accepted");
    let last = held.context("nothing is held")?;
    ensure!(
        last.hash == sender.device.prev,
        "the last receipt does not cover the last record"
    );
    Ok(())
}
