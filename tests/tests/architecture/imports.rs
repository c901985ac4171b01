//! Fails when files of one crate import each other in a circle.
//!
//! The test lexes every library, program and example of the workspace (without items under
//! `#[cfg(test)]`), follows the `mod` declarations, and resolves each path that begins with `crate`,
//! `super`, `self`, a child module or an imported module to the file that defines the item. An arrow leads
//! from the file that names an item to the file that defines it. The rules:
//!
//! - `mod child;` is no arrow.
//! - A re-export (`pub use child::Item`, with any visibility) is an arrow only if the file's own code also
//!   mentions the name. A path through a re-export leads to the file that defines the item.
//! - `use module::*` leads to the definitions of those names that the file mentions.
//! - A parent that calls its child, while the child uses items that the parent itself defines, is a circle:
//!   the shared items belong into a file of their own.
//! - A method call is no arrow, because it names no file.
//!
//! A name that the lexer can't see, because a macro declares it, counts as defined in the file of the module
//! that the path ends in.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::modules::{Arrows, Modules};
use crate::{metadata, root};

#[test]
fn files_of_a_crate_do_not_import_each_other_in_circles() {
    let mut report = String::new();
    for package in metadata().workspace_packages() {
        let mut arrows = Arrows::new();
        for target in &package.targets {
            if target.is_lib() || target.is_bin() || target.is_example() {
                Modules::read(target.src_path.as_std_path()).arrows(&mut arrows);
            }
        }
        for circle in circles(&arrows) {
            describe(&package.name, &circle, &arrows, &mut report);
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn the_rules_of_circles_hold_on_examples() {
    for (name, files, expected) in [
        (
            "a re-exporting parent is on no circle",
            &[
                ("lib.rs", "mod a; mod b; pub use a::A; pub use b::B;"),
                ("a.rs", "pub struct A(crate::B);"),
                ("b.rs", "pub struct B;"),
            ][..],
            0,
        ),
        (
            "siblings that name each other through re-exports",
            &[
                ("lib.rs", "mod a; mod b; pub use a::A; pub use b::B;"),
                ("a.rs", "pub struct A(crate::B);"),
                ("b.rs", "use super::A; pub struct B(Box<A>);"),
            ],
            2,
        ),
        (
            "a parent that calls its child, which uses the parent's item",
            &[
                ("lib.rs", "mod a; pub struct E; fn f() { a::f() }"),
                ("a.rs", "use crate::E; pub fn f() -> E { E }"),
            ],
            2,
        ),
        (
            "a parent that mentions the item that it re-exports",
            &[
                ("lib.rs", "mod a; pub use a::A; pub struct E(A);"),
                ("a.rs", "pub struct A; impl From<super::E> for A {}"),
            ],
            2,
        ),
        (
            "globs count for the names that are mentioned",
            &[
                ("lib.rs", "mod a; mod b; mod c;"),
                ("a.rs", "use super::{b::*, c::*}; pub struct A(B);"),
                ("b.rs", "pub struct B;"),
                ("c.rs", "pub struct C(crate::a::A);"),
            ],
            0,
        ),
        (
            "a path through an imported module, and code in macros",
            &[
                ("lib.rs", "mod a; mod b;"),
                (
                    "a.rs",
                    "use crate::b; fn f() { assert!(b::g()); } pub const N: u8 = 1;",
                ),
                (
                    "b.rs",
                    "pub fn g() -> bool { vec![$crate::a::N].len() == 1 }",
                ),
            ],
            2,
        ),
        (
            "tests, strings and comments do not count",
            &[
                ("lib.rs", "mod a; mod b;"),
                ("a.rs", "pub fn f() { crate::b::g() }"),
                (
                    "b.rs",
                    "/* crate::a::f */ pub fn g() { \"crate::a::f\"; } #[cfg(test)] mod tests { use crate::a::f; }",
                ),
            ],
            0,
        ),
        (
            "folders and inline modules",
            &[
                ("lib.rs", "mod a; mod inner { pub mod deep; }"),
                ("a/mod.rs", "mod child; pub use child::f; "),
                (
                    "a/child.rs",
                    "pub fn f() { super::super::inner::deep::g() }",
                ),
                ("inner/deep.rs", "pub fn g() { crate::a::f() }"),
            ],
            2,
        ),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        for (file, text) in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
            fs::write(path, text).expect("a file is written");
        }
        let mut arrows = Arrows::new();
        Modules::read(&folder.path().join("lib.rs")).arrows(&mut arrows);
        let count: usize = circles(&arrows).iter().map(BTreeSet::len).sum();
        assert_eq!(count, expected, "{name}: {arrows:#?}");
    }
}

/// The strongly connected components of more than one file: sets of files of which each reaches each.
fn circles(arrows: &Arrows) -> Vec<BTreeSet<PathBuf>> {
    let reached: BTreeMap<&PathBuf, BTreeSet<&PathBuf>> = arrows
        .keys()
        .map(|file| {
            let mut seen = BTreeSet::new();
            let mut next = vec![file];
            while let Some(file) = next.pop() {
                for to in arrows.get(file).into_iter().flat_map(BTreeMap::keys) {
                    if seen.insert(to) {
                        next.push(to);
                    }
                }
            }
            (file, seen)
        })
        .collect();
    let mut circles: Vec<BTreeSet<PathBuf>> = Vec::new();
    for (file, seen) in &reached {
        if seen.contains(file) && !circles.iter().any(|circle| circle.contains(*file)) {
            let both = seen
                .iter()
                .filter(|other| reached.get(*other).is_some_and(|back| back.contains(file)));
            circles.push(both.map(|other| (*other).clone()).collect());
        }
    }
    circles
}

fn describe(name: &str, circle: &BTreeSet<PathBuf>, arrows: &Arrows, report: &mut String) {
    let short = |file: &Path| {
        file.strip_prefix(root())
            .unwrap_or(file)
            .display()
            .to_string()
    };
    *report += &format!("\na circle of {} files in {name}:\n", circle.len());
    for file in circle {
        for (to, path) in &arrows[file] {
            if circle.contains(to) {
                *report += &format!("  {} -> {}  ({path})\n", short(file), short(to));
            }
        }
    }
}
