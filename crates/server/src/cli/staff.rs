use clap::{Subcommand, ValueEnum};
use protocol::{FieldSet, StaffId};
use serde::Serialize;

use crate::cli::link::Life;
use crate::cli::{Output, WhichEvent, shown};
use backend::Backend;
use backend::audit;
use backend::event::Event;
use backend::people::invitations::{self, Invited};
use backend::people::sessions::Subject;
use backend::people::sign_in::link_for;
use backend::people::staff::{self, Staff, StaffError, address_of};
use backend_db::{DbError, Tx};
use backend_model::Action;
use backend_model::StaffRole;
use backend_text::Language;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Add somebody. They are told by mail how to sign in, where the server sends mail.
    #[command(after_help = "Examples:
  lanyard-server staff add ana@conference.example --name Ana
  lanyard-server staff add ben@conference.example --name Ben --role support
  lanyard-server staff link ana@conference.example")]
    Add {
        /// The address that they sign in with.
        email: String,
        /// Their name, as colleagues see it.
        #[arg(long)]
        name: String,
        /// What they are there for.
        #[arg(long, value_enum, default_value = "organiser")]
        role: RoleArg,
        /// The language of the mail: en or es.
        #[arg(long, default_value = "en", value_parser = language)]
        language: Language,
        #[command(flatten)]
        event: WhichEvent,
    },
    /// List everybody of the organiser's.
    List {
        #[command(flatten)]
        event: WhichEvent,
    },
    /// Give somebody another role.
    #[command(after_help = "Example: lanyard-server staff role ben@conference.example auditor")]
    Role {
        /// The address that they sign in with.
        email: String,
        /// The new role.
        #[arg(value_enum)]
        role: RoleArg,
        #[command(flatten)]
        event: WhichEvent,
    },
    /// Remove somebody: their sessions, links and passkeys end at once.
    Remove {
        /// The address that they sign in with.
        email: String,
        #[command(flatten)]
        event: WhichEvent,
    },
    /// Print a link that signs somebody in, once: for the first organiser, or where no mail goes out.
    #[command(
        after_help = "Whoever opens the link is signed in as that person. Hand it over safely.

Example: lanyard-server staff link ana@conference.example --minutes 30"
    )]
    Link {
        /// The address that they sign in with.
        email: String,
        #[command(flatten)]
        life: Life,
        #[command(flatten)]
        event: WhichEvent,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum RoleArg {
    /// Everything.
    Organiser,
    /// Reports, devices, badges and sponsors; takes no data out.
    Support,
    /// Reads everything, changes nothing.
    Auditor,
}

impl From<RoleArg> for StaffRole {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Organiser => Self::Organiser,
            RoleArg::Support => Self::Support,
            RoleArg::Auditor => Self::Auditor,
        }
    }
}

fn language(tag: &str) -> Result<Language, String> {
    Language::of_tag(tag).ok_or_else(|| "the languages are en and es".to_owned())
}

#[derive(Serialize)]
struct Shown<'a> {
    staff: StaffId,
    email: &'a str,
    name: &'a str,
    role: &'static str,
    joined: Option<protocol::UnixMillis>,
}

impl<'a> Shown<'a> {
    fn of(staff: &'a Staff) -> Self {
        Self {
            staff: staff.id,
            email: &staff.email,
            name: &staff.name,
            role: staff.role.name(),
            joined: staff.joined,
        }
    }
}

#[derive(Serialize)]
struct NewLink {
    staff: StaffId,
    link: String,
    minutes: i64,
}

