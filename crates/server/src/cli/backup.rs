//! The command `backup`: copies the SQLite database to a file.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::cli::output::Output;
use backend_db::back_up;

#[derive(Debug, Args)]
#[command(
    after_help = "The server may go on meanwhile. The copy holds personal data in the clear; its \
sealed columns need the master key, which is not in it: keep that elsewhere. PostgreSQL is backed up by \
its own pg_dump. docs/backups.md has it all, restoring too.

Example: lanyard-server backup /backups/lanyard-2027-05-20.db"
)]
pub(crate) struct Backup {
    /// Where to write the copy; there must be no such file.
    file: PathBuf,
}

#[derive(Serialize)]
struct Made<'a> {
    file: &'a PathBuf,
    bytes: u64,
}

impl Backup {
    pub(crate) fn run(&self, database_url: &str, output: Output) -> anyhow::Result<()> {
        back_up(database_url, &self.file)?;
        let made = Made {
            bytes: std::fs::metadata(&self.file)?.len(),
            file: &self.file,
        };
        output.print(&made, || {
            format!(
                "{} ({} bytes), checked and whole",
                made.file.display(),
                made.bytes
            )
        })
    }
}
