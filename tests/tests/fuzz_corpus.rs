//! Runs the fuzz targets over the committed corpus and small mutations of it, as an ordinary test.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use lanyard_tests::fuzzing::{TARGETS, Target};

fn corpus(name: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(name);
    let entries =
        fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}

/// A pseudo-random generator with the same numbers in every run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) >> 8).unwrap() % bound.max(1)
    }
}

/// Mutates bytes: flips, truncates, doubles and overwrites.
fn changed(bytes: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=numbers.below(3) {
        let at = numbers.below(bytes.len());
        match numbers.below(5) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << numbers.below(8),
            1 if !bytes.is_empty() => {
                bytes[at] = [0, 0x1b, 0x3b, 0x5f, 0x7f, 0x9f, 0xff][numbers.below(7)];
            }
            2 => bytes.truncate(at),
            3 => bytes.insert(at.min(bytes.len()), 0xff),
            _ => {
                let end = (at + numbers.below(40)).min(bytes.len());
                let again = bytes[at.min(end)..end].to_vec();
                bytes.extend(again);
            }
        }
    }
    bytes
}

fn run((name, target): Target, changes: usize) {
    let files = corpus(name);
    assert!(!files.is_empty(), "{name}: no corpus");
    let mut numbers = Numbers(7);
    for (path, bytes) in files {
        // The panic inside names the assertion; this one names the file.
        let given = std::panic::catch_unwind(|| target(&bytes));
        assert!(given.is_ok(), "{}", path.display());
        for change in 0..changes {
            let bytes = changed(&bytes, &mut numbers);
            let given = std::panic::catch_unwind(|| target(&bytes));
            assert!(
                given.is_ok(),
                "{}, change {change}: {bytes:02x?}",
                path.display()
            );
        }
    }
}

#[test]
fn hostile_bytes_never_break_a_parser() {
    for target in TARGETS {
        let changes = if target.0 == "frame" { 20 } else { 300 };
        run(target, changes);
    }
}
