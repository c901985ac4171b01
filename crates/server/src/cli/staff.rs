//! `lanyard-server staff`: the accounts of the organiser's staff.

use clap::{Subcommand, ValueEnum};

use crate::cli::account::{NewLink, Shown, list, note};
use crate::cli::event_option::WhichEvent;
use crate::cli::link::Life;
use crate::cli::output::Output;
use backend::Backend;
use backend::people::invitations::{self, Invitation};
use backend::people::sessions::Subject;
use backend::people::staff;
use backend_model::{Action, StaffRole};
use backend_text::Language;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Add a member of staff. A mail tells them how to sign in, if the server sends mail.
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
        /// Their role.
        #[arg(long, value_enum, default_value = "organiser")]
        role: RoleArg,
        /// The language of the mail: en or es.
        #[arg(long, default_value = "en", value_parser = language)]
        language: Language,
        #[command(flatten)]
        event: WhichEvent,
    },
    /// List the organiser's staff.
    List {
        #[command(flatten)]
        event: WhichEvent,
    },
    /// Give a member of staff another role.
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
    /// Remove a member of staff. Their sessions, links and passkeys end at once.
    Remove {
        /// The address that they sign in with.
        email: String,
        #[command(flatten)]
        event: WhichEvent,
    },
    /// Print a link that signs a member of staff in once: for the first organiser, or if the server sends no mail.
    #[command(
        after_help = "The link signs in any person who opens it. Hand it over safely.

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
    /// Has every permission.
    Organiser,
    /// Works on reports, devices, badges and sponsors; exports no data.
    Support,
    /// Reads everything and changes nothing.
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

impl Command {
    pub(crate) async fn run(self, backend: &Backend, output: Output) -> anyhow::Result<()> {
        let (Self::Add { event, .. }
        | Self::List { event }
        | Self::Role { event, .. }
        | Self::Remove { event, .. }
        | Self::Link { event, .. }) = &self;
        let mut tx = match self {
            Self::List { .. } => backend.db().read().await?,
            _ => backend.db().write().await?,
        };
        let event = event.load(backend, &mut tx).await?;
        let accounts = staff::of_event(&event.slug);
        match self {
            Self::Add {
                email,
                name,
                role,
                language,
                event: _,
            } => {
                let invitation = Invitation {
                    email: &email,
                    name: &name,
                    language,
                };
                let role = StaffRole::from(role);
                let id =
                    invitations::invite_staff(backend, &mut tx, &event, invitation, role).await?;
                let detail = format!("{id} {}", role.name());
                note(backend, &mut tx, &event, Action::AddStaff, None, &detail).await?;
                tx.commit().await?;
                let value = Shown {
                    id,
                    email: &email,
                    name: &name,
                    role,
                    joined: None,
                };
                output.print(&value, || {
                    format!(
                        "Added {name} as {}. A mail tells them once the server sends mail; \
                         `staff link {email}` prints a link for now.",
                        role.name()
                    )
                })
            }
            Self::List { event: _ } => {
                let none = "There are no staff yet; `staff add` adds the first organiser.";
                list(&accounts.list(&mut tx).await?, none, output)
            }
            Self::Role {
                email,
                role,
                event: _,
            } => {
                let account = accounts.with_email(&mut tx, &email).await?;
                let role = StaffRole::from(role);
                accounts.set_role(&mut tx, &account.id, role).await?;
                let detail = format!("{} {}", account.id, role.name());
                note(backend, &mut tx, &event, Action::ChangeRole, None, &detail).await?;
                tx.commit().await?;
                let value = Shown {
                    role,
                    ..Shown::from(&account)
                };
                output.print(&value, || {
                    format!("{} is now {}.", account.name, role.name())
                })
            }
            Self::Remove { email, event: _ } => {
                let account = accounts.with_email(&mut tx, &email).await?;
                accounts.remove(backend, &mut tx, &account.id).await?;
                let detail = account.id.to_string();
                note(backend, &mut tx, &event, Action::RemoveStaff, None, &detail).await?;
                tx.commit().await?;
                output.print(&Shown::from(&account), || {
                    format!("Removed {}. They are signed out.", account.name)
                })
            }
            Self::Link {
                email,
                life,
                event: _,
            } => {
                let account = accounts.with_email(&mut tx, &email).await?;
                let subject = Subject::Staff(account.id);
                let link = NewLink::make(backend, &mut tx, &event, subject, life.minutes).await?;
                let detail = account.id.to_string();
                note(
                    backend,
                    &mut tx,
                    &event,
                    Action::MakeSignInLink,
                    None,
                    &detail,
                )
                .await?;
                tx.commit().await?;
                link.print(&account.name, output)
            }
        }
    }
}
