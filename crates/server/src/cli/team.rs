use clap::{Subcommand, ValueEnum};
use protocol::{FieldSet, MemberId, SponsorId};
use serde::Serialize;

use super::link::Life;
use super::{Output, WhichEvent, shown};
use crate::audit;
use crate::backend::Backend;
use crate::db::{DbError, Tx};
use crate::event::Event;
use crate::members::{self, Member, MemberRole};
use crate::sessions::Subject;
use crate::sign_in::link_for;
use crate::sponsors;
use crate::staff::address_of;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Add somebody to a sponsor's team. No mail is sent: they ask for a link on the sign-in page, or are
    /// handed one.
    #[command(after_help = "Examples:
  lanyard-server team add quinn@sponsor.example --sponsor 'Example Corp' --name Quinn
  lanyard-server team link quinn@sponsor.example --sponsor 'Example Corp'")]
    Add {
        /// The address that they sign in with.
        email: String,
        /// The sponsor's name.
        #[arg(long)]
        sponsor: String,
        /// Their name, as colleagues see it.
        #[arg(long)]
        name: String,
        /// What they may do.
        #[arg(long, value_enum, default_value = "owner")]
        role: RoleArg,
        #[command(flatten)]
        event: WhichEvent,
    },
    /// List a sponsor's team.
    List {
        /// The sponsor's name.
        #[arg(long)]
        sponsor: String,
        #[command(flatten)]
        event: WhichEvent,
    },
    /// Print a link that signs somebody of a team in, once: where no mail goes out.
    #[command(
        after_help = "Whoever opens the link is signed in as that person. Hand it over safely.

Example: lanyard-server team link quinn@sponsor.example --sponsor 'Example Corp' --minutes 30"
    )]
    Link {
        /// The address that they sign in with.
        email: String,
        /// The sponsor's name.
        #[arg(long)]
        sponsor: String,
        #[command(flatten)]
        life: Life,
        #[command(flatten)]
        event: WhichEvent,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum RoleArg {
    /// Sees leads, takes exports, enrols and revokes devices, and looks after the team.
    Owner,
    /// Sees leads and takes exports.
    Member,
}

impl From<RoleArg> for MemberRole {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Owner => Self::Owner,
            RoleArg::Member => Self::Member,
        }
    }
}

#[derive(Serialize)]
struct Shown<'a> {
    member: MemberId,
    email: &'a str,
    name: &'a str,
    role: &'static str,
}

#[derive(Serialize)]
struct NewLink {
    member: MemberId,
    link: String,
    minutes: i64,
}

impl Command {
    pub(super) async fn run(self, backend: &Backend, output: Output) -> anyhow::Result<()> {
        match self {
            Self::Add {
                email,
                sponsor,
                name,
                role,
                event,
            } => {
                let mut tx = backend.db().write().await?;
                let event = event.load(backend, &mut tx).await?;
                let slug = &event.slug;
                let sponsor = sponsors::named(&mut tx, slug, &sponsor).await?.id;
                let role = MemberRole::from(role);
                let added = members::invite(backend, &mut tx, slug, &sponsor, &email, &name, role);
                let member = added.await?;
                let what = format!("{member} {}", role.name());
                note(backend, &mut tx, &event, &sponsor, "invite member", &what).await?;
                tx.commit().await?;
                let value = Shown {
                    member,
                    email: &email,
                    name: &name,
                    role: role.name(),
                };
                output.print(&value, || {
                    format!(
                        "Added {name} as {}. `team link` prints a link to sign in with.",
                        role.name()
                    )
                })
            }
            Self::List { sponsor, event } => list(backend, &sponsor, &event, output).await,
            Self::Link {
                email,
                sponsor,
                life,
                event,
            } => {
                let mut tx = backend.db().write().await?;
                let event = event.load(backend, &mut tx).await?;
                let slug = &event.slug;
                let sponsor = sponsors::named(&mut tx, slug, &sponsor).await?.id;
                let one = named(&mut tx, &event, &sponsor, &email).await?;
                let subject = Subject::Member(sponsor, one.id);
                let link = link_for(backend, &mut tx, slug, &subject, life.millis()).await?;
                let what = one.id.to_string();
                note(
                    backend,
                    &mut tx,
                    &event,
                    &sponsor,
                    "make sign-in link",
                    &what,
                )
                .await?;
                tx.commit().await?;
                let value = NewLink {
                    member: one.id,
                    link: link.url(backend),
                    minutes: life.minutes,
                };
                output.print(&value, || {
                    let minutes = value.minutes;
                    format!(
                        "{}\n\nIt works once, for {minutes} minutes. Whoever opens it is signed in as {}.",
                        value.link, one.name
                    )
                })
            }
        }
    }
}

async fn named(
    tx: &mut Tx,
    event: &Event,
    sponsor: &SponsorId,
    email: &str,
) -> anyhow::Result<Member> {
    let email =
        address_of(email).ok_or_else(|| anyhow::anyhow!("{email} is not an e-mail address"))?;
    let team = members::list(tx, &event.slug, sponsor).await?;
    team.into_iter()
        .find(|one| one.email == email)
        .ok_or_else(|| {
            anyhow::anyhow!("nobody of the team has this address; `team list` shows who is there")
        })
}

async fn list(
    backend: &Backend,
    sponsor: &str,
    event: &WhichEvent,
    output: Output,
) -> anyhow::Result<()> {
    let mut tx = backend.db().read().await?;
    let event = event.load(backend, &mut tx).await?;
    let sponsor = sponsors::named(&mut tx, &event.slug, sponsor).await?.id;
    let team = members::list(&mut tx, &event.slug, &sponsor).await?;
    let all: Vec<_> = team
        .iter()
        .map(|one| Shown {
            member: one.id,
            email: &one.email,
            name: &one.name,
            role: one.role.name(),
        })
        .collect();
    output.print(&all, || {
        if team.is_empty() {
            return "There is nobody yet; `team add` adds the first.".to_owned();
        }
        let lines = team.iter().map(|one| {
            let joined = one.joined.map_or_else(
                || "has not signed in yet".to_owned(),
                |at| format!("first signed in {}", shown(at)),
            );
            format!("{}  {}  {}  {joined}", one.email, one.name, one.role.name())
        });
        lines.collect::<Vec<_>>().join("\n")
    })
}

/// Who may look at leads is as worth knowing as who has.
async fn note(
    backend: &Backend,
    tx: &mut Tx,
    event: &Event,
    sponsor: &SponsorId,
    action: &'static str,
    detail: &str,
) -> Result<(), DbError> {
    let entry = audit::Entry {
        actor: audit::Actor::Organiser,
        action,
        sponsor: Some(sponsor),
        leads: 0,
        fields: FieldSet::NONE,
        detail,
    };
    audit::write(tx, &event.slug, backend.now(), &entry).await
}
