//! Installs the system packages that building, testing and packaging need.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::bail;

use crate::cargo;

/// What a command is about to do, and therefore needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// To compile all of it, the window too.
    Build,
    /// To run every test: a display that is not there, a browser, a keychain.
    Test,
    /// To try the package as a user would: from the menu.
    PackageCheck,
    /// To try cameras in a virtual machine.
    CameraTest,
}

/// Debian's names, and what each is for.
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
    ("dbus", "a message bus of the tests' own"),
    ("webkit2gtk-driver", "drives the real window"),
    ("chromium", "the browser that the screens are tested in"),
    ("gnome-keyring", "a keychain for the tests"),
    ("iproute2", "network interfaces for the tests"),
    ("postgresql", "the backend's other database"),
];

const PACKAGE_CHECK: [(&str, &str); 4] = [
    ("xauth", "what a display is started with"),
    ("libgtk-3-bin", "starts a program as the menu does"),
    ("desktop-file-utils", "checks the menu's entry"),
    ("xdotool", "sees the window come up"),
];

const CAMERA_TEST: [(&str, &str); 7] = [
    ("qemu-system-x86", "runs the virtual machine"),
    ("seabios", "the virtual machine's firmware"),
    ("busybox-static", "the virtual machine's first programs"),
    ("cpio", "packs them"),
    ("kmod", "says which kernel modules need which"),
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

/// Says what to do by hand where there is no apt. None of it was tried.
const ELSEWHERE: &str = "\
This machine is neither Debian nor Ubuntu, so nothing was installed for you. What the build needs:

  macOS (untried):    xcode-select --install
                      brew install openssl@3 pkg-config
                      brew install --cask font-noto-sans font-noto-sans-cjk
  Windows (untried):  Visual Studio Build Tools with C++, LLVM (set LIBCLANG_PATH),
                      OpenSSL (set OPENSSL_DIR), the Noto fonts, and WebView2 (part of Windows 11)
  Fedora (untried):   dnf install gcc pkgconf openssl-devel clang-devel webkit2gtk4.1-devel \\
                      google-noto-sans-fonts google-noto-sans-cjk-fonts

Going on, in case it is all there already.
";

/// Installs what is missing. Asks first, unless told not to or root.
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

/// Runs apt-get, with sudo where that takes it.
pub(crate) fn apt(arguments: &[&str]) -> anyhow::Result<()> {
    let mut command = if is_root() {
        Command::new("apt-get")
    } else {
        let mut command = Command::new("sudo");
        command.args(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        command
    };
    // Another installer may be at work, as on a machine that has just started.
    command
        .args(["--quiet", "-o", "DPkg::Lock::Timeout=300"])
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdout(Stdio::null());
    cargo::check(&mut command, &format!("apt-get {}", arguments.join(" ")))
}
