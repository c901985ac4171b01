//! The command `import`: imports registrations from a CSV file, or previews the import.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;

use crate::cli::event_option::WhichEvent;
use crate::cli::output::Output;
use backend::Backend;
use backend::registration::import::{FILE_BYTES, ImportError, Mapping, Options, import};

/// A command that takes less time prints no progress.
const QUIET: Duration = Duration::from_secs(1);

#[derive(Debug, Args)]
#[command(
    after_help = "The first row holds the headings. Known columns, in many spellings: registration \
id, first name, last name, e-mail, job title, employer, state or province, country, access code, \
validator, do not scan. All others are dropped and never stored.

Importing again updates attendees by their registration id. Columns that the file does not have stay as \
they are.

Examples:
  lanyard-server import registrations.csv --dry-run
  lanyard-server import registrations.csv --map 'Works for=employer' --map 'Order=registration_id'"
)]
pub(crate) struct Import {
    /// The CSV file.
    file: PathBuf,
    /// Map a heading to a column, where its name is not recognised.
    #[arg(long = "map", value_name = "HEADING=COLUMN")]
    mappings: Vec<Mapping>,
    /// Report what would be done, and store nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    event: WhichEvent,
}

impl Import {
    pub(crate) async fn run(self, backend: &Backend, output: Output) -> anyhow::Result<()> {
        let bytes = read(&self.file)?;
        let mut tx = backend.db().read().await?;
        let event = self.event.load(backend, &mut tx).await?;
        drop(tx);
        let options = Options {
            mappings: self.mappings,
            dry_run: self.dry_run,
            by: None,
            columns: None,
        };
        let began = Instant::now();
        let progress = |rows| {
            if began.elapsed() > QUIET {
                eprintln!("{rows} rows read");
            }
        };
        let report = import(backend, &event, bytes, &options, progress).await?;
        output.print(&report, || report.to_string())
    }
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let shown = || format!("cannot read {}", path.display());
    let file = File::open(path).with_context(shown)?;
    let mut bytes = Vec::new();
    // Bounded while reading, because a pipe has no known length.
    file.take(FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .with_context(shown)?;
    if bytes.len() as u64 > FILE_BYTES {
        return Err(ImportError::FileTooLarge.into());
    }
    Ok(bytes)
}
