//! Benchmark of exports of a hundred thousand leads over HTTP, compared with reading the same rows from bare SQLite, and
//! the backend's memory meanwhile.

use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context as _, ensure};
use demo::Backend;
use lanyard_tests::hall::{EVENT, registrations};
use lanyard_tests::raw_device::{RawDevice, now};
use rusqlite::{Connection, OpenFlags, params};

use crate::measure::{Effort, in_turn, rate};
use crate::report::Figure;

/// The numbers of leads of the large and of the small sponsor.
const MANY: usize = 100_000;
const FEW: usize = 1_000;

/// The exported files, each with its title.
const FILES: [(&str, &str); 3] = [
    ("leads exported as CSV", "leads.csv"),
    ("leads exported as XLSX", "leads.xlsx"),
    ("leads exported as JSON", "leads.json"),
];

/// The query for the rows of an export, without Lanyard.
const BARE: &str = "SELECT a.first_name, a.last_name, a.email, a.job_title, a.employer, a.region,
        a.country, s.wall, s.operator, n.text, n.rating
     FROM scan s
     JOIN attendee a ON a.event = s.event AND a.attendee = s.attendee
     JOIN note n ON n.event = s.event AND n.sponsor = s.sponsor AND n.scan = s.scan
     WHERE s.sponsor = $1 ORDER BY s.received";

/// A sponsor with leads.
struct Sponsor {
    id: [u8; 16],
    token: String,
    leads: usize,
}

pub(crate) fn measure(effort: Effort) -> anyhow::Result<(Vec<Figure>, Vec<String>)> {
    let folder = tempfile::tempdir()?;
    let mut backend = Backend::new(&folder.path().join("backend"))?;
    let count = effort.count(MANY, 5 * FEW);
    backend.run(&["event", "create", EVENT, "--ends", "2035-12-31"])?;
    let file = folder.path().join("registrations.csv");
    std::fs::write(&file, registrations(count))?;
    backend.run(&["import", &file.display().to_string()])?;
    backend.start()?;
    let few = sponsor(&backend, "Few", FEW)?;
    let many = sponsor(&backend, "Many", count)?;
    // A fresh backend.
    backend.stop()?;
    backend.start()?;
    let remarks = vec![
        format!(
            "{count} leads, each scanned once, with a note; the bound gives fewer columns, and asks no rule."
        ),
        "Each file is made again and received completely, over loopback, by this process. Three repeats."
            .into(),
        memory(&backend, &few, &many)?,
    ];
    let bare = || rate(many.leads, || read_bare(&backend.database(), &many));
    let take = |file| rate(many.leads, || take(&backend, &many, file));
    let [(csv, csv_file), (xlsx, xlsx_file), (json, json_file)] = FILES;
    let [csv, xlsx, json, bare] = in_turn(
        effort.of_three(),
        1,
        [
            (csv, Box::new(|| take(csv_file))),
            (xlsx, Box::new(|| take(xlsx_file))),
            (json, Box::new(|| take(json_file))),
            ("the same rows as bare SQLite reads them", Box::new(bare)),
        ],
    )?;
    let figures = [csv, xlsx, json]
        .into_iter()
        .map(|measured| Figure::new(measured, [bare.clone()]))
        .collect();
    Ok((figures, remarks))
}

