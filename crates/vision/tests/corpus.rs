//! Reads the corpus of rendered pictures in `tests/corpus`: none may stop being read, and none may be misread.
//!
//! `cargo xtask bench reader --write-corpus crates/vision/tests/corpus` writes it anew.

#![allow(
    clippy::unwrap_used,
    reason = "a corpus that can't be loaded fails the test"
)]

use std::path::Path;

use vision::{OwnedFrame, Reader, Sighting};

/// Frames in which a live reader must read a picture that is marked `live`.
const LIVE_FRAMES: usize = 8;

struct Entry {
    name: String,
    mode: String,
    texts: Vec<String>,
    frame: OwnedFrame,
}

fn corpus() -> Vec<Entry> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let list = std::fs::read_to_string(folder.join("corpus.tsv")).unwrap();
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let mut cells = line.split('\t').map(str::to_owned);
            let (name, mode) = (cells.next().unwrap(), cells.next().unwrap());
            let picture = image::open(folder.join(&name)).unwrap().to_luma8();
            let (width, height) = picture.dimensions();
            Entry {
                name,
                mode,
                texts: cells.filter(|text| !text.is_empty()).collect(),
                frame: OwnedFrame::new(picture.into_raw(), width, height).unwrap(),
            }
        })
        .collect()
}

fn texts(read: Vec<Sighting>) -> Vec<String> {
    let mut texts: Vec<_> = read.into_iter().map(|sighting| sighting.text).collect();
    texts.sort_unstable();
    texts
}

#[test]
fn the_corpus_has_pictures_of_each_kind_and_each_has_its_texts() {
    let corpus = corpus();
    let count = |mode: &str| corpus.iter().filter(|entry| entry.mode == mode).count();
    assert!(
        count("live") >= 12 && count("empty") >= 4,
        "{}",
        corpus.len()
    );
    assert_eq!(
        count("live") + count("still") + count("empty"),
        corpus.len()
    );
    for entry in &corpus {
        assert_eq!(
            entry.texts.is_empty(),
            entry.mode == "empty",
            "{}",
            entry.name
        );
    }
}

#[test]
fn every_picture_is_read_as_a_still_with_exactly_its_texts() {
    for entry in corpus() {
        let read = texts(Reader::new().read_still(&entry.frame.as_frame()));
        assert_eq!(read, entry.texts, "{}", entry.name);
    }
}

#[test]
fn pictures_marked_live_are_read_within_a_few_frames_and_none_is_misread() {
    for entry in corpus() {
        let mut reader = Reader::new();
        let mut complete = false;
        for _ in 0..LIVE_FRAMES {
            let read = texts(reader.read(&entry.frame.as_frame()));
            let misread = read.iter().find(|text| !entry.texts.contains(text));
            assert_eq!(misread, None, "{}", entry.name);
            complete |= read == entry.texts;
        }
        assert!(complete || entry.mode != "live", "{}", entry.name);
    }
}
