//! `cargo xtask bench comeback`: all devices return to the network at once, each with a day's records. While the backend
//! ingests them, its PostgreSQL is killed and the standby is promoted.
//!
//! The run fails unless every record is stored exactly once at the end, and every device has a receipt for its last record.
//! `cargo xtask` starts both databases and passes their URLs in the environment.

mod arguments;
mod crowd;
mod databases;
mod event;

use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use clap::Parser;
use demo::Backend;

use crate::arguments::Arguments;
use crate::crowd::Crowd;
use crate::databases::Databases;
use crate::event::Event;

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    ensure!(
        arguments.records <= arguments.attendees,
        "a device scans each person once: ask for more --attendees"
    );
    let databases = Databases::from_environment()?;
    let folder = tempfile::tempdir()?;
    let mut backend = Backend::on(folder.path(), databases.make()?)?;
    let total = arguments.devices * arguments.records;

    eprintln!("Making an event with {} devices …", arguments.devices);
    let event = Event::make(&backend, databases.url(), &arguments)?;
    backend.start()?;
    let mut crowd = Crowd::enrol(&backend, &event.codes)?;
    eprintln!("Signing {total} records …");
    crowd.scan(&event.badges, arguments.records)?;

    let process = backend.process().context("the backend runs")?;
    let (before, expected) = (memory(process), crowd.leads());
    eprintln!("All come back …");
    let start = Instant::now();
    let met = crowd.come_back(&backend.url(), arguments.batch, || databases.fail_over())?;
    let elapsed = start.elapsed();
    let peak = memory(process);

    let held = databases.count("SELECT count(*) FROM record")?;
    let scans = databases.count("SELECT count(*) FROM scan")?;
    let leads =
        databases.count("SELECT count(*) FROM (SELECT DISTINCT sponsor, attendee FROM scan) s")?;
    println!(
        "{total} records of {} devices are held, each once, {} leads of {} sponsors, after {:.0} s ({:.0} a second).",
        arguments.devices,
        leads,
        arguments.sponsors,
        elapsed.as_secs_f64(),
        // Counts are far below 2^53.
        total as f64 / elapsed.as_secs_f64()
    );
    println!(
        "The database died after {:.0} s and was away for {:.1} s. Devices were put off {} times, and got no answer {} times.",
        met.died_after.as_secs_f64(),
        met.away.as_secs_f64(),
        met.put_off,
        met.unanswered
    );
    if let (Some(before), Some(peak)) = (before, peak) {
        println!("The backend's memory: {before} MiB before, {peak} MiB at most.");
    }
    ensure!(held == total, "{held} of {total} records are held");
    ensure!(scans == total, "{scans} of {total} scans are there");
    ensure!(leads == expected, "{leads} leads instead of {expected}");
    ensure!(
        peak.is_none_or(|peak| peak <= arguments.memory),
        "the backend took more than {} MiB",
        arguments.memory
    );
    ensure!(
        met.died_after > Duration::ZERO,
        "all records were ingested before the database could fail"
    );
    backend.stop()
}

/// Returns the peak memory of a process in MiB, if the system reports it.
fn memory(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024)
}
