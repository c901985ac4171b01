//! The command `device`: makes enrolment codes, lists and revokes booth devices.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use clap::Subcommand;
use protocol::{DeviceId, SponsorId, UnixMillis};
use serde::Serialize;

use crate::cli::event_option::WhichEvent;
use crate::cli::output::{Output, shown};
use backend::Backend;
use backend::devices::{self, Device};
use backend::people::sponsors;
use backend::registration::qr;

/// Seconds of an hour.
const HOUR: u64 = 60 * 60;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a one-time code that enrols a device for a sponsor.
    #[command(after_help = "Example:
  lanyard-server device code --sponsor 'Example Corp' --label 'Tablet 1' --svg code.svg")]
    Code {
        /// The sponsor's name.
        #[arg(long)]
        sponsor: String,
        /// What the code is for.
        #[arg(long)]
        label: String,
        /// How long the code may be used.
        #[arg(long, default_value_t = devices::CODE_LIFETIME.as_secs() / HOUR, value_name = "HOURS")]
        valid_hours: u64,
        /// Write the code as a QR symbol to this file.
        #[arg(long, value_name = "FILE")]
        svg: Option<PathBuf>,
        #[command(flatten)]
        event: WhichEvent,
    },
    /// List the devices.
    List {
        /// Only this sponsor's.
        #[arg(long)]
        sponsor: Option<String>,
        #[command(flatten)]
        event: WhichEvent,
    },
    /// Revoke a device: what comes of it from now on is quarantined, whatever time it claims.
    Revoke {
        /// The device's id.
        device: DeviceId,
        #[command(flatten)]
        event: WhichEvent,
    },
}

#[derive(Serialize)]
struct Code<'a> {
    code: &'a str,
    typed: &'a str,
    server: &'a str,
    expires: UnixMillis,
}

#[derive(Serialize)]
struct Shown<'a> {
    device: DeviceId,
    sponsor: SponsorId,
    sponsor_name: &'a str,
    label: &'a str,
    enrolled: UnixMillis,
    expires: UnixMillis,
    revoked: Option<UnixMillis>,
    last_sync: Option<UnixMillis>,
    pending: u64,
    skew_ms: i64,
    held_seq: u64,
    quarantined: u64,
    chain_flagged: Option<UnixMillis>,
    skew_flagged: Option<UnixMillis>,
    guess_flagged: Option<UnixMillis>,
}

impl<'a> From<&'a Device> for Shown<'a> {
    fn from(device: &'a Device) -> Self {
        Self {
            device: device.id,
            sponsor: device.sponsor,
            sponsor_name: &device.sponsor_name,
            label: &device.label,
            enrolled: device.enrolled,
            expires: device.expires,
            revoked: device.revoked,
            last_sync: device.last_sync,
            pending: device.pending,
            skew_ms: device.skew,
            held_seq: device.held_seq,
            quarantined: device.quarantined,
            chain_flagged: device.chain_flagged,
            skew_flagged: device.skew_flagged,
            guess_flagged: device.guess_flagged,
        }
    }
}

impl Command {
    pub(crate) async fn run(
        self,
        backend: &Backend,
        output: Output,
        has_public_url: bool,
    ) -> anyhow::Result<()> {
        match self {
            Self::Code {
                sponsor,
                label,
                valid_hours,
                svg,
                event,
            } => {
                if !has_public_url {
                    eprintln!(
                        "The code leads to {}, which this computer alone reaches. Set \
                         LANYARD_PUBLIC_URL to the backend's address.",
                        backend.public_url()
                    );
                }
                let mut tx = backend.db().write().await?;
                let event = event.load(backend, &mut tx).await?.slug;
                let sponsor = sponsors::named(&mut tx, &event, &sponsor).await?.id;
                let lifetime = Duration::from_secs(valid_hours.saturating_mul(HOUR));
                let (code, expires) =
                    devices::new_code(backend, &mut tx, &event, sponsor, &label, lifetime).await?;
                let text = code.to_string();
                // Write the file first, so that no code is stored that was not shown.
                if let Some(path) = &svg {
                    write_svg(path, &text)?;
                }
                tx.commit().await?;
                let typed = code.secret_text();
                let shown_code = Code {
                    code: &text,
                    typed: &typed,
                    server: &code.server,
                    expires,
                };
                output.print(&shown_code, || {
                    format!(
                        "{text}\n\nTo type it: address {}, code {typed}\nIt works once, until {}.",
                        code.server,
                        shown(expires)
                    )
                })
            }
            Self::List { sponsor, event } => {
                let mut tx = backend.db().read().await?;
                let event = event.load(backend, &mut tx).await?.slug;
                let sponsor = match sponsor {
                    Some(name) => Some(sponsors::named(&mut tx, &event, &name).await?.id),
                    None => None,
                };
                list(&devices::list(&mut tx, &event, sponsor).await?, output)
            }
            Self::Revoke { device, event } => {
                let mut tx = backend.db().write().await?;
                let event = event.load(backend, &mut tx).await?.slug;
                devices::revoke(backend, &mut tx, &event, device).await?;
                tx.commit().await?;
                #[derive(Serialize)]
                struct Revoked {
                    revoked: DeviceId,
                }
                output.print(&Revoked { revoked: device }, || {
                    format!(
                        "Revoked {device}. Its records are quarantined from now on; it learns of that at \
                         its next sync."
                    )
                })
            }
        }
    }
}

fn write_svg(path: &Path, text: &str) -> anyhow::Result<()> {
    let drawn = qr::svg(text).context("the code is too long for a symbol")?;
    std::fs::write(path, drawn).with_context(|| format!("cannot write {}", path.display()))
}

fn list(devices: &[Device], output: Output) -> anyhow::Result<()> {
    let values: Vec<Shown<'_>> = devices.iter().map(Into::into).collect();
    output.print(&values, || {
        if devices.is_empty() {
            return "There is no device yet; `device code` makes a code that enrols one."
                .to_owned();
        }
        devices.iter().map(line).collect::<Vec<_>>().join("\n")
    })
}

fn line(device: &Device) -> String {
    let mut line = format!(
        "{}  {} · {}  {} held, {} waiting",
        device.id, device.sponsor_name, device.label, device.held_seq, device.pending
    );
    if device.quarantined > 0 {
        line.push_str(&format!(", {} in quarantine", device.quarantined));
    }
    match device.last_sync {
        Some(time) => line.push_str(&format!(", last sync {}", shown(time))),
        None => line.push_str(", never synced"),
    }
    if device.revoked.is_some() {
        line.push_str("  REVOKED");
    }
    if device.chain_flagged.is_some() {
        line.push_str("  CLONED OR SET BACK");
    }
    if device.guess_flagged.is_some() {
        line.push_str("  GUESSES CODES");
    }
    if device.skew_flagged.is_some() {
        line.push_str(&format!("  CLOCK OFF BY {} s", device.skew / 1000));
    }
    line
}
