//! `cargo xtask package`: the Debian package of the booth's window, built with Tauri's bundler.

mod check;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;
use clap::Args;

use crate::setup::{self, Need};
use crate::{cargo, ui};

/// The arguments of `cargo xtask package`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Install missing packages without asking.
    #[arg(long)]
    yes: bool,
    /// As root, install the package, start it from the menu, measure it, test it, and remove it.
    #[arg(long)]
    check: bool,
    /// Check this package instead of building one.
    #[arg(long, value_name = "FILE", requires = "check")]
    made: Option<PathBuf>,
    /// The part of the check that needs a display.
    #[arg(long, hide = true)]
    on_display: bool,
}

/// Builds the package, and checks it with `--check`.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    if arguments.on_display {
        return check::on_display();
    }
    let need = if arguments.check {
        Need::PackageCheck
    } else {
        Need::Build
    };
    setup::install(need, arguments.yes)?;
    let package = match &arguments.made {
        Some(made) => std::path::absolute(made).context("finding the package")?,
        None => {
            ui::build()?;
            build()?
        }
    };
    println!("{}", package.display());
    if arguments.check {
        check::run(&package)?;
    }
    Ok(())
}

fn build() -> anyhow::Result<PathBuf> {
    eprintln!("Building the package in release mode (several minutes the first time) …");
    let bundles = cargo::root().join("target/release/bundle/deb");
    // A package of an older version beside the new one could be mistaken for it.
    if bundles.exists() {
        fs::remove_dir_all(&bundles).context("removing the last package")?;
    }
    let mut tauri = Command::new(ui::folder().join("node_modules/.bin/tauri"));
    tauri
        .current_dir(cargo::root())
        .args(["build", "--bundles", "deb", "--ci"]);
    cargo::check(&mut tauri, "tauri build")?;
    only_package(&bundles)
}

fn only_package(folder: &Path) -> anyhow::Result<PathBuf> {
    fs::read_dir(folder)
        .with_context(|| format!("reading {}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .with_context(|| format!("there is no package in {}", folder.display()))
}
