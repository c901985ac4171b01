use clap::{Subcommand, ValueEnum};
use protocol::{EventSlug, FieldSet, MemberId, SponsorId, UnixMillis};
use serde::Serialize;

use crate::cli::{Output, WhichEvent, shown};
use backend::Backend;
use backend::audit;
use backend::clock::MINUTE;
use backend::people::members::{self, Member, MemberError};
use backend::people::sessions::Subject;
use backend::people::staff::address_of;
use backend::people::{sign_in, sponsors};
use backend_db::{DbError, Tx};
use backend_model::Action;
use backend_model::MemberRole;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Add somebody to a sponsor's team. They sign in with a link that is sent to the address.
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
        /// What they may do: a member works with leads; an owner also manages team, devices and programs.
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
    /// Remove somebody from a sponsor's team. They are signed out at once.
    Remove {
        /// The sponsor's name.
        sponsor: String,
        /// Their e-mail address.
        email: String,
        #[command(flatten)]
        event: WhichEvent,
    },
    /// Make a link that signs somebody of the team in, once, in whatever browser opens it. For where no
    /// mail is sent.
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

#[derive(Serialize)]
struct Shown<'a> {
    member: MemberId,
    email: &'a str,
    name: &'a str,
    role: &'static str,
    joined: Option<UnixMillis>,
}

impl<'a> From<&'a Member> for Shown<'a> {
    fn from(member: &'a Member) -> Self {
        Self {
            member: member.id,
            email: &member.email,
            name: &member.name,
            role: member.role.name(),
            joined: member.joined,
        }
    }
}

impl Command {
    pub(crate) async fn run(self, backend: &Backend, output: Output) -> anyhow::Result<()> {
        match self {
            Self::Add {
                sponsor,
                email,
                name,
                role,
                event,
            } => {
                let (mut tx, event, sponsor_id) = begin(backend, &event, &sponsor).await?;
                let role = match role {
                    Role::Member => MemberRole::Member,
                    Role::Owner => MemberRole::Owner,
                };
                let member =
                    members::invite(backend, &mut tx, &event, &sponsor_id, &email, &name, role)
                        .await?;
                write_down(
                    backend,
                    &mut tx,
                    &event,
                    &sponsor_id,
                    Action::AddMember,
                    &member,
                )
                .await?;
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
                        "Added to {sponsor}. They sign in at {}/sign-in; no mail was sent by this. \
                         `sponsor member link` makes a link.",
                        backend.public_url()
                    )
                })
            }
            Self::List { sponsor, event } => {
                let mut tx = backend.db().read().await?;
                let event = event.load(backend, &mut tx).await?.slug;
                let sponsor = sponsors::named(&mut tx, &event, &sponsor).await?.id;
                let team = members::list(&mut tx, &event, &sponsor).await?;
                list(&team, output)
            }
            Self::Remove {
                sponsor,
                email,
                event,
            } => {
                let (mut tx, event, sponsor) = begin(backend, &event, &sponsor).await?;
                let member = find(&mut tx, &event, &sponsor, &email).await?;
                members::remove(backend, &mut tx, &event, &sponsor, &member).await?;
                write_down(
                    backend,
                    &mut tx,
                    &event,
                    &sponsor,
                    Action::RemoveMember,
                    &member,
                )
                .await?;
                tx.commit().await?;
                #[derive(Serialize)]
                struct Removed {
                    removed: MemberId,
                }
                output.print(&Removed { removed: member }, || {
                    "Removed. They are signed out.".to_owned()
                })
            }
            Self::Link {
                sponsor,
                email,
                minutes,
                event,
            } => {
                let (mut tx, event, sponsor) = begin(backend, &event, &sponsor).await?;
                let member = find(&mut tx, &event, &sponsor, &email).await?;
                let subject = Subject::Member(sponsor, member);
                let life = minutes * MINUTE;
                let link = sign_in::link_for(backend, &mut tx, &event, &subject, life).await?;
                let action = Action::MakeMembersLink;
                write_down(backend, &mut tx, &event, &sponsor, action, &member).await?;
                tx.commit().await?;
                #[derive(Serialize)]
                struct Link {
                    link: String,
                    minutes: i64,
                }
                let link = Link {
                    link: link.url(backend),
                    minutes,
                };
                output.print(&link, || {
                    format!(
                        "{}\n\nIt works once, for {minutes} minutes, for whoever opens it first.",
                        link.link
                    )
                })
            }
        }
    }
}

async fn begin(
    backend: &Backend,
    event: &WhichEvent,
    sponsor: &str,
) -> anyhow::Result<(Tx, EventSlug, SponsorId)> {
    let mut tx = backend.db().write().await?;
    let event = event.load(backend, &mut tx).await?.slug;
    let sponsor = sponsors::named(&mut tx, &event, sponsor).await?.id;
    Ok((tx, event, sponsor))
}

async fn find(
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    email: &str,
) -> anyhow::Result<MemberId> {
    let email = address_of(email).ok_or(MemberError::Email)?;
    let team = members::list(tx, event, sponsor).await?;
    let member = team.iter().find(|member| member.email == email);
    Ok(member.ok_or(MemberError::Unknown)?.id)
}

async fn write_down(
    backend: &Backend,
    tx: &mut Tx,
    event: &EventSlug,
    sponsor: &SponsorId,
    action: Action,
    member: &MemberId,
) -> Result<(), DbError> {
    let entry = audit::Entry {
        actor: audit::Actor::Organiser,
        action,
        sponsor: Some(sponsor),
        leads: 0,
        fields: FieldSet::NONE,
        detail: &member.to_string(),
    };
    audit::write(tx, event, backend.now(), &entry).await
}

fn list(team: &[Member], output: Output) -> anyhow::Result<()> {
    let values: Vec<Shown<'_>> = team.iter().map(Into::into).collect();
    output.print(&values, || {
        if team.is_empty() {
            return "The team has nobody yet; `sponsor member add` adds somebody.".to_owned();
        }
        let lines: Vec<String> = team
            .iter()
            .map(|member| {
                let Member {
                    email, name, role, ..
                } = member;
                let since = member.joined.map_or_else(
                    || "has not signed in yet".to_owned(),
                    |joined| format!("here since {}", shown(joined)),
                );
                format!("{}  {name} <{email}>  {since}", role.name())
            })
            .collect();
        lines.join("\n")
    })
}
