//! Counts words that plain technical English does without, and lets their number only fall.
//!
//! The words are those that this code once used in place of the field's terms: indefinite persons instead of
//! a role ("nobody" for "no caller"), "told" and "said" for "received", "reported" or "returned", and docs that
//! are a riddle about the item ("What a device hands over") instead of a sentence. Comments, docs, strings and
//! names count alike.
//!
//! `LANYARD_PRINT_WORD_COUNTS=1 cargo test -p lanyard-tests --test architecture private_words` prints the
//! table of limits as it would be with today's counts, and where each word is.

use std::collections::BTreeMap;
use std::fs;

use crate::files::FOLDERS;
use crate::{root, rust_files};

/// The words and phrases, in lower case. A name in `snake_case` is as many words as it has parts.
const PRIVATE: [&str; 17] = [
    "anew",
    "anybody",
    "everybody",
    "held out",
    "in earnest",
    "lets go",
    "nobody",
    "said",
    "somebody",
    "stands",
    "such a",
    "such an",
    "told",
    "whoever",
    "whom",
    "whomever",
    "whosoever",
];

/// Words that a doc comment does not begin with: what follows them is no sentence about the item.
const RIDDLES: [&str; 4] = ["What", "Who", "Whose", "Whom"];

/// The most private words that each crate may have. Lower a limit when its crate has fewer.
#[rustfmt::skip]
const LIMITS: [(&str, usize); 23] = [
    ("backend", 20),
    ("backend-db", 9),
    ("backend-model", 2),
    ("backend-text", 3),
    ("badge", 0),
    ("booth", 129),
    ("bridge", 29),
    ("camera", 17),
    ("consent", 0),
    ("demo", 15),
    ("protocol", 0),
    ("reader-bench", 3),
    ("scene", 2),
    ("server", 21),
    ("src-tauri", 6),
    ("store", 0),
    ("sync", 0),
    ("test-world", 12),
    ("tests", 25),
    ("vision", 22),
    ("web", 284),
    ("window", 100),
    ("xtask", 0),
];

/// How far a limit may lie above the count, so that two changes at once do not collide on the table.
const SLACK: usize = 5;

#[test]
fn private_words_only_become_fewer() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let print = std::env::var_os("LANYARD_PRINT_WORD_COUNTS").is_some();
    for folder in FOLDERS {
        for path in rust_files(&root().join(folder)) {
            let relative = path.strip_prefix(root()).expect("below the root");
            let count = counts
                .entry(crate_of(&relative.to_string_lossy()))
                .or_default();
            if relative.ends_with("tests/architecture/language.rs") {
                continue;
            }
            let text = fs::read_to_string(&path).expect("a source file");
            for (number, line) in (1..).zip(text.lines()) {
                for word in private_words(line) {
                    *count += 1;
                    if print {
                        println!("{}:{number}: {word}", relative.display());
                    }
                }
            }
        }
    }
    if print {
        println!("const LIMITS: [(&str, usize); {}] = [", counts.len());
        for (name, count) in &counts {
            println!("    ({name:?}, {count}),");
        }
        println!("];");
        panic!("fails because LANYARD_PRINT_WORD_COUNTS is set");
    }
    let limits: BTreeMap<&str, usize> = LIMITS.into_iter().collect();
    let mut wrong = Vec::new();
    for (name, count) in &counts {
        let limit = limits.get(name.as_str()).copied().unwrap_or(0);
        if *count > limit {
            wrong.push(format!(
                "{name} has {count} private words, more than {limit}: use the field's terms"
            ));
        } else if limit > count + SLACK {
            wrong.push(format!(
                "{name} has only {count} private words: lower its limit of {limit}"
            ));
        }
    }
    for name in limits.keys().filter(|name| !counts.contains_key(**name)) {
        wrong.push(format!("{name} has a limit and is not in the workspace"));
    }
    assert!(
        wrong.is_empty(),
        "{}\nLANYARD_PRINT_WORD_COUNTS=1 prints where they are, and the table with today's counts",
        wrong.join("\n")
    );
}

#[test]
fn private_words_are_found_in_comments_strings_and_names() {
    for (line, expected) in [
        ("// Nobody is told.", &["nobody", "told"][..]),
        (
            "let said_to_whom = \"such a thing\";",
            &["said", "whom", "such a"],
        ),
        ("    /// What a device hands over.", &["What …"]),
        ("//! Who may call a route.", &["Who …"]),
        ("// What follows is a comment, not a doc.", &[]),
        (
            "/// Whether the toll was paid; what is left is aforesaid.",
            &[],
        ),
    ] {
        assert_eq!(private_words(line), expected, "{line}");
    }
}

/// The private words of one line of Rust.
fn private_words(line: &str) -> Vec<String> {
    let lower = line.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphabetic())
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = Vec::new();
    for at in 0..words.len() {
        for private in PRIVATE {
            if private
                .split(' ')
                .enumerate()
                .all(|(index, part)| words.get(at + index) == Some(&part))
            {
                found.push(private.to_owned());
            }
        }
    }
    let line = line.trim_start();
    let doc = line
        .strip_prefix("/// ")
        .or_else(|| line.strip_prefix("//! "));
    let first = doc.and_then(|doc| doc.split(' ').next());
    found.extend(
        first
            .filter(|word| RIDDLES.contains(word))
            .map(|word| format!("{word} …")),
    );
    found
}

/// The table's name for the crate that a file belongs to: its folder.
fn crate_of(path: &str) -> String {
    let mut parts = path.split('/');
    match parts.next() {
        Some("crates") => parts.next().unwrap_or_default().to_owned(),
        first => first.unwrap_or_default().to_owned(),
    }
}
