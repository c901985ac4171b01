//! What ARCHITECTURE.md says of the crates, checked against the workspace itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

/// Each crate, and which of ours it may use. ARCHITECTURE.md has the same table for people.
const EDGES: [(&str, &[&str]); 16] = [
    ("protocol", &[]),
    ("badge", &["protocol"]),
    ("vision", &[]),
    ("camera", &["vision"]),
    ("store", &["protocol"]),
    ("sync", &["protocol"]),
    (
        "booth",
        &["protocol", "badge", "vision", "camera", "store", "sync"],
    ),
    ("consent", &["protocol"]),
    ("server", &["protocol", "badge", "consent"]),
    ("window", &["protocol", "vision", "camera", "booth"]),
    ("lanyard", &["window"]),
    ("bridge", &["window"]),
    ("scene", &["vision"]),
    ("demo", &["protocol", "badge", "vision", "camera", "scene"]),
    ("reader-bench", &["protocol", "badge", "vision", "scene"]),
    ("xtask", &[]),
];

/// Crates that do no I/O, read no clock, and could run in a browser.
const PURE: [&str; 5] = ["protocol", "badge", "vision", "sync", "consent"];

/// What a pure crate must not pull in, at any depth.
const NOT_PURE: [&str; 14] = [
    "tokio",
    "mio",
    "socket2",
    "hyper",
    "reqwest",
    "axum",
    "rusqlite",
    "libsqlite3-sys",
    "nokhwa",
    "keyring",
    "rustls",
    "memmap2",
    "notify",
    "async-std",
];

/// What a pure crate's own code must not name, outside its tests.
const NOT_PURE_CODE: [&str; 14] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "std::os",
    "std::io",
    "SystemTime",
    "Instant",
    "SystemRandom",
    "println!",
    "eprintln!",
    "getrandom",
    "rand::",
];

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .exec()
        .expect("cargo metadata runs")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("tests lies below the root")
        .to_owned()
}

#[test]
fn crates_use_only_those_that_the_table_allows() {
    let metadata = metadata();
    let allowed: BTreeMap<&str, BTreeSet<&str>> = EDGES
        .into_iter()
        .map(|(name, uses)| (name, uses.iter().copied().collect()))
        .collect();
    for package in metadata.workspace_packages() {
        let name = package.name.as_str();
        if name == "lanyard-tests" {
            continue; // crosses crates by its duty
        }
        let allowed = allowed
            .get(name)
            .unwrap_or_else(|| panic!("{name} is not in the table"));
        let used: BTreeSet<&str> = package
            .dependencies
            .iter()
            .filter(|dependency| dependency.kind == DependencyKind::Normal)
            .filter(|dependency| dependency.path.is_some())
            .map(|dependency| dependency.name.as_str())
            .collect();
        let excess: Vec<_> = used.difference(allowed).collect();
        assert!(excess.is_empty(), "{name} must not use {excess:?}");
    }
}

#[test]
fn the_table_in_architecture_md_is_the_one_that_is_checked() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    for (name, uses) in EDGES {
        let row = text
            .lines()
            .find(|line| line.starts_with(&format!("| `{name}` |")))
            .unwrap_or_else(|| panic!("ARCHITECTURE.md has no row for {name}"));
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let listed: BTreeSet<&str> = cells[3].split(", ").filter(|cell| *cell != "–").collect();
        assert_eq!(listed, uses.iter().copied().collect(), "{name}");
    }
}

#[test]
fn pure_crates_pull_in_nothing_that_does_io() {
    for name in PURE {
        let used = dependencies(name, &[]);
        assert!(used.contains(name), "{name}: {used:?}");
        for impure in NOT_PURE {
            assert!(
                !used.contains(&impure.replace('-', "_")),
                "{name} pulls in {impure}"
            );
        }
    }
    // Drawing badges, which is the backend's, brings a library that can map font files into memory.
    // Nothing here asks it to, and in a browser it can't; the rest of the list holds for it too.
    let drawing = dependencies(
        "badge",
        &["--all-features", "--target", "wasm32-unknown-unknown"],
    );
    for impure in NOT_PURE.into_iter().filter(|name| *name != "memmap2") {
        assert!(
            !drawing.contains(&impure.replace('-', "_")),
            "drawing pulls in {impure}"
        );
    }
}

/// The libraries that a crate pulls in, at any depth. One crate at a time: within the workspace, a
/// crate's dependencies also have the features that others ask of them.
fn dependencies(name: &str, more: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(["tree", "--package", name, "--edges", "normal"])
        .args(["--prefix", "none", "--format", "{lib}", "--offline"])
        .args(more)
        .output()
        .expect("cargo tree runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let tree = String::from_utf8(output.stdout).expect("names are UTF-8");
    tree.lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn pure_crates_name_no_clock_no_disk_and_no_chance() {
    for name in PURE {
        for path in rust_files(&root().join("crates").join(name).join("src")) {
            let text = fs::read_to_string(&path).expect("a source file");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for (number, line) in (1..).zip(code.lines()) {
                if line.trim_start().starts_with("//") {
                    continue;
                }
                for word in NOT_PURE_CODE {
                    assert!(!line.contains(word), "{}:{number}: {word}", path.display());
                }
            }
        }
    }
}

#[test]
fn every_test_that_architecture_md_names_exists() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let sources: String = ["crates", "src-tauri", "tests"]
        .into_iter()
        .flat_map(|folder| rust_files(&root().join(folder)))
        .map(|path| fs::read_to_string(path).expect("a source file"))
        .collect();
    let is_test_name = |word: &&str| {
        word.matches('_').count() >= 3
            && word
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let names: Vec<&str> = text.split('`').filter(is_test_name).collect();
    assert!(names.len() >= 6, "{names:?}");
    for name in names {
        assert!(
            sources.contains(&format!("fn {name}(")),
            "there is no test {name}"
        );
    }
}

/// A file that has grown past this thinks of two things.
const LONGEST_FILE: usize = 700;

#[test]
fn no_source_file_has_outgrown_its_reason() {
    for folder in ["crates", "src-tauri", "tests"] {
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

/// Where everything is somebody's: what runs there says whose (`db::Tenant`).
const SOMEBODYS: [&str; 6] = [
    "http/pages/attendee",
    "http/pages/sponsor",
    "http/pages/organiser",
    "leads",
    "import",
    "consent_receipts",
];

#[test]
fn what_is_done_for_somebody_touches_nothing_but_their_rows() {
    for folder in SOMEBODYS {
        let files = rust_files(&root().join("crates/server/src").join(folder));
        assert!(!files.is_empty(), "{folder}");
        for path in files {
            let text = fs::read_to_string(&path).expect("a source file");
            let joined: String = text.split_whitespace().collect();
            for wide in [".db().read()", ".db().write()", "Tenant::Backend"] {
                assert!(!joined.contains(wide), "{}: {wide}", path.display());
            }
        }
    }
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
    {
        if entry.is_dir() {
            if !entry.ends_with("target") {
                files.extend(rust_files(&entry));
            }
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            files.push(entry);
        }
    }
    files
}
