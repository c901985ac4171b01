//! Debian's kernel and its modules, which are downloaded and unpacked but not installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context as _;

use crate::cargo;

/// The package whose dependency names the headers of the current kernel.
const HEADERS: &str = "linux-headers-amd64";
/// The package with the source of v4l2loopback. It is unpacked and built for the virtual machine's kernel; if installed, it
/// would be built for the host's.
const LOOPBACK: &str = "v4l2loopback-dkms";

/// A kernel that is ready to boot.
pub(crate) struct Kernel {
    /// The release, in the format of `uname -r`.
    pub(crate) release: String,
    /// The kernel image.
    pub(crate) boot: PathBuf,
    /// The base folder for `depmod`, which contains `lib/modules`.
    pub(crate) base: PathBuf,
}

/// Prepares a kernel below the folder, unless an earlier run has.
pub(crate) fn prepare(folder: &Path) -> anyhow::Result<Kernel> {
    let depends = cargo::output(Command::new("dpkg-query").args([
        "--show",
        "--showformat=${Depends}",
        HEADERS,
    ]))?;
    let (release, version) = headers(&depends)
        .with_context(|| format!("{HEADERS} depends on {depends}, which names no kernel"))?;
    let base = folder.join(format!("{release}_{}", version.replace(':', "_")));
    let kernel = Kernel {
        boot: base.join(format!("boot/vmlinuz-{release}")),
        base: base.clone(),
        release,
    };
    if base.exists() {
        return Ok(kernel);
    }
    // It is prepared in another folder and moved at the end, so that an incomplete one is never used.
    let making = folder.join("making");
    if making.exists() {
        fs::remove_dir_all(&making).with_context(|| making.display().to_string())?;
    }
    unpack(
        &format!("linux-image-{}={version}", kernel.release),
        &making,
    )
    .with_context(|| {
        format!("if that version is gone, `apt-get install {HEADERS}` takes the new one")
    })?;
    build_loopback(&making, &kernel.release)?;
    cargo::check(
        Command::new("depmod")
            .arg("--basedir")
            .arg(&making)
            .arg(&kernel.release),
        "depmod",
    )?;
    fs::rename(&making, &base).with_context(|| base.display().to_string())?;
    Ok(kernel)
}

/// Parses the release and the version from `linux-headers-RELEASE (= VERSION)`.
fn headers(depends: &str) -> Option<(String, String)> {
    let (package, version) = depends.split(',').next()?.split_once(" (= ")?;
    let release = package.trim().strip_prefix("linux-headers-")?;
    Some((release.to_owned(), version.strip_suffix(')')?.to_owned()))
}

/// Downloads a package from the system's sources, and unpacks it into a folder.
fn unpack(package: &str, into: &Path) -> anyhow::Result<()> {
    let packages = into.with_extension("packages");
    if packages.exists() {
        fs::remove_dir_all(&packages)?;
    }
    fs::create_dir_all(&packages).with_context(|| packages.display().to_string())?;
    cargo::check(
        Command::new("apt-get")
            .args(["--quiet", "download", package])
            .current_dir(&packages)
            .stdout(Stdio::null()),
        &format!("apt-get download {package}"),
    )?;
    for file in fs::read_dir(&packages)? {
        cargo::check(
            Command::new("dpkg-deb")
                .arg("--extract")
                .arg(file?.path())
                .arg(into),
            "dpkg-deb --extract",
        )?;
    }
    fs::remove_dir_all(&packages)?;
    Ok(())
}

/// Builds the v4l2loopback module, and adds it to the kernel's modules.
fn build_loopback(making: &Path, release: &str) -> anyhow::Result<()> {
    let unpacked = making.join("loopback");
    unpack(LOOPBACK, &unpacked)?;
    let source = fs::read_dir(unpacked.join("usr/src"))?
        .next()
        .with_context(|| format!("{LOOPBACK} has no source"))??
        .path();
    cargo::check(
        Command::new("make")
            .arg("--directory")
            .arg(format!("/usr/src/linux-headers-{release}"))
            .arg(format!("M={}", source.display()))
            .arg("modules")
            .stdout(Stdio::null()),
        "building v4l2loopback",
    )?;
    let module = "v4l2loopback.ko";
    let extra = making.join(format!("lib/modules/{release}/extra"));
    fs::create_dir_all(&extra)?;
    fs::copy(source.join(module), extra.join(module)).context("placing v4l2loopback")?;
    fs::remove_dir_all(&unpacked).with_context(|| unpacked.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headers_package_names_the_kernel() {
        let depends = "linux-headers-6.1.0-56-amd64 (= 6.1.192-2)";
        let (release, version) = headers(depends).unwrap();
        assert_eq!((&*release, &*version), ("6.1.0-56-amd64", "6.1.192-2"));
        assert_eq!(headers("linux-headers"), None);
    }
}
