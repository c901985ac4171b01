//! Checks that the documents name only files and tests that exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::files::FOLDERS;
use crate::{root, rust_files};

#[test]
fn every_test_that_architecture_md_names_exists() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let sources: String = FOLDERS
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

#[test]
fn every_file_that_a_document_names_exists() {
    let mut missing = BTreeSet::new();
    let mut named = 0;
    for document in documents() {
        let text = fs::read_to_string(&document).expect("a document");
        let shown = document.strip_prefix(root()).unwrap_or(&document).display();
        for path in text.split('`').skip(1).step_by(2).flat_map(alternatives) {
            if let Some(exists) = exists_in_repository(&path) {
                named += 1;
                if !exists {
                    missing.insert(format!("{shown}: `{path}`"));
                }
            }
        }
        for target in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split_once(')'))
        {
            let target = target.0.split('#').next().unwrap_or_default();
            if target.is_empty() || target.contains(':') {
                continue;
            }
            named += 1;
            let folder = document.parent().expect("a file lies in a folder");
            if !folder.join(target).exists() {
                missing.insert(format!("{shown}: link to {target}"));
            }
        }
    }
    assert!(named >= 40, "only {named} paths were found");
    assert!(
        missing.is_empty(),
        "documents name files that do not exist:\n{}",
        missing.into_iter().collect::<Vec<_>>().join("\n")
    );
}

/// A row of a walkthrough's table names a file, and then functions and types that are in it.
#[test]
fn every_function_that_a_walkthrough_names_is_in_its_file() {
    let mut missing = BTreeSet::new();
    let mut named = 0;
    for document in ["docs/walkthrough-scan.md", "docs/walkthrough-withdrawal.md"] {
        let text = fs::read_to_string(root().join(document)).expect("a walkthrough");
        for row in text.lines().filter(|line| line.starts_with("| `")) {
            let cells: Vec<&str> = row.split('|').collect();
            let file = cells[1].trim().trim_matches('`');
            let code = fs::read_to_string(root().join(file)).unwrap_or_default();
            for name in cells[2].split('`').skip(1).step_by(2) {
                named += 1;
                let is_defined = ["fn", "struct", "enum", "trait", "const"]
                    .into_iter()
                    .flat_map(|kind| {
                        code.match_indices(&format!("{kind} {name}"))
                            .collect::<Vec<_>>()
                    })
                    .any(|(at, found)| {
                        !code[at + found.len()..]
                            .starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_')
                    });
                if !is_defined {
                    missing.insert(format!("{document}: `{name}` is not in {file}"));
                }
            }
        }
    }
    assert!(named >= 40, "only {named} names were found");
    assert!(
        missing.is_empty(),
        "walkthroughs name what does not exist:\n{}",
        missing.into_iter().collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn a_path_is_distinguished_from_other_code() {
    assert_eq!(
        exists_in_repository("crates/protocol/src/lib.rs"),
        Some(true)
    );
    assert_eq!(
        exists_in_repository("crates/protocol/src/none.rs"),
        Some(false)
    );
    assert_eq!(exists_in_repository("src/lib.rs"), Some(true));
    assert_eq!(exists_in_repository("src/no/such/file.rs"), Some(false));
    assert_eq!(exists_in_repository("tests/vectors/*.json"), Some(true));
    assert_eq!(
        exists_in_repository("tests/vectors/none-*.json"),
        Some(false)
    );
    assert_eq!(exists_in_repository("text/plain"), None);
    assert_eq!(exists_in_repository("crates/a b"), None);
    let expected = ["src/a/x", "src/b/x"].map(str::to_owned);
    assert_eq!(alternatives("src/{a,b}/x"), expected);
}

/// The Markdown files in the root and in `docs`, at any depth.
fn documents() -> Vec<PathBuf> {
    let mut documents = Vec::new();
    let mut folders = vec![(root(), false), (root().join("docs"), true)];
    while let Some((folder, deep)) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() && deep {
                folders.push((path, true));
            } else if path.extension().is_some_and(|extension| extension == "md") {
                documents.push(path);
            }
        }
    }
    documents
}

/// A text with each choice of its first braces: `{a,b}/x` is `a/x` and `b/x`.
fn alternatives(text: &str) -> Vec<String> {
    let split = text
        .split_once('{')
        .and_then(|(before, rest)| Some((before, rest.split_once('}')?)));
    match split {
        Some((before, (choices, after))) => choices
            .split(',')
            .map(|choice| format!("{before}{choice}{after}"))
            .collect(),
        None => vec![text.to_owned()],
    }
}

/// Whether a path below one of the repository's folders exists, or nothing if the text is no such path. A path
/// that begins with `src/` may be any crate's. The last part may have one `*`.
fn exists_in_repository(text: &str) -> Option<bool> {
    const TOP: [&str; 7] = [
        "crates/",
        "src-tauri/",
        "tests/",
        "ui/",
        "docs/",
        "deploy/",
        ".github/",
    ];
    let is_path = text.bytes().all(|byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'_' | b'-' | b'*')
    });
    if !is_path {
        return None;
    }
    if TOP.iter().any(|top| text.starts_with(top)) {
        return Some(exists(&root().join(text)));
    }
    if text.starts_with("src/") {
        let crates = fs::read_dir(root().join("crates")).expect("a folder");
        let mut folders = crates.map(|entry| entry.expect("an entry").path());
        return Some(folders.any(|folder| exists(&folder.join(text))));
    }
    None
}

fn exists(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    match (path.parent(), name.and_then(|name| name.split_once('*'))) {
        (Some(folder), Some((start, end))) => fs::read_dir(folder).is_ok_and(|entries| {
            entries.flatten().any(|entry| {
                let name = entry.file_name();
                let name = name.to_string_lossy();
                name.starts_with(start) && name.ends_with(end)
            })
        }),
        _ => path.exists(),
    }
}
