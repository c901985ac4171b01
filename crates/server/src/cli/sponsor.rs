//! The command `sponsor`: adds and lists sponsors, and makes and revokes their API tokens.

use clap::Subcommand;
use protocol::{EventSlug, FieldSet, SponsorId};
use serde::Serialize;

use crate::cli::event_option::WhichEvent;
use crate::cli::output::Output;
use backend::Backend;
use backend::audit;
use backend::people::sponsors;
use backend_db::{DbError, Tx};
use backend_model::Action;
use backend_model::{Scope, Scopes};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Add a sponsor.
    #[command(after_help = "Example: lanyard-server sponsor add 'Example Corp'")]
    Add {
        /// The sponsor's name.
        name: String,
        #[command(flatten)]
        event: WhichEvent,
    },
    /// List the sponsors.
    List {
        #[command(flatten)]
        event: WhichEvent,
    },
    /// Make a token for the sponsor's API. It is shown once.
    #[command(
        after_help = "Example: lanyard-server sponsor token 'Example Corp' --label crm --scope leads --scope deletions"
    )]
    Token {
        /// The sponsor's name.
        name: String,
        /// What the token is for; it names the token when it is revoked.
        #[arg(long, default_value = "api")]
        label: String,
        /// What it may do; say it once for each. Without it, everything.
        #[arg(long, value_parser = scope)]
        scope: Vec<Scope>,
        #[command(flatten)]
        event: WhichEvent,
    },
    /// Say who of a sponsor's team may sign in to its pages.
    #[command(subcommand)]
    Member(crate::cli::member::Command),
    /// Revoke a token.
    #[command(
        after_help = "Example: lanyard-server sponsor token-revoke 'Example Corp' --label crm"
    )]
    TokenRevoke {
        /// The sponsor's name.
        name: String,
        /// The token's label.
        #[arg(long, default_value = "api")]
        label: String,
        #[command(flatten)]
        event: WhichEvent,
    },
}

fn scope(text: &str) -> Result<Scope, String> {
    Scope::of_name(text).ok_or_else(|| {
        let names = Scope::ALL.map(Scope::name).join(", ");
        format!("there are {names}")
    })
}

#[derive(Serialize)]
struct Shown<'a> {
    sponsor: SponsorId,
    name: &'a str,
}

#[derive(Serialize)]
struct NewToken<'a> {
    sponsor: SponsorId,
    label: &'a str,
    token: &'a str,
}

impl Command {
    pub(crate) async fn run(self, backend: &Backend, output: Output) -> anyhow::Result<()> {
        match self {
            Self::Add { name, event } => {
                let mut tx = backend.db().write().await?;
                let event = event.load(backend, &mut tx).await?.slug;
                let sponsor = sponsors::add(backend, &mut tx, &event, &name).await?;
                tx.commit().await?;
                let shown = Shown {
                    sponsor,
                    name: &name,
                };
                output.print(&shown, || format!("Added {name}."))
            }
            Self::List { event } => list(backend, &event, output).await,
            Self::Member(command) => command.run(backend, output).await,
            Self::Token {
                name,
                label,
                scope,
                event,
            } => {
                let mut tx = backend.db().write().await?;
                let event = event.load(backend, &mut tx).await?.slug;
                let sponsor = sponsors::named(&mut tx, &event, &name).await?.id;
                let scopes = match scope.as_slice() {
                    [] => Scopes::ALL,
                    some => some.iter().copied().fold(Scopes::NONE, Scopes::with),
                };
                let token =
                    sponsors::new_scoped_token(backend, &mut tx, &event, sponsor, &label, scopes)
                        .await?;
                audit(
                    backend,
                    &mut tx,
                    &event,
                    sponsor,
                    Action::MakeSponsorToken,
                    &label,
                )
                .await?;
                tx.commit().await?;
                let token = token.expose();
                let shown = NewToken {
                    sponsor,
                    label: &label,
                    token: &token,
                };
                output.print(&shown, || {
                    format!(
                        "{token}\n\nThis is shown once. Its bearer can do this on behalf of {name}: {}.",
                        scopes.names().replace(' ', ", ")
                    )
                })
            }
            Self::TokenRevoke { name, label, event } => {
                let mut tx = backend.db().write().await?;
                let event = event.load(backend, &mut tx).await?.slug;
                let sponsor = sponsors::named(&mut tx, &event, &name).await?.id;
                sponsors::revoke_token(backend, &mut tx, &event, sponsor, &label).await?;
                audit(
                    backend,
                    &mut tx,
                    &event,
                    sponsor,
                    Action::RevokeSponsorToken,
                    &label,
                )
                .await?;
                tx.commit().await?;
                let shown = Shown {
                    sponsor,
                    name: &name,
                };
                output.print(&shown, || format!("Revoked the token “{label}” of {name}."))
            }
        }
    }
}

/// Who can read leads is as worth knowing as who has.
async fn audit(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: SponsorId,
    action: Action,
    label: &str,
) -> Result<(), DbError> {
    let entry = audit::Entry {
        actor: audit::Actor::Organiser,
        action,
        sponsor: Some(&sponsor),
        leads: 0,
        fields: FieldSet::NONE,
        detail: label,
    };
    audit::write(tx, event, backend.now(), &entry).await
}

async fn list(backend: &Backend, event: &WhichEvent, output: Output) -> anyhow::Result<()> {
    let mut tx = backend.db().read().await?;
    let event = event.load(backend, &mut tx).await?.slug;
    let sponsors = sponsors::list(&mut tx, &event).await?;
    let shown: Vec<_> = sponsors
        .iter()
        .map(|sponsor| Shown {
            sponsor: sponsor.id,
            name: &sponsor.name,
        })
        .collect();
    output.print(&shown, || {
        if shown.is_empty() {
            return "There is no sponsor yet; `sponsor add` adds one.".to_owned();
        }
        let lines: Vec<_> = shown
            .iter()
            .map(|shown| format!("{}  {}", shown.sponsor, shown.name))
            .collect();
        lines.join("\n")
    })
}