impl Command {
    pub(crate) async fn run(self, backend: &Backend, output: Output) -> anyhow::Result<()> {
        match self {
            Self::Add {
                email,
                name,
                role,
                language,
                event,
            } => {
                let mut tx = backend.db().write().await?;
                let event = event.load(backend, &mut tx).await?;
                let invited = Invited {
                    email: &email,
                    name: &name,
                    language,
                };
                let role = StaffRole::from(role);
                let id = invitations::to_staff(backend, &mut tx, &event, invited, role).await?;
                note(backend, &mut tx, &event, Action::AddStaff, &id, role.name()).await?;
                tx.commit().await?;
                let value = Shown {
                    staff: id,
                    email: &email,
                    name: &name,
                    role: role.name(),
                    joined: None,
                };
                output.print(&value, || {
                    format!(
                        "Added {name} as {}. They are told by mail once the server sends mail; \
                         `staff link {email}` prints a link for now.",
                        role.name()
                    )
                })
            }
            Self::List { event } => list(backend, &event, output).await,
            Self::Role { email, role, event } => {
                let mut tx = backend.db().write().await?;
                let event = event.load(backend, &mut tx).await?;
                let one = named(&mut tx, &event, &email).await?;
                let role = StaffRole::from(role);
                staff::set_role(&mut tx, &event.slug, &one.id, role).await?;
                note(
                    backend,
                    &mut tx,
                    &event,
                    Action::ChangeRole,
                    &one.id,
                    role.name(),
                )
                .await?;
                tx.commit().await?;
                let value = Shown {
                    role: role.name(),
                    ..Shown::of(&one)
                };
                output.print(&value, || format!("{} is now {}.", one.name, role.name()))
            }
            Self::Remove { email, event } => {
                let mut tx = backend.db().write().await?;
                let event = event.load(backend, &mut tx).await?;
                let one = named(&mut tx, &event, &email).await?;
                staff::remove(backend, &mut tx, &event.slug, &one.id).await?;
                note(backend, &mut tx, &event, Action::RemoveStaff, &one.id, "").await?;
                tx.commit().await?;
                output.print(&Shown::of(&one), || {
                    format!("Removed {}. They are signed out.", one.name)
                })
            }
            Self::Link { email, life, event } => {
                let mut tx = backend.db().write().await?;
                let event = event.load(backend, &mut tx).await?;
                let one = named(&mut tx, &event, &email).await?;
                let subject = Subject::Staff(one.id);
                let link = link_for(backend, &mut tx, &event.slug, &subject, life.millis()).await?;
                note(
                    backend,
                    &mut tx,
                    &event,
                    Action::MakeSignInLink,
                    &one.id,
                    "",
                )
                .await?;
                tx.commit().await?;
                let value = NewLink {
                    staff: one.id,
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

async fn named(tx: &mut Tx, event: &Event, email: &str) -> Result<Staff, StaffError> {
    let email = address_of(email).ok_or(StaffError::Email)?;
    staff::list(tx, &event.slug)
        .await?
        .into_iter()
        .find(|one| one.email == email)
        .ok_or(StaffError::Unknown)
}

/// Who may look at people's data is as worth knowing as who has.
async fn note(
    backend: &Backend,
    tx: &mut Tx,
    event: &Event,
    action: Action,
    staff: &StaffId,
    what: &str,
) -> Result<(), DbError> {
    let detail = format!("{staff} {what}");
    let entry = audit::Entry {
        actor: audit::Actor::Organiser,
        action,
        sponsor: None,
        leads: 0,
        fields: FieldSet::NONE,
        detail: detail.trim_end(),
    };
    audit::write(tx, &event.slug, backend.now(), &entry).await
}

async fn list(backend: &Backend, event: &WhichEvent, output: Output) -> anyhow::Result<()> {
    let mut tx = backend.db().read().await?;
    let event = event.load(backend, &mut tx).await?;
    let people = staff::list(&mut tx, &event.slug).await?;
    let values: Vec<_> = people.iter().map(Shown::of).collect();
    output.print(&values, || {
        if people.is_empty() {
            return "There is nobody yet; `staff add` adds the first organiser.".to_owned();
        }
        let lines: Vec<_> = people
            .iter()
            .map(|one| {
                let joined = one.joined.map_or_else(
                    || "never signed in".to_owned(),
                    |at| format!("since {}", shown(at)),
                );
                format!(
                    "{:9}  {}  {}  {joined}",
                    one.role.name(),
                    one.email,
                    one.name
                )
            })
            .collect();
        lines.join("\n")
    })
}
