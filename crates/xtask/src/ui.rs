//! Builds the screens: `ui/dist` for the window, `ui/dist-web` for a browser.
//!
//! Pages are not built again from the same sources. The stamp of the sources is written only after success.

use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};

use crate::cargo;

/// The oldest version of Node.js that Vite supports.
const OLDEST_NODE: (u32, u32) = (20, 19);

const NO_NODE: &str = "\
The screens are built with Node.js 20.19 or newer and its npm. Debian 12's own is 18, which is too old.
Take it from https://nodejs.org (the LTS release), or, as that page describes, from NodeSource's packages
for apt. On macOS: brew install node. On Windows: winget install OpenJS.NodeJS.LTS.
Then run this command again.";

/// Generated folders. Everything else in `ui/` is a source.
const MADE: [&str; 7] = [
    "node_modules",
    "dist",
    "dist-web",
    "test-results",
    "playwright-report",
    "coverage",
    ".svelte-kit",
];

/// Installs the screens' libraries and builds both sets of pages, if anything has changed.
pub(crate) fn build() -> anyhow::Result<()> {
    check_node()?;
    let ui = folder();
    let lock = [ui.join("package-lock.json")];
    let libraries = Stamp::of("ui-libraries", &lock)?;
    if !libraries.holds() || !ui.join("node_modules").exists() {
        eprintln!("Installing the screens' libraries …");
        npm(&["ci", "--no-audit", "--no-fund"])?;
        libraries.write()?;
    }
    let pages = Stamp::of("ui-pages", &sources(&ui)?)?;
    let built = ["dist", "dist-web"]
        .into_iter()
        .all(|pages| ui.join(pages).exists());
    if !pages.holds() || !built {
        eprintln!("Building the screens …");
        npm(&["run", "--silent", "build"])?;
        npm(&["run", "--silent", "build:web"])?;
        pages.write()?;
    }
    Ok(())
}

/// Runs npm in `ui/`.
pub(crate) fn npm(arguments: &[&str]) -> anyhow::Result<()> {
    cargo::check(
        &mut npm_command(arguments),
        &format!("npm {}", arguments.join(" ")),
    )
}

/// Returns npm in `ui/`, not yet started.
pub(crate) fn npm_command(arguments: &[&str]) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(folder()).args(arguments);
    command
}

pub(crate) fn folder() -> PathBuf {
    cargo::root().join("ui")
}

fn check_node() -> anyhow::Result<()> {
    let Ok(answer) = Command::new("node").arg("--version").output() else {
        bail!("node was not found.\n{NO_NODE}");
    };
    let version = String::from_utf8_lossy(&answer.stdout);
    let mut parts = version.trim().trim_start_matches('v').split('.');
    let mut part = || parts.next().and_then(|part| part.parse::<u32>().ok());
    let (Some(major), Some(minor)) = (part(), part()) else {
        bail!("node did not report its version.\n{NO_NODE}");
    };
    if (major, minor) < OLDEST_NODE {
        bail!("node is {}.\n{NO_NODE}", version.trim());
    }
    if npm_command(&["--version"]).output().is_err() {
        bail!("node was found, but npm was not.\n{NO_NODE}");
    }
    Ok(())
}

/// Returns every source file below `ui/`, in a fixed order.
fn sources(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = BTreeSet::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder)
            .with_context(|| format!("reading the folder {}", folder.display()))?;
        for entry in entries {
            let path = entry.context("reading a folder's entry")?.path();
            let made = MADE.iter().any(|made| path.ends_with(made));
            match (path.is_dir(), made) {
                (true, false) => folders.push(path),
                (false, _) => drop(files.insert(path)),
                (true, true) => {}
            }
        }
    }
    Ok(files.into_iter().collect())
}

/// A hash of the sources of a build, stored in the target folder.
struct Stamp {
    file: PathBuf,
    value: String,
}

impl Stamp {
    fn of(name: &str, files: &[PathBuf]) -> anyhow::Result<Self> {
        let mut hasher = DefaultHasher::new();
        for file in files {
            file.hash(&mut hasher);
            fs::read(file)
                .with_context(|| format!("reading {}", file.display()))?
                .hash(&mut hasher);
        }
        Ok(Self {
            file: cargo::root().join("target").join(format!("{name}.stamp")),
            value: format!("{:016x}\n", hasher.finish()),
        })
    }

    fn holds(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|text| text == self.value)
    }

    fn write(&self) -> anyhow::Result<()> {
        fs::write(&self.file, &self.value)
            .with_context(|| format!("writing {}", self.file.display()))
    }
}
