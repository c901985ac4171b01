//! The command `serve`: opens the backend and serves it over HTTP until a signal stops it.

use std::net::SocketAddr;

use anyhow::Context;
use clap::Args;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use crate::cli::open::open;
use crate::serve::{serve, stop_requests};
use crate::settings::{Setting, Settings};
use backend::mail::Transport;
use backend::webhooks::{AllowedTargets, WebhookClient};
use web::{App, router};

#[derive(Debug, Args)]
#[command(
    after_help = "It speaks HTTP; put a reverse proxy with TLS in front of it (docs/production.md). It logs \
JSON lines to standard error, without personal data; LANYARD_LOG sets how much (error, warn, info, debug).
`lanyard-server check-config` says what is set from where.

Example: LANYARD_PUBLIC_URL=https://lanyard.example lanyard-server serve --listen 127.0.0.1:8720"
)]
pub(crate) struct Serve {
    /// Where to listen; port 0 takes a free one. [env: LANYARD_LISTEN] [default: 127.0.0.1:8720]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// How mails are sent: smtps://USER:PASSWORD@HOST, smtp://HOST:587?tls=required, or, for trying things
    /// out, folder:PATH, where each mail becomes a file. Without it, sign-in links can not be sent.
    /// [env: LANYARD_MAIL]
    #[arg(long, value_name = "WAY")]
    mail: Option<String>,
    /// The sender of mails: `Name <address>`, or an address alone. [env: LANYARD_MAIL_FROM]
    #[arg(long, value_name = "SENDER")]
    mail_from: Option<String>,
    /// Allow sponsors' webhooks to reach loopback addresses, also without TLS. For trials only, so neither the
    /// environment nor the settings file can set it.
    #[arg(long)]
    allow_loopback_webhooks: bool,
}

impl Serve {
    /// The settings given on the command line.
    pub(crate) fn flags(&self) -> Vec<(Setting, String)> {
        let Self {
            listen,
            mail,
            mail_from,
            allow_loopback_webhooks: _,
        } = self;
        [
            (Setting::Listen, listen),
            (Setting::Mail, mail),
            (Setting::MailFrom, mail_from),
        ]
        .into_iter()
        .filter_map(|(setting, value)| Some((setting, value.clone()?)))
        .collect()
    }

    pub(crate) async fn run(&self, settings: &Settings) -> anyhow::Result<()> {
        log(settings.log())?;
        let transport = match settings.mail()? {
            Some(mail) => Some(Transport::new(&mail)?),
            None => None,
        };
        if transport.is_none() {
            tracing::warn!(
                "no mail transport is set: mails, and with them sign-in links, wait in the queue"
            );
        }
        let targets = if self.allow_loopback_webhooks {
            tracing::warn!(
                "webhooks may reach loopback addresses: do not use this with untrusted sponsors"
            );
            AllowedTargets::PublicAndLoopback
        } else {
            AllowedTargets::Public
        };
        let webhook_client =
            WebhookClient::new(targets).context("cannot set up the webhook client")?;
        let monitor_token = settings.monitor_token()?;
        let listen = settings.listen()?;
        let listener = TcpListener::bind(listen)
            .await
            .with_context(|| format!("cannot listen on {listen}"))?;
        let address = listener.local_addr().context("cannot tell the port")?;
        let backend = open(settings, Some(format!("http://{address}"))).await?;
        let db = backend.db().clone();
        let app = App::with_mail(backend, transport)
            .watched_with(monitor_token)
            .telling(webhook_client);
        let stop = stop_requests().context("cannot listen for signals")?;
        announce(address).context("cannot print the address")?;
        serve(listener, router(app), stop).await;
        // Then the one file holds the whole database, and copying it is a backup.
        if let Err(error) = db.fold().await {
            tracing::warn!(%error, "the write-ahead log was not folded into the database; the next start does it");
        }
        tracing::info!("stopped");
        Ok(())
    }
}

/// Prints the address, which the caller reads if it asked for a free port.
fn announce(address: SocketAddr) -> std::io::Result<()> {
    use std::io::Write;
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "listening on http://{address}")?;
    stdout.flush()
}

fn log(filter: &str) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(filter).context("LANYARD_LOG is not a log filter")?;
    tracing_subscriber::fmt()
        .json()
        // The span carries the request's id; there are no spans around it.
        .with_current_span(true)
        .with_span_list(false)
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init()
        .map_err(|error| anyhow::anyhow!("cannot log: {error}"))?;
    // A panic's message may quote personal data, such as a name; its location never does.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "a panic");
    }));
    Ok(())
}
