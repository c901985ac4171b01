//! A running program and its child processes, read from `/proc` on Linux.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Context as _;

use crate::cargo;

/// The bytes of a kilobyte in `/proc`.
const KILOBYTE: u64 = 1024;

/// A running program, identified by its process id.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Program(u32);

impl Program {
    /// Finds the oldest process that runs this file.
    pub(super) fn find(file: &str) -> anyhow::Result<Option<Self>> {
        Ok(all(file)?.into_iter().min().map(Self))
    }

    /// Counts the processes that run this file.
    pub(super) fn count(file: &str) -> anyhow::Result<usize> {
        Ok(all(file)?.len())
    }

    /// Asks the program to end, as a logout does.
    pub(super) fn end(&self) -> anyhow::Result<()> {
        cargo::check(Command::new("kill").arg(self.0.to_string()), "kill")
    }

    /// Returns the program's process and its descendants.
    pub(super) fn processes(&self) -> anyhow::Result<Vec<u32>> {
        let parents: Vec<(u32, u32)> = numbers()?
            .into_iter()
            .filter_map(|process| Some((process, parent(process)?)))
            .collect();
        let mut family = vec![self.0];
        let mut next = 0;
        while let Some(&of) = family.get(next) {
            family.extend(
                parents
                    .iter()
                    .filter(|(_, p)| *p == of)
                    .map(|(child, _)| child),
            );
            next += 1;
        }
        Ok(family)
    }

    /// Returns the resident memory of all processes in bytes, first with shared pages counted for each process, then with
    /// shared pages counted once.
    pub(super) fn memory(&self) -> anyhow::Result<(u64, u64)> {
        let mut resident = 0;
        let mut proportional = 0;
        for process in self.processes()? {
            let rollup = fs::read_to_string(format!("/proc/{process}/smaps_rollup"))
                .with_context(|| format!("reading the memory of process {process}"))?;
            resident += line(&rollup, "Rss:");
            proportional += line(&rollup, "Pss:");
        }
        Ok((resident, proportional))
    }
}

fn line(rollup: &str, name: &str) -> u64 {
    rollup
        .lines()
        .find_map(|line| {
            line.strip_prefix(name)?
                .split_whitespace()
                .next()?
                .parse::<u64>()
                .ok()
        })
        .unwrap_or_default()
        * KILOBYTE
}

fn all(file: &str) -> anyhow::Result<Vec<u32>> {
    Ok(numbers()?
        .into_iter()
        .filter(|process| {
            fs::read_link(format!("/proc/{process}/exe")).is_ok_and(|exe| exe == Path::new(file))
        })
        .collect())
}

fn numbers() -> anyhow::Result<Vec<u32>> {
    Ok(fs::read_dir("/proc")
        .context("reading /proc")?
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect())
}

/// Returns the parent of a process: the second word after its name, which is in parentheses and may contain anything.
fn parent(process: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, after_name) = stat.rsplit_once(')')?;
    after_name.split_whitespace().nth(1)?.parse().ok()
}
