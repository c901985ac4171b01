//! Measures what each fitted number of the reader is worth: the same frames with the number as it is, and changed by ±20 %.

use anyhow::Context as _;
use clap::ValueEnum as _;
use vision::sweep::Entry;
use vision::{OwnedFrame, Reader, Sighting};

use crate::clips::{Film, Take};
use crate::empty::Scene;
use crate::part::Part;
use crate::photos;
use crate::readers::timed;
use crate::stills::{self, Class};

/// The scales of a number: as it is, less, and more.
const CHANGES: [(&str, f32); 2] = [("-20 %", 0.8), ("+20 %", 1.2)];

/// What a sweep measures.
pub(crate) struct Sweep<'a> {
    /// Names of the numbers, or `all`.
    pub(crate) names: &'a [String],
    /// Stills of each class, scenes of each kind, and clips of each film.
    pub(crate) count: u64,
    /// The seed of all frames.
    pub(crate) seed: u64,
    /// Classes of stills; all if empty.
    pub(crate) classes: &'a [Class],
    /// Parts of the benchmark; all if empty.
    pub(crate) parts: &'a [Part],
    /// A folder of photographs.
    pub(crate) photos: Option<&'a std::path::Path>,
}

/// The reader with one number changed.
struct Variant {
    label: String,
    change: Option<(&'static Entry, f32)>,
    value: Option<f32>,
    counts: Counts,
}

/// What a variant read.
#[derive(Default)]
struct Counts {
    stills: usize,
    stills_live: usize,
    photos: usize,
    clips_in_a_second: usize,
    clips: usize,
    wrong: usize,
    still_millis: f64,
    live_millis: f64,
    live_frames: u32,
}

/// Prints the table of all numbers.
pub(crate) fn list() {
    for entry in vision::sweep::entries() {
        println!(
            "{:<32}{:>10} {:<28}{}",
            entry.name,
            entry.value(),
            entry.unit,
            entry.provenance
        );
    }
}

impl Sweep<'_> {
    /// Runs the sweep and prints what each variant read.
    pub(crate) fn run(&self) -> anyhow::Result<()> {
        let mut variants = self.variants()?;
        if self.wants(Part::Photos)
            && let Some(folder) = self.photos
        {
            for path in photos::all(folder)? {
                let photo = photos::read(&path)?;
                for variant in &mut variants {
                    variant.read_photo(&photo);
                }
            }
        }
        if self.wants(Part::Stills) {
            for &class in Class::value_variants() {
                if !self.classes.is_empty() && !self.classes.contains(&class) {
                    continue;
                }
                eprintln!("Stills: {} …", class.title());
                for number in 0..self.count {
                    let still = stills::still(class, number, self.seed)?;
                    for variant in &mut variants {
                        variant.read_still(&still.frame, &still.texts);
                    }
                }
            }
        }
        if self.wants(Part::Clips) {
            for film in Film::ALL {
                eprintln!("Clips {} …", film.title());
                for number in 0..self.count {
                    self.show_clip(film, number, &mut variants)?;
                }
            }
        }
        if self.wants(Part::Empty) {
            for &scene in Scene::value_variants() {
                eprintln!("Nothing to read: {} …", scene.title());
                let mut readers: Vec<Reader> = variants.iter().map(|_| Reader::new()).collect();
                for number in 0..self.count {
                    let frame = scene.picture(number, self.seed)?;
                    for (variant, reader) in variants.iter_mut().zip(&mut readers) {
                        variant.read_still(&frame, &[]);
                        let read = variant.live(reader, &frame);
                        variant.counts.wrong += read.len();
                    }
                }
            }
        }
        print(&variants);
        Ok(())
    }

    fn wants(&self, part: Part) -> bool {
        self.parts.is_empty() || self.parts.contains(&part)
    }

    fn variants(&self) -> anyhow::Result<Vec<Variant>> {
        let mut variants = vec![Variant::new("present".into(), None)];
        let entries = vision::sweep::entries();
        let all = self.names.iter().any(|name| name == "all");
        for name in self.names.iter().filter(|name| *name != "all") {
            entries
                .iter()
                .find(|entry| entry.name.eq_ignore_ascii_case(name))
                .with_context(|| format!("no number is called {name}; --sweep list lists all"))?;
        }
        let wanted = |entry: &&Entry| {
            let named = |name: &String| entry.name.eq_ignore_ascii_case(name);
            all || self.names.iter().any(named)
        };
        for entry in entries.iter().filter(wanted) {
            println!(
                "{} = {} {}: {}",
                entry.name,
                entry.value(),
                entry.unit,
                entry.provenance
            );
            for (label, scale) in CHANGES {
                let label = format!("{} {label}", entry.name);
                variants.push(Variant::new(label, Some((entry, scale))));
            }
        }
        Ok(variants)
    }

