//! `cargo xtask bench`: measures Lanyard, each figure beside its bound from the same run. The bound is the same machine's
//! figure for the one indispensable step, without Lanyard around it.

mod device;
mod disk;
mod export;
mod ingest;
mod latency;
mod machine;
mod measure;
mod report;
mod signatures;
mod specimen;

use std::fs::File;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Parser, ValueEnum};

use crate::machine::Machine;
use crate::measure::Effort;
use crate::report::{Part, Report};

/// Measures Lanyard, each figure beside its bound from the same run.
#[derive(Parser)]
#[command(name = "cargo xtask bench", bin_name = "cargo xtask bench")]
struct Arguments {
    /// Run only this measurement; may be given several times.
    #[arg(long, value_enum, value_name = "NAME")]
    only: Vec<Name>,
    /// Use fewer and shorter repeats, for a quick impression. Do not quote the figures.
    #[arg(long)]
    quick: bool,
    /// Also write the results into this file.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// The folder for databases and files, whose disk dominates many of the figures
    /// [default: the system's folder for temporary files].
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Name {
    /// Records signed and verified, on one core.
    Signatures,
    /// Records stored durably on the device.
    Device,
    /// Records ingested by a backend over HTTP.
    Ingest,
    /// A sponsor's leads as files over HTTP.
    Export,
    /// From a camera frame to a record on the disk.
    Latency,
}

impl Name {
    const fn title(self) -> &'static str {
        match self {
            Self::Signatures => "Records signed and verified, on one core",
            Self::Device => "Records stored durably on the device, one commit each",
            Self::Ingest => "Records ingested by the backend over HTTP, receipts verified",
            Self::Export => "A sponsor's leads as files over HTTP",
            Self::Latency => "From a camera frame to a record on the disk",
        }
    }

    fn measure(self, effort: Effort) -> anyhow::Result<Part> {
        let (figures, remarks) = match self {
            Self::Signatures => signatures::measure(effort)?,
            Self::Device => device::measure(effort)?,
            Self::Ingest => ingest::measure(effort)?,
            Self::Export => export::measure(effort)?,
            Self::Latency => latency::measure(effort)?,
        };
        Ok(Part {
            title: self.title(),
            figures,
            remarks,
        })
    }
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    if let Some(folder) = &arguments.folder {
        std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        // The backend's folder, which is created elsewhere, is then on this disk too.
        tempfile::env::override_temp_dir(folder)
            .map_err(|before| anyhow::anyhow!("{} was chosen before", before.display()))?;
    }
    let effort = Effort::of(arguments.quick);
    let machine = Machine::look(&tempfile::env::temp_dir())?;
    print!("{machine}");
    let names: Vec<Name> = Name::value_variants()
        .iter()
        .copied()
        .filter(|name| arguments.only.is_empty() || arguments.only.contains(name))
        .collect();
    let mut report = Report {
        machine,
        quick: arguments.quick,
        parts: Vec::new(),
    };
    for name in names {
        eprintln!("Measuring: {} …", name.title());
        let part = name.measure(effort).with_context(|| name.title())?;
        print!("\n{part}");
        report.parts.push(part);
    }
    println!("\n{}", report.verdict());
    if let Some(path) = &arguments.json {
        let file = File::create(path).with_context(|| path.display().to_string())?;
        serde_json::to_writer_pretty(file, &report)
            .with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(())
}
