//! `cargo xtask test --camera`: tests of real camera drivers in a small virtual machine.
//!
//! The machine boots Debian's kernel, mounts the host's files read-only, and runs `lanyard-camera-guest`, which simulates a
//! v4l2loopback device and a USB webcam. The host's kernel is not changed, and the tests need no privileges.

mod image;
mod kernel;
mod machine;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail, ensure};

use crate::cargo;
use crate::setup::{self, Need};

const HELP: &str = "\
Tests cameras with real drivers in a small virtual machine: badges are read through V4L2, saved and sent, also
when a camera is unplugged, stalls, is in use or loses its driver. It is not part of the ordinary test run.

Usage: cargo xtask test [--yes] --camera

It needs Debian on x86-64. It downloads Debian's kernel without installing it, and loads nothing into this
machine's kernel. Its files are kept in camera-vm below the target folder.";

pub(crate) fn run(yes: bool, rest: &[String]) -> anyhow::Result<()> {
    match rest {
        [] => {}
        [one] if one == "--help" || one == "-h" => {
            println!("{HELP}");
            return Ok(());
        }
        [other, ..] => bail!("--camera takes no further arguments, and {other} was given"),
    }
    ensure!(
        is_debian() && cfg!(target_arch = "x86_64"),
        "the camera test boots Debian's own kernel: it runs on Debian, on x86-64"
    );
    setup::install(Need::CameraTest, yes)?;
    let folder = target_folder()?.join("camera-vm");
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;

    eprintln!(
        "Preparing the virtual machine (it is kept in {}) …",
        folder.display()
    );
    let kernel = kernel::prepare(&folder)?;
    eprintln!("Building the programs (a few minutes the first time) …");
    build()?;
    let guest = built("lanyard-camera-guest")?;
    let checks = checks(&guest)?;
    let image = image::pack(&folder, &kernel, &guest)?;
    machine::run(&kernel, &image, &folder, &checks)
}

fn is_debian() -> bool {
    fs::read_to_string("/etc/os-release")
        .is_ok_and(|release| release.lines().any(|line| line == "ID=debian"))
}

/// Returns the target folder of this program's build.
fn target_folder() -> anyhow::Result<PathBuf> {
    let own = env::current_exe().context("finding the target folder")?;
    let folder = own
        .ancestors()
        .nth(2)
        .context("a program lies in a folder")?;
    Ok(folder.to_owned())
}

fn built(name: &str) -> anyhow::Result<PathBuf> {
    let program = env::current_exe()?.with_file_name(name);
    ensure!(program.exists(), "{} has not been built", program.display());
    Ok(program)
}

fn build() -> anyhow::Result<()> {
    cargo::run(&[
        "build",
        "--bins",
        "--package",
        "server",
        "--package",
        "booth",
        "--package",
        "lanyard-tests",
        "--features",
        "lanyard-tests/camera-vm",
    ])
}

/// Returns the checks that the guest will run, in their order.
fn checks(guest: &Path) -> anyhow::Result<Vec<String>> {
    let listed = cargo::output(Command::new(guest).arg("--list"))?;
    Ok(listed.lines().map(str::to_owned).collect())
}