/// Makes a sponsor whose device has scanned a number of attendees, with the rows that the backend would have written.
fn sponsor(backend: &Backend, name: &str, leads: usize) -> anyhow::Result<Sponsor> {
    backend.run(&["sponsor", "add", name])?;
    let text = |answer: serde_json::Value, key: &str| -> anyhow::Result<String> {
        let text = answer[key].as_str().with_context(|| format!("no {key}"))?;
        Ok(text.to_owned())
    };
    let token = text(backend.run(&["sponsor", "token", name])?, "token")?;
    let code = ["device", "code", "--sponsor", name, "--label", "Tablet"];
    let code = text(backend.run(&code)?, "code")?;
    let device = RawDevice::enrol(backend, &code)?;
    let id = *device.enrolment.sponsor.as_bytes();
    let mut connection = Connection::open(backend.database())?;
    let rows = connection.transaction()?;
    let scans = rows.execute(
        "INSERT INTO scan (event, sponsor, scan, device, seq, attendee, method, given, notice, fields,
            operator, wall, received)
         SELECT event, ?1, randomblob(16), ?2, row_number() OVER (), attendee, 'camera', 'handover', 1,
            127, 'Quinn', ?3 + row_number() OVER (), ?3 + row_number() OVER ()
         FROM attendee LIMIT ?4",
        params![
            id,
            device.enrolment.device.as_bytes(),
            now().0 - i64::try_from(leads)?,
            i64::try_from(leads)?
        ],
    )?;
    ensure!(scans == leads, "{scans} scans in place of {leads}");
    rows.execute(
        "INSERT INTO note (event, sponsor, scan, device, seq, text, rating, tags, answers, operator, wall)
         SELECT event, sponsor, scan, device, seq + ?2, 'Wants a demo of the second kind, said so twice',
            4, '[\"hot\"]', '[]', 'Quinn', wall
         FROM scan WHERE sponsor = ?1",
        params![id, i64::try_from(leads)?],
    )?;
    rows.commit()?;
    Ok(Sponsor { id, token, leads })
}

/// A writer that counts lines and drops the data.
#[derive(Default)]
struct Lines(usize);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.iter().filter(|byte| **byte == b'\n').count();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Receives a complete file.
fn take(backend: &Backend, sponsor: &Sponsor, file: &str) -> anyhow::Result<()> {
    let path = format!("/api/v1/exports/{file}");
    let mut lines = Lines::default();
    backend.download(&path, &sponsor.token, &mut lines)?;
    if file == "leads.csv" {
        // The headings are one line.
        ensure!(lines.0 == sponsor.leads + 1, "{} lines", lines.0);
    }
    Ok(())
}

fn read_bare(database: &Path, sponsor: &Sponsor) -> anyhow::Result<()> {
    let connection = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut statement = connection.prepare(BARE)?;
    let columns = statement.column_count();
    let mut rows = statement.query([sponsor.id])?;
    let mut count = 0;
    let mut line = Vec::new();
    while let Some(row) = rows.next()? {
        line.clear();
        for column in 0..columns {
            write!(line, "\"{:?}\",", row.get_ref(column)?)?;
        }
        count += 1;
    }
    ensure!(count == sponsor.leads, "{count} rows");
    Ok(())
}

/// Describes the backend's memory before the exports, and its peak during each.
fn memory(backend: &Backend, few: &Sponsor, many: &Sponsor) -> anyhow::Result<String> {
    let process = backend.process().context("the backend does not run")?;
    let Some(before) = kibibytes(process, "VmRSS:") else {
        return Ok("This system does not report the memory of a process.".into());
    };
    let mut text = format!(
        "Resident memory of the backend: {} before",
        mebibytes(before)
    );
    for (sponsor, file) in [few, many]
        .into_iter()
        .flat_map(|sponsor| FILES.map(|(_, file)| (sponsor, file)))
    {
        // proc(5): this resets the peak.
        std::fs::write(format!("/proc/{process}/clear_refs"), "5")?;
        take(backend, sponsor, file)?;
        let peak = kibibytes(process, "VmHWM:").context("no highest resident memory")?;
        text.push_str(&format!(
            "; at most {} for {} leads in {file}",
            mebibytes(peak),
            sponsor.leads
        ));
    }
    text.push('.');
    Ok(text)
}

fn mebibytes(kibibytes: u64) -> String {
    format!("{} MiB", kibibytes.div_ceil(1024))
}

/// Returns a line of a process's status, in KiB.
fn kibibytes(process: u32, name: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}
