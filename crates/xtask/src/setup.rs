//! Installs the system packages that the build and the demo need.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::bail;

use crate::cargo;

/// Debian's names, and what each is for.
const PACKAGES: [(&str, &str); 6] = [
    ("build-essential", "a C compiler, for SQLCipher and ring"),
    ("pkg-config", "finds OpenSSL"),
    (
        "libssl-dev",
        "OpenSSL's libcrypto, which SQLCipher encrypts with",
    ),
    ("libclang-dev", "reads the Linux camera headers, for nokhwa"),
    (
        "fonts-noto-core",
        "glyphs for names in most scripts, for badges",
    ),
    (
        "fonts-noto-cjk",
        "glyphs for Chinese, Japanese and Korean names",
    ),
];

/// Says what to do by hand where there is no apt. None of it was tried.
const ELSEWHERE: &str = "\
This machine is neither Debian nor Ubuntu, so nothing was installed for you. What the build needs:

  macOS (untried):    xcode-select --install
                      brew install openssl@3 pkg-config
                      brew install --cask font-noto-sans font-noto-sans-cjk
  Windows (untried):  Visual Studio Build Tools with C++, LLVM (set LIBCLANG_PATH),
                      OpenSSL (set OPENSSL_DIR), and the Noto fonts
  Fedora (untried):   dnf install gcc pkgconf openssl-devel clang-devel \\
                      google-noto-sans-fonts google-noto-sans-cjk-fonts

Going on, in case it is all there already.
";

/// Installs what is missing. Asks first, unless told not to or root.
pub(crate) fn install(yes: bool) -> anyhow::Result<()> {
    if !Path::new("/usr/bin/dpkg-query").exists() {
        eprint!("{ELSEWHERE}");
        return Ok(());
    }
    let missing: Vec<_> = PACKAGES
        .into_iter()
        .filter(|(name, _)| !is_installed(name))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    eprintln!("Missing Debian packages:");
    for (name, purpose) in &missing {
        eprintln!("  {name:16} {purpose}");
    }
    let root = is_root();
    if !yes && !root && !agreed()? {
        let names: Vec<_> = missing.iter().map(|(name, _)| *name).collect();
        bail!(
            "nothing was installed; to do it yourself: apt-get install {}",
            names.join(" ")
        );
    }
    apt(root, &["update"])?;
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(missing.iter().map(|(name, _)| *name));
    apt(root, &arguments)
}

fn is_installed(package: &str) -> bool {
    Command::new("dpkg-query")
        .args(["--show", "--showformat=${db:Status-Status}", package])
        .stderr(Stdio::null())
        .output()
        .is_ok_and(|output| output.stdout == b"installed")
}

fn is_root() -> bool {
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

fn apt(root: bool, arguments: &[&str]) -> anyhow::Result<()> {
    let mut command = if root {
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
