//! The command `master-key`: makes a key and rotates the one in use.

use std::path::PathBuf;

use clap::Subcommand;
use serde::Serialize;

use crate::cli::output::Output;
use backend::Backend;
use backend::keys::rotation::{Rotation, rotate};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Seal everything with another master key, in one transaction.
    #[command(
        after_help = "Stop the servers first: a running one keeps the old key, and can open \
nothing any more. Broken off, it is taken up again by the same command: the new key is written before \
anything is sealed with it, and the old one stays in a file until you delete it. Backups made before \
need the old key.

Example: lanyard-server master-key rotate --new-key-file /secrets/lanyard.key"
    )]
    Rotate {
        /// The file that the new key is written to, or that holds it already. Without it, master.key takes the new one, and
        /// the old one is kept beside it.
        #[arg(long, value_name = "FILE")]
        new_key_file: Option<PathBuf>,
    },
}

#[derive(Serialize)]
struct Rotated<'a> {
    sealed_again: u64,
    new_key: &'a PathBuf,
    old_key: Option<&'a PathBuf>,
}

impl Command {
    pub(crate) async fn run(self, backend: &Backend, output: Output) -> anyhow::Result<()> {
        let Self::Rotate { new_key_file } = self;
        let Rotation {
            values,
            new_key,
            old_key,
        } = rotate(backend, new_key_file).await?;
        let rotated = Rotated {
            sealed_again: values,
            new_key: &new_key,
            old_key: old_key.as_ref(),
        };
        output.print(&rotated, || {
            let new_key = new_key.display();
            let kept = old_key.as_ref().map_or_else(
                || "Take the new key where the old one was set.".to_owned(),
                |old| format!("The old key is kept in {}.", old.display()),
            );
            format!(
                "{values} values are sealed with the key in {new_key}. {kept} Delete the old key when no \
                 backup needs it, and start the servers."
            )
        })
    }
}
