//! The initial file system of the virtual machine: busybox, a few kernel modules, and a script.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, anyhow};

use super::kernel::Kernel;
use crate::cargo;

/// The modules that the script loads. Their dependencies are added automatically.
const MODULES: [&str; 6] = [
    "virtio_pci",
    "9p",
    "9pnet_virtio",
    "v4l2loopback",
    "uvcvideo",
    "vhci-hcd",
];

/// Packs the file system, and returns the image file.
pub(crate) fn pack(folder: &Path, kernel: &Kernel, program: &Path) -> anyhow::Result<PathBuf> {
    let root = folder.join("root");
    if root.exists() {
        fs::remove_dir_all(&root).with_context(|| root.display().to_string())?;
    }
    for empty in ["bin", "dev", "proc", "sys", "host"] {
        fs::create_dir_all(root.join(empty))?;
    }
    fs::copy("/bin/busybox", root.join("bin/busybox")).context("/bin/busybox")?;
    let script = cargo::root().join("tests/camera-vm/init");
    cargo::check(
        Command::new("install")
            .arg("--mode=755")
            .args([&script, &root.join("init")]),
        "install",
    )?;
    fs::write(root.join("program"), format!("{}\n", program.display()))?;
    modules(kernel, &root)?;

    let file = folder.join("initramfs");
    let list = Command::new("find")
        .current_dir(&root)
        .stdout(Stdio::piped())
        .spawn()
        .context("starting find")?;
    let names = list.stdout.ok_or_else(|| anyhow!("find has no output"))?;
    cargo::check(
        Command::new("cpio")
            .args(["--create", "--format=newc", "--quiet"])
            .current_dir(&root)
            .stdin(names)
            .stdout(fs::File::create(&file)?),
        "cpio",
    )?;
    Ok(file)
}

fn modules(kernel: &Kernel, root: &Path) -> anyhow::Result<()> {
    let place = Path::new("lib/modules").join(&kernel.release);
    let from = kernel.base.join(&place);
    let to = root.join(&place);
    let dependencies = fs::read_to_string(from.join("modules.dep")).context("modules.dep")?;
    for path in needed(&dependencies)? {
        let copy = to.join(&path);
        fs::create_dir_all(copy.parent().context("a module lies in a folder")?)?;
        fs::copy(from.join(&path), &copy).with_context(|| path.clone())?;
    }
    // depmod reads these lists of the kernel's built-in modules.
    for list in [
        "modules.order",
        "modules.builtin",
        "modules.builtin.modinfo",
    ] {
        fs::copy(from.join(list), to.join(list)).with_context(|| list.to_owned())?;
    }
    cargo::check(
        Command::new("depmod")
            .arg("--basedir")
            .arg(root)
            .arg(&kernel.release),
        "depmod",
    )
}

/// Returns the paths of the modules and their dependencies, from the output of `depmod`, which has a line for each module
/// with all of its dependencies.
fn needed(dependencies: &str) -> anyhow::Result<BTreeSet<String>> {
    let lines: HashMap<&str, (&str, &str)> = dependencies
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(path, needs)| {
            let file = path.rsplit('/').next().unwrap_or(path);
            (file.trim_end_matches(".ko"), (path, needs))
        })
        .collect();
    let mut paths = BTreeSet::new();
    for module in MODULES {
        let (path, needs) = lines
            .get(module)
            .with_context(|| format!("the kernel has no module {module}"))?;
        paths.insert((*path).to_owned());
        paths.extend(needs.split_whitespace().map(str::to_owned));
    }
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_comes_with_all_that_it_needs() {
        let mut lines = String::from("kernel/other.ko: kernel/more.ko\n");
        for module in MODULES {
            lines.push_str(&format!(
                "kernel/{module}.ko: kernel/base.ko kernel/{module}-core.ko\n"
            ));
        }
        let paths = needed(&lines).unwrap();
        assert_eq!(paths.len(), MODULES.len() * 2 + 1);
        assert!(paths.contains("kernel/base.ko") && paths.contains("kernel/9p-core.ko"));
        assert!(!paths.contains("kernel/other.ko"));
        assert!(needed("kernel/other.ko:\n").is_err());
    }
}
