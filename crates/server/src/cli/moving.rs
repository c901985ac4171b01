//! The command `move`: copies the whole database into another, empty one.

use anyhow::Context;
use clap::Args;

use crate::cli::output::Output;
use backend::event::database_transfer::{TransferError, transfer};
use backend_db::{Db, is_postgres, sqlite_path};

#[derive(Debug, Args)]
#[command(
    after_help = "Everything is copied in one transaction, read again and compared by SHA-256 \
before it is kept; where anything goes wrong, the target stays empty. The source is brought up to date \
first and is otherwise left as it was: stop the server on it before, and never start one on it again. \
The master key stays the same.

Example: lanyard-server move --from sqlite:lanyard.db --to postgres://lanyard@db.example/lanyard"
)]
pub(crate) struct Move {
    /// The database to copy from.
    #[arg(long, value_name = "DATABASE")]
    from: String,
    /// The database to copy to, which must be empty. Defaults to DATABASE_URL, which keeps a password out of the
    /// list of processes.
    #[arg(long, value_name = "DATABASE")]
    to: Option<String>,
}

impl Move {
    pub(crate) async fn run(&self, database_url: &str, output: Output) -> anyhow::Result<()> {
        let to = self.to.as_deref().unwrap_or(database_url);
        if self.from == to {
            return Err(TransferError::Same.into());
        }
        if !is_postgres(&self.from)
            && let Some(path) = sqlite_path(&self.from)
            && !path.exists()
        {
            return Err(TransferError::NoSource(path.to_owned()).into());
        }
        let from = Db::open(&self.from).await.context("the source")?;
        let to = Db::open(to).await.context("the target")?;
        let mut table_in_work = "";
        let moved = transfer(&from, &to, |table, rows| {
            if table != table_in_work {
                table_in_work = table;
                eprintln!("{table} …");
            } else if rows > 0 && rows.is_multiple_of(50_000) {
                eprintln!("{table}: {rows} rows …");
            }
        })
        .await?;
        output.print(&moved, || {
            let mut lines: Vec<String> = moved
                .iter()
                .map(|table| format!("{:16} {:>9} rows  {}", table.table, table.rows, table.sha256))
                .collect();
            lines.push(
                "The copy is complete and verified. Start servers on the target with the same master key, and none \
                 on the source."
                    .to_owned(),
            );
            lines.join("\n")
        })
    }
}
