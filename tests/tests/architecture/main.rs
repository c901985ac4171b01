//! Checks the workspace against the rules of ARCHITECTURE.md: which crate may use which, which crates are pure,
//! whose rows a statement may touch; and, in the modules, rules about files, imports, language and documents.

mod documents;
mod files;
mod imports;
mod language;
mod modules;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

/// Each crate, and the workspace crates that it may use. ARCHITECTURE.md has the same table.
const EDGES: [(&str, &[&str]); 22] = [
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
    ("backend-model", &[]),
    ("backend-db", &["protocol"]),
    ("backend-text", &["protocol", "backend-model"]),
    (
        "backend",
        &[
            "protocol",
            "badge",
            "consent",
            "backend-model",
            "backend-db",
            "backend-text",
        ],
    ),
    (
        "web",
        &[
            "protocol",
            "badge",
            "consent",
            "backend-model",
            "backend-db",
            "backend-text",
            "backend",
        ],
    ),
    (
        "server",
        &[
            "protocol",
            "badge",
            "consent",
            "backend-model",
            "backend-db",
            "backend-text",
            "backend",
            "web",
        ],
    ),
    (
        "test-world",
        &["protocol", "backend-model", "backend-db", "backend", "web"],
    ),
    ("window", &["protocol", "vision", "camera", "booth"]),
    ("lanyard", &["window"]),
    ("bridge", &["window"]),
    ("scene", &["vision"]),
    ("demo", &["protocol", "badge", "vision", "camera", "scene"]),
    ("reader-bench", &["protocol", "badge", "vision", "scene"]),
    ("xtask", &[]),
];

/// Crates that do no I/O, read no clock and draw no random numbers, so that they could run in a browser. A new
/// entry needs nothing else: the tests find its folder by its name.
const PURE: [&str; 6] = [
    "protocol",
    "badge",
    "vision",
    "sync",
    "consent",
    "backend-model",
];

/// Libraries that a pure crate must not depend on, at any depth.
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

/// Names that a pure crate's own code must not use, outside its tests.
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
            continue; // Its tests cross crates.
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
        assert!(used.contains(&name.replace('-', "_")), "{name}: {used:?}");
        for impure in NOT_PURE {
            assert!(
                !used.contains(&impure.replace('-', "_")),
                "{name} pulls in {impure}"
            );
        }
    }
    // Only the backend draws badges. Drawing depends on a library that can map font files into memory; nothing
    // asks it to, and in a browser it can't. The rest of the list holds for it too.
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

/// The libraries that a crate depends on, at any depth. Cargo is asked about one crate at a time, because in a build
/// of the whole workspace a dependency also has the features that other crates ask for.
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

/// Folders of the backend in which every transaction names its tenant (`db::Tenant`).
const TENANT_SCOPED: [&str; 6] = [
    "web/src/pages/attendee",
    "web/src/pages/sponsor",
    "web/src/pages/organiser",
    "backend/src/leads",
    "backend/src/registration/import",
    "backend/src/privacy/receipts",
];

#[test]
fn what_is_done_for_somebody_touches_nothing_but_their_rows() {
    for folder in TENANT_SCOPED {
        let files = rust_files(&root().join("crates").join(folder));
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

/// Every Rust file below a folder, without build folders.
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
