//! The command line of `lanyard-server`.

mod account;
mod attendee;
mod backup;
mod badges;
mod check_config;
mod device;
mod event;
mod event_option;
mod import;
mod link;
mod master_key;
mod member;
mod moving;
mod open;
mod output;
mod report;
mod retention;
mod serve;
mod sponsor;
mod staff;
mod verify;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::cli::open::open;
use crate::cli::output::Output;
use crate::settings::{Setting, Settings};

/// The backend of Lanyard: creates events, enrols sponsors' devices, and receives their scans.
///
/// All data is in one database. The master key that opens its sealed columns is in master.key beside it, or
/// comes from LANYARD_MASTER_KEY. Back up the two in different places.
#[derive(Debug, Parser)]
#[command(
    name = "lanyard-server",
    version,
    after_help = "Examples:
  lanyard-server event create PYCON2027 --name 'PyCon 2027' --ends 2027-05-20
  lanyard-server sponsor add 'Example Corp'
  lanyard-server device code --sponsor 'Example Corp' --label 'Tablet 1' --svg code.svg
  lanyard-server serve"
)]
pub struct Cli {
    /// Read settings from this file (TOML). Flags and environment variables override it.
    #[arg(long, global = true, value_name = "FILE", env = "LANYARD_CONFIG")]
    config: Option<PathBuf>,
    /// The database: sqlite:PATH, or postgres://USER:PASSWORD@HOST/DATABASE. [env: DATABASE_URL] [default: sqlite:lanyard.db]
    #[arg(long, global = true)]
    database_url: Option<String>,
    /// The address at which devices reach this backend; enrolment codes contain it.
    /// [env: LANYARD_PUBLIC_URL]
    #[arg(long, global = true)]
    public_url: Option<String>,
    /// Print JSON for programs.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Create, change and show events.
    #[command(subcommand)]
    Event(event::Command),
    /// Add sponsors, and give their programs tokens.
    #[command(subcommand)]
    Sponsor(sponsor::Command),
    /// Enrol, list and revoke booth devices.
    #[command(subcommand)]
    Device(device::Command),
    /// Import registrations from a CSV file.
    Import(import::Import),
    /// Print, reprint and revoke badges.
    #[command(subcommand)]
    Badges(badges::Command),
    /// Make tokens and sign-in links for attendees, and erase their data.
    #[command(subcommand)]
    Attendee(attendee::Command),
    /// List attendees' reports of improper scans, and decide them.
    #[command(subcommand)]
    Report(report::Command),
    /// Check a consent receipt, with no network and no database.
    Verify(verify::Verify),
    /// Erase an event's personal data once its retention is over.
    #[command(subcommand)]
    Retention(retention::Command),
    /// Manage the organiser's staff, and make sign-in links for them.
    #[command(subcommand)]
    Staff(staff::Command),
    /// Copy the SQLite database to a file, while the server goes on.
    Backup(backup::Backup),
    /// Move the whole database into another, empty one, such as SQLite's into PostgreSQL.
    Move(moving::Move),
    /// Change the master key that sealed columns are encrypted with.
    #[command(subcommand)]
    MasterKey(master_key::Command),
    /// Serve devices, sponsors and attendees over HTTP.
    Serve(serve::Serve),
    /// Report where each setting comes from, and whether the backend could run with it. Changes nothing.
    CheckConfig(check_config::CheckConfig),
}

/// Runs a command.
///
/// # Errors
/// Any error, with its context, for the person at the terminal.
pub async fn run(cli: Cli) -> anyhow::Result<()> {
    let output = Output { json: cli.json };
    let mut flags = Vec::new();
    flags.extend(cli.database_url.map(|url| (Setting::DatabaseUrl, url)));
    flags.extend(cli.public_url.map(|url| (Setting::PublicUrl, url)));
    if let Command::Serve(serve) = &cli.command {
        flags.extend(serve.flags());
    }
    // Verifying needs no settings and opens no database.
    if let Command::Verify(verify) = cli.command {
        return verify.run(output);
    }
    let settings = Settings::gather(flags, |name| std::env::var_os(name), cli.config.as_deref())?;
    match &cli.command {
        Command::Serve(serve) => return serve.run(&settings).await,
        Command::CheckConfig(check) => return check.run(&settings, output).await,
        Command::Backup(backup) => return backup.run(settings.database_url(), output),
        Command::Move(moving) => return moving.run(settings.database_url(), output).await,
        _ => {}
    }
    let has_public_url = settings.public_url()?.is_some();
    let backend = open(&settings, None).await?;
    match cli.command {
        Command::Event(command) => command.run(&backend, output).await,
        Command::Sponsor(command) => command.run(&backend, output).await,
        Command::Device(command) => command.run(&backend, output, has_public_url).await,
        Command::Import(import) => import.run(&backend, output).await,
        Command::Badges(command) => command.run(&backend, output).await,
        Command::Attendee(command) => command.run(&backend, output).await,
        Command::Report(command) => command.run(&backend, output).await,
        Command::Retention(command) => command.run(&backend, output).await,
        Command::Staff(command) => command.run(&backend, output).await,
        Command::MasterKey(command) => command.run(&backend, output).await,
        Command::Serve(_)
        | Command::CheckConfig(_)
        | Command::Verify(_)
        | Command::Backup(_)
        | Command::Move(_) => {
            unreachable!("handled above, because they open no backend or do it themselves")
        }
    }
}
