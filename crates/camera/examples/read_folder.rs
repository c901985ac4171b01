//! Measures the reader on a folder of photographs.
//!
//! `read_folder [--live] FOLDER…` reads every picture `N.png` or `N.jpg` that has its expected text beside it in `N.txt`
//! (UTF-8 or ISO-8859-1), lists those that are read wrongly, and prints how many were right and how long one took. With
//! `--live` the pictures are read as frames of a camera, each up to six times.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use camera::load_image;
use vision::{Reader, Sighting};

fn main() -> Result<(), Box<dyn Error>> {
    let (flags, folders): (Vec<_>, Vec<_>) = std::env::args()
        .skip(1)
        .partition(|word| word.starts_with("--"));
    let live = flags.iter().any(|flag| flag == "--live");
    let mut pictures = Vec::new();
    for folder in &folders {
        collect(Path::new(folder), &mut pictures)?;
    }
    if pictures.is_empty() {
        return Err("give one or more folders with pictures and their texts".into());
    }
    pictures.sort();

    let mut reader = Reader::new();
    let (mut right, mut wrong, mut times) = (0, 0, Vec::new());
    for (picture, text) in &pictures {
        let expected = fs::read(text)?;
        let frame = load_image(picture)?;
        let mut found = Vec::new();
        for _ in 0..if live { 6 } else { 1 } {
            let start = Instant::now();
            found = if live {
                reader.read(&frame.as_frame())
            } else {
                reader.read_still(&frame.as_frame())
            };
            times.push(start.elapsed());
            if !found.is_empty() {
                break;
            }
        }
        if found.iter().any(|sighting| is_right(sighting, &expected)) {
            right += 1;
        } else {
            wrong += usize::from(!found.is_empty());
            println!(
                "{}: {}",
                if found.is_empty() { "nothing" } else { "wrong" },
                picture.display()
            );
        }
    }
    times.sort_unstable();
    let percentile = |percent: usize| milliseconds(times[(times.len() - 1) * percent / 100]);
    println!(
        "{right} right and {wrong} wrong of {}; median {:.1} ms, 95th percentile {:.1} ms, slowest {:.1} ms",
        pictures.len(),
        percentile(50),
        percentile(95),
        percentile(100)
    );
    Ok(())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Finds pairs of a picture and a text, also in subfolders.
fn collect(folder: &Path, pairs: &mut Vec<(PathBuf, PathBuf)>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_picture = path
            .extension()
            .is_some_and(|kind| kind == "png" || kind == "jpg");
        let text = path.with_extension("txt");
        if path.is_dir() {
            collect(&path, pairs)?;
        } else if is_picture && text.exists() {
            pairs.push((path, text));
        }
    }
    Ok(())
}

/// Whether the texts are the same in either encoding, or in their ASCII part if the encoding is unknown.
fn is_right(sighting: &Sighting, expected: &[u8]) -> bool {
    let latin: String = expected.iter().copied().map(char::from).collect();
    let ascii = |text: &str| {
        text.chars()
            .filter(char::is_ascii)
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
    };
    let found = sighting.text.trim();
    found.as_bytes() == expected.trim_ascii()
        || found == latin.trim()
        || (!expected.is_ascii() && ascii(found) == ascii(&latin))
}
