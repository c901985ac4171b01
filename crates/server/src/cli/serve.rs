use std::net::SocketAddr;

use anyhow::Context;
use clap::Args;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use super::open;
use crate::backend::Config;
use crate::http::{App, router};
use crate::mail::{MailSettings, Transport};
use crate::serve::{serve, told_to_stop};

#[derive(Debug, Args)]
#[command(
    after_help = "It speaks HTTP; put a reverse proxy with TLS in front of it. It logs JSON lines \
to standard error, without personal data; LANYARD_LOG sets how much (error, warn, info, debug).

Example: LANYARD_PUBLIC_URL=https://lanyard.example lanyard-server serve --listen 127.0.0.1:8720"
)]
pub(super) struct Serve {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, env = "LANYARD_LISTEN", default_value = "127.0.0.1:8720")]
    listen: SocketAddr,
    /// How mails are sent: smtps://USER:PASSWORD@HOST, smtp://HOST:587?tls=required, or, for trying things
    /// out, folder:PATH, where each mail becomes a file. Without it nobody can sign in by mail.
    #[arg(
        long,
        value_name = "WAY",
        env = "LANYARD_MAIL",
        hide_env_values = true,
        requires = "mail_from"
    )]
    mail: Option<String>,
    /// From whom mails are: Name <address>, or an address alone.
    #[arg(long, value_name = "SENDER", env = "LANYARD_MAIL_FROM")]
    mail_from: Option<String>,
}

impl Serve {
    pub(super) async fn run(self, mut config: Config, has_public_url: bool) -> anyhow::Result<()> {
        log()?;
        let transport = self.transport()?;
        if transport.is_none() {
            tracing::warn!("no way to send mails is set: what is to be sent waits, and links too");
        }
        let listener = TcpListener::bind(self.listen)
            .await
            .with_context(|| format!("cannot listen on {}", self.listen))?;
        let address = listener.local_addr().context("cannot tell the port")?;
        if !has_public_url {
            config.public_url = format!("http://{address}");
        }
        let backend = open(config).await?;
        let db = backend.db().clone();
        let app = App::with_mail(backend, transport);
        announce(address).context("cannot print the address")?;
        serve(listener, router(app), told_to_stop()).await;
        // A copy of the one file is then the whole database.
        if let Err(error) = db.fold().await {
            tracing::warn!(%error, "the database stays in two files until the next start");
        }
        tracing::info!("stopped");
        Ok(())
    }

    fn transport(&self) -> anyhow::Result<Option<Transport>> {
        let (Some(way), Some(from)) = (self.mail.clone(), self.mail_from.clone()) else {
            return Ok(None);
        };
        Ok(Some(Transport::new(&MailSettings { way, from })?))
    }
}

/// Whoever started the server, and asked for a free port, reads it here.
fn announce(address: SocketAddr) -> std::io::Result<()> {
    use std::io::Write;
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "listening on http://{address}")?;
    stdout.flush()
}

fn log() -> anyhow::Result<()> {
    let filter = match std::env::var("LANYARD_LOG") {
        Ok(text) => EnvFilter::try_new(text).context("LANYARD_LOG is not a log filter")?,
        Err(_) => EnvFilter::new("info,refinery_core=warn"),
    };
    tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init()
        .map_err(|error| anyhow::anyhow!("cannot log: {error}"))?;
    // A panic's message may quote what it was about, such as a name; its place never does.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "a panic");
    }));
    Ok(())
}
