//! `lanyard-server sponsor member`: the accounts of sponsors' teams.

use clap::{Subcommand, ValueEnum};
use protocol::MemberId;
use serde::Serialize;

use crate::cli::account::{NewLink, list, note};
use crate::cli::event_option::WhichEvent;
use crate::cli::output::Output;
use backend::Backend;
use backend::people::sessions::Subject;
use backend::people::{members, sponsors};
use backend_model::{Action, MemberRole};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Add a member to a sponsor's team. They sign in with a link that is sent to the address.
    #[command(
        after_help = "Example: lanyard-server sponsor member add 'Example Corp' ana@example.com --name Ana --role owner"
    )]
    Add {
        /// The sponsor's name.
        sponsor: String,
        /// Their e-mail address.
        email: String,
        /// Their name, for colleagues to see.
        #[arg(long)]
        name: String,
        /// Their role: a member works with leads; an owner also manages team, devices and programs.
        #[arg(long, value_enum, default_value = "member")]
        role: Role,
        #[command(flatten)]
        event: WhichEvent,
    },
    /// List a sponsor's team.
    List {
        /// The sponsor's name.
        sponsor: String,
        #[command(flatten)]
        event: WhichEvent,
    },
    /// Remove a member from a sponsor's team. They are signed out at once.
    Remove {
        /// The sponsor's name.
        sponsor: String,
        /// Their e-mail address.
        email: String,
        #[command(flatten)]
        event: WhichEvent,
    },
    /// Make a link that signs a member in once, in any browser that opens it: for a server that sends no mail.
    #[command(
        after_help = "Example: lanyard-server sponsor member link 'Example Corp' ana@example.com"
    )]
    Link {
        /// The sponsor's name.
        sponsor: String,
        /// Their e-mail address.
        email: String,
        /// How long the link works, in minutes; a week at most.
        #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(i64).range(1..=7 * 24 * 60))]
        minutes: i64,
        #[command(flatten)]
        event: WhichEvent,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Role {
    Member,
    Owner,
}

impl Command {
    pub(crate) async fn run(self, backend: &Backend, output: Output) -> anyhow::Result<()> {
        let (Self::Add { sponsor, event, .. }
        | Self::List { sponsor, event }
        | Self::Remove { sponsor, event, .. }
        | Self::Link { sponsor, event, .. }) = &self;
        let mut tx = match self {
            Self::List { .. } => backend.db().read().await?,
            _ => backend.db().write().await?,
        };
        let event = event.load(backend, &mut tx).await?;
        let sponsor = sponsors::named(&mut tx, &event.slug, sponsor).await?;
        let team = members::of_sponsor(&event.slug, &sponsor.id);
        match self {
            Self::Add {
                email, name, role, ..
            } => {
                let role = match role {
                    Role::Member => MemberRole::Member,
                    Role::Owner => MemberRole::Owner,
                };
                let member = team.add(backend, &mut tx, &email, &name, role).await?;
                let (action, detail) = (Action::AddMember, member.to_string());
                note(backend, &mut tx, &event, action, Some(&sponsor.id), &detail).await?;
                tx.commit().await?;
                #[derive(Serialize)]
                struct Added {
                    member: MemberId,
                    role: &'static str,
                }
                let added = Added {
                    member,
                    role: role.name(),
                };
                output.print(&added, || {
                    format!(
                        "Added to {}. They sign in at {}/sign-in; this sent no mail. \
                         `sponsor member link` makes a link.",
                        sponsor.name,
                        backend.public_url()
                    )
                })
            }
            Self::List { .. } => {
                let none = "The team has no members yet; `sponsor member add` adds one.";
                list(&team.list(&mut tx).await?, none, output)
            }
            Self::Remove { email, .. } => {
                let member = team.with_email(&mut tx, &email).await?.id;
                team.remove(backend, &mut tx, &member).await?;
                let (action, detail) = (Action::RemoveMember, member.to_string());
                note(backend, &mut tx, &event, action, Some(&sponsor.id), &detail).await?;
                tx.commit().await?;
                #[derive(Serialize)]
                struct Removed {
                    removed: MemberId,
                }
                output.print(&Removed { removed: member }, || {
                    "Removed. They are signed out.".to_owned()
                })
            }
            Self::Link { email, minutes, .. } => {
                let member = team.with_email(&mut tx, &email).await?;
                let subject = Subject::Member(sponsor.id, member.id);
                let link = NewLink::make(backend, &mut tx, &event, subject, minutes).await?;
                let (action, detail) = (Action::MakeMembersLink, member.id.to_string());
                note(backend, &mut tx, &event, action, Some(&sponsor.id), &detail).await?;
                tx.commit().await?;
                link.print(&member.name, output)
            }
        }
    }
}