    fn show_clip(&self, film: Film, number: u64, variants: &mut [Variant]) -> anyhow::Result<()> {
        let mut take = Take::new(film, number, self.seed)?;
        let mut readers: Vec<Option<Reader>> =
            variants.iter().map(|_| Some(Reader::new())).collect();
        while let Some((frame, seconds)) = take.next_frame() {
            for (variant, slot) in variants.iter_mut().zip(&mut readers) {
                let Some(reader) = slot else { continue };
                let read = variant.live(reader, &frame);
                let wrong = read.iter().filter(|text| **text != take.text).count();
                variant.counts.wrong += wrong;
                if read.len() > wrong {
                    variant.counts.clips += 1;
                    variant.counts.clips_in_a_second += usize::from(seconds <= 1.0 + 1e-6);
                    *slot = None;
                }
            }
            if readers.iter().all(Option::is_none) {
                break;
            }
        }
        Ok(())
    }
}

impl Variant {
    fn new(label: String, change: Option<(&'static Entry, f32)>) -> Self {
        let value = change.map(|(entry, scale)| {
            entry.set_scale(scale);
            let value = entry.value();
            entry.set_scale(1.0);
            value
        });
        Self {
            label,
            change,
            value,
            counts: Counts::default(),
        }
    }

    /// Reads with the number changed, and returns the texts and the CPU time in milliseconds.
    fn with_change(&self, read: impl FnOnce() -> Vec<Sighting>) -> (Vec<String>, f64) {
        if let Some((entry, scale)) = self.change {
            entry.set_scale(scale);
        }
        let look = timed(|| read().into_iter().map(|sighting| sighting.text).collect());
        if let Some((entry, _)) = self.change {
            entry.set_scale(1.0);
        }
        (look.texts, look.millis)
    }

    fn live(&mut self, reader: &mut Reader, frame: &OwnedFrame) -> Vec<String> {
        let (texts, millis) = self.with_change(|| reader.read(&frame.as_frame()));
        self.counts.live_millis += millis;
        self.counts.live_frames += 1;
        texts
    }

    fn still(&mut self, frame: &OwnedFrame) -> Vec<String> {
        let (texts, millis) = self.with_change(|| Reader::new().read_still(&frame.as_frame()));
        self.counts.still_millis += millis;
        texts
    }

    /// Reads a picture as a still and as the first frame of a live source.
    fn read_still(&mut self, frame: &OwnedFrame, texts: &[String]) {
        let still = self.still(frame);
        let live = self.live(&mut Reader::new(), frame);
        for (read, right) in [
            (&still, &mut self.counts.stills),
            (&live, &mut self.counts.stills_live),
        ] {
            *right += texts.iter().filter(|text| read.contains(text)).count();
        }
        let wrong = |read: &[String]| read.iter().filter(|text| !texts.contains(text)).count();
        self.counts.wrong += wrong(&still) + wrong(&live);
    }

    fn read_photo(&mut self, photo: &photos::Photo) {
        let read = self.still(&photo.frame);
        let same = |text: &String| photos::same(text, &photo.text);
        self.counts.photos += usize::from(read.iter().any(same));
        self.counts.wrong += read.iter().filter(|text| !same(text)).count();
    }
}

fn print(variants: &[Variant]) {
    println!(
        "\n{:<40}{:>10}{:>8}{:>8}{:>8}{:>10}{:>10}{:>8}{:>12}{:>12}",
        "",
        "value",
        "stills",
        "live",
        "photos",
        "clips 1 s",
        "clips",
        "wrong",
        "still ms",
        "live ms"
    );
    for variant in variants {
        let counts = &variant.counts;
        println!(
            "{:<40}{:>10}{:>8}{:>8}{:>8}{:>10}{:>10}{:>8}{:>12.0}{:>12.2}",
            variant.label,
            variant
                .value
                .map_or(String::new(), |value| value.to_string()),
            counts.stills,
            counts.stills_live,
            counts.photos,
            counts.clips_in_a_second,
            counts.clips,
            counts.wrong,
            counts.still_millis,
            counts.live_millis / f64::from(counts.live_frames.max(1)),
        );
    }
    println!("\nstill ms: CPU of all stills together; live ms: CPU of a live frame on average.");
}
