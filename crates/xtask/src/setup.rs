//! Installs the system packages that building, testing and packaging need.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::bail;

use crate::cargo;

/// A purpose for which packages are needed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Compiling the whole workspace, including the window.
    Build,
    /// Running every test, which needs a virtual display, a browser, a keychain and a database.
    Test,
    /// Checking the package as a user would use it, from the menu.
    PackageCheck,
    /// Testing cameras in a virtual machine.
    CameraTest,
}

/// Packages by their names in Debian, with the purpose of each.
const BUILD: [(&str, &str); 7] = [
    ("build-essential", "a C compiler, for SQLCipher and ring"),
    ("pkg-config", "finds OpenSSL"),
    (
        "libssl-dev",
        "OpenSSL's libcrypto, which SQLCipher encrypts with",
    ),
    ("libclang-dev", "reads the Linux camera headers, for nokhwa"),
    ("libwebkit2gtk-4.1-dev", "the webview of the booth's window"),
    (
        "fonts-noto-core",
        "glyphs for names in most scripts, for badges",
    ),
    (
        "fonts-noto-cjk",
        "glyphs for Chinese, Japanese and Korean names",
    ),
];

const TEST: [(&str, &str); 7] = [
    ("xvfb", "a display for the window's tests"),
    ("dbus", "a separate message bus for the tests"),
    ("webkit2gtk-driver", "drives the real window"),
    ("chromium", "the browser for the tests of the screens"),
    ("gnome-keyring", "a keychain for the tests"),
    ("iproute2", "network interfaces for the tests"),
    ("postgresql", "the backend's second database"),
];

const PACKAGE_CHECK: [(&str, &str); 4] = [
    ("xauth", "starts a display"),
    ("libgtk-3-bin", "starts a program as the menu does"),
    ("desktop-file-utils", "checks the menu's entry"),
    ("xdotool", "detects the window"),
];

const CAMERA_TEST: [(&str, &str); 7] = [
    ("qemu-system-x86", "runs the virtual machine"),
    ("seabios", "the virtual machine's firmware"),
    ("busybox-static", "the virtual machine's first programs"),
    ("cpio", "packs the programs into an image"),
    ("kmod", "resolves dependencies of kernel modules"),
    (
        "linux-headers-amd64",
        "builds a kernel module, for the virtual machine only",
    ),
    ("procps", "interrupts a scan"),
];

impl Need {
    fn packages(self) -> Vec<(&'static str, &'static str)> {
        let more: &[&[_]] = match self {
            Self::Build => &[],
            Self::Test => &[&TEST],
            Self::PackageCheck => &[&TEST, &PACKAGE_CHECK],
            Self::CameraTest => &[&CAMERA_TEST],
        };
        [&BUILD[..], &more.concat()].concat()
    }
}

/// Instructions for systems without apt. They are untested.
const ELSEWHERE: &str = "\
This machine is neither Debian nor Ubuntu, so nothing was installed. The build needs:

  macOS (untried):    xcode-select --install
                      brew install openssl@3 pkg-config
                      brew install --cask font-noto-sans font-noto-sans-cjk
  Windows (untried):  Visual Studio Build Tools with C++, LLVM (set LIBCLANG_PATH),
                      OpenSSL (set OPENSSL_DIR), the Noto fonts, and WebView2 (part of Windows 11)
  Fedora (untried):   dnf install gcc pkgconf openssl-devel clang-devel webkit2gtk4.1-devel \\
                      google-noto-sans-fonts google-noto-sans-cjk-fonts

Continuing, in case everything is installed already.
";

/// Installs missing packages. It asks first, unless `yes` is set or the user is root.
pub(crate) fn install(need: Need, yes: bool) -> anyhow::Result<()> {
    if !Path::new("/usr/bin/dpkg-query").exists() {
        eprint!("{ELSEWHERE}");
        return Ok(());
    }
    let missing: Vec<_> = need
        .packages()
        .into_iter()
        .filter(|(name, _)| !is_installed(name))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    eprintln!("Missing Debian packages:");
    for (name, purpose) in &missing {
        eprintln!("  {name:22} {purpose}");
    }
    if !yes && !is_root() && !agreed()? {
        let names: Vec<_> = missing.iter().map(|(name, _)| *name).collect();
        bail!(
            "nothing was installed; to do it yourself: apt-get install {}",
            names.join(" ")
        );
    }
    apt(&["update"])?;
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(missing.iter().map(|(name, _)| *name));
    apt(&arguments)
}

pub(crate) fn is_installed(package: &str) -> bool {
    Command::new("dpkg-query")
        .args(["--show", "--showformat=${db:Status-Status}", package])
        .stderr(Stdio::null())
        .output()
        .is_ok_and(|output| output.stdout == b"installed")
}

pub(crate) fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn agreed() -> anyhow::Result<bool> {
    if !io::stdin().is_terminal() {
        return Ok(false);
    }
    eprint!("Install them with sudo apt-get? [y/N] ");
    io::stderr().flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

/// Runs apt-get, with sudo if the user is not root.
pub(crate) fn apt(arguments: &[&str]) -> anyhow::Result<()> {
    let mut command = if is_root() {
        Command::new("apt-get")
    } else {
        let mut command = Command::new("sudo");
        command.args(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        command
    };
    // Another installer may be running, as on a machine that has just started.
    command
        .args(["--quiet", "-o", "DPkg::Lock::Timeout=300"])
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdout(Stdio::null());
    cargo::check(&mut command, &format!("apt-get {}", arguments.join(" ")))
}
