//! Rules that every Rust file keeps: it begins with a module doc, is not too long, and has a name that
//! says what is in it.

use std::fs;

use crate::{root, rust_files};

/// The folders that hold the workspace's Rust files.
pub(crate) const FOLDERS: [&str; 3] = ["crates", "src-tauri", "tests"];

/// The most lines that a file may have. A longer one has more than one responsibility.
const LONGEST_FILE: usize = 700;

#[test]
fn no_source_file_has_outgrown_its_reason() {
    for folder in FOLDERS {
        for path in rust_files(&root().join(folder)) {
            let lines = fs::read_to_string(&path)
                .expect("a source file")
                .lines()
                .count();
            assert!(lines <= LONGEST_FILE, "{}: {lines} lines", path.display());
        }
    }
}

#[test]
fn no_module_has_a_name_that_says_nothing() {
    for path in rust_files(&root().join("crates")) {
        let stem = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default();
        let says_nothing = [
            "common", "utils", "util", "types", "manager", "service", "helper", "helpers",
        ];
        assert!(!says_nothing.contains(&stem), "{}", path.display());
    }
}

#[test]
fn every_file_begins_with_a_module_doc() {
    let mut without = Vec::new();
    for folder in FOLDERS {
        for path in rust_files(&root().join(folder)) {
            let text = fs::read_to_string(&path).expect("a source file");
            if !text.starts_with("//! ") {
                without.push(path.display().to_string());
            }
        }
    }
    assert!(
        without.is_empty(),
        "{} files do not begin with //! and a sentence that says what they are responsible for:\n{}",
        without.len(),
        without.join("\n")
    );
}
