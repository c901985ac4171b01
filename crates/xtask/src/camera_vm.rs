//! `cargo xtask test --camera`: cameras as the system has them, in a small virtual machine.
//!
//! The machine boots Debian's own kernel, reads the host's files (and can't write them), and runs
//! `lanyard-camera-guest` there, which plays with a v4l2loopback device and a USB webcam of its own.
//! Nothing of the host's kernel is touched, and no right is needed that a user does not have.

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
Tries cameras as the system has them, in a small virtual machine: that badges are read through V4L2 and
saved and sent, and what happens when a camera is pulled out, falls silent, is in use or loses its
driver. It is not part of the ordinary test run.

Usage: cargo xtask test [--yes] --camera

It needs Debian on x86-64. It downloads Debian's kernel, and installs nothing of it; nothing is loaded
into this machine's kernel. What it makes is kept in camera-vm below the target folder.";

pub(crate) fn run(yes: bool, rest: &[String]) -> anyhow::Result<()> {
    match rest {
        [] => {}
        [one] if one == "--help" || one == "-h" => {
            println!("{HELP}");
            return Ok(());
        }
        [other, ..] => bail!("--camera takes nothing more, and {other} was given"),
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

/// Where cargo put this program, and puts the others.
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

/// What the guest is going to check, in this order.
fn checks(guest: &Path) -> anyhow::Result<Vec<String>> {
    let listed = cargo::output(Command::new(guest).arg("--list"))?;
    Ok(listed.lines().map(str::to_owned).collect())
}
